"""Rulings of a page become tables of cells; merged cells keep the rows and columns they span."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from finalaccounts.extract.grid import wide
from finalaccounts.extract.page import Glyph, Ruling
from finalaccounts.extract.words import height

# Strokes nearer than this are one; a gap in a stroke up to this is none (points).
SNAP = 2.5
GAP = 3.5
# Borders that run on by this beyond the last stroke across enclose a row cut by the page's end.
OPEN = 6.0
# Between two characters a border stands apart by this, a word stands from its border by that at
# most (heights of a character).
_JOINT, _PADDING = 0.1, 0.7
# Points by which the gaps between the characters of one name differ at most.
_PACE = 0.06
_NUMBER = re.compile(r"[-\u2212]?(?:\d{1,3}(?:,\d{3})+|\d{1,11})(?:\.\d+)?%?")
# Pairs of strokes beyond which a page shows a drawing, not tables.
CROSSINGS = 2_000_000

# Strokes by their level: from where to where.
Runs = dict[float, list[tuple[float, float]]]


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
    # Lines of text that run upwards or downwards.
    turned: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Ruled:
    """A ruled table: the edges of its rows and columns, its cells, and which covers a place."""

    xs: list[float]
    ys: list[float]
    cells: list[Cell]
    at: dict[tuple[int, int], Cell]
    # The first row has no rule above it, the last none below: the page begins or ends there.
    cut_above: bool = False
    cut_below: bool = False

    def home(self, x: float, y: float) -> Cell | None:
        """Return the cell that covers a point."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        return self.at.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))

    def take(self, word: Sequence[Glyph], after: Glyph | None = None) -> bool:
        """Put a word whole into its cell; False when it stands outside of the table.

        Words of two cells that touch are parted at the border between them; a name that runs on
        into the next cell, up to the figure there, is not. ``after`` begins the next word.
        """
        ink = [glyph for glyph in word if glyph.text != " "]
        if not ink:
            return True
        y = sum(glyph.top + glyph.bottom for glyph in ink) / len(ink) / 2
        start = 0
        homes = [self.home((glyph.x0 + glyph.x1) / 2, y) for glyph in ink]
        found: list[tuple[Cell | None, list[Glyph]]] = []
        for index in range(1, len(ink) + 1):
            if index == len(ink) or (
                homes[index] is not homes[index - 1]
                and self._parted(ink, index)
                and not self._runs_on(ink, index, after)
            ):
                piece = ink[start:index]
                found.append((self._whole(piece, y), piece))
                start = index
        if all(cell is None for cell, _ in found):
            return False
        near = next(cell for cell, _ in found if cell is not None)
        for cell, piece in found:
            (cell or near).glyphs.extend(piece)
        near.glyphs.extend(glyph for glyph in word if glyph.text == " ")
        return True

    def _parted(self, ink: Sequence[Glyph], index: int) -> bool:
        """True where a border stands between two characters, and not within one number."""
        last, glyph = ink[index - 1], ink[index]
        near = _JOINT * height(glyph)
        if not any(last.x1 - near <= x <= glyph.x0 + near for x in self.xs):
            return False
        gaps = [b.x0 - a.x1 for a, b in pairwise(ink)]
        here = gaps.pop(index - 1)
        apart = here > max(gaps, default=0.0) + near / 2
        return apart or not _NUMBER.fullmatch("".join(g.text for g in ink))

    def _runs_on(self, ink: Sequence[Glyph], index: int, after: Glyph | None) -> bool:
        """True for a name that fills its cell and goes on at the same pace into the next one,
        where a figure stands behind it."""
        y = (ink[0].top + ink[0].bottom) / 2
        first, own = self.home(ink[0].x0 + 1, y), ink[0]
        here = self.home((ink[index].x0 + ink[index].x1) / 2, y)
        if after is None or first is None or not after.text.isdigit():
            return False
        if own.x0 - first.x0 > _PADDING * height(own) or self.home(after.x0, y) is not here:
            return False
        gaps = [b.x0 - a.x1 for a, b in pairwise(ink[max(index - 3, 0) : index + 2])]
        return all(wide(g.text) for g in ink) and max(gaps) - min(gaps) <= _PACE

    def _whole(self, piece: Sequence[Glyph], y: float) -> Cell | None:
        """Return the cell at whose edge a word begins or ends, if at one only, or of its middle."""
        x0, x1 = piece[0].x0, piece[-1].x1
        first, last = (self.home((g.x0 + g.x1) / 2, y) for g in (piece[0], piece[-1]))
        if first is last:
            return first
        pad = _PADDING * height(piece[0])
        begins = first is not None and x0 - first.x0 <= pad
        ends = last is not None and last.x1 - x1 <= pad
        if begins != ends:
            return first if begins else last
        return self.home((x0 + x1) / 2, y)


