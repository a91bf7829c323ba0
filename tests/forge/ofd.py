"""Reports as OFD packages in several dialects, made of the pages of their PDF: same places."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from xml.sax.saxutils import escape

from finalaccounts.collect import kinds
from finalaccounts.extract.page import Glyph, Page, Ruling
from finalaccounts.extract.pdf import pages
from finalaccounts.model import Source

_MM = 25.4 / 72
STANDARD, OLD = "http://www.ofdspec.org/2016", "http://www.ofdspec.org"


@dataclass(frozen=True)
class Dialect:
    """How a program writes OFD."""

    prefix: str = "ofd:"
    namespace: str = STANDARD
    encoding: str = "UTF-8"
    folder: str = "Doc_0"
    # Reference to a part from the root of the package, or from the part that names it.
    rooted: bool = False
    # Sizes in points, brought to millimetres by the CTM; glyph numbers of an embedded font.
    points: bool = False
    # Strokes: one a path, all in one path, closed boxes, or thin filled rectangles.
    strokes: str = "single"
    # The y axis of paths turned.
    turned: bool = False
    # Rules and words on a template page, numbers on the page.
    template: bool = False
    # Objects within nested blocks, or in a composite of the resources.
    blocks: int = 0
    composite: bool = False
    # Lines that follow each other in one TextCode, parted by DeltaY.
    flowing: bool = False


DIALECTS: dict[str, Dialect] = {
    "plain": Dialect(),
    "points": Dialect(points=True, turned=True, rooted=True),
    "template": Dialect(template=True, strokes="boxes"),
    "blocks": Dialect(prefix="", namespace=OLD, blocks=3),
    "long": Dialect(strokes="long", flowing=True, encoding="GB18030"),
    "filled": Dialect(strokes="filled", composite=True, folder="DOC_0", rooted=True),
}


def _n(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _deltas(steps: Sequence[float]) -> str:
    """Write distances, equal ones in a row as ``g count distance``."""
    out = []
    for value, same in groupby(map(_n, steps)):
        count = len(list(same))
        out.append(f"g {count} {value}" if count > 1 else value)
    return " ".join(out)


def _runs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Part the characters of a page, in the order drawn, into lines."""
    found: list[list[Glyph]] = []
    for glyph in glyphs:
        last = found[-1][-1] if found else None
        if last and abs(last.base - glyph.base) < 0.01 and glyph.x0 >= last.x0:
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return found


def _flows(runs: list[list[Glyph]]) -> list[list[Glyph]]:
    """Join lines below one another, as a program writes a paragraph."""
    found: list[list[Glyph]] = []
    for run in runs:
        before = found[-1][-1] if found else None
        if before and 0 < run[0].base - before.base < 20 and run[0].x0 < before.x0:
            found[-1].extend(run)
        else:
            found.append(list(run))
    return found


def _text(run: Sequence[Glyph], how: Dialect, number: int) -> str:
    p = how.prefix
    size = max(max(g.x1 - g.x0, g.bottom - g.top) for g in run)
    high = max(g.bottom for g in run) - min(g.top for g in run)
    x, y = run[0].x0, min(g.top for g in run)
    unit = 1.0 if how.points else _MM
    dx = _deltas([(b.x0 - a.x0) * unit for a, b in pairwise(run)])
    dy = _deltas([(b.base - a.base) * unit for a, b in pairwise(run)])
    shown = "".join(g.text for g in run)
    attributes = f' DeltaX="{dx}"' if dx else ""
    if any(a.base != b.base for a, b in pairwise(run)):
        attributes += f' DeltaY="{dy}"'
    box = " ".join(map(_n, (x * _MM, y * _MM, (max(g.x1 for g in run) - x) * _MM, high * _MM)))
    ctm = f' CTM="{_MM:.6f} 0 0 {_MM:.6f} 0 0"' if how.points else ""
    mapped = (
        f'<{p}CGTransform CodePosition="0" CodeCount="{len(shown)}" GlyphCount="{len(shown)}">'
        f"<{p}Glyphs>{' '.join(str(7 + i) for i in range(len(shown)))}</{p}Glyphs></{p}CGTransform>"
        if how.points
        else ""
    )
    return (
        f'<{p}TextObject ID="{number}" Boundary="{box}" Font="1" Size="{_n(size * unit)}"{ctm}>{mapped}'
        f'<{p}TextCode X="0" Y="{_n((run[0].base - y) * unit)}"{attributes}>{escape(shown)}</{p}TextCode>'
        f"</{p}TextObject>"
    )


def _segment(r: Ruling, how: Dialect) -> str:
    x0, y0, x1, y1 = r.x0 * _MM, r.top * _MM, r.x1 * _MM, r.bottom * _MM
    if how.turned:
        y0, y1 = -y0, -y1
    if how.strokes in ("boxes", "filled"):
        half = 0.08
        wide = (0, half) if y0 == y1 else (half, 0)
        corners = [
            (x0 - wide[0], y0 - wide[1]),
            (x1 + wide[0], y0 - wide[1]),
            (x1 + wide[0], y1 + wide[1]),
            (x0 - wide[0], y1 + wide[1]),
        ]
        points = " L ".join(f"{_n(x)} {_n(y)}" for x, y in corners)
        return f"M {points} C"
    return f"M {_n(x0)} {_n(y0)} L {_n(x1)} {_n(y1)}"


