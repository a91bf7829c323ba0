"""Characters and rulings of a PDF page, by PDFium, in points from the page's upper left corner."""

from __future__ import annotations

import ctypes
import unicodedata
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

from finalaccounts.extract.page import Glyph, Ruling

# Soft hyphens, marks of byte order, and what stands for no character at all.
_NOTHING = frozenset((0xAD, 0xFEFF, 0xFFFE, 0xFFFF))
# Thicker than this a filled rectangle is a shade, not a ruling.
THICK = 4.0


@dataclass(frozen=True, slots=True)
class _Frame:
    """How a point of the file's own space lies on the page as it is shown (turned, cropped)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


def frame(page: Any) -> _Frame:
    """Return the frame of a pypdfium2 page."""
    left, bottom, right, top = page.get_cropbox()
    return (
        _Frame(1, 0, 0, -1, -left, top),
        _Frame(0, 1, 1, 0, -bottom, -left),
        _Frame(-1, 0, 0, 1, right, -bottom),
        _Frame(0, -1, -1, 0, top, right),
    )[raw.FPDFPage_GetRotation(page)]


def _folded(code: int) -> str:
    ch = " " if code in (0xA0, 0x3000) else chr(code)
    # Fonts often map to radicals that look like the characters meant.
    return (
        unicodedata.normalize("NFKC", ch)
        if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF
        else ch
    )


def glyphs(page: Any) -> list[Glyph]:
    """Return the characters of a page, spaces too where they are drawn, not what PDFium made up."""
    put = frame(page)
    layer = page.get_textpage()
    text = layer.raw
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    found: list[Glyph] = []
    high = 0
    for index in range(layer.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
        if code < 0x20 or code in _NOTHING or raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        raw.FPDFText_GetLooseCharBox(text, index, box)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        x0, top = put(box.left, box.top)
        x1, bottom = put(box.right, box.bottom)
        _, base = put(x.value, y.value)
        if x0 > x1:
            x0, x1 = x1, x0
        if top > bottom:
            top, bottom = bottom, top
        found.append(Glyph(_folded(code), x0, x1, top, bottom, base))
    layer.close()
    return found


def _stroke(put: _Frame, ax: float, ay: float, bx: float, by: float) -> Ruling | None:
    x0, y0 = put(ax, ay)
    x1, y1 = put(bx, by)
    wide, high = abs(x1 - x0), abs(y1 - y0)
    if high <= THICK / 2 and wide > THICK:
        return Ruling(min(x0, x1), max(x0, x1), (y0 + y1) / 2, (y0 + y1) / 2)
    if wide <= THICK / 2 and high > THICK:
        return Ruling((x0 + x1) / 2, (x0 + x1) / 2, min(y0, y1), max(y0, y1))
    return None


def _thin(put: _Frame, bounds: tuple[float, float, float, float]) -> Ruling | None:
    """Return a drawn box as a ruling, when it is thin enough to be one."""
    x0, y0 = put(bounds[0], bounds[1])
    x1, y1 = put(bounds[2], bounds[3])
    x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    if y1 - y0 <= THICK < x1 - x0:
        return Ruling(x0, x1, (y0 + y1) / 2, (y0 + y1) / 2)
    if x1 - x0 <= THICK < y1 - y0:
        return Ruling((x0 + x1) / 2, (x0 + x1) / 2, y0, y1)
    return None


def _segments(put: _Frame, path: Any) -> list[Ruling]:
    """Return the strokes of a path of several segments, its own matrix applied."""
    m = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, m)
    x, y = ctypes.c_float(), ctypes.c_float()
    found: list[Ruling] = []
    start = last = (0.0, 0.0)
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (m.a * x.value + m.c * y.value + m.e, m.b * x.value + m.d * y.value + m.f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO and (one := _stroke(put, *last, *point)):
            found.append(one)
        last = point
        if raw.FPDFPathSegment_GetClose(segment):
            if one := _stroke(put, *last, *start):
                found.append(one)
            last = start
    return found


def rulings(page: Any) -> list[Ruling]:
    """Return the horizontal and vertical strokes drawn on a page."""
    put = frame(page)
    found: list[Ruling] = []
    fill, stroked = ctypes.c_int(), ctypes.c_int()
    bounds = tuple(ctypes.c_float() for _ in range(4))
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        path = item.raw
        raw.FPDFPageObj_GetBounds(path, *bounds)
        left, bottom, right, top = (b.value for b in bounds)
        if thin := _thin(put, (left, bottom, right, top)):
            found.append(thin)
            continue
        raw.FPDFPath_GetDrawMode(path, fill, stroked)
        if stroked.value:
            found.extend(_segments(put, path))
    return found
