"""A recognised page as glyphs and rulings, like a page of any other source."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from finalaccounts.extract.grid import wide
from finalaccounts.extract.page import Glyph, Page, PageObject, Ruling
from finalaccounts.model import Mark, Run, Sheet

# What a number is made of: between such characters of one run stands no space.
_FIGURE = frozenset("0123456789.,%-\u2212")
# Gaps wider than this part two numbers, though they came as one run (sizes).
_APART = 0.9
# A border that stands between two characters keeps them apart by this (points).
_BORDER = 1.5
# Of the size: how far the ink of a character reaches from its middle to the baseline.
_BASE = 0.36


def page_of(sheet: Sheet) -> Page:
    """Return the page of a sheet; that it was a picture is listed among its objects."""
    rulings = [Ruling(x0, x1, y0, y1) for x0, y0, x1, y1 in sheet.rulings if x0 == x1 or y0 == y1]
    page = Page(sheet.page, sheet.width, sheet.height, [], rulings)
    page.objects.append(PageObject("scan", "read", 0.0, sheet.width, 0.0, sheet.height))
    borders = [r for r in rulings if r.x0 == r.x1]
    for run in sheet.runs:
        page.glyphs.extend(_glyphs(run, borders))
    return page


def size_of(run: Run) -> float:
    """Return the size of the characters of a run: boxes of the engine are wider than the ink."""
    high = run.bottom - run.top
    full = [m.x1 - m.x0 for m in run.marks if wide(m.text)]
    starts = [
        b.x0 - a.x0
        for a, b in zip(run.marks, run.marks[1:], strict=False)
        if wide(a.text) and wide(b.text)
    ]
    half = [m.x1 - m.x0 for m in run.marks if m.text in _FIGURE and m.text not in ".,"]
    told = (
        median(starts) if starts else median(full) if full else 2 * median(half) if half else high
    )
    return max(2.0, min(told, high))


def _glyphs(run: Run, borders: Sequence[Ruling]) -> list[Glyph]:
    size, middle = size_of(run), (run.top + run.bottom) / 2
    top, bottom, base = middle - size / 2, middle + size / 2, middle + _BASE * size
    here = sorted(r.x0 for r in borders if r.top <= middle <= r.bottom)
    edges = [[m.x0, m.x1] for m in run.marks]
    for n, (a, b) in enumerate(zip(run.marks, run.marks[1:], strict=False)):
        _settle(edges[n], edges[n + 1], a, b, here, size)
    return [
        Glyph(" " if not m.text.strip() else m.text, x0, max(x1, x0 + 0.5), top, bottom, base)
        for m, (x0, x1) in zip(run.marks, edges, strict=True)
    ]


def _settle(
    left: list[float], right: list[float], a: Mark, b: Mark, borders: Sequence[float], size: float
) -> None:
    """Set the edges between two neighbours: a border keeps them apart, a number has no gap."""
    middles = (a.x0 + a.x1) / 2, (b.x0 + b.x1) / 2
    between = [x for x in borders if middles[0] < x < middles[1]]
    if between:
        left[1] = min(left[1], between[0] - _BORDER)
        right[0] = max(right[0], between[-1] + _BORDER)
    elif left[1] > right[0]:
        left[1] = right[0] = (left[1] + right[0]) / 2
    elif a.text in _FIGURE and b.text in _FIGURE and right[0] - left[1] <= _APART * size:
        left[1] = right[0]
