"""From an Altair drawing to files: slim inline SVG, standalone SVG, PNG, Vega-Lite specification.

The inline picture holds paths and texts with CSS classes instead of colours, so that one file
serves light, dark and print; the standalone one is light, and carries title and source.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import unicodedata
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from finalaccounts.package import write_text
from finalaccounts.render.charts.forms import COLOURS, WIDTH
from finalaccounts.render.charts.marks import Drawing, Label

FONTS = Path(__file__).resolve().parents[3] / "templates" / "assets" / "fonts"
FONT = "Mingzhang Sans"
CACHE = FONTS.parents[2] / ".cache" / "png"
_CLASS = {value: key for key, value in COLOURS.items()}
_CONFIG = {"background": None, "padding": 0, "view": {"stroke": None}}


def specification(drawing: Drawing) -> dict[str, Any]:
    """Return the Vega-Lite specification of the marks, as published beside the picture."""
    spec: dict[str, Any] = drawing.chart.to_dict(validate=False)
    spec["config"] = _CONFIG
    spec.pop("usermeta", None)
    return spec


_drawn: OrderedDict[str, list[str]] = OrderedDict()  # a page, its twin and its file share these
_KEPT = 256


def _marks(drawing: Drawing) -> list[str]:
    """Return the drawn marks as ``<path class d>``, equal neighbours merged."""
    key = drawing.key
    if key not in _drawn:
        _drawn[key] = _draw(drawing)
        if len(_drawn) > _KEPT:
            _drawn.popitem(last=False)
    return _drawn[key]


def _draw(drawing: Drawing) -> list[str]:
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


def _width(text: str, size: int) -> float:
    return sum(size * (1 if unicodedata.east_asian_width(ch) in "WF" else 0.6) for ch in text)


def _wrapped(text: str, size: int) -> list[str]:
    """Return text in lines that fit the picture; wide characters count one em, others 0.6."""
    lines, used = [""], 0.0
    for ch in text:
        step = _width(ch, size)
        if used + step > WIDTH:
            lines.append("")
            used = 0.0
        lines[-1] += ch
        used += step
    return lines


def _key(key: Sequence[tuple[str, str]], y: float) -> tuple[list[str], float]:
    """Return the legend from ``y`` on, in as many rows as it takes, and where it ends."""
    rows: list[str] = []
    x = 0.0
    for i, (colour, label) in enumerate(key):
        step = 16 + _width(label, 12) + 14
        if i == 0 or x + step > WIDTH:
            x, y = 0.0, y + 17
        fill = "ct" if colour == "kt" else colour
        rows.append(f'<rect class="{fill}" x="{_n(x)}" y="{_n(y - 10)}" width="10" height="10"/>')
        if colour == "kt":  # an area closed by a tick, as in the picture
            tick = f'x="{_n(x + 10)}" y="{_n(y - 10)}" width="3" height="10"'
            rows.append(f'<rect class="ci" {tick}/>')
        rows.append(f'<text class="s cs" x="{_n(x + 16)}" y="{_n(y)}">{html.escape(label)}</text>')
        x += step
    return rows, y


def standalone(
    drawing: Drawing, title: str, subtitle: str, source: str, key: Sequence[tuple[str, str]] = ()
) -> str:
    """Return a light SVG with title, subtitle, legend and source, for download and for the PNG."""
    rows: list[str] = []
    y = 4.0
    for text, size, classes in ((title, 15, ""), (subtitle, 12, "s cs")):
        for line in _wrapped(text, size):
            y += size + 4
            style = f' style="font-size:{size}px"' if not classes else f' class="{classes}"'
            rows.append(f'<text{style} y="{_n(y)}">{html.escape(line)}</text>')
    legend, y = _key(key, y)
    rows += legend
    top = y + 14
    y = top + drawing.height + 4
    for line in _wrapped(source, 12):
        y += 16
        rows.append(f'<text class="s cs" y="{_n(y)}">{html.escape(line)}</text>')
    height = y + 12
    style = "".join(f".{key}{{fill:{value}}}" for key, value in COLOURS.items())
    style += f"text{{font:13px '{FONT}',sans-serif;fill:{COLOURS['ci']}}}.e{{text-anchor:end}}"
    style += (
        f".s{{font-size:12px}}text.cs{{fill:{COLOURS['cs']}}}.g{{stroke:#fff;stroke-width:1.5}}"
    )
    marks = "".join([*_marks(drawing), *(_text(label) for label in drawing.labels)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 0 {WIDTH + 24} {_n(height)}" '
        f'width="{WIDTH + 24}" height="{_n(height)}"><style>{style}</style>'
        f'<rect x="-12" width="{WIDTH + 24}" height="{_n(height)}" fill="#fff"/>{"".join(rows)}'
        f'<g transform="translate(0,{_n(top)})">{marks}</g></svg>'
    )


@cache
def _fonts() -> bytes:
    """Make the shipped font known to the renderer; return its hash."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return b"".join(hashlib.sha256(f.read_bytes()).digest() for f in sorted(FONTS.glob("*.otf")))


def png(svg: str) -> bytes:
    """Return a standalone SVG as PNG at three times its size, in the shipped font.

    Drawing text is slow (0.15 s a picture), so pictures are kept in ``.cache`` under the hash of
    what they are drawn from: the SVG, the font, the renderer's version.
    """
    import vl_convert

    key = hashlib.sha256(
        _fonts() + version("vl-convert-python").encode() + svg.encode()
    ).hexdigest()
    kept = CACHE / key[:2] / f"{key}.png"
    if kept.exists():
        return kept.read_bytes()
    data: bytes = vl_convert.svg_to_png(svg, scale=3)
    write_text(kept, data)
    return data


def spec_json(drawing: Drawing) -> bytes:
    """Return the published specification, with the same bytes for the same chart."""
    return json.dumps(specification(drawing), ensure_ascii=False, sort_keys=True, indent=1).encode()
