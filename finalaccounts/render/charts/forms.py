"""The forms of charts in Altair: marks and direct labels, from the rows of a drawing.

Altair is imported here only, and only when a chart is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from finalaccounts.render.charts.marks import COLOURS, WIDTH, Drawing

# Sizes of text: a label, a small label. Pages know them as classes (svg.py).
PLAIN, SMALL = 13, 12


def text(place: Any, field: str, *, small: bool = False, pale: bool = False, **mark: Any) -> Any:
    """Return a layer of texts: ``field`` of every row of ``place``, never measured."""
    import altair as alt

    ink = COLOURS["cs" if pale else "ci"]
    size = SMALL if small else PLAIN
    mark = {"align": "left", "baseline": "alphabetic", **mark}
    return place.mark_text(fontSize=size, color=ink, **mark).encode(text=alt.Text(f"{field}:N"))


def _rows() -> Any:
    """Return a chart with one band for each row, in the order of the data."""
    import altair as alt

    scale = alt.Scale(type="band", padding=0)
    return alt.Chart().encode(y=alt.Y("order:O", axis=None, sort=None, scale=scale))


def _along(field: str, drawing: Drawing) -> Any:
    import altair as alt

    scale = alt.Scale(domain=list(drawing.domain), nice=False, zero=False, padding=0)
    return alt.X(f"{field}:Q", axis=None, scale=scale)


def _colour() -> Any:
    import altair as alt

    return alt.Color("colour:N", scale=None, legend=None)


def _least(drawing: Drawing) -> float:
    """Return the smallest length drawn: what is not zero is never invisible."""
    low, high = drawing.domain
    return (high - low) / WIDTH


def _heads(rows: Any, drawing: Drawing, dy: int, end: int) -> list[Any]:
    """Return label, value and share above a bar; the value stands at ``end`` beside a share."""
    import altair as alt

    layers = [text(rows, "label", dy=dy).encode(x=alt.XValue(0))]
    shares = any(row["share"] for row in drawing.data)
    at = end if shares else WIDTH
    layers.append(text(rows, "shown", dy=dy, align="right").encode(x=alt.XValue(at)))
    if shares:
        share = text(rows, "share", dy=dy, align="right", pale=True).encode(x=alt.XValue(WIDTH))
        layers.append(share.transform_filter("datum.share"))
    return layers


def _bars(drawing: Drawing) -> list[Any]:
    import altair as alt

    rows = _rows()
    least = _least(drawing)
    track = rows.mark_bar(height=10, yOffset=8, color=COLOURS["cl"]).encode(
        x=alt.XValue(0), x2=alt.X2Value(WIDTH)
    )
    fill = (
        rows.transform_filter("datum.amount != 0")
        .transform_calculate(
            zero="0",
            drawn=f"datum.amount < 0 ? min(datum.amount, -{least}) : max(datum.amount, {least})",
        )
        .mark_bar(height=10, yOffset=8)
        .encode(x=_along("zero", drawing), x2=alt.X2("drawn:Q"), color=_colour())
    )
    return [track, fill, *_heads(rows, drawing, -4, 310)]


def _bullets(drawing: Drawing) -> list[Any]:
    import altair as alt

    rows = _rows()
    # The budget is an area closed by a tick, the final amount a bar upon it.
    planned = rows.transform_filter("datum.budget > 0").transform_calculate(zero="0")
    done = rows.transform_filter("datum.amount > 0").transform_calculate(
        zero="0", drawn=f"max(datum.amount, {_least(drawing)})"
    )
    zero = _along("zero", drawing)
    return [
        planned.mark_bar(height=14, yOffset=9, color=COLOURS["ct"]).encode(
            x=zero, x2=alt.X2("budget:Q")
        ),
        done.mark_bar(height=8, yOffset=9, color=COLOURS["c1"]).encode(
            x=zero, x2=alt.X2("drawn:Q")
        ),
        planned.mark_tick(
            thickness=3, size=20, yOffset=9, opacity=1, color=COLOURS["ci"], orient="vertical"
        ).encode(x=_along("budget", drawing)),
        *_heads(rows, drawing, -7, 308),
    ]


def _parts(rows: Any, height: int, offset: int, below: int) -> list[Any]:
    """Return 100 % bars with the words of their ends below them."""
    import altair as alt

    bar = rows.mark_bar(
        height=height, yOffset=offset, stroke=COLOURS["bg"], strokeWidth=1.5
    ).encode(
        x=alt.X("amount:Q", axis=None, stack="normalize", scale=alt.Scale(nice=False, padding=0)),
        order=alt.Order("part:Q"),
        color=_colour(),
    )
    ends = [
        text(rows, "below", small=True, pale=True, dy=below, align=end)
        .encode(x=alt.XValue(at))
        .transform_filter(f"datum.below && datum.end == '{end}'")
        for end, at in (("left", 0), ("right", WIDTH))
    ]
    return [bar, *ends]


def _stacked(drawing: Drawing) -> list[Any]:
    return _parts(_rows(), 18, -13, 15)


def _stacked_rows(drawing: Drawing) -> list[Any]:
    import altair as alt

    rows = _rows()
    first = rows.transform_filter("datum.part == 1")
    return [
        *_parts(rows, 18, -2, 22),
        text(first, "row", dy=-18).encode(x=alt.XValue(0)),
        text(first, "shown", dy=-18, align="right").encode(x=alt.XValue(WIDTH)),
    ]


def _columns(drawing: Drawing) -> list[Any]:
    import altair as alt

    foot = drawing.height - 24
    bands = alt.Chart().encode(
        x=alt.X("order:O", axis=None, sort=None, scale=alt.Scale(type="band", padding=0))
    )
    scale = alt.Scale(domain=list(drawing.domain), range=[foot, 26], nice=False, padding=0)
    up = alt.Y("drawn:Q", axis=None, scale=scale)
    high = bands.transform_calculate(drawn="isValid(datum.amount) ? datum.amount : 0")
    bar = high.transform_filter("datum.drawn != 0").mark_bar(width=32)
    return [
        bar.encode(y=up, y2=alt.Y2Value(foot), color=_colour()),
        text(bands, "name", small=True, pale=True, align="center").encode(
            y=alt.YValue(drawing.height - 6)
        ),
        text(high, "shown", small=True, align="center", dy=-8).encode(y=up),
    ]


FORMS: dict[str, Callable[[Drawing], list[Any]]] = {
    "bars": _bars,
    "bullets": _bullets,
    "stacked": _stacked,
    "stacked_rows": _stacked_rows,
    "columns": _columns,
}
