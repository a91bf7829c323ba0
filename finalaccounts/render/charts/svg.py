"""From a specification to pictures: the slim SVG of a page, the SVG that stands alone, the PNG.

All are made from one drawing by vl-convert. The picture in a page holds paths and texts with
classes in the place of colours, so that one file serves light, dark and print. What cannot be so
translated is an error: a picture that lacks a mark would be wrong.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from finalaccounts.home import shipped, workplace
from finalaccounts.package import write_text
from finalaccounts.render.charts.forms import PLAIN, SMALL
from finalaccounts.render.charts.marks import COLOURS, WIDTH
from finalaccounts.render.charts.spec import KEY, SOURCE, as_json, specification
from finalaccounts.render.charts.views import ChartView

FONTS = shipped("templates/assets/fonts")
CACHE = workplace() / ".cache" / "charts"
HERE = Path(__file__).resolve().parent
_CLASS = {value: key for key, value in COLOURS.items()}
_SIZE = {f"{PLAIN}px": "", f"{SMALL}px": "s"}
_ANCHOR = {"start": "", "end": "e", "middle": "m"}
_BOX = re.compile(r"M([-\d.e]+),([-\d.e]+)h([-\d.e]+)v([-\d.e]+)h[-\d.e]+Z")
_MOVED = re.compile(r"translate\(([-\d.e]+),([-\d.e]+)\)")
_SVG = "{http://www.w3.org/2000/svg}"
_NOTHING = {None, "", "none"}
# Attributes that change nothing of what is seen.
_SILENT = {
    "class",
    "role",
    "aria-label",
    "aria-roledescription",
    "aria-hidden",
    "stroke-miterlimit",
}
FINE = 3  # pixels of a PNG per unit of its chart
_PARTED = b"\0"
_KEPT = 256


class Picture(NamedTuple):
    """A chart as it is published: the specification, and the drawing of it."""

    spec: bytes
    svg: str


_drawn: OrderedDict[bytes, Picture] = OrderedDict()  # a page and its files share these


class Undrawable(ValueError):
    """A mark, colour or text that the picture of a page has no words for."""


class Box(NamedTuple):
    """A filled rectangle: place, size, class of its colour."""

    x: float
    y: float
    width: float
    height: float
    classes: str


class Text(NamedTuple):
    """Words at a place: x, baseline y, classes (``e`` ends there, ``m`` is centred, ``s`` small)."""

    x: float
    y: float
    words: str
    classes: str


@cache
def _made_with() -> bytes:
    """Make the shipped font known to the renderer; return the hash of all that draws."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    code = [HERE / name for name in ("forms.py", "spec.py")]
    files = [*sorted(FONTS.glob("*.otf")), *code]
    versions = ",".join(version(name) for name in ("altair", "vl-convert-python"))
    return versions.encode() + b"".join(hashlib.sha256(f.read_bytes()).digest() for f in files)


def _kept(of: bytes, ending: str, make: Callable[[], bytes]) -> bytes:
    """Return what is made of some bytes; drawing is slow, so it is kept under their hash."""
    key = hashlib.sha256(_made_with() + of).hexdigest()
    path = CACHE / key[:2] / f"{key}.{ending}"
    if path.exists():
        return path.read_bytes()
    data = make()
    write_text(path, data)
    return data


def picture(view: ChartView, source: str) -> Picture:
    """Return the specification of a chart and how vl-convert draws it."""

    def make() -> bytes:
        import vl_convert

        spec = specification(view, source)
        svg = vl_convert.vegalite_to_svg(spec, config={"aria": False})
        return as_json(spec) + _PARTED + svg.encode()

    shown = replace(view, facts=(), table="")  # not seen in the picture
    of = json.dumps([asdict(shown), source], ensure_ascii=False, default=str).encode()
    if of not in _drawn:
        spec, svg = _kept(of, "chart", make).split(_PARTED)
        _drawn[of] = Picture(spec, svg.decode())
        if len(_drawn) > _KEPT:
            _drawn.popitem(last=False)
    return _drawn[of]


def shapes(svg: str) -> Iterator[Box | Text]:
    """Yield what a drawn specification shows, without its title, key and source."""
    from lxml import etree

    yield from _inside(etree.fromstring(svg.encode()).find(f"{_SVG}g/{_SVG}g/{_SVG}g"), 0.0, 0.0)