def _levels(values: Iterable[float]) -> dict[float, float]:
    """Map every value to the middle of the cluster of near values it belongs to."""
    clusters: list[list[float]] = []
    for value in sorted(set(values)):
        if clusters and value - sum(clusters[-1]) / len(clusters[-1]) <= SNAP:
            clusters[-1].append(value)
        else:
            clusters.append([value])
    return {v: sum(c) / len(c) for c in clusters for v in c}


def _merged(
    strokes: Iterable[tuple[float, float, float]],
) -> Runs:
    """Join the strokes (level, from, to) of each level where they touch."""
    by_level: Runs = {}
    for level, start, end in sorted(strokes):
        runs = by_level.setdefault(level, [])
        if runs and start - runs[-1][1] <= GAP:
            runs[-1] = (runs[-1][0], max(runs[-1][1], end))
        else:
            runs.append((start, end))
    return by_level


def _covers(runs: Sequence[tuple[float, float]], start: float, end: float) -> bool:
    return any(a - GAP <= start and end <= b + GAP for a, b in runs)


def _parts(across: Runs, down: Runs) -> list[tuple[list[float], list[float]]]:
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
    across, down = _lattice(flat, upright)
    if sum(map(len, across.values())) * sum(map(len, down.values())) > CROSSINGS:
        return []
    found: list[Ruled] = []
    for ys, xs in _parts(across, down):
        # Levels anew among the strokes of this table: those of others would shift its borders.
        x0, x1, top, bottom = xs[0] - SNAP, xs[-1] + SNAP, ys[0] - SNAP, ys[-1] + SNAP
        across, down = _lattice(
            [s for s in flat if top <= s.top <= bottom and s.x0 < x1 and s.x1 > x0],
            [s for s in upright if x0 <= s.x0 <= x1 and s.top < bottom and s.bottom > top],
        )
        for rows, columns in _parts(across, down):
            opened = _opened(rows, columns, down)
            table = _table(opened, columns, across, down)
            table.cut_above, table.cut_below = opened[0] < rows[0], opened[-1] > rows[-1]
            found.append(table)
    return sorted((t for t in found if len(t.cells) > 1), key=lambda t: t.ys[0])


def _lattice(flat: Sequence[Ruling], upright: Sequence[Ruling]) -> tuple[Runs, Runs]:
    """Return the strokes joined by level: those across by height, those down by place."""
    ys, xs = _levels(s.top for s in flat), _levels(s.x0 for s in upright)
    return (
        _merged((ys[s.top], s.x0, s.x1) for s in flat),
        _merged((xs[s.x0], s.top, s.bottom) for s in upright),
    )


def _opened(ys: list[float], xs: list[float], down: Runs) -> list[float]:
    """Add the edge that a row cut by the end of a page lacks: most borders run on to there."""
    above, below = [], []
    for x in xs:
        for start, end in down[x]:
            if start < ys[0] - OPEN and end > ys[0]:
                above.append(start)
            if end > ys[-1] + OPEN and start < ys[-1]:
                below.append(end)
    least = max(3, len(xs) / 2)
    first = [max(above)] if len(above) >= least and max(above) - min(above) <= GAP else []
    last = [min(below)] if len(below) >= least and max(below) - min(below) <= GAP else []
    return [*first, *ys, *last]


def _table(
    ys: list[float],
    xs: list[float],
    across: Runs,
    down: Runs,
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
