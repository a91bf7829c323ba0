"""From an Altair drawing to files: slim inline SVG, standalone SVG, PNG, Vega-Lite specification.

The inline picture holds paths and texts with CSS classes instead of colours, so that one file
serves light, dark and print; the standalone one is light, and carries title and source.
"""

from __future__ import annotations

import html
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from finalaccounts.render.charts.marks import COLOURS, WIDTH, Drawing, Label

FONTS = Path(__file__).resolve().parents[3] / "templates" / "assets" / "fonts"
FONT = "Mingzhang Sans"
_CLASS = {value: key for key, value in COLOURS.items()}
_CONFIG = {"background": None, "padding": 0, "view": {"stroke": None}}


def specification(drawing: Drawing) -> dict[str, Any]:
    """Return the Vega-Lite specification of the marks, as published beside the picture."""
    spec: dict[str, Any] = drawing.chart.to_dict(validate=False)
    spec["config"] = _CONFIG
    spec.pop("usermeta", None)
    return spec


def _marks(drawing: Drawing) -> list[str]:
    """Return the drawn marks as ``<path class d>``, equal neighbours merged."""
    import vl_convert

    raw = vl_convert.vegalite_to_svg(specification(drawing))
    out: list[str] = []
    for match in re.finditer(r"<path ([^>]*?)/?>", raw):
        attributes = match.group(1)
        fill = re.search(r'fill="(#\w+)"', attributes)
        shape = re.search(r'\bd="M([-\d.]+),([-\d.]+)h([-\d.]+)v([-\d.]+)h[-\d.]+Z"', attributes)
        place = re.search(r'transform="translate\(([-\d.]+),([-\d.]+)\)"', attributes)
        key = _CLASS.get(fill.group(1)) if fill else None
        if key is None or shape is None:
            continue
        x, y, w, h = (float(v) for v in shape.groups())
        px, py = (float(place.group(1)), float(place.group(2))) if place else (0.0, 0.0)
        path = f"M{_n(x + px)} {_n(y + py)}h{_n(w)}v{_n(h)}h{_n(-w)}z"
        head = f'<path class="{key}{" g" if "stroke=" in attributes else ""}" d="'
        if out and out[-1].startswith(head):
            out[-1] = f'{out[-1][:-3]}{path}"/>'
        else:
            out.append(f'{head}{path}"/>')
    return out


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") or "0"


def _text(label: Label) -> str:
    classes = f' class="{label.classes}"' if label.classes else ""
    x = f' x="{_n(label.x)}"' if label.x else ""
    return f'<text{classes}{x} y="{_n(label.y)}">{html.escape(label.text)}</text>'


def inline(drawing: Drawing, chart_id: str) -> str:
    """Return the SVG that stands in a page: named by its heading, described by its description."""
    body = "".join([*_marks(drawing), *(_text(label) for label in drawing.labels)])
    return (
        f'<svg viewBox="0 0 {WIDTH} {_n(drawing.height)}" role="img" class="ch" '
        f'aria-labelledby="{chart_id}-t" aria-describedby="{chart_id}-d">{body}</svg>'
    )


def standalone(drawing: Drawing, title: str, subtitle: str, source: str) -> str:
    """Return a light SVG with title, subtitle and source, for download and for the PNG."""
    top, bottom = 54, 26
    height = drawing.height + top + bottom
    style = "".join(f".{key}{{fill:{value}}}" for key, value in COLOURS.items())
    style += f"text{{font:13px '{FONT}',sans-serif;fill:{COLOURS['ci']}}}.e{{text-anchor:end}}"
    style += (
        f".s{{font-size:12px}}text.cs{{fill:{COLOURS['cs']}}}.g{{stroke:#fff;stroke-width:1.5}}"
    )
    marks = "".join([*_marks(drawing), *(_text(label) for label in drawing.labels)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 0 {WIDTH + 24} {_n(height)}" '
        f'width="{WIDTH + 24}" height="{_n(height)}"><style>{style}</style>'
        f'<rect x="-12" width="{WIDTH + 24}" height="{_n(height)}" fill="#fff"/>'
        f'<text y="20" style="font-size:15px">{html.escape(title)}</text>'
        f'<text class="s cs" y="40">{html.escape(subtitle)}</text>'
        f'<g transform="translate(0,{top})">{marks}</g>'
        f'<text class="s cs" y="{_n(height - 8)}">{html.escape(source)}</text></svg>'
    )


@cache
def _fonts() -> None:
    import vl_convert

    if FONTS.is_dir():
        vl_convert.register_font_directory(str(FONTS))


def png(svg: str) -> bytes:
    """Return a standalone SVG as PNG at three times its size, in the shipped font."""
    import vl_convert

    _fonts()
    data: bytes = vl_convert.svg_to_png(svg, scale=3)
    return data


def spec_json(drawing: Drawing) -> bytes:
    """Return the published specification, with the same bytes for the same chart."""
    return json.dumps(specification(drawing), ensure_ascii=False, sort_keys=True, indent=1).encode()
