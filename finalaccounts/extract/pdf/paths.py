"""Rulings of a PDF page: the horizontal and vertical strokes drawn, by PDFium."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as raw

from finalaccounts.extract.page import Ruling
from finalaccounts.extract.pdf.frame import Frame, matrix

# Thicker than this a filled rectangle is a shade, not a ruling.
THICK = 4.0


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
