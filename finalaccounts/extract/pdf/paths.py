"""Rulings of a PDF page: the horizontal and vertical strokes drawn, by PDFium."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from typing import Any

import pypdfium2.raw as raw

from finalaccounts.extract.page import Glyph, Ruling
from finalaccounts.extract.pdf.frame import Frame, matrix

# Thicker than this a filled rectangle is a shade, not a ruling.
THICK = 4.0
# From this on (of 255) a colour is white.
_WHITE = 250
# A small square: its sides, and how near another stroke touches it (points).
_BOX, _TOUCH = 14.0, 1.5
# A shape that may be a character: segments, and its height (points); segments that are looked at.
_SHAPE, _LEAST, _MOST, _LOOKED = 6, 3.0, 40.0, 60
# Left, top, right, bottom.
Box = tuple[float, float, float, float]


def _stroke(put: Frame, ax: float, ay: float, bx: float, by: float) -> Ruling | None:
    x0, y0 = put(ax, ay)
    x1, y1 = put(bx, by)
    wide, high = abs(x1 - x0), abs(y1 - y0)
    if high <= THICK / 2 and wide > THICK:
        return Ruling(min(x0, x1), max(x0, x1), (y0 + y1) / 2, (y0 + y1) / 2)
    if wide <= THICK / 2 and high > THICK:
        return Ruling((x0 + x1) / 2, (x0 + x1) / 2, min(y0, y1), max(y0, y1))
    return None


def _thin(x0: float, y0: float, x1: float, y1: float) -> Ruling | None:
    """Return a drawn box as a ruling, when it is thin enough to be one."""
    if y1 - y0 <= THICK < x1 - x0:
        return Ruling(x0, x1, (y0 + y1) / 2, (y0 + y1) / 2)
    if x1 - x0 <= THICK < y1 - y0:
        return Ruling((x0 + x1) / 2, (x0 + x1) / 2, y0, y1)
    return None


def _segments(put: Frame, path: Any) -> list[Ruling]:
    """Return the strokes of a path of several segments, its own matrix applied."""
    put = put.inside(matrix(path))
    x, y = ctypes.c_float(), ctypes.c_float()
    found: list[Ruling] = []
    start = last = (0.0, 0.0)
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (x.value, y.value)
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


def rulings(path: Any, put: Frame) -> list[Ruling]:
    """Return the horizontal and vertical strokes of a path."""
    bounds = tuple(ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(path, *bounds)
    left, bottom, right, top = (b.value for b in bounds)
    if thin := _thin(*put.box(left, bottom, right, top)):
        return [thin]
    fill, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroked)
    return _segments(put, path) if stroked.value else []


def is_box(found: Sequence[Ruling]) -> bool:
    """True for the four strokes of a small square: a box to tick, or a cell of a narrow table."""
    wide = {round(one.x1 - one.x0, 1) for one in found if one.top == one.bottom}
    high = {round(one.bottom - one.top, 1) for one in found if one.x0 == one.x1}
    return len(found) == 4 and len(wide) == len(high) == 1 and max(wide | high) <= _BOX


def apart(box: Sequence[Ruling], others: Sequence[Ruling]) -> bool:
    """True for a small square that no other stroke touches: it is no part of a table."""
    x0, x1 = min(one.x0 for one in box) - _TOUCH, max(one.x1 for one in box) + _TOUCH
    top, bottom = min(one.top for one in box) - _TOUCH, max(one.bottom for one in box) + _TOUCH
    return not any(
        o.x0 <= x1 and o.x1 >= x0 and o.top <= bottom and o.bottom >= top for o in others
    )


def drawing(path: Any, put: Frame) -> Box | None:
    """Return the box of a drawn shape as high as letters: characters may be drawn so."""
    count = raw.FPDFPath_CountSegments(path)
    if count < _SHAPE:
        return None
    fill, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroked)
    kinds = [
        raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(path, n))
        for n in range(min(count, _LOOKED))
    ]
    if not fill.value or raw.FPDF_SEGMENT_BEZIERTO not in kinds:
        return None
    bounds = tuple(ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(path, *bounds)
    left, bottom, right, top = (b.value for b in bounds)
    box = put.box(left, bottom, right, top)
    return box if _LEAST <= box[3] - box[1] <= _MOST else None


def _whitened(path: Any, put: Frame) -> Box | None:
    """Return the box of a path that paints white over what was drawn before it."""
    fill, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroked)
    if not fill.value:
        return None
    colours = tuple(ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(path, *colours)
    if min(c.value for c in colours) < _WHITE:
        return None
    bounds = tuple(ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(path, *bounds)
    left, bottom, right, top = (b.value for b in bounds)
    box = put.box(left, bottom, right, top)
    return box if min(box[2] - box[0], box[3] - box[1]) > THICK else None


def covers(items: Sequence[tuple[int, Any, Frame]]) -> Callable[[int, Glyph], bool]:
    """Return whether something white was drawn over a glyph after the text object at an address.

    Objects of a page are drawn in their order; a ground that lies below its text covers nothing.
    """
    order: dict[int, int] = {}
    white: list[tuple[int, Box]] = []
    for number, (kind, item, where) in enumerate(items):
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            order[ctypes.cast(item, ctypes.c_void_p).value or 0] = number
        elif kind == raw.FPDF_PAGEOBJ_PATH and order and (box := _whitened(item, where)):
            white.append((number, box))

    def over(address: int, glyph: Glyph) -> bool:
        if not white or order.get(address, white[-1][0]) >= white[-1][0]:
            return False
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        return any(
            number > order[address] and box[0] <= x <= box[2] and box[1] <= y <= box[3]
            for number, box in white
        )

    return over