def _paths(page: Page, how: Dialect, number: int) -> list[str]:
    p = how.prefix
    data = [_segment(r, how) for r in page.rulings]
    if how.strokes == "long":
        data = [" ".join(data)] if data else []
    look = 'Stroke="false" Fill="true"' if how.strokes == "filled" else 'LineWidth="0.1764"'
    ctm = ' CTM="1 0 0 -1 0 0"' if how.turned else ""
    box = " ".join(map(_n, (0, 0, page.width * _MM, page.height * _MM)))
    return [
        f'<{p}PathObject ID="{number + i}" Boundary="{box}" {look}{ctm}><{p}AbbreviatedData>{d}</{p}AbbreviatedData></{p}PathObject>'
        for i, d in enumerate(data)
    ]


def _layer(objects: Sequence[str], how: Dialect) -> str:
    p, inner = how.prefix, "".join(objects)
    for depth in range(how.blocks):
        inner = f'<{p}PageBlock ID="{90000 + depth}">{inner}</{p}PageBlock>'
    return f'<{p}Content><{p}Layer ID="2">{inner}</{p}Layer></{p}Content>'


def package(data: bytes, dialect: str) -> bytes:
    """Return the OFD of a PDF in a dialect."""
    how = DIALECTS[dialect]
    p = how.prefix
    space = f' xmlns{":" + p[:-1] if p else ""}="{how.namespace}"'
    parts: dict[str, str] = {}

    def put(name: str, root: str, inner: str, attributes: str = "") -> None:
        head = f'<?xml version="1.0" encoding="{how.encoding}"?>'
        parts[name] = f"{head}<{p}{root}{space}{attributes}>{inner}</{p}{root}>"

    def place(name: str) -> str:
        return f"/{how.folder}/{name}" if how.rooted else name

    listed, templates, units = [], [], []
    for page in pages(Source("x.pdf", kinds.PDF, "", len(data), data)):
        runs = _runs(page.glyphs)
        if how.flowing:
            runs = _flows(runs)
        texts = [(run, _text(run, how, 100 + n)) for n, run in enumerate(runs)]
        paths = _paths(page, how, 50_000)
        n, area = page.number, " ".join(map(_n, (0, 0, page.width * _MM, page.height * _MM)))
        body = f"<{p}Area><{p}PhysicalBox>{area}</{p}PhysicalBox></{p}Area>"
        objects = [*paths, *(text for _, text in texts)]
        if how.template:
            form = [t for run, t in texts if not any(g.text.isdigit() for g in run)]
            objects = [t for run, t in texts if any(g.text.isdigit() for g in run)]
            put(f"Tpls/T_{n}/Content.xml", "Page", body + _layer([*paths, *form], how))
            templates.append(
                f'<{p}TemplatePage ID="{7000 + n}" BaseLoc="{place(f"Tpls/T_{n}/Content.xml")}" ZOrder="Background"/>'
            )
            body += f'<{p}Template TemplateID="{7000 + n}" ZOrder="Background"/>'
        if how.composite:
            unit = "".join(objects)
            units.append(
                f'<{p}CompositeGraphicUnit ID="{8000 + n}" Width="500" Height="500"><{p}Content>{unit}</{p}Content></{p}CompositeGraphicUnit>'
            )
            objects = [f'<{p}CompositeObject ID="3" Boundary="{area}" ResourceID="{8000 + n}"/>']
        put(f"Pages/Page_{n - 1}/Content.xml", "Page", body + _layer(objects, how))
        listed.append(f'<{p}Page ID="{n}" BaseLoc="{place(f"Pages/Page_{n - 1}/Content.xml")}"/>')
    put(
        "PublicRes.xml",
        "Res",
        f"<{p}CompositeGraphicUnits>{''.join(units)}</{p}CompositeGraphicUnits>",
        ' BaseLoc="Res"',
    )
    put(
        "Document.xml",
        "Document",
        f"<{p}CommonData><{p}PageArea><{p}PhysicalBox>0 0 210 297</{p}PhysicalBox></{p}PageArea>"
        f"<{p}PublicRes>{place('PublicRes.xml')}</{p}PublicRes>{''.join(templates)}</{p}CommonData>"
        f"<{p}Pages>{''.join(listed)}</{p}Pages>",
    )
    inner = f"<{p}DocBody><{p}DocRoot>{how.folder}/Document.xml</{p}DocRoot></{p}DocBody>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(f"{how.folder}/{name}", xml.encode(how.encoding))
        put("OFD", "OFD", inner, ' DocType="OFD" Version="1.1"')
        archive.writestr("OFD.xml", parts["OFD"].encode(how.encoding))
    return out.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return a package with its members changed; those changed to None are left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = change(info.filename, old.read(info))
            if content is not None:
                new.writestr(info.filename, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
