"""The three kinds of chart as Altair objects, and the labels that stand at fixed places.

Labels are not measured by the renderer: category left, value right, bar below (design section 8),
so a picture does not depend on the fonts of the machine and costs milliseconds. Altair and its
renderer are imported here only, and only when a chart is drawn.
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


class Label(NamedTuple):
    """Text at a fixed place: x, baseline y, CSS classes (``e`` ends there, ``s`` small)."""

    x: float
    y: float
    text: str
    classes: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """An Altair chart of marks, its labels, and its height in units."""

    chart: Any
    labels: tuple[Label, ...]
    height: float


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


def _base(values: list[dict[str, Any]], height: float) -> Any:
    import altair as alt

    return alt.Chart(alt.Data(values=values)).properties(width=WIDTH, height=height)


def _x(field: str, domain: tuple[float, float]) -> Any:
    import altair as alt

    return alt.X(
        f"{field}:Q",
        axis=None,
        scale=alt.Scale(domain=list(domain), nice=False, zero=False, padding=0),
    )


def _y(height: float) -> Any:
    import altair as alt

    return alt.Y(
        "y:Q",
        axis=None,
        scale=alt.Scale(domain=[0, height], range=[0, height], nice=False, padding=0),
    )


def _colour() -> Any:
    import altair as alt

    return alt.Color(
        "c:N", legend=None, scale=alt.Scale(domain=list(KEYS), range=[COLOURS[k] for k in KEYS])
    )


def fitted(label: str, room: int = 38) -> str:
    """Return a label that leaves room for its number; ``room`` counts Han characters twice."""
    for end, sign in enumerate(label):
        room -= 2 if east_asian_width(sign) in "WF" else 1
        if room < 0:
            return f"{label[: end - 1].rstrip()}\u2026"
    return label


def bars(rows: Sequence[Bar], row: int = 38) -> Drawing:
    """Return ordered bars on pale tracks; a negative value goes left of a shared zero line."""
    import altair as alt

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
    base = _base(data, height)
    track = base.mark_bar(height=10, color=COLOURS["cl"]).encode(
        y=_y(height), x=alt.value(0), x2=alt.value(WIDTH)
    )
    fill = (
        base.transform_filter("datum.v != 0")
        .mark_bar(height=10)
        .encode(y=_y(height), x=_x("z", domain), x2="v:Q", color=_colour())
    )
    labels: list[Label] = []
    value_end = 310 if any(r.share for r in rows) else WIDTH
    for i, r in enumerate(rows):
        y = i * row + 15
        labels += [Label(0, y, fitted(r.label)), Label(value_end, y, r.shown, "e")]
        if r.share:
            labels.append(Label(WIDTH, y, r.share, "e cs"))
    return Drawing(alt.layer(track, fill), tuple(labels), height)


def bullets(rows: Sequence[Bullet], row: int = 44) -> Drawing:
    """Return bullets: a missing or zero side draws nothing, its words stand in ``shown``."""
    import altair as alt

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
    base = _base(data, height)
    y = _y(height)
    planned = base.transform_filter("datum.b > 0")
    layers = [
        planned.mark_bar(height=14, color=COLOURS["ct"]).encode(y=y, x=_x("z", domain), x2="b:Q"),
        base.transform_filter("datum.a > 0")
        .mark_bar(height=8, color=COLOURS["c1"])
        .encode(y=y, x=_x("z", domain), x2="a:Q"),
        planned.mark_tick(
            opacity=1, thickness=3, size=20, color=COLOURS["ci"], orient="vertical"
        ).encode(y=y, x=_x("b", domain)),
    ]
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
    return Drawing(alt.layer(*layers), tuple(labels), height)


def stacked(parts: Sequence[Segment]) -> Drawing:
    """Return one 100 % bar; ends are labelled below it, middle parts inside from 18 % on."""
    import altair as alt

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
    bar = (
        _base(data, height)
        .mark_bar(height=18, stroke=COLOURS["bg"], strokeWidth=1.5)
        .encode(y=_y(height), x=_x("x0", (0.0, 1.0)), x2="x1:Q", color=_colour())
    )
    return Drawing(alt.layer(bar), tuple(labels), height)


def columns(rows: Sequence[tuple[str, Decimal | None, str, str]], height: int = 160) -> Drawing:
    """Return one column per year (label, value, shown, colour); a missing year stays a gap."""
    import altair as alt

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
    scale = alt.Scale(domain=[0, WIDTH], range=[0, WIDTH], nice=False, padding=0)
    chart = (
        _base(data, height)
        .mark_bar()
        .encode(
            x=alt.X("x0:Q", axis=None, scale=scale),
            x2="x1:Q",
            y=_y(height),
            y2="y1:Q",
            color=_colour(),
        )
    )
    return Drawing(alt.layer(chart), tuple(labels), height)


class Row(NamedTuple):
    """A row of 100 % bars: label and value above the bar, shares below it."""

    label: str
    shown: str
    parts: tuple[Segment, ...]


def stacked_rows(rows: Sequence[Row], row: int = 66) -> Drawing:
    """Return one 100 % bar per row, the shares of its ends below it."""
    import altair as alt

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
    bar = (
        _base(data, height)
        .mark_bar(height=18, stroke=COLOURS["bg"], strokeWidth=1.5)
        .encode(y=_y(height), x=_x("x0", (0.0, 1.0)), x2="x1:Q", color=_colour())
    )
    return Drawing(alt.layer(bar), tuple(labels), height)
