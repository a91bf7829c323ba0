"""Paths of OFD: lines, boxes and thin filled rectangles become rulings."""

from __future__ import annotations

from dataclasses import dataclass, field

from finalaccounts.extract.ofd.numbers import Box, Matrix, around, number
from finalaccounts.extract.page import Ruling

# Thicker than this a filled rectangle is a shade, not a ruling (points).
THICK = 4.0
# How many numbers follow each operator; a curve ends at the last two.
_TAKES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
# Operators of one path beyond which it is a drawing.
MOST = 200_000


@dataclass(slots=True)
class Outline:
    """One run of a path: its points, and which of its segments are straight."""

    points: list[tuple[float, float]] = field(default_factory=list)
    straight: list[tuple[tuple[float, float], tuple[float, float]]] = field(default_factory=list)


def outlines(data: str, put: Matrix) -> list[Outline]:
    """Return the runs of a path, mapped; what follows an unknown operator is not read."""
    words = data.replace(",", " ").split()[: 8 * MOST]
    found: list[Outline] = []
    at = 0
    start = last = (0.0, 0.0)
    while at < len(words):
        operator = words[at].upper()
        takes = _TAKES.get(operator)
        if takes is None or at + takes >= len(words) + (takes == 0):
            break
        values = [number(word) for word in words[at + 1 : at + 1 + takes]]
        at += 1 + takes
        point = put(values[-2], values[-1]) if takes else start
        if operator in "SM":
            found.append(Outline([point]))
            start = last = point
            continue
        if not found:
            found.append(Outline([last]))
        if operator in "LC":
            found[-1].straight.append((last, point))
        found[-1].points.append(point)
        last = point
    return found


def stroke(a: tuple[float, float], b: tuple[float, float]) -> Ruling | None:
    """Return a segment as a ruling where it is level or upright and long enough to be one."""
    (x0, y0), (x1, y1) = a, b
    wide, high = abs(x1 - x0), abs(y1 - y0)
    if high <= THICK / 2 and wide > THICK:
        return Ruling(min(x0, x1), max(x0, x1), (y0 + y1) / 2, (y0 + y1) / 2)
    if wide <= THICK / 2 and high > THICK:
        return Ruling((x0 + x1) / 2, (x0 + x1) / 2, min(y0, y1), max(y0, y1))
    return None


def thin(of: Box) -> Ruling | None:
    """Return a filled box as a ruling where it is thin enough to be one."""
    x0, y0, x1, y1 = of
    if y1 - y0 <= THICK < x1 - x0:
        return Ruling(x0, x1, (y0 + y1) / 2, (y0 + y1) / 2)
    if x1 - x0 <= THICK < y1 - y0:
        return Ruling((x0 + x1) / 2, (x0 + x1) / 2, y0, y1)
    return None


def drawn(runs: list[Outline], stroked: bool, filled: bool) -> list[Ruling]:
    """Return the rulings of a path that is stroked, filled, or both."""
    found: list[Ruling] = []
    for run in runs:
        if len(run.points) < 2:
            continue
        whole = thin(around(run.points)) if filled or stroked else None
        if whole is not None and (filled or len(run.points) > 2):
            found.append(whole)
        elif stroked:
            found.extend(one for a, b in run.straight if (one := stroke(a, b)))
    return found