def _inside(element: Any, x: float, y: float) -> Iterator[Box | Text]:
    name = element.get("class", "").split()
    if "role-title" in name or any(n.startswith((KEY, SOURCE)) for n in name):
        return
    if moved := element.get("transform"):
        place = _MOVED.fullmatch(moved)
        if place is None:
            raise Undrawable(f"transform {moved!r}: expected a translation")
        x, y = x + float(place[1]), y + float(place[2])
    tag = element.tag.removeprefix(_SVG)
    if tag == "g":
        for child in element:
            yield from _inside(child, x, y)
    elif tag == "path" and "mark" not in element.getparent().get("class", ""):
        if element.get("fill") not in _NOTHING or element.get("stroke") not in _NOTHING:
            raise Undrawable("a background or frame that is seen")
    elif tag == "path":
        yield _box(element, x, y)
    elif tag == "text":
        yield _text(element, x, y)
    else:
        raise Undrawable(f"a <{tag}> of {' '.join(name) or 'no mark'}")


def _attributes(element: Any, *known: str) -> dict[str, str]:
    """Return the attributes of a mark; one that would be lost is an error."""
    attributes = {k: v for k, v in element.attrib.items() if k not in _SILENT}
    if other := set(attributes).difference(known, {"transform"}):
        raise Undrawable(f"{', '.join(sorted(other))} of a mark: pages have no class for that")
    return attributes


def _colour(value: str | None) -> str:
    if value not in _CLASS:
        raise Undrawable(f"colour {value!r}: pages know {', '.join(_CLASS)}")
    return _CLASS[value]


def _box(element: Any, x: float, y: float) -> Box:
    mark = _attributes(element, "d", "fill", "stroke", "stroke-width", "opacity")
    shape = _BOX.fullmatch(mark["d"])
    if shape is None or float(mark.get("opacity", 1)) != 1:
        raise Undrawable(f"a mark that is no rectangle: {mark['d'][:60]!r}")
    classes = _colour(mark.get("fill"))
    if mark.get("stroke"):
        if (_colour(mark["stroke"]), mark.get("stroke-width")) != ("bg", "1.5"):
            raise Undrawable(f"a stroke of {mark['stroke']}, {mark.get('stroke-width')} wide")
        classes += " g"
    left, top, width, height = map(float, shape.groups())
    return Box(x + left, y + top, width, height, classes)


def _text(element: Any, x: float, y: float) -> Text:
    mark = _attributes(element, "text-anchor", "font-family", "font-size", "fill")
    try:
        size, anchor = _SIZE[mark["font-size"]], _ANCHOR[mark["text-anchor"]]
    except KeyError as error:
        raise Undrawable(f"text of {error}: pages have no class for that") from None
    ink = _colour(mark.get("fill"))
    classes = " ".join(filter(None, (anchor, size, "" if ink == "ci" else ink)))
    return Text(x, y, element.text or "", classes)


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") or "0"


def _words(text: Text) -> str:
    # Centred is rare: it costs no class in the stylesheet of every page.
    anchor = ' text-anchor="middle"' if text.classes.startswith("m") else ""
    plain = text.classes.removeprefix("m").strip()
    classes = anchor + (f' class="{plain}"' if plain else "")
    x = f' x="{_n(text.x)}"' if text.x else ""
    return f'<text{classes}{x} y="{_n(text.y)}">{html.escape(text.words)}</text>'


def inline(view: ChartView, drawn: str) -> str:
    """Return the SVG that stands in a page: named by its heading, described by its description."""
    try:
        found = list(shapes(drawn))
    except Undrawable as error:
        raise Undrawable(f"chart {view.id}: {error}") from None
    body: list[str] = []
    for box in (one for one in found if isinstance(one, Box)):
        path = f"M{_n(box.x)} {_n(box.y)}h{_n(box.width)}v{_n(box.height)}h{_n(-box.width)}z"
        head = f'<path class="{box.classes}" d="'
        if body and body[-1].startswith(head):
            body[-1] = f'{body[-1][:-3]}{path}"/>'
        else:
            body.append(f'{head}{path}"/>')
    texts = [one for one in found if isinstance(one, Text) and one.words]
    body += map(_words, sorted(texts, key=lambda one: one.y))
    return (
        f'<svg viewBox="0 0 {WIDTH} {_n(view.drawing.height)}" role="img" class="ch" '
        f'aria-labelledby="{view.id}-t" aria-describedby="{view.id}-d">{"".join(body)}</svg>'
    )


def standalone(view: ChartView, drawn: str) -> str:
    """Return the whole drawing as a file of its own, with title and description."""
    root, rest = drawn.split(">", 1)
    return (
        f'{root} role="img" aria-labelledby="title desc"><title id="title">'
        f'{html.escape(view.title)}</title><desc id="desc">{html.escape(view.alt)}</desc>{rest}'
    )


def png(svg: str, scale: int = FINE) -> bytes:
    """Return a standalone SVG as PNG at so many times its size, in the shipped font."""

    def make() -> bytes:
        import vl_convert

        data: bytes = vl_convert.svg_to_png(svg, scale=scale)
        return data

    return _kept(svg.encode(), "png" if scale == FINE else f"{scale}.png", make)
