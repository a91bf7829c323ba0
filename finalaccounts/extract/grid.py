"""Cells in rows become lines: one row a line, tabs between cells, merged cells at their first."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from finalaccounts.model import Document, Line, Object

T = TypeVar("T")

# Stands in a cell for a part of it that could not be read.
UNREAD = "\u25a1"
# Characters of a text that is kept in the list of objects.
_QUOTED = 200


def wide(ch: str) -> bool:
    """True for characters that are written without spaces between words (Han, full-width)."""
    return "\u2e80" <= ch <= "\u9fff" or "\uf900" <= ch <= "\ufaff" or "\uff00" <= ch <= "\uffef"


def joined(pieces: Iterable[str]) -> str:
    """Join the lines of one cell: without a space beside a Han character, else with one.

    So a wrapped name is whole again, and a split number stays two parts (``58.6 0``).
    """
    out = ""
    for piece in pieces:
        piece = " ".join(piece.replace("\t", " ").split("\n")).strip()
        if not piece:
            continue
        if out and not (wide(out[-1]) or wide(piece[0])):
            out += " "
        out += piece
    return out


def clean(text: str) -> str:
    """Return the text of one cell: its lines joined, control characters dropped."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    kept = "".join(ch for ch in text if ch >= " " or ch in "\n\t")
    return joined(kept.split("\n"))


@dataclass(slots=True)
class Grid:
    """Rows of cell texts with their addresses; ``full`` holds rows that are one merged cell.

    By the row and column where a cell begins: ``pieces`` are its lines where it has several,
    ``high`` and ``wide`` how many rows and columns it takes where it is merged. ``notes`` are objects in cells:
    row, column (or address), kind, what was done, text.
    """

    rows: list[list[str]] = field(default_factory=list)
    addresses: list[list[str]] = field(default_factory=list)
    full: set[int] = field(default_factory=set)
    pieces: dict[tuple[int, int], list[str]] = field(default_factory=dict)
    high: dict[tuple[int, int], int] = field(default_factory=dict)
    wide: dict[tuple[int, int], int] = field(default_factory=dict)
    notes: list[tuple[int, int | str, str, str, str]] = field(default_factory=list)

    def put(
        self, row: int, column: int, pieces: Sequence[str], high: int = 1, wide: int = 1
    ) -> str:
        """Keep the lines and the size of a cell; return its text as one."""
        kept = [piece for piece in pieces if piece.strip()]
        if len(kept) > 1:
            self.pieces[row, column] = kept
        if high > 1:
            self.high[row, column] = high
        if wide > 1:
            self.wide[row, column] = wide
        return joined(kept)

    def hide(self, columns: Collection[int], kind: str = "hidden_column") -> None:
        """Take out columns that are not shown; what stood in them is listed."""
        gone = sorted(columns)
        if not gone:
            return
        for n, row in enumerate(self.rows):
            for c in gone:
                if c < len(row) and row[c]:
                    self.notes.append((n, self.addresses[n][c], kind, "left_out", row[c]))
            self.rows[n] = [text for c, text in enumerate(row) if c not in columns]
            names = self.addresses[n]
            self.addresses[n] = [name for c, name in enumerate(names) if c not in columns]
        self.pieces = _moved(self.pieces, gone)
        self.high = _moved(self.high, gone)
        self.wide = _moved(self.wide, gone)


def _moved(cells: Mapping[tuple[int, int], T], gone: Sequence[int]) -> dict[tuple[int, int], T]:
    return {(r, c - bisect_left(gone, c)): v for (r, c), v in cells.items() if c not in gone}


# An amount that is whole on its line: with decimals, or an integer too long to be a part of one.
_WHOLE = re.compile(r"[-\u2212]?(?:\d[\d,]*\.\d+|[1-9]\d{3,}|[1-9]\d{0,2}(?:,\d{3})+)")
_CODE = re.compile(r"\d{3,}")


def _alike(pieces: Sequence[str]) -> bool:
    """True for lines of a cell that are amounts, each whole and with as many decimals."""
    return all(map(_WHOLE.fullmatch, pieces)) and (
        len({len(piece.partition(".")[2]) for piece in pieces}) == 1
    )


def parted(grid: Grid, row: int) -> list[list[str]]:
    """Return a row as several where its cells hold as many lines each, amounts among them.

    A name or a code that was wrapped has no fellow in the other cells; two rows that were set in
    one have their lines in all of them.
    """
    texts = grid.rows[row]
    lines = {c: grid.pieces.get((row, c), [t]) for c, t in enumerate(texts) if t.strip()}
    counts = {len(pieces) for pieces in lines.values()}
    amounts = [pieces for pieces in lines.values() if len(pieces) > 1 and _alike(pieces)]
    if len(counts) != 1 or counts == {1} or not amounts or len(amounts) == len(lines):
        return [texts]
    return [
        [lines[c][n] if c in lines else "" for c in range(len(texts))] for n in range(counts.pop())
    ]


