"""The kinds of chart: the rows they are drawn from, with every label that stands in the picture.

Labels stand at fixed places and are never measured (category left, value right, bar below), so a
picture does not depend on the fonts of the machine. Amounts stay as printed, in the unit printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple
from unicodedata import east_asian_width

WIDTH = 360  # units; drawn 1:1 on a phone of 390 px
COLOURS = {
    "ci": "#182226",
    "cs": "#4b585e",
    "cl": "#f4f6f5",
    "c1": "#1b6f8f",
    "c2": "#c07a12",
    "c3": "#6b1f4f",
    "c4": "#828d92",
    "ct": "#cfe3ea",
    "bg": "#ffffff",
}
KEYS = ("c1", "c2", "c3", "c4")
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn: the form, the rows, the ends of the scale, the height in units."""

    form: str
    data: tuple[Data, ...]
    domain: tuple[float, float]
    height: int


class Bar(NamedTuple):
    """A row of an ordered bar chart."""

    label: str
    value: Decimal
    shown: str
    share: str = ""
    colour: str = "c1"


class Bullet(NamedTuple):
    """A row of a bullet chart: budget (area and tick) against actual (bar)."""

    label: str
    budget: Decimal | None
    actual: Decimal | None
    shown: str
    share: str = ""


class Segment(NamedTuple):
    """A part of a 100 % bar."""

    label: str
    value: Decimal
    shown: str
    colour: str


class MarkRow(NamedTuple):
    """A row of 100 % bars: label and value above the bar, shares below it."""

    label: str
    shown: str
    parts: tuple[Segment, ...]


class YearColumn(NamedTuple):
    """A column of a bar chart over years; without a value it is a gap."""

    label: str
    value: Decimal | None
    shown: str
    colour: str = "c1"


def fitted(label: str, room: int = 38) -> str:
    """Return a label that leaves room for its number; ``room`` counts Han characters twice."""
    for end, sign in enumerate(label):
        room -= 2 if east_asian_width(sign) in "WF" else 1
        if room < 0:
            return f"{label[: end - 1].rstrip()}\u2026"
    return label


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def bars(rows: Sequence[Bar], row: int = 38) -> Drawing:
    """Return ordered bars on pale tracks; a negative value goes left of a shared zero line."""
    low = min(Decimal(0), *(r.value for r in rows)) if rows else Decimal(0)
    high = max(Decimal(0), *(r.value for r in rows)) if rows else Decimal(1)
    data = tuple(
        {
            "order": n,
            "name": r.label,
            "amount": float(r.value),
            "label": fitted(r.label),
            "shown": r.shown,
            "share": r.share,
            "colour": COLOURS[r.colour],
        }
        for n, r in enumerate(rows, 1)
    )
    return Drawing("bars", data, (float(low), float(high)), row * len(rows))


def bullets(rows: Sequence[Bullet], row: int = 44) -> Drawing:
    """Return bullets: a missing or zero side draws nothing, its words stand in ``shown``."""
    top = max((v for r in rows for v in (r.budget, r.actual) if v), default=Decimal(1))
    data = tuple(
        {
            "order": n,
            "name": r.label,
            "budget": _number(r.budget),
            "amount": _number(r.actual),
            "label": fitted(r.label, 42 - len(r.shown)),
            "shown": r.shown,
            "share": r.share,
        }
        for n, r in enumerate(rows, 1)
    )
    return Drawing("bullets", data, (0.0, float(top)), row * len(rows))


def _segments(parts: Sequence[Segment], row: Data) -> list[Data]:
    """Return the parts of one bar; the words of its ends stand below it, of others nowhere."""
    ends = (0, len(parts) - 1)
    return [
        {
            **row,
            "part": n + 1,
            "name": p.label,
            "amount": float(p.value),
            "share": p.shown,
            "below": f"{p.label} {p.shown}" if n in ends else "",
            "end": "left" if n == 0 else "right",
            "colour": COLOURS[p.colour],
        }
        for n, p in enumerate(parts)
    ]


def stacked(parts: Sequence[Segment]) -> Drawing:
    """Return one 100 % bar, its ends labelled below it."""
    return Drawing("stacked", tuple(_segments(parts, {"order": 1})), (0.0, 1.0), 50)


def stacked_rows(rows: Sequence[MarkRow], row: int = 66) -> Drawing:
    """Return one 100 % bar per row, the shares of its ends below it."""
    data = [
        one
        for n, r in enumerate(rows, 1)
        for one in _segments(r.parts, {"order": n, "row": r.label, "shown": r.shown})
    ]
    return Drawing("stacked_rows", tuple(data), (0.0, 1.0), row * len(rows))


def columns(rows: Sequence[YearColumn], height: int = 160) -> Drawing:
    """Return one column per year; a year without a value stays a gap."""
    top = max((r.value for r in rows if r.value), default=Decimal(1))
    data = tuple(
        {
            "order": n,
            "name": r.label,
            "amount": _number(r.value),
            "shown": r.shown,
            "colour": COLOURS[r.colour],
        }
        for n, r in enumerate(rows, 1)
    )
    return Drawing("columns", data, (0.0, float(top)), height)
