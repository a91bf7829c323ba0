"""Tables that stand side by side on a sheet: one after the other, from left to right.

They are told by columns without anything in them, between two tables that begin in the same row,
each with its title alone. The two sides of one form (revenue, expenditure) have no titles of their
own, and stay beside one another. An empty row does not end tables: what stands below it in their
columns is theirs, where it does not begin with a text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from finalaccounts.extract.grid import Grid
from finalaccounts.reference import tables as reference
from finalaccounts.text import fold

# Rows and columns of a table at least.
_ROWS, _COLUMNS = 4, 2


def side_by_side(grid: Grid) -> list[Grid]:
    """Return the tables of a sheet in the order in which they are read."""
    found: list[Grid] = []
    start = 0
    bands = list(_bands(grid))
    for n, (first, last) in enumerate(bands):
        halves = _halves(grid, first, last) if first >= start else []
        if len(halves) > 1:
            for more in bands[n + 1 :]:
                if not _goes_on(grid, *more, halves):
                    break
                last = more[1]
            if start < first:
                found.append(_part(grid, start, first, 0, _width(grid)))
            found.extend(_part(grid, first, last, left, right) for left, right in halves)
            start = last
    if not found:
        return [grid]
    if start < len(grid.rows):
        found.append(_part(grid, start, len(grid.rows), 0, _width(grid)))
    return found


def _width(grid: Grid) -> int:
    return max((len(row) for row in grid.rows), default=0)


def _bands(grid: Grid) -> Iterator[tuple[int, int]]:
    """Yield the first row and the row after the last of rows that follow one another."""
    first = None
    for n, row in enumerate([*grid.rows, []]):
        if any(row):
            first = n if first is None else first
        elif first is not None:
            yield first, n
            first = None


def _halves(grid: Grid, first: int, last: int) -> list[tuple[int, int]]:
    """Return the columns of the tables of a band: one pair where it is one table."""
    edges: list[list[int]] = []
    for column in sorted(_taken(grid, first, last)):
        if edges and column == edges[-1][1]:
            edges[-1][1] = column + 1
        else:
            edges.append([column, column + 1])
    tables = [(left, right) for left, right in edges if _titled(grid, first, last, left, right)]
    whole = len(tables) == len(edges) > 1 and last - first >= _ROWS
    return tables if whole else [(0, _width(grid))]


def _taken(grid: Grid, first: int, last: int) -> set[int]:
    """Return the columns of a band with anything in them."""
    return {
        at
        for r in range(first, last)
        for c, text in enumerate(grid.rows[r])
        if text
        for at in range(c, c + grid.wide.get((r, c), 1))
    }


def _goes_on(grid: Grid, first: int, last: int, halves: Sequence[tuple[int, int]]) -> bool:
    """True for a band below an empty row whose rows are those of the tables above it."""
    inside = {at for left, right in halves for at in range(left, right)}
    return (
        sum(map(bool, grid.rows[first])) > 1
        and _taken(grid, first, last) <= inside
        and len(_halves(grid, first, last)) == 1
    )


def _titled(grid: Grid, first: int, last: int, left: int, right: int) -> bool:
    """True for columns that begin with a title alone and hold numbers below it."""
    texts = [text for text in grid.rows[first][left:right] if text]
    words = reference.shared().text
    if right - left < _COLUMNS or len(texts) != 1:
        return False
    title = fold(texts[0]).strip()
    if not re.search(words.title_word, title) or re.fullmatch(words.number, title):
        return False
    below = [text for row in grid.rows[first + 1 : last] for text in row[left:right]]
    return any(text[-1:].isdigit() for text in below if text)


def _part(grid: Grid, first: int, last: int, left: int, right: int) -> Grid:
    def inside(row: int, column: int) -> bool:
        return first <= row < last and left <= column < right

    made = Grid(
        [row[left:right] for row in grid.rows[first:last]],
        [names[left:right] for names in grid.addresses[first:last]],
        {row - first for row in grid.full if first <= row < last and left == 0},
    )
    for name in ("pieces", "high", "wide"):
        cells = getattr(grid, name)
        kept = {(r - first, c - left): v for (r, c), v in cells.items() if inside(r, c)}
        setattr(made, name, kept)
    for row, column, kind, done, text in grid.notes:
        if isinstance(column, str):
            if first <= row < last and left == 0:
                made.notes.append((row - first, column, kind, done, text))
        elif inside(row, column):
            made.notes.append((row - first, column - left, kind, done, text))
    return made