def spread(grid: Grid) -> None:
    """Write an amount whose cell is merged over rows that have codes of their own in each of them:
    it is printed once and holds for all. Every merged amount is told of all cells that it takes."""

    def code(row: int) -> str:
        first = next((t for t in grid.rows[row] if t.strip()), "")
        return first if _CODE.fullmatch(first) else ""

    for (row, column), high in grid.high.items():
        rows = range(row, min(row + high, len(grid.rows)))
        text = grid.rows[row][column] if column < len(grid.rows[row]) else ""
        if not _WHOLE.fullmatch(text) or len(rows) < 2:
            continue
        coded = len({code(r) for r in rows} - {""}) == len(rows)
        grid.notes.append((row, column, "merged", "read", text))
        for r in rows[1:]:
            if column < len(grid.rows[r]) and not grid.rows[r][column]:
                grid.rows[r][column] = text if coded else ""
                grid.notes.append((r, column, "merged", "read" if coded else "not_read", text))
    for (row, column), wide in grid.wide.items():
        text = grid.rows[row][column] if column < len(grid.rows[row]) else ""
        if _WHOLE.fullmatch(text):
            cells = range(column, min(column + wide, len(grid.rows[row])))
            grid.notes.extend(
                (row, c, "merged", "read" if c == column else "not_read", text) for c in cells
            )


def column(index: int) -> str:
    """Return the letters of a 0-based column (0 is A)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def row_lines(grid: Grid) -> list[tuple[int, str, tuple[str, ...]]]:
    """Return (row, text, addresses) of each line, empty rows too; a row that holds several is
    several lines.

    A row that is one merged cell, or stands alone above the first row of several cells, is a
    line without tabs; every other row keeps all its cells, so that its blanks are certain.
    """
    spread(grid)
    width = max((len(row) for row in grid.rows), default=0)
    first = next((n for n, row in enumerate(grid.rows) if sum(map(bool, row)) > 1), len(grid.rows))
    lines: list[tuple[int, str, tuple[str, ...]]] = []
    for n, row in enumerate(grid.rows):
        if not any(row):
            lines.append((n, "", ()))
            continue
        at = next(i for i, text in enumerate(row) if text)
        alone = sum(map(bool, row)) == 1
        if alone and (n in grid.full or n < first or width == 1):
            lines.append((n, row[at], (grid.addresses[n][at],)))
            continue
        for texts in parted(grid, n):
            lines.append((n, "\t".join(texts), tuple(grid.addresses[n])))
    return lines


class Writing:
    """Collects the lines of one source and the objects that stand beside them."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines: list[tuple[str, tuple[str, ...]]] = []
        self.objects: list[Object] = []
        # Lines read in a picture: its number and the boxes of their cells, by their index.
        self.pictured: dict[int, tuple[int, tuple[str, ...]]] = {}

    def picture(self, rows: Sequence[tuple[str, int, tuple[str, ...]]]) -> None:
        """Write lines that were read in a picture: text, its number, boxes of cells."""
        for text, page, boxes in rows:
            self.pictured[len(self.lines)] = page, boxes
            self.lines.append((text, ()))

    def note(
        self, kind: str, done: str, text: str = "", cell: str = "", line: int | None = None
    ) -> None:
        """List an object; ``line`` is the one written next where none is given. What is of one
        kind and stands side by side is one entry with a count."""
        text = " ".join(text.split())[:_QUOTED]
        line = len(self.lines) + 1 if line is None else line
        last = self.objects[-1] if self.objects else None
        same = (kind, done, line, cell)
        if (
            last
            and (last.kind, last.done, last.source_line, last.cell) == same
            and not (text and last.text)
        ):
            self.objects[-1] = replace(last, count=last.count + 1, text=last.text or text)
        else:
            self.objects.append(Object(kind, done, 1, text, self.source, line, "", "", cell))

    def grid(self, grid: Grid, after: Mapping[int, Sequence[Grid]] | None = None) -> None:
        """Write the rows of a grid without the empty ones around them, and its objects; ``after``
        are grids inside cells, by the row that they follow."""
        found = row_lines(grid)
        while found and not found[-1][1] and found[-1][0] not in (after or {}):
            found.pop()
        while found and not found[0][1] and found[0][0] not in (after or {}):
            found.pop(0)
        where: dict[int, int] = {}
        for index, (row, text, cells) in enumerate(found):
            self.lines.append((text, cells))
            where.setdefault(row, len(self.lines))
            last = index + 1 == len(found) or found[index + 1][0] != row
            for inner in (after or {}).get(row, ()) if last else ():
                self.grid(inner)
        before = len(self.lines)
        for row, column, kind, done, text in grid.notes:
            line = max((n for r, n in where.items() if r <= row), default=max(before, 1))
            names = grid.addresses[row] if row < len(grid.addresses) else []
            if isinstance(column, int):
                column = names[column] if column < len(names) else ""
            self.note(kind, done, text, column, line)

    def document(self, notes: Sequence[str] = ()) -> Document:
        """Return what was written; an object after the last line stands in it."""
        count = max(len(self.lines), 1)
        placed = (
            replace(one, source_line=min(max(one.source_line, 1), count)) for one in self.objects
        )
        lines = list(numbered(self.lines))
        for index, (page, boxes) in self.pictured.items():
            lines[index] = replace(lines[index], page=page, boxes=boxes)
        return Document(self.source, tuple(lines), tuple(notes), tuple(placed))


def numbered(rows: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[Line, ...]:
    """Return the lines of a document from (text, addresses) in order."""
    return tuple(Line(n, text, cells=cells) for n, (text, cells) in enumerate(rows, 1))
