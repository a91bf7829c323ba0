"""What a report is made of before it has a format: paragraphs, tables of cells, forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple


class Expected(NamedTuple):
    """One figure that reading must give; ``amount`` is empty for a blank or a dash."""

    table: str
    line: str
    column: str
    state: str
    amount: str
    unit: str


@dataclass(frozen=True)
class Cell:
    """A printed cell; a figure's cell knows its place."""

    text: str = ""
    place: tuple[str, str, str] | None = None

    def expected(self) -> Expected | None:
        """Return what reading this cell must give, None for a label."""
        if self.place is None:
            return None
        if self.text in ("—", "-"):
            return Expected(*self.place, "dash", "", "万元")
        plain = self.text.replace(",", "").replace(" ", "")
        if not plain:
            return Expected(*self.place, "blank", "", "万元")
        return Expected(*self.place, "printed", format(Decimal(plain), "f"), "万元")


@dataclass
class Prose:
    """Paragraphs; ``numbers`` holds the (amount, unit) of every quantity in them, in order."""

    lines: list[str]
    numbers: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Grid:
    """A printed table: title, head (entity, unit), header rows, rows, notes below.

    An empty header cell belongs to the one above it, else to the one left of it (see ``spans``).
    """

    key: str
    title: str
    number: str
    head: list[str]
    header: list[list[str]]
    rows: list[list[Cell]]
    notes: list[str] = field(default_factory=list)
    # Listed by the report as empty: its reason stands in the list of tables.
    empty: bool = False

    def spans(self) -> list[tuple[int, int, int, int]]:
        """Return (row, column, rows, columns) of the merged cells of the header."""
        found: list[tuple[int, int, int, int]] = []
        taken: set[tuple[int, int]] = set()
        for r, row in enumerate(self.header):
            above = self.header[r - 1] if r else [""] * len(row)
            for c, text in enumerate(row):
                if not text:
                    continue
                wide = high = 1
                while (
                    c + wide < len(row)
                    and not (row[c + wide] or above[c + wide])
                    and (r, c + wide) not in taken
                ):
                    wide += 1
                while r + high < len(self.header) and not any(self.header[r + high][c : c + wide]):
                    high += 1
                taken |= {(i, j) for i in range(r, r + high) for j in range(c, c + wide)}
                if wide * high > 1:
                    found.append((r, c, high, wide))
        return found

    def expected(self) -> list[Expected]:
        """Return all cells that are figures, blanks too."""
        return [e for row in self.rows for cell in row if (e := cell.expected())]


@dataclass
class Form:
    """A performance form: its title and its rows of cells."""

    title: str
    rows: list[list[str]]


Block = Prose | Grid | Form
