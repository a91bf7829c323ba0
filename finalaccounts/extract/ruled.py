"""Rulings of a page become tables of cells; merged cells keep the rows and columns they span."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from finalaccounts.extract.glyphs import Glyph, Ruling

# Strokes nearer than this are one; a gap in a stroke up to this is none (points).
SNAP = 2.5
GAP = 3.5
# Pairs of strokes beyond which a page shows a drawing, not tables.
CROSSINGS = 2_000_000


@dataclass(slots=True)
class Cell:
    """A cell: its rectangle, its first row and column in the table, and what stands in it."""

    x0: float
    top: float
    x1: float
    bottom: float
    row: int
    column: int
    columns: int
    glyphs: list[Glyph] = field(default_factory=list)


@dataclass(slots=True)
class Ruled:
    """A ruled table: the edges of its rows and columns, its cells, and which covers a place."""

    xs: list[float]
    ys: list[float]
    cells: list[Cell]
    at: dict[tuple[int, int], Cell]

    def take(self, glyph: Glyph) -> bool:
        """Put a glyph into its cell; False when it stands outside of the table."""
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return False
        place = (bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1)
        cell = self.at.get(place)
        if cell is not None:
            cell.glyphs.append(glyph)
        return cell is not None


def _levels(values: Iterable[float]) -> dict[float, float]:
    """Map every value to the middle of the cluster of near values it belongs to."""
    clusters: list[list[float]] = []
    for value in sorted(set(values)):
        if clusters and value - clusters[-1][-1] <= SNAP:
            clusters[-1].append(value)
        else:
            clusters.append([value])
    return {v: sum(c) / len(c) for c in clusters for v in c}


def _merged(
    strokes: Iterable[tuple[float, float, float]],
) -> dict[float, list[tuple[float, float]]]:
    """Join the strokes (level, from, to) of each level where they touch."""
    by_level: dict[float, list[tuple[float, float]]] = {}
    for level, start, end in sorted(strokes):
        runs = by_level.setdefault(level, [])
        if runs and start - runs[-1][1] <= GAP:
            runs[-1] = (runs[-1][0], max(runs[-1][1], end))
        else:
            runs.append((start, end))
    return by_level


def _covers(runs: Sequence[tuple[float, float]], start: float, end: float) -> bool:
    return any(a - GAP <= start and end <= b + GAP for a, b in runs)


def _parts(
    across: dict[float, list[tuple[float, float]]], down: dict[float, list[tuple[float, float]]]
) -> list[tuple[list[float], list[float]]]:
    """Group the levels that cross each other: (heights of rows, edges of columns) per table."""
    groups: list[tuple[set[float], set[float]]] = []
    for x, runs in down.items():
        for a, b in runs:
            rows = {
                y
                for y, spans in across.items()
                if a - GAP <= y <= b + GAP and any(s - GAP <= x <= e + GAP for s, e in spans)
            }
            if len(rows) < 2:
                continue
            joined = (rows, {x})
            apart = []
            for group in groups:
                if group[0] & rows:
                    joined = (joined[0] | group[0], joined[1] | group[1])
                else:
                    apart.append(group)
            groups = [*apart, joined]
    return [(sorted(ys), sorted(xs)) for ys, xs in groups if len(xs) > 1]


def tables(strokes: Sequence[Ruling]) -> list[Ruled]:
    """Return the ruled tables of a page, from the top down.

    A cell is the smallest rectangle of the lattice closed by strokes; where the stroke between
    two places is missing, they are one merged cell.
    """
    flat = [s for s in strokes if s.top == s.bottom]
    upright = [s for s in strokes if s.x0 == s.x1]
    ys, xs = _levels(s.top for s in flat), _levels(s.x0 for s in upright)
    across = _merged((ys[s.top], s.x0, s.x1) for s in flat)
    down = _merged((xs[s.x0], s.top, s.bottom) for s in upright)
    if sum(map(len, across.values())) * sum(map(len, down.values())) > CROSSINGS:
        return []
    found = [_table(rows, columns, across, down) for rows, columns in _parts(across, down)]
    return sorted((t for t in found if len(t.cells) > 1), key=lambda t: t.ys[0])


def _table(
    ys: list[float],
    xs: list[float],
    across: dict[float, list[tuple[float, float]]],
    down: dict[float, list[tuple[float, float]]],
) -> Ruled:
    cells: list[Cell] = []
    at: dict[tuple[int, int], Cell] = {}
    for r in range(len(ys) - 1):
        for c in range(len(xs) - 1):
            if (r, c) in at:
                continue
            wide = 1
            while (
                c + wide < len(xs) - 1
                and (r, c + wide) not in at
                and not _covers(down.get(xs[c + wide], ()), ys[r], ys[r + 1])
            ):
                wide += 1
            high = 1
            while (
                r + high < len(ys) - 1
                and not any(
                    _covers(across.get(ys[r + high], ()), xs[k], xs[k + 1])
                    for k in range(c, c + wide)
                )
                and not any((r + high, k) in at for k in range(c, c + wide))
                and not any(
                    _covers(down.get(xs[k], ()), ys[r + high], ys[r + high + 1])
                    for k in range(c + 1, c + wide)
                )
            ):
                high += 1
            cell = Cell(xs[c], ys[r], xs[c + wide], ys[r + high], r, c, wide)
            cells.append(cell)
            for i in range(r, r + high):
                for j in range(c, c + wide):
                    at[i, j] = cell
    return Ruled(xs, ys, cells, at)
