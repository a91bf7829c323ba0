"""What XLSX and XLS have in common: sheets of shown cells become lines, the unseen is listed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from finalaccounts.extract.beside import side_by_side
from finalaccounts.extract.grid import Grid, Writing, clean, column
from finalaccounts.extract.shown import shown_date, shown_number, shown_text

# What a sheet is called is a line of the document where it says more than its own first rows do.
_OWN_TITLE_ROWS = 4
# Merged cells as wide as the sheet end here: what they span is empty.
_WIDEST = 300
# What stands in a cell whose formula was saved without its result: something, not nothing.
UNCOMPUTED = "#?"


def text_of(value: Any, code: str) -> str:
    """Return what a cell shows for a value read by openpyxl or xlrd."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return shown_number(value, code)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return shown_date(value, code)
    if isinstance(value, dt.timedelta):
        return str(value)
    return shown_text(str(value), code)


def sheet_title(name: str, rows: list[list[str]]) -> str:
    """Return the sheet's name as a title, empty where its rows say it or it says nothing.

    A number inside the name is the number of a form, not a title.
    """
    title = re.sub("^[^\u4e00-\u9fff]+|[\\s0-9]+$", "", name)
    top = "".join("".join("".join(row).split()) for row in rows[:_OWN_TITLE_ROWS])
    return title if len(title) >= 4 and title not in top and not re.search(r"\d", title) else ""


@dataclass(slots=True)
class SheetCell:
    """One cell: its text as shown, and why it is not read, where it is not."""

    text: str
    why: str = ""
    # Kind and text of what stands in it besides.
    notes: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    """A sheet as read from a file; rows and columns from 0."""

    name: str
    rows: list[list[SheetCell]]
    # Columns and rows that a merged cell takes, by where it begins.
    merged: Mapping[tuple[int, int], tuple[int, int]]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    # Pictures, shapes and the like: row, column, kind, what was done, text.
    drawn: list[tuple[int, int, str, str, str]] = field(default_factory=list)


def _uncover(sheet: Sheet) -> None:
    """Move what stands in a merged cell to the first part of it that is shown.

    A merged cell whose first row or column is hidden is seen in the others.
    """
    merged = dict(sheet.merged)
    for (r, c), (wide, high) in sheet.merged.items():
        down = [n for n in range(r, min(r + high, len(sheet.rows))) if n not in sheet.hidden_rows]
        right = [n for n in range(c, c + min(wide, _WIDEST)) if n not in sheet.hidden_columns]
        cells = sheet.rows[r] if r < len(sheet.rows) else []
        if not down or not right or (down[0], right[0]) == (r, c) or c >= len(cells):
            continue
        seen = sheet.rows[down[0]]
        seen.extend(SheetCell("") for _ in range(right[0] + 1 - len(seen)))
        seen[right[0]], cells[c] = cells[c], SheetCell("")
        del merged[r, c]
        merged[down[0], right[0]] = wide - (right[0] - c), high - (down[0] - r)
    sheet.merged = merged


def _grid(sheet: Sheet) -> Grid:
    """Return the cells that are shown of a sheet, cut at its last column with text."""
    grid = Grid()
    _uncover(sheet)
    width = 0
    for r, row in enumerate(sheet.rows):
        for c, cell in enumerate(row):
            if cell.text and not cell.why:
                width = max(width, c + min(sheet.merged.get((r, c), (1, 1))[0], _WIDEST))
    shown = 0
    # Rows of the file to rows of the grid, which has no hidden ones.
    where: dict[int, int] = {}
    for r, row in enumerate(sheet.rows):
        where[r] = shown
        if r in sheet.hidden_rows:
            if said := " ".join(cell.text for cell in row if cell.text):
                grid.notes.append((shown, 0, "hidden_row", "left_out", said))
            continue
        texts = []
        for c, cell in enumerate(row[:width]):
            for kind, done, said in cell.notes:
                grid.notes.append((shown, c, kind, done, said))
            if cell.why and cell.text:
                grid.notes.append((shown, c, cell.why, "left_out", cell.text))
            text = "" if cell.why else clean(cell.text)
            wide, high = sheet.merged.get((r, c), (1, 1))
            pieces = [clean(piece) for piece in cell.text.split("\n")] if text else []
            high -= sum(n in sheet.hidden_rows for n in range(r, r + high))
            texts.append(grid.put(shown, c, pieces, high, wide) if text else "")
        grid.rows.append((texts + [""] * width)[:width])
        grid.addresses.append([f"{sheet.name}!{column(c)}{r + 1}" for c in range(width)])
        first = next((c for c, text in enumerate(texts) if text), 0)
        if sheet.merged.get((r, first), (1, 1))[0] >= max(2, width - first):
            grid.full.add(shown)
        shown += 1
    for r, c, kind, done, said in sheet.drawn:
        grid.notes.append((where.get(r, shown), c, kind, done, said))
    grid.hide(sheet.hidden_columns)
    return grid


def write_sheet(written: Writing, sheet: Sheet) -> None:
    """Write a sheet: an empty line before it, its name where that is a title, its rows."""
    grid = _grid(sheet)
    found = [row for row in grid.rows if any(row)]
    if not found and not grid.notes:
        return
    if found:
        if written.lines:
            written.lines.append(("", ()))
        if title := sheet_title(sheet.name, found):
            written.lines.append((title, ()))
    for _, _, kind, done, said in sheet.drawn:
        if kind == "text_box" and done == "read":
            written.lines.extend((clean(piece), ()) for piece in said.split("\n") if clean(piece))
    for number, part in enumerate(side_by_side(grid)):
        if number:
            written.lines.append(("", ()))
        written.grid(part)
