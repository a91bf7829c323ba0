"""The whole of a chart as a Vega-Lite specification: data, marks, labels, title, key, source.

Anyone can open it in any editor of Vega-Lite, change it and draw it again. Pages and files are
pictures of this specification and of nothing else (svg.py).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from finalaccounts.render.charts.forms import FORMS, SMALL, text
from finalaccounts.render.charts.marks import COLOURS, WIDTH, Data
from finalaccounts.render.charts.views import ChartView

FONT = "Mingzhang Sans, sans-serif"
EDGE = 12  # around the picture
HEAD, HEAD_LINE, LINE, KEY_LINE = 15, 19, 16, 17  # size of the title, heights of lines
# What stands around the drawing: a page says it in words of its own, a file needs it.
KEY, SOURCE = "key", "source"


def _width(words: str, size: int) -> float:
    return sum(size * (1 if unicodedata.east_asian_width(c) in "WF" else 0.6) for c in words)


def _wrapped(words: str, size: int) -> list[str]:
    """Return words in lines that fit the picture; wide characters count one em, others 0.6."""
    lines, used = [""], 0.0
    for character in words:
        step = _width(character, size)
        if used + step > WIDTH:
            lines.append("")
            used = 0.0
        lines[-1] += character
        used += step
    return lines


def _key(key: Sequence[tuple[str, str]]) -> tuple[list[Data], int]:
    """Return the entries of the legend, the last row just above the drawing, and its height."""
    rows: list[list[Data]] = []
    x = 0.0
    for n, (colour, label) in enumerate(key):
        step = 16 + _width(label, SMALL) + 14
        if n == 0 or x + step > WIDTH:
            x = 0.0
            rows.append([])
        tick = colour == "kt"  # an area closed by a tick, as in the picture
        fill = COLOURS["ct" if tick else colour]
        rows[-1].append({"x": round(x, 1), "label": label, "colour": fill, "tick": tick})
        x += step
    for n, row in enumerate(rows, 1):
        for entry in row:
            entry["y"] = KEY_LINE * (n - len(rows)) - 14
    return [entry for row in rows for entry in row], KEY_LINE * len(rows) + 7 if rows else 0


def _at(values: list[Data], name: str) -> Any:
    """Return a chart of rows that name their own place."""
    import altair as alt

    return alt.Chart(alt.Data(values=values), name=name).encode(
        x=alt.X("x:Q", scale=None, axis=None), y=alt.Y("y:Q", scale=None, axis=None)
    )


def _around(view: ChartView, entries: list[Data], source: Sequence[str]) -> Iterator[Any]:
    """Yield the layers of the key above the drawing and of the source below it."""
    import altair as alt

    if entries:
        boxes = _at(entries, f"{KEY}_boxes").transform_calculate(
            x1="datum.x + 10", y0="datum.y - 10", tick_end="datum.x + 13"
        )
        yield boxes.mark_rect().encode(
            x2=alt.X2("x1:Q"),
            y=alt.Y("y0:Q", scale=None, axis=None),
            y2=alt.Y2("y:Q"),
            color=alt.Color("colour:N", scale=None, legend=None),
        )
        if any(entry["tick"] for entry in entries):
            yield (
                boxes.transform_filter("datum.tick")
                .properties(name=f"{KEY}_ticks")
                .mark_rect(color=COLOURS["ci"])
                .encode(
                    x=alt.X("x1:Q", scale=None, axis=None),
                    x2=alt.X2("tick_end:Q"),
                    y=alt.Y("y0:Q", scale=None, axis=None),
                    y2=alt.Y2("y:Q"),
                )
            )
        yield text(_at(entries, f"{KEY}_words"), "label", small=True, pale=True, dx=16)
    lines = [
        {"x": 0, "y": view.drawing.height + LINE * n + 4, "text": line}
        for n, line in enumerate(source, 1)
    ]
    yield text(_at(lines, SOURCE), "text", small=True, pale=True)


def specification(view: ChartView, source: str) -> dict[str, Any]:
    """Return the whole chart; ``source`` says in words where its numbers are printed."""
    import altair as alt

    drawing = view.drawing
    titles, subtitles = _wrapped(view.title, HEAD), _wrapped(view.sub, SMALL)
    sources = _wrapped(source, SMALL)
    entries, above = _key(view.key)
    title = alt.TitleParams(
        titles,
        subtitle=subtitles,
        anchor="start",
        frame="group",
        offset=10,
        fontSize=HEAD,
        fontWeight="normal",
        lineHeight=HEAD_LINE,
        color=COLOURS["ci"],
        subtitleFontSize=SMALL,
        subtitleLineHeight=LINE,
        subtitleColor=COLOURS["cs"],
    )
    chart = alt.layer(
        *FORMS[drawing.form](drawing),
        *_around(view, entries, sources),
        data=alt.Data(values=list(drawing.data)),
    ).properties(width=WIDTH, height=drawing.height, title=title, description=view.alt)
    spec: dict[str, Any] = chart.to_dict(validate=False)
    heads = HEAD_LINE * len(titles) + LINE * len(subtitles)
    spec |= {
        # Nothing is measured: what a picture looks like does not depend on fonts.
        "autosize": {"type": "none"},
        "background": COLOURS["bg"],
        "padding": {
            "left": EDGE,
            "right": EDGE,
            "top": heads + above + EDGE + 14,
            "bottom": LINE * len(sources) + 4 + EDGE,
        },
        "config": {"font": FONT, "view": {"stroke": None}},
        "usermeta": {"source": source, "heads": list(view.heads)},
    }
    return spec


def as_json(spec: dict[str, Any]) -> bytes:
    """Return a specification as it is published: the same bytes for the same chart."""
    return json.dumps(spec, ensure_ascii=False, sort_keys=True, indent=1).encode()
