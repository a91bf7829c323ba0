"""Page numbers, headers and footers: found by how they run over the pages, taken out of the text.

A number at the edge of a page is a page number when the numbers of the pages run on; a line that
comes again at the same height is a header or a footer, and stands in the text once.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from finalaccounts.extract.pages import Row
from finalaccounts.text import bare

# Lines from the edge of a page that can be its header or footer.
_EDGE = 2
# Pages on which a line must come again, and how far it may move (points).
_AGAIN, _MOVES = 3, 4.0
# The part of a page that is its upper or lower margin.
_MARGIN = 0.14
_NUMBERED = re.compile(r"\D{0,6}(\d{1,4})\D{0,4}(?:(\d{1,4})\D{0,3})?")
_SET_APART = re.compile(
    "[-\u2010-\u2015\u2212\u00b7~]\\s*\\d{1,4}\\s*[-\u2010-\u2015\u2212\u00b7~]"
)
_LONE = re.compile(r"\s*([1-9]\d{0,2})\s*")
# Numbers of pages that follow one another in a text may skip so many (pages whose number is lost).
_SKIPPED = 5
_RUN = 3  # numbers that prove a run by themselves
_AMOUNT = re.compile(r"\d\.\d")
_COLONS = (":", "\uff1a")


@dataclass(frozen=True, slots=True)
class Found:
    """A line of a page that is none of its text."""

    kind: str
    row: Row


def _edges(page: Sequence[Row]) -> list[Row]:
    """Return the lines at the upper and lower edge of a page that stand in no table."""
    first = next((n for n, row in enumerate(page) if row.table >= 0), len(page))
    last = next((n for n, row in enumerate(page[::-1]) if row.table >= 0), len(page))
    upper = page[: min(_EDGE, first)]
    lower = page[len(page) - min(_EDGE, last) :]
    return [row for row in page if row in upper or row in lower]


def _numbers(pages: Sequence[Sequence[Row]]) -> list[Found]:
    """Return the lines that print the number of their page."""
    seen: list[tuple[int, int, Row]] = []
    for index, page in enumerate(pages):
        for row in _edges(page):
            if len(row.texts) == 1 and (match := _NUMBERED.fullmatch(row.texts[0].strip())):
                seen.append((int(match.group(1)) - index, index, row))
    shifts = {shift: {i for s, i, _ in seen if s == shift} for shift in {s for s, _, _ in seen}}
    if not shifts:
        return []
    best = max(shifts, key=lambda shift: (len(shifts[shift]), shift == 1))
    # Two pages prove a run only where there are no more pages; one only its own number, set apart.
    proven = len(shifts[best]) >= min(3, max(len(pages), 2))
    return [
        Found("page_number", row)
        for shift, _, row in seen
        if (shift == best and proven)
        or (shift == 1 and len(pages) < 3 and _SET_APART.fullmatch(row.texts[0].strip()))
    ]


def _again(pages: Sequence[Sequence[Row]], heights: Sequence[float]) -> list[Found]:
    """Return the lines that come again in the margin of pages, but for their first coming."""
    where: dict[str, list[tuple[int, Row, bool]]] = defaultdict(list)
    for index, page in enumerate(pages):
        for row in _edges(page):
            words = bare(row.text)
            upper = row.top < _MARGIN * heights[index]
            margin = upper or row.top > (1 - _MARGIN) * heights[index]
            if margin and len(words) > 1 and not any(ch in words for ch in _COLONS):
                where[words].append((index, row, upper))
    found: list[Found] = []
    for lines in where.values():
        levels = Counter(round(row.top / _MOVES) for _, row, _ in lines)
        level, _ = levels.most_common(1)[0]
        same = [line for line in lines if abs(line[1].top / _MOVES - level) <= 1]
        if len({index for index, _, _ in same}) >= _AGAIN:
            found.extend(Found("header" if upper else "footer", row) for _, row, upper in same[1:])
    return found


def furniture(pages: Sequence[list[Row]], heights: Sequence[float]) -> list[Found]:
    """Take the lines that are none of the text out of the pages, and return them."""
    found = _numbers(pages)
    taken = {id(one.row) for one in found}
    found.extend(one for one in _again(pages, heights) if id(one.row) not in taken)
    gone = {id(one.row) for one in found}
    for page in pages:
        page[:] = [row for row in page if id(row) not in gone]
    return found


def numbers_in_text(lines: Sequence[str]) -> list[int]:
    """Return which lines of a text are page numbers: alone between empty lines, running on.

    Texts taken from a PDF keep them in the middle of a sentence or a row.
    """
    found: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        match = _LONE.fullmatch(line)
        if match and all(not lines[n].strip() for n in (at - 1, at + 1) if 0 <= n < len(lines)):
            found.append((at, int(match.group(1))))
    numbers = [number for _, number in found]
    runs = all(0 < b - a <= _SKIPPED for a, b in pairwise(numbers))
    if not runs or not any(_AMOUNT.search(line) for line in lines):
        return []
    if len(found) < _RUN:
        # Too few to prove a run: only where the next line begins as a page does, with a space.
        # A score of a form's row may stand alone between empty lines, too.
        found = [one for one in found if _begins_page(lines, one[0])]
    return [at for at, _ in found]


def _begins_page(lines: Sequence[str], at: int) -> bool:
    """True when the next line that holds anything begins with white space."""
    after = next((line for line in lines[at + 1 :] if line.strip()), "")
    return after[:1].isspace()
