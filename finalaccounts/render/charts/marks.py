"""The kinds of chart: the data of their marks, and the labels that stand at fixed places.

Labels are not measured by the renderer: category left, value right, bar below, so a picture does
not depend on the fonts of the machine and costs milliseconds.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple
from unicodedata import east_asian_width

from finalaccounts.render.charts.forms import FORMS, WIDTH


class Label(NamedTuple):
    """Text at a fixed place: x, baseline y, CSS classes (``e`` ends there, ``s`` small)."""

    x: float
    y: float
    text: str
    classes: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn: the form of the marks, their data, the labels, the height in units.

    The Altair chart is made from it when it is asked for: most builds draw few charts anew.
    """

    form: str
    data: tuple[dict[str, Any], ...]
    domain: tuple[float, float]
    labels: tuple[Label, ...]
    height: float

    @property
    def chart(self) -> Any:
        """The marks as an Altair chart."""
        return FORMS[self.form](list(self.data), self.domain, self.height)

    @property
    def key(self) -> str:
        """What the marks are drawn from; equal keys give equal pictures."""
        bare = [{name: v for name, v in row.items() if name != "d"} for row in self.data]
        return json.dumps([self.form, bare, self.domain, self.height])


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


def fitted(label: str, room: int = 38) -> str:
    """Return a label that leaves room for its number; ``room`` counts Han characters twice."""
    for end, sign in enumerate(label):
        room -= 2 if east_asian_width(sign) in "WF" else 1
        if room < 0:
            return f"{label[: end - 1].rstrip()}\u2026"
    return label


def bars(rows: Sequence[Bar], row: int = 38) -> Drawing:
    """Return ordered bars on pale tracks; a negative value goes left of a shared zero line."""
    height = row * len(rows)
    low = min(Decimal(0), *(r.value for r in rows)) if rows else Decimal(0)
    high = max(Decimal(0), *(r.value for r in rows)) if rows else Decimal(1)
    least = (high - low) / WIDTH  # one unit: what is not zero is never invisible
    data = []
    for i, r in enumerate(rows):
        size = max(abs(r.value), least) if r.value else Decimal(0)
        end = size if r.value >= 0 else -size
        data.append({"y": i * row + 27, "v": float(end), "z": 0, "c": r.colour, "d": r.label})
    domain = (float(low), float(high))
    labels: list[Label] = []
    value_end = 310 if any(r.share for r in rows) else WIDTH
    for i, r in enumerate(rows):
        y = i * row + 15
        labels += [Label(0, y, fitted(r.label)), Label(value_end, y, r.shown, "e")]
        if r.share:
            labels.append(Label(WIDTH, y, r.share, "e cs"))
    return Drawing("bars", tuple(data), domain, tuple(labels), height)


def bullets(rows: Sequence[Bullet], row: int = 44) -> Drawing:
    """Return bullets: a missing or zero side draws nothing, its words stand in ``shown``."""
    height = row * len(rows)
    top = max((v for r in rows for v in (r.budget, r.actual) if v), default=Decimal(1))
    data = []
    for i, r in enumerate(rows):
        budget, actual = r.budget or Decimal(0), r.actual or Decimal(0)
        drawn = max(actual, top / WIDTH) if actual > 0 else Decimal(0)
        data.append(
            {"y": i * row + 31, "b": float(budget), "a": float(drawn), "z": 0, "d": r.label}
        )
    domain = (0.0, float(top))
    labels: list[Label] = []
    end = 308 if any(r.share for r in rows) else WIDTH
    for i, r in enumerate(rows):
        top_y = i * row + 15
        labels += [
            Label(0, top_y, fitted(r.label, 42 - len(r.shown))),
            Label(end, top_y, r.shown, "e"),
        ]
        if r.share:
            labels.append(Label(WIDTH, top_y, r.share, "e cs"))
    return Drawing("bullets", tuple(data), domain, tuple(labels), height)


def stacked(parts: Sequence[Segment]) -> Drawing:
    """Return one 100 % bar; ends are labelled below it, middle parts inside from 18 % on."""
    height = 50
    total = sum((p.value for p in parts), Decimal(0))
    data, labels, before = [], [], Decimal(0)
    for i, p in enumerate(parts):
        after = before + p.value / total
        data.append({"y": 12, "x0": float(before), "x1": float(after), "c": p.colour, "d": p.label})
        text = f"{p.label} {p.shown}"
        if i == 0:
            labels.append(Label(0, 40, text, "s cs"))
        elif i == len(parts) - 1:
            labels.append(Label(WIDTH, 40, text, "s cs e"))
        before = after
    return Drawing("stacked", tuple(data), (0.0, 1.0), tuple(labels), height)


def columns(rows: Sequence[tuple[str, Decimal | None, str, str]], height: int = 160) -> Drawing:
    """Return one column per year (label, value, shown, colour); a missing year stays a gap."""
    step = WIDTH / max(1, len(rows))
    top = max((v for _, v, _, _ in rows if v), default=Decimal(1))
    data, labels = [], []
    for i, (label, value, text, colour) in enumerate(rows):
        middle = step * i + step / 2
        size = float((value or 0) / top) * (height - 50)
        if value is not None:
            data.append(
                {
                    "x0": middle - 16,
                    "x1": middle + 16,
                    "y": height - 24 - size,
                    "y1": height - 24,
                    "c": colour,
                    "d": label,
                }
            )
        labels.append(Label(max(0, middle - 28), height - 6, label, "s cs"))
        labels.append(Label(max(0, middle - 28), height - 32 - size, text, "s"))
    return Drawing("columns", tuple(data), (0.0, float(WIDTH)), tuple(labels), height)


class MarkRow(NamedTuple):
    """A row of 100 % bars: label and value above the bar, shares below it."""

    label: str
    shown: str
    parts: tuple[Segment, ...]


def stacked_rows(rows: Sequence[MarkRow], row: int = 66) -> Drawing:
    """Return one 100 % bar per row, the shares of its ends below it."""
    height = row * len(rows)
    data, labels = [], []
    for i, r in enumerate(rows):
        total, before = sum((p.value for p in r.parts), Decimal(0)), Decimal(0)
        labels += [Label(0, i * row + 15, r.label), Label(WIDTH, i * row + 15, r.shown, "e")]
        for p in r.parts:
            after = before + p.value / total
            data.append(
                {
                    "y": i * row + 31,
                    "x0": float(before),
                    "x1": float(after),
                    "c": p.colour,
                    "d": p.label,
                }
            )
            before = after
        first, last = r.parts[0], r.parts[-1]
        labels.append(Label(0, i * row + 55, f"{first.label} {first.shown}", "s cs"))
        labels.append(Label(WIDTH, i * row + 55, f"{last.label} {last.shown}", "s cs e"))
    return Drawing("stacked", tuple(data), (0.0, 1.0), tuple(labels), height)
