"""Columns of tables without rules, and how they are set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from finalaccounts.extract.unruled import Piece, Pieces

# Rows of cells, each with what stands in it.
Rows = list[list[Pieces]]
# Heights of a character: how far edges of one column differ, what two things overlap by.
EDGE, OVERLAP = 0.2, 0.3


def left(piece: Piece) -> float:
    """Return the left edge of all lines of a piece."""
    return min(one.x0 for one in (piece, *piece.more))


def right(piece: Piece) -> float:
    """Return the right edge of all lines of a piece."""
    return max(one.x1 for one in (piece, *piece.more))


def middle(piece: Piece) -> float:
    """Return the middle of a piece, from left to right."""
    return (left(piece) + right(piece)) / 2


@dataclass(slots=True)
class Column:
    """A column: what it spans, whether figures stand in it, the head above it."""

    x0: float
    x1: float
    figures: list[Piece] = field(default_factory=list)
    texts: list[Piece] = field(default_factory=list)
    head: Piece | None = None

    @property
    def middle(self) -> float:
        """The middle of its head, or of itself."""
        return middle(self.head) if self.head is not None else (self.x0 + self.x1) / 2

    @property
    def coded(self) -> bool:
        """True for figures that are all codes or ordinals: integers without separators."""
        return all(piece.text.isdigit() for piece in self.figures)


def setting_of(column: Column) -> str:
    """Return how a column is set: by its right edge, left edge or middle; empty where that is open."""
    size = column.figures[0].size
    if not _several(column):
        return ""
    edges = {
        "right": [piece.x1 for piece in column.figures],
        "left": [piece.x0 for piece in column.figures],
        "middle": [middle(piece) for piece in column.figures],
    }
    spread = {name: max(at) - min(at) for name, at in edges.items()}
    best = min(spread, key=lambda name: spread[name])
    return best if spread[best] <= EDGE * size else ""


def _several(column: Column) -> bool:
    """True for a column with figures of several widths."""
    widths = [piece.x1 - piece.x0 for piece in column.figures]
    return max(widths) - min(widths) >= 2 * EDGE * column.figures[0].size


def uneven(column: Column) -> bool:
    """True for amounts of several widths that are set neither by an edge nor by their middle."""
    plain = column.figures and not (column.texts or column.coded)
    return bool(plain) and _several(column) and not setting_of(column)


def usual_setting(columns: Sequence[Column]) -> str:
    """Return how the amounts of a table are set, where those columns that tell agree."""
    told = {setting_of(c) for c in columns if c.figures and not (c.texts or c.coded)} - {""}
    return told.pop() if len(told) == 1 else ""


def overlaps(column: Column, piece: Piece) -> bool:
    """True where a piece stands above or below a column, if only in part."""
    slack = OVERLAP * piece.size
    return left(piece) < column.x1 - slack and right(piece) > column.x0 + slack
