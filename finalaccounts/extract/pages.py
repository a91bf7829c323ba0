"""Rows of a page, and rows that the end of a page cut in two: they become one again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from finalaccounts.extract.grid import joined

# Edges of columns of one table may differ by this from page to page (points).
SAME = 3.0


@dataclass(frozen=True, slots=True)
class Row:
    """A line of text, or a row of a table: its cells with their boxes.

    ``top`` is its upper edge, ``table`` numbers the tables of a page, -1 for text; ``edges`` are those of its columns.
    ``full`` says of each cell that its last line has no room for another character; ``cut_above``
    and ``cut_below`` that the row has no rule there.
    """

    texts: tuple[str, ...]
    boxes: tuple[str, ...]
    page: int = 0
    top: float = 0.0
    table: int = -1
    edges: tuple[float, ...] = ()
    full: tuple[bool, ...] = ()
    cut_above: bool = False
    cut_below: bool = False

    @property
    def text(self) -> str:
        """The row as a line: a tab between cells."""
        return "\t".join(self.texts)


def _figure(text: str) -> bool:
    return bool(text) and not any(ch.isalpha() for ch in text)


def _fits(above: Row, below: Row, keys: frozenset[int]) -> bool:
    """True when two rows can be the parts of one: what both have is a name that was wrapped, and
    amounts stand in one of them."""
    amounts = any(_figure(t) for i, t in enumerate(above.texts) if i not in keys)
    for had, more, full in zip(above.texts, below.texts, above.full, strict=True):
        if not more:
            continue
        if had and (_figure(had) or _figure(more) or not full):
            return False
        if not had and (amounts or not _figure(more)):
            return False
    return True


def _torn(before: Sequence[Row], after: Sequence[Row]) -> bool:
    """True when the last row before and the first row after the end of a page are one row."""
    above, below = before[-1], after[0]
    keys = frozenset(i for i, text in enumerate(above.texts) if text.isdigit())
    if any(below.texts[i] for i in keys) or not _fits(above, below, keys):
        return False
    if above.cut_below and below.cut_above:
        return True
    # Closed by rules on both pages: only where every row has a code or number of its own.
    beside = [*before[-2:-1], *after[1:2]]
    return any(row.texts[i].isdigit() for row in beside for i in keys)


def _whole(above: Row, below: Row) -> Row:
    """Return the row of two parts, on the page where its amounts stand."""
    texts = tuple(joined(pair) for pair in zip(above.texts, below.texts, strict=True))
    main = below if any(map(_figure, below.texts)) else above
    return replace(main, texts=texts, cut_below=below.cut_below)


def _same(one: Row, other: Row) -> bool:
    return len(one.edges) == len(other.edges) and all(
        abs(a - b) <= SAME for a, b in zip(one.edges, other.edges, strict=True)
    )


def _worded(row: Row) -> str:
    return "".join(ch for ch in row.text if ch.isalpha())


def _between(page: Sequence[Row], following: Sequence[Row]) -> bool:
    """True when something stands between the last table of a page and the first of the next:
    a note below, a title above; what comes again on the other page is its head or foot."""
    last = max(i for i, row in enumerate(page) if row.table >= 0)
    first = min(i for i, row in enumerate(following) if row.table >= 0)
    again = {_worded(row) for row in page} & {_worded(row) for row in following}
    return any(
        (words := _worded(row)) and words not in again
        for row in (*page[last + 1 :], *following[:first])
    )


def _placed(row: Row, edges: tuple[float, ...]) -> Row:
    """Return a row with a cell for every column of ``edges``: each stands where it begins."""
    at = [min(range(len(edges)), key=lambda n: abs(edges[n] - edge)) for edge in row.edges]
    texts, boxes = [""] * (len(edges) - 1), [""] * (len(edges) - 1)
    for n, text in enumerate(row.texts):
        texts[at[n]], boxes[at[n]] = text, row.boxes[n]
    filled = [False] * (len(edges) - 1)
    for n, is_full in enumerate(row.full):
        filled[at[n]] = is_full
    return replace(row, texts=tuple(texts), boxes=tuple(boxes), edges=edges, full=tuple(filled))


def _within(few: tuple[float, ...], many: tuple[float, ...]) -> bool:
    """True when columns are those of another table, some of them merged."""
    return (
        2 < len(few) < len(many)
        and abs(few[0] - many[0]) <= SAME
        and abs(few[-1] - many[-1]) <= SAME
        and all(min(abs(edge - other) for other in many) <= SAME for edge in few)
    )


def _widen(page: list[Row], following: list[Row]) -> None:
    """Give the rows that a table has on one page the columns that it has on the other.

    A page may hold only rows whose cells are merged: its own rules do not tell all columns.
    """
    before = [row for row in page if row.table >= 0]
    after = [row for row in following if row.table >= 0]
    above = [row for row in before if row.table == before[-1].table]
    below = [row for row in after if row.table == after[0].table]
    if not above or not below or _between(page, following):
        return
    # A table that begins anew has a head of its own: words, no amounts.
    heads = {row.texts for row in above}
    first = next((row for row in below if row.texts not in heads), below[0])
    if not any(map(_figure, first.texts)):
        return
    for rows, whole, others in ((following, below, above), (page, above, below)):
        if _within(whole[0].edges, others[0].edges):
            for row in whole:
                if len(row.texts) == len(row.edges) - 1:
                    at = next(n for n, one in enumerate(rows) if one is row)
                    rows[at] = _placed(row, others[0].edges)


def over_pages(pages: Sequence[list[Row]]) -> list[Row]:
    """Return the rows of all pages; a row that stands on two pages stands where it begins."""
    for page, following in pairwise(pages):
        _widen(page, following)
        ruled = [row for row in page if row.table >= 0]
        before = [row for row in ruled if row.table == ruled[-1].table]
        ruled = [row for row in following if row.table >= 0]
        after = [row for row in ruled if row.table == ruled[0].table]
        if not before or not after or not _same(before[-1], after[0]):
            continue
        if _between(page, following):
            continue
        # A header that comes again is passed over.
        while len(after) > 1 and any(row.texts == after[0].texts for row in before[:-1]):
            after.pop(0)
        if len(after[0].texts) != len(before[-1].texts) or len(after[0].texts) < 2:
            continue
        if _torn(before, after):
            page[page.index(before[-1])] = _whole(before[-1], after[0])
            following.remove(after[0])
    return [row for page in pages for row in page]
