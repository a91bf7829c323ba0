"""Legacy XLS workbooks, by xlrd, which keeps number formats; others go through LibreOffice."""

from __future__ import annotations

import io
from typing import Any

import xlrd

from finalaccounts.extract.errors import ExtractError
from finalaccounts.extract.grid import Grid, grid_lines, numbered, sheet_grid
from finalaccounts.extract.office import read_office
from finalaccounts.extract.xlsx import sheet_title, text_of
from finalaccounts.model import Document, Source

_OLE = b"\xd0\xcf\x11\xe0"


def _text(book: Any, cell: Any) -> str:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, ""))
    code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return text_of(xlrd.xldate_as_datetime(cell.value, book.datemode), code)
        except (ValueError, OverflowError):
            return text_of(cell.value, "")
    return text_of(bool(cell.value) if cell.ctype == xlrd.XL_CELL_BOOLEAN else cell.value, code)


def _grid(book: Any, sheet: Any) -> Grid:
    rows = [
        [_text(book, sheet.cell(r, c)) for c in range(sheet.row_len(r))] for r in range(sheet.nrows)
    ]
    return sheet_grid(sheet.name, rows, {(r, c): c1 - c for r, _, c, c1 in sheet.merged_cells})


def read_xls(source: Source) -> Document:
    """Read a legacy workbook.

    Raises ExtractError when it is damaged or protected, or needs LibreOffice and there is none.
    """
    if not source.data.startswith(_OLE):
        return read_office(source)
    try:
        # What xlrd says of odd files goes nowhere; what it cannot read it raises.
        book = xlrd.open_workbook(
            file_contents=source.data, formatting_info=True, logfile=io.StringIO()
        )
        lines, notes = _lines(book)
    except Exception as error:
        raise ExtractError(f"{source.file}: damaged or protected workbook ({error})") from error
    return Document(source.file, numbered(lines), tuple(notes))


def _lines(book: Any) -> tuple[list[tuple[str, tuple[str, ...]]], list[str]]:
    """Return the rows of all visible sheets, and notes on the others."""
    lines: list[tuple[str, tuple[str, ...]]] = []
    notes = []
    for sheet in book.sheets():
        if sheet.visibility:
            notes.append(f"sheet {sheet.name!r} is hidden and was not read")
            continue
        rows = grid_lines(_grid(book, sheet))
        if not rows:
            continue
        if lines:
            lines.append(("", ()))
        if title := sheet_title(sheet.name, rows):
            lines.append((title, ()))
        lines.extend(rows)
    return lines, notes
