"""Cells in rows become lines: one row a line, tabs between cells, merged cells at their first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from finalaccounts.model import Line


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
    """Rows of cell texts with their addresses; ``full`` holds rows that are one merged cell."""

    rows: list[list[str]] = field(default_factory=list)
    addresses: list[list[str]] = field(default_factory=list)
    full: set[int] = field(default_factory=set)


def column(index: int) -> str:
    """Return the letters of a 0-based column (0 is A)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_grid(name: str, rows: list[list[str]], spans: Mapping[tuple[int, int], int]) -> Grid:
    """Return a sheet, cut at its last column with text; ``spans`` gives the columns that a merged
    cell takes, by the 0-based row and column where it begins."""
    grid = Grid()
    width = max(
        (c + spans.get((r, c), 1) for r, row in enumerate(rows) for c, t in enumerate(row) if t),
        default=0,
    )
    for r, row in enumerate(rows):
        grid.rows.append((row + [""] * width)[:width])
        grid.addresses.append([f"{name}!{column(c)}{r + 1}" for c in range(width)])
        first = next((c for c, text in enumerate(row) if text), 0)
        if spans.get((r, first), 1) >= max(2, width - first):
            grid.full.add(r)
    return grid


def row_lines(grid: Grid) -> list[tuple[str, tuple[str, ...]]]:
    """Return (text, addresses) of each row, empty rows too.

    A row that is one merged cell, or stands alone above the first row of several cells, is a
    line without tabs; every other row keeps all its cells, so that its blanks are certain.
    """
    width = max((len(row) for row in grid.rows), default=0)
    first = next((n for n, row in enumerate(grid.rows) if sum(map(bool, row)) > 1), len(grid.rows))
    lines: list[tuple[str, tuple[str, ...]]] = []
    for n, row in enumerate(grid.rows):
        if not any(row):
            lines.append(("", ()))
            continue
        at = next(i for i, text in enumerate(row) if text)
        alone = sum(map(bool, row)) == 1
        if alone and (n in grid.full or n < first or width == 1):
            lines.append((row[at], (grid.addresses[n][at],)))
        else:
            lines.append(("\t".join(row), tuple(grid.addresses[n])))
    return lines


def grid_lines(grid: Grid) -> list[tuple[str, tuple[str, ...]]]:
    """Return ``row_lines`` without the empty rows before and after."""
    lines = row_lines(grid)
    while lines and not lines[-1][0]:
        lines.pop()
    while lines and not lines[0][0]:
        lines.pop(0)
    return lines


def numbered(rows: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[Line, ...]:
    """Return the lines of a document from (text, addresses) in order."""
    return tuple(Line(n, text, cells=cells) for n, (text, cells) in enumerate(rows, 1))
