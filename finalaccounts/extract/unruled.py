"""Tables without rules around their cells: names and heads wrapped over lines become whole again.

Amounts stand on one line of their row; the lines of a wrapped name stand above, on and below it,
between other lines' words. Reading them line by line would tear them apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from finalaccounts.extract.grid import joined, wide
from finalaccounts.extract.page import Glyph
from finalaccounts.extract.words import height, words, written

# Distances in heights of a character: between two cells of text, around a figure that stands in
# a column, between the lines of one cell, between lines that are not set below one another, of
# beginnings or middles, of what a line that was broken may leave free.
_CELLS, _ALONE, _LINES, _BESIDE, _ALIGNED, _FREE = 0.4, 0.9, 1.5, 0.85, 0.8, 2.2
# Lines of a head at most, and how close they stand to one another (heights of a character).
_HIGHEST, _CLOSE = 9, 2.6
# Rows in which figures begin at one place: a column.
_SEVERAL = 5
# Lines of one cell are closer than rows, by this at least.
_CLOSER = 0.93
_COLONS = ":\uff1a"
_DASHES = "-\u2014\u2212\u2013"
_FIGURE = frozenset("0123456789.,%/" + _DASHES)


@dataclass(eq=False, slots=True)
class Piece:
    """What stands together on a line: its characters, and the lines of the same cell below it."""

    glyphs: list[Glyph]
    figure: bool
    more: list[Piece] = field(default_factory=list)
    # Parted from the text that runs up to it.
    parted: bool = False

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(glyph.x1 for glyph in self.glyphs if glyph.text != " ")

    @property
    def base(self) -> float:
        """Baseline."""
        return self.glyphs[0].base

    @property
    def size(self) -> float:
        """Height of its characters."""
        return max(map(height, self.glyphs))

    @property
    def text(self) -> str:
        """The text of all its lines."""
        return joined(written(piece.glyphs) for piece in [self, *self.more])

    @property
    def all(self) -> list[Glyph]:
        """The characters of all its lines."""
        return [glyph for piece in [self, *self.more] for glyph in piece.glyphs]


Pieces = list[Piece]


def _figure(word: Sequence[Glyph]) -> bool:
    text = "".join(glyph.text for glyph in word).strip()
    return all(ch in _FIGURE for ch in text) and (
        any(map(str.isdigit, text)) or all(ch in _DASHES for ch in text)
    )


def pieces(line: Sequence[Glyph]) -> Pieces:
    """Stretch a line into figures, and texts with wider gaps between them."""
    found: Pieces = []
    for word in words(line):
        figure = _figure(word)
        last = found[-1] if found else None
        if last is None or figure or last.figure or word[0].x0 - last.x1 > _CELLS * height(word[0]):
            found.append(Piece(word, figure))
        else:
            last.glyphs.extend(word)
    return [piece for piece in found if piece.text]


def _tabular(line: Pieces) -> bool:
    """True for a line with a figure that stands apart on both sides, as in a column."""
    if len(line) < 2:
        return False
    least = _ALONE * line[0].size
    gaps = [least, *(b.x0 - a.x1 for a, b in pairwise(line)), least]
    return any(
        piece.figure and gaps[i] >= least and gaps[i + 1] >= least for i, piece in enumerate(line)
    )


def _below(upper: Piece, lower: Piece) -> bool:
    """True when ``lower`` can be the next line of the cell of ``upper``."""
    size = min(upper.size, lower.size)
    if upper.figure or lower.figure or not 0 < lower.base - upper.base <= _LINES * size:
        return False
    if max(upper.size, lower.size) > 1.2 * size or lower.x1 - upper.x1 > _ALIGNED * size:
        return False
    middles = abs(upper.x0 + upper.x1 - lower.x0 - lower.x1) / 2
    return abs(upper.x0 - lower.x0) <= _ALIGNED * size or middles <= _ALIGNED * size


def _stacks(lines: Sequence[Pieces]) -> list[Pieces]:
    """Return the cells of several lines: pieces below one another, each broken line full."""
    loose = [piece for line in lines for piece in line if not piece.figure]
    found: list[Pieces] = []
    taken: set[int] = set()
    for at, piece in enumerate(loose):
        if id(piece) in taken:
            continue
        stack = [piece]
        for lower in loose[at + 1 :]:
            if lower.base - stack[-1].base > _LINES * piece.size:
                break
            if id(lower) not in taken and _below(stack[-1], lower):
                stack.append(lower)
        if len(stack) > 1:
            found.append(stack)
            taken.update(map(id, stack))
    return found


def _broken(stack: Pieces, column: Sequence[Piece], pitch: float) -> bool:
    """True when lines of a stack were broken for want of room, not set as rows of their own: they
    are as wide as any that begins at the same place, and closer than rows are."""
    widest = max(
        p.x1 - p.x0 for p in column if p in stack or abs(p.x0 - stack[0].x0) <= _ALIGNED * p.size
    )
    return all(
        widest - (a.x1 - a.x0) <= _FREE * a.size and b.base - a.base <= _CLOSER * pitch
        for a, b in pairwise(stack)
    )


def _head(lines: Sequence[Pieces], first: int, opening: Collection[str]) -> int:
    """Return where the head above the first line with figures begins."""
    start = first
    while start > 0:
        line, under = lines[start - 1], lines[start]
        beside = under[0].base - line[0].base < _BESIDE * under[0].size
        above = lines[start - 2] if start > 1 else []
        rest = len(above) > 1 and all(any(_below(a, p) for a in above) for p in line)
        # The last line of a head that is higher than those beside it.
        rest |= len(above) > 1 and line[0].base - above[0].base < _BESIDE * line[0].size
        titled = any(ch in line[0].text for ch in _COLONS)
        if titled or not (len(line) > 1 or beside or rest):
            break
        start -= 1
    return _above(lines, start, opening)


def _above(lines: Sequence[Pieces], start: int, opening: Collection[str]) -> int:
    """Return where a head begins that stands close below the line of department and unit, or with
    a line with which heads begin; else where it was found to begin."""
    for at in range(start - 1, max(start - _HIGHEST, -1), -1):
        line, under = lines[at], lines[at + 1]
        if under[0].base - line[0].base > _CLOSE * max(piece.size for piece in line):
            break
        if any(ch in piece.text for piece in line for ch in _COLONS):
            return at + 1
        if " ".join(piece.text for piece in line) in opening:
            return at
    return start


def _merge(rows: list[Pieces], stack: Pieces, at: int) -> None:
    """Put a stack as one piece into the row numbered ``at``."""
    for row in rows:
        row[:] = [piece for piece in row if piece not in stack]
    stack[0].more = stack[1:]
    rows[at].append(stack[0])
    rows[at].sort(key=lambda piece: piece.x0)


@dataclass(slots=True)
class Stretch:
    """Lines that follow one another: of ``text``, of the ``head`` of a table, or of its ``body``."""

    kind: str
    rows: list[Pieces]


def assembled(lines: Sequence[Sequence[Glyph]], opening: Collection[str] = ()) -> list[Stretch]:
    """Return the lines of a page as pieces, wrapped names and heads in their rows.

    A stack of texts belongs to the one line of figures that its lines reach from the first to the
    last; where they reach several or none, it stays as it is. ``opening`` are lines with which heads
    begin that have been seen.
    """
    rows = [found for line in lines if (found := pieces(line))]
    _part_figures(rows)
    tabular = [_tabular(row) for row in rows]
    bases = [row[0].base for row in rows]
    size = [row[0].size for row in rows]
    table = [i for i, flag in enumerate(tabular) if flag]
    column = [piece for row in rows[table[0] : table[-1] + 3] for piece in row] if table else []
    figured = [base for base, flag in zip(bases, tabular, strict=True) if flag]
    pitch = min((b - a for a, b in pairwise(figured)), default=float("inf"))
    for stack in _stacks(rows):
        top, bottom = stack[0].base, stack[-1].base
        reached = [
            i
            for i, base in enumerate(bases)
            if tabular[i] and top - 0.3 * size[i] <= base <= bottom + 0.3 * size[i]
        ]
        if len(reached) == 1 and _broken(stack, column, pitch):
            _merge(rows, stack, reached[0])
    kept = [(row, flag) for row, flag in zip(rows, tabular, strict=True) if row]
    out: list[Stretch] = []
    start = 0
    for at, (_, flag) in enumerate(kept):
        if not flag or (at and kept[at - 1][1]):
            continue
        texts = [row for row, _ in kept[start:at]]
        begin = _head([*texts, kept[at][0]], len(texts), opening)
        out.extend(Stretch("text", [row]) for row in texts[:begin])
        if begin < len(texts):
            out.append(Stretch("head", _headed(texts[begin:])))
        start = at
        while start < len(kept) and kept[start][1]:
            start += 1
        out.append(Stretch("body", [row for row, _ in kept[at:start]]))
    out.extend(Stretch("text", [row]) for row, _ in kept[start:])
    return out


def _headed(lines: Sequence[Pieces]) -> list[Pieces]:
    """Return the lines of a head; a cell of several lines stands in that of those that it reaches
    which is nearest to its middle."""
    rows = [list(line) for line in lines]
    for stack in _stacks(rows):
        own = {id(piece) for piece in stack}
        middle = (stack[0].base + stack[-1].base) / 2
        reached = [
            (abs(base - middle), i)
            for i, row in enumerate(rows)
            for base in (piece.base for piece in row if id(piece) not in own)
            if stack[0].base - 1 <= base <= stack[-1].base + 1
        ]
        first = next(i for i, row in enumerate(rows) if stack[0] in row)
        _merge(rows, stack, min(reached)[1] if reached else first)
    return [row for row in rows if row]


def _part_figures(rows: Sequence[Pieces]) -> None:
    """Stretch a figure from the text that runs up to it, where figures of other rows begin too."""
    starts = Counter(round(p.x0) for row in rows for p in row if p.figure)
    for row in rows:
        for at, piece in enumerate(row):
            first = len(piece.glyphs)
            while first and _figure(piece.glyphs[first - 1 : first]):
                first -= 1
            for cut in range(max(first, 1), len(piece.glyphs)) if not piece.figure else ():
                if (
                    piece.glyphs[cut].text.isdigit()
                    and starts[round(piece.glyphs[cut].x0)] >= _SEVERAL
                    and wide(piece.glyphs[cut - 1].text)
                ):
                    row[at : at + 1] = [
                        Piece(piece.glyphs[:cut], False),
                        Piece(piece.glyphs[cut:], True, parted=True),
                    ]
                    break


def line_text(line: Pieces) -> str:
    """Return a line's text: as it is drawn, or its cells with gaps between where one was wrapped."""
    if any(piece.more or piece.parted for piece in line):
        return "  ".join(piece.text for piece in line)
    return written([glyph for piece in line for glyph in piece.glyphs])
