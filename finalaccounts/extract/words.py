"""Characters of a page become lines and words: what stands on one baseline, what stands together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter
from statistics import median

from finalaccounts.extract.grid import wide
from finalaccounts.extract.page import Glyph

# Distances in heights of a character: a space, one between two Han characters (which often stand
# apart without one), a space that is drawn, and a gap between two things on one line.
_SPACE, _WIDE_SPACE, _DRAWN_SPACE, _GAP = 0.28, 0.6, 0.1, 1.8
# Characters overlap by this part of the narrower; a text begins this far before the end of another.
_OVERLAP, _BACK = 0.45, 1.0
# Characters of an amount that are set apart evenly: how far at most, and how alike.
_APART, _EVEN = 0.9, 0.15
_FIGURES = frozenset("-0123456789.,")
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{1,6}")
_ENOUGH = 4  # gaps between Han characters that tell how close a line is set


def height(glyph: Glyph) -> float:
    """Return the height of a character in points, at least 1.

    Some fonts give boxes as flat as the ink (of a dash, of the character one): as wide it is, as
    high it is at least.
    """
    high, across = glyph.bottom - glyph.top, glyph.x1 - glyph.x0
    high = high if high > across else across
    return high if high > 1.0 else 1.0


def rows(found: Sequence[Glyph]) -> list[list[Glyph]]:
    """Group glyphs into lines by their baselines, from the top down, each from left to right.

    Where one text runs into another (a long name under the amount of the next cell) they follow
    one another whole; ``found`` is in the order in which the characters were drawn.
    """
    grouped: list[list[tuple[int, Glyph]]] = []
    base = room = 0.0
    for _, _, at in sorted((glyph.base, glyph.x0, at) for at, glyph in enumerate(found)):
        glyph = found[at]
        own = height(glyph)
        if grouped and glyph.base - base <= 0.35 * min(own, room):
            grouped[-1].append((at, glyph))
        else:
            grouped.append([(at, glyph)])
            base, room = glyph.base, own
    return [_in_order(row) for row in grouped]


def _twice(last: Glyph, glyph: Glyph) -> bool:
    """True for the second drawing of a character set in bold."""
    width = min(glyph.x1 - glyph.x0, last.x1 - last.x0)
    return glyph.text == last.text and abs(glyph.x0 - last.x0) < 0.4 * width


def _overlap(last: Glyph, glyph: Glyph) -> bool:
    if glyph.x0 >= last.x1:
        return False
    width = min(glyph.x1 - glyph.x0, last.x1 - last.x0)
    return (
        glyph.x0 < last.x1 - _OVERLAP * width
        and " " not in (glyph.text, last.text)
        and not _twice(last, glyph)
    )


def _in_order(row: list[tuple[int, Glyph]]) -> list[Glyph]:
    """Return the glyphs of a line from left to right; texts that overlap one after the other."""
    line = [glyph for _, glyph in row]
    line.sort(key=attrgetter("x0"))
    if not any(_overlap(a, b) for a, b in pairwise(line)):
        return line
    texts: list[list[Glyph]] = []
    last = -2
    for at, glyph in sorted(row, key=lambda pair: pair[0]):
        before = texts[-1][-1] if texts else None
        # Drawn next and standing next to it; a gap parts as well as a step back.
        goes_on = before is not None and at == last + 1 and -_OVERLAP < _gap(before, glyph) < _SPACE
        if goes_on:
            texts[-1].append(glyph)
        else:
            texts.append([glyph])
        last = at
    return [glyph for text in sorted(texts, key=lambda text: text[0].x0) for glyph in text]


def _gap(last: Glyph, glyph: Glyph) -> float:
    return (glyph.x0 - last.x1) / height(glyph)


def _wide_space(row: Sequence[Glyph]) -> float:
    """Return the least gap that is a space between two Han characters of this line.

    Where the characters of a line stand close, a smaller gap parts two words than in a line
    that was stretched to the margins.
    """
    gaps = [_gap(a, b) for a, b in pairwise(row) if wide(a.text) and wide(b.text)]
    if len(gaps) < _ENOUGH:
        return _WIDE_SPACE
    return min(_WIDE_SPACE, max(0.0, median(gaps)) + _SPACE)


def _between(last: Glyph, glyph: Glyph, drawn: bool, wide_space: float) -> str:
    """Return what stands between two characters of a line: nothing, a space, or two for a gap."""
    gap = _gap(last, glyph)
    if gap < -_BACK:
        return "  "
    least = wide_space if wide(last.text) and wide(glyph.text) else _SPACE
    return "  " if gap > _GAP else " " if gap > (_DRAWN_SPACE if drawn else least) else ""


def _inside_amounts(row: Sequence[Glyph]) -> set[int]:
    """Return the characters that go on with an amount set apart evenly, by their identity."""
    figures = [glyph for glyph in row if glyph.text in _FIGURES]
    if all(_gap(a, b) <= _DRAWN_SPACE for a, b in pairwise(figures)):
        return set()
    alone = [[glyph] for glyph in row if glyph.text != " "]
    return {id(glyph) for run in _evenly(alone) for glyph in run[1:]}


def written(row: Sequence[Glyph]) -> str:
    """Return a line's text; the second drawing of a character set in bold is dropped."""
    out, drawn, wide_space = "", False, _wide_space(row)
    inside = _inside_amounts(row)
    last: Glyph | None = None
    for glyph in row:
        if glyph.text == " ":
            drawn = True
            continue
        if last is not None:
            if _twice(last, glyph):
                continue
            if id(glyph) not in inside:
                out += _between(last, glyph, drawn, wide_space)
        out, last, drawn = out + glyph.text, glyph, False
    return out


def words(row: Sequence[Glyph]) -> list[list[Glyph]]:
    """Part a line where a space is drawn (kept at the end of its word) or a gap is as wide.

    An amount whose characters were set apart evenly, to fill its cell, is one word.
    """
    parted: list[list[Glyph]] = []
    for glyph in row:
        last = parted[-1][-1] if parted else None
        if last is None or (
            glyph.text != " " and (last.text == " " or not -_BACK <= _gap(last, glyph) <= _SPACE)
        ):
            parted.append([glyph])
        else:
            parted[-1].append(glyph)
    return _evenly(parted)


def _evenly(parted: list[list[Glyph]]) -> list[list[Glyph]]:
    """Join words of one character each that are an amount, spaced alike."""
    out: list[list[Glyph]] = []
    at = 0
    while at < len(parted):
        run = [parted[at][0]]
        end = at + 1
        while (
            end < len(parted)
            and len(parted[end - 1]) == len(parted[end]) == 1
            and run[-1].text in _FIGURES
            and parted[end][0].text in _FIGURES
            and 0 < _gap(run[-1], parted[end][0]) <= _APART
        ):
            run.append(parted[end][0])
            end += 1
        gaps = [_gap(a, b) for a, b in pairwise(run)]
        even = len(gaps) > 1 and max(gaps) - min(gaps) <= _EVEN
        if even and _AMOUNT.fullmatch("".join(g.text for g in run)):
            out.append(run)
        else:
            out.extend(parted[at:end])
        at = end
    return out
