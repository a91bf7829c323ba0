"""How a point of a PDF lies on the page as it is shown: turned, cropped, inside a form object."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

# Form objects inside one another beyond which a file is not drawn but built to hurt.
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Frame:
    """An affine map of the plane, called with a point."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def inside(self, m: Any) -> Frame:
        """Return the frame of what is drawn with the matrix ``m`` (of PDFium) inside this one."""
        return Frame(
            self.a * m.a + self.c * m.b,
            self.b * m.a + self.d * m.b,
            self.a * m.c + self.c * m.d,
            self.b * m.c + self.d * m.d,
            self.a * m.e + self.c * m.f + self.e,
            self.b * m.e + self.d * m.f + self.f,
        )

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Return the upright rectangle (x0, top, x1, bottom) around a rectangle seen through this."""
        if not self.b and not self.c:
            left, right = self.a * x0 + self.e, self.a * x1 + self.e
            first, last = self.d * y0 + self.f, self.d * y1 + self.f
            return min(left, right), min(first, last), max(left, right), max(first, last)
        corners = [self(x, y) for x in (x0, x1) for y in (y0, y1)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)


def frame(page: Any) -> Frame:
    """Return the frame of a pypdfium2 page."""
    left, bottom, right, top = page.get_cropbox()
    return (
        Frame(1, 0, 0, -1, -left, top),
        Frame(0, 1, 1, 0, -bottom, -left),
        Frame(-1, 0, 0, 1, right, -bottom),
        Frame(0, -1, -1, 0, top, right),
    )[raw.FPDFPage_GetRotation(page)]


def matrix(item: Any) -> Any:
    """Return the matrix of a page object."""
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, found)
    return found


def drawn(page: Any, put: Frame) -> Iterator[tuple[int, Any, Frame]]:
    """Yield kind, object and frame of all objects of a page, those inside form objects too."""
    stack = [
        (raw.FPDFPage_GetObject(page, i), put, 0)
        for i in reversed(range(raw.FPDFPage_CountObjects(page)))
    ]
    while stack:
        item, where, depth = stack.pop()
        kind = raw.FPDFPageObj_GetType(item)
        if kind != raw.FPDF_PAGEOBJ_FORM:
            yield kind, item, where
        elif depth < DEEPEST:
            inner = where.inside(matrix(item))
            stack.extend(
                (raw.FPDFFormObj_GetObject(item, i), inner, depth + 1)
                for i in reversed(range(raw.FPDFFormObj_CountObjects(item)))
            )
