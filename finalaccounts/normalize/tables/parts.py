"""What the readers of tables hand to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from finalaccounts.model import Explanation, Line, Object, Problem, Span
from finalaccounts.normalize.parts import Range

PERCENT = "%\uff05"  # signs of a rate


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters ``start:end`` of line ``line`` (1-based)."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Number:
    """What a cell holds: ``state`` is printed, dash, blank (certain), or unread (something stands
    there and is no number); ``amount`` is None for all but the first."""

    printed: str
    amount: Decimal | None
    state: str
    pieces: tuple[Piece, ...]
    cell: int = 0

    @property
    def percent(self) -> bool:
        """True when the number is printed with a percent sign."""
        return self.printed.endswith(tuple(PERCENT))


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that a number can take: line, its label as printed, column."""

    line: str
    label: str
    column: str


@dataclass(frozen=True, slots=True)
class Row:
    """Numbers in printed order and the places they can take, in printed order.

    ``certain``: number i stands in slot i. ``total_first``: slot 0 is a total, so the first number
    stands there; ``outside`` are columns that this total does not count.
    """

    slots: tuple[Slot, ...]
    numbers: tuple[Number, ...]
    certain: bool = False
    total_first: bool = False
    outside: frozenset[str] = frozenset()


@dataclass(slots=True)
class Body:
    """A table cut out of a document: its title, and its lines by what they are."""

    key: str
    title: str
    number: str
    unit: str
    source: str
    first: int
    end: int  # last line of the range, with the gap that follows the table
    lines: list[Line] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    printed: bool = True
    loose: bool = False  # the text has lost its cells
    places: int = 0  # decimals of every amount of the document; 0 where they differ
    numberless: list[str] = field(default_factory=list)
    # What stands in the file beside its plain text, by the line it stands in.
    objects: Mapping[int, Sequence[Object]] = field(default_factory=dict)

    def recognise(self, piece: Piece, what: str) -> None:
        """Account for characters that are no figure."""
        self.spans.append(Span(self.source, piece.line, piece.start, piece.end, "recognised", what))

    def unread(self, piece: Piece, what: str) -> None:
        """List a number that has no place."""
        self.spans.append(Span(self.source, piece.line, piece.start, piece.end, "unread", what))


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table with its rows read; columns may still be undecided (``place_figures``).

    ``loose``: its text has lost the cells, so that a row may print a number too many or too few;
    ``numberless`` are its lines that print none.
    """

    key: str
    title: str
    number: str
    unit: str
    source: str
    first_line: int
    last_line: int
    printed: bool
    declared: bool
    reason: str
    rows: tuple[Row, ...] = ()
    loose: bool = False
    numberless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TablesRead:
    """All tables of a report before their columns are settled.

    ``names`` maps a line's name without white space to the codes that the report prints for it.
    """

    tables: tuple[RawTable, ...]
    ranges: tuple[Range, ...]
    explanations: tuple[Explanation, ...]
    spans: tuple[Span, ...]
    names: dict[str, tuple[str, ...]]
    problems: tuple[Problem, ...]
    lines: dict[str, tuple[Line, ...]] = field(default_factory=dict)
