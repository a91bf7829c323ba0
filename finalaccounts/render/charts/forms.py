"""The forms of the marks as Altair charts, from rows of numbers.

Altair is imported here only, and only when a chart is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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


def _bars(data: list[dict[str, Any]], domain: tuple[float, float], height: float) -> Any:
    import altair as alt

    base = _base(data, height)
    track = base.mark_bar(height=10, color=COLOURS["cl"]).encode(
        y=_y(height), x=alt.value(0), x2=alt.value(WIDTH)
    )
    fill = (
        base.transform_filter("datum.v != 0")
        .mark_bar(height=10)
        .encode(y=_y(height), x=_x("z", domain), x2="v:Q", color=_colour())
    )
    return alt.layer(track, fill)


def _bullets(data: list[dict[str, Any]], domain: tuple[float, float], height: float) -> Any:
    import altair as alt

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
    return alt.layer(*layers)


def _stacked(data: list[dict[str, Any]], domain: tuple[float, float], height: float) -> Any:
    import altair as alt

    bar = (
        _base(data, height)
        .mark_bar(height=18, stroke=COLOURS["bg"], strokeWidth=1.5)
        .encode(y=_y(height), x=_x("x0", domain), x2="x1:Q", color=_colour())
    )
    return alt.layer(bar)


def _columns(data: list[dict[str, Any]], domain: tuple[float, float], height: float) -> Any:
    import altair as alt

    scale = alt.Scale(domain=list(domain), range=list(domain), nice=False, padding=0)
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
    return alt.layer(chart)


FORMS: dict[str, Callable[[list[dict[str, Any]], tuple[float, float], float], Any]] = {
    "bars": _bars,
    "bullets": _bullets,
    "stacked": _stacked,
    "columns": _columns,
}
