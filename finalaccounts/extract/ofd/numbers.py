"""Numbers of OFD: lists of reals, matrices, runs of distances; counts from the file are bounded."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

# Points in a millimetre, the unit of OFD.
POINTS = 72 / 25.4
# Beyond this a coordinate is none of a page (points); the largest sheets are below 10,000.
FARTHEST = 1e6


def number(word: str | None, otherwise: float = 0.0) -> float:
    """Return a real; what is none, or is not finite, counts as not written."""
    try:
        value = float(word) if word else otherwise
    except ValueError:
        return otherwise
    return value if math.isfinite(value) and abs(value) <= FARTHEST else otherwise


def numbers(words: str | None) -> list[float]:
    """Return a list of reals parted by white space or commas."""
    return [number(word) for word in (words or "").replace(",", " ").split()]


def distances(words: str | None, most: int) -> list[float]:
    """Return at most ``most`` distances; ``g 3 2.5`` stands for 2.5 three times."""
    tokens = (words or "").replace(",", " ").split()
    found: list[float] = []
    at = 0
    while at < len(tokens) and len(found) < most:
        if tokens[at].lower() == "g" and at + 2 < len(tokens):
            try:
                count = int(float(tokens[at + 1]))
            except (ValueError, OverflowError):
                count = 0
            found.extend([number(tokens[at + 2])] * max(0, min(count, most - len(found))))
            at += 3
        else:
            found.append(number(tokens[at]))
            at += 1
    return found


@dataclass(frozen=True, slots=True)
class Matrix:
    """An affine map: ``x' = a x + c y + e``, ``y' = b x + d y + f``."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def before(self, inner: Matrix) -> Matrix:
        """Return the map that applies ``inner`` first, then this one."""
        e, f = self(inner.e, inner.f)
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            e,
            f,
        )


def matrix(words: str | None) -> Matrix:
    """Return a CTM; one that is absent or incomplete changes nothing."""
    values = numbers(words)
    return Matrix(*values[:6]) if len(values) >= 6 else Matrix()


Box = tuple[float, float, float, float]


def box(words: str | None) -> Box | None:
    """Return ``x y width height`` as left, top, right, bottom; None where incomplete."""
    values = numbers(words)
    if len(values) < 4:
        return None
    x, y, width, height = values[:4]
    return min(x, x + width), min(y, y + height), max(x, x + width), max(y, y + height)


def moved(by: Matrix, boundary: str | None) -> Matrix:
    """Return the map of a space whose origin is the corner of a boundary."""
    values = numbers(boundary)
    return by.before(Matrix(e=values[0], f=values[1])) if len(values) > 1 else by


def around(points: Sequence[tuple[float, float]]) -> Box:
    """Return the smallest box that holds all points."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def corners(of: Box, by: Matrix) -> Box:
    """Return the box around a box that was mapped."""
    x0, y0, x1, y1 = of
    return around([by(x0, y0), by(x1, y0), by(x0, y1), by(x1, y1)])
