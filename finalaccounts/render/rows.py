"""Rows of the tables for people: cells, rows, parts and whole tables, and what of them is short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

ZERO, MANY_ZEROS = "0.00", 10


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: text as shown, its state, and the address of the line it is printed on."""

    text: str = field(metadata={"doc": "Text as shown; empty for a blank or what is not there."})
    state: str = field(metadata={"doc": "printed, dash, blank, undecided, unconfirmed or absent."})
    href: str = field(metadata={"doc": "Address of the printed line."})
    figure_id: str = field(metadata={"doc": "Id of the figure."})
    note: str = field(default="", metadata={"doc": "Value used instead, and why; or empty."})
    look: str = field(
        default="", metadata={"doc": "Where an unconfirmed number is seen; or empty."}
    )


def _zero(cells: Sequence[Cell]) -> bool:
    """Tell whether all these cells print a plain 0.00."""
    text = cells[0].text if cells else ""
    plain = all(c.text == text and c.state == "printed" and not (c.href or c.note) for c in cells)
    return plain and text == ZERO


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    anchor: str = field(metadata={"doc": "Permanent anchor: <table>.<line>."})
    level: int = field(metadata={"doc": "0 total, 1 class, 2 section, 3 item."})
    code: str = field(metadata={"doc": "Classification code, or empty."})
    label: str = field(metadata={"doc": "Label as printed, white space removed."})
    gloss: str = field(metadata={"doc": "Its unofficial name in another language, or empty."})
    cells: tuple[Cell, ...] = field(metadata={"doc": "One per column."})
    also: tuple[str, ...] = field(
        default=(), metadata={"doc": "Anchors of the same numbers in later tables."}
    )

    @property
    def zero(self) -> bool:
        """True for a classified row that prints 0.00 in every column."""
        return bool(self.code) and _zero([replace(cell, href="") for cell in self.cells])


@dataclass(frozen=True, slots=True)
class Side:
    """A part of a table with columns of its own (revenue and expenditure side by side)."""

    caption: str = field(metadata={"doc": "Caption, or empty for a table in one part."})
    columns: tuple[str, ...] = field(metadata={"doc": "Column heads as shown."})
    rows: tuple[Row, ...] = field(metadata={"doc": "Rows in printed order."})

    @property
    def level(self) -> int:
        """The commoner of the two deepest levels: rows of it need no mark of their own."""
        deep = [row.level for row in self.rows]
        return 2 if deep.count(2) > deep.count(3) else 3

    @property
    def zeros(self) -> tuple[Row, ...]:
        """The rows that print zeros only, when they are so many that they hide the others."""
        rows = tuple(row for row in self.rows if row.zero)
        return rows if len(rows) >= MANY_ZEROS else ()

    @property
    def zero_columns(self) -> tuple[int, ...]:
        """The columns in which every row prints the same zero, when the rows are many."""
        cells = zip(*(row.cells for row in self.rows), strict=True)
        return tuple(
            n for n, column in enumerate(cells) if len(column) >= MANY_ZEROS and _zero(column)
        )

    @property
    def short(self) -> Side:
        """The part without the rows and columns that print zeros only: they are told in words."""
        rows, columns = self.zeros, self.zero_columns
        kept = [
            replace(row, cells=tuple(c for n, c in enumerate(row.cells) if n not in columns))
            for row in self.rows
            if row not in rows
        ]
        heads = tuple(head for n, head in enumerate(self.columns) if n not in columns)
        return Side(self.caption, heads, tuple(kept))


@dataclass(frozen=True, slots=True)
class Grid:
    """A whole table of the report."""

    key: str = field(metadata={"doc": "Key of the table."})
    title: str = field(metadata={"doc": "Title as printed; in English after its name."})
    number: str = field(metadata={"doc": "Label as printed."})
    unit: str = field(metadata={"doc": "Unit of measure."})
    state: str = field(metadata={"doc": "State of the table."})
    reason: str = field(metadata={"doc": "The report's own words for an empty table."})
    href: str = field(metadata={"doc": "Address of the title's line."})
    sides: tuple[Side, ...] = field(metadata={"doc": "Parts."})
    same_as: str = field(metadata={"doc": "Key of an earlier table that holds its numbers."})
    differing: frozenset[str] = field(
        metadata={"doc": "Anchors of the rows in which it differs from that table after all."}
    )
    unprinted: int = field(metadata={"doc": "Rows without any printed number that were left out."})
    elsewhere: bool = field(
        default=False, metadata={"doc": "True when the page only keeps the addresses of the rows."}
    )

    @property
    def rows(self) -> int:
        """How many rows are shown."""
        return sum(len(side.rows) for side in self.sides)
