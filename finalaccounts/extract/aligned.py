"""Tables without rules between their columns: cells by where figures stand below their heads.

A figure stands below its head as its column is set: with its right edge, its left edge or its
middle. How a column is set shows where its figures are of several widths. Where anything does not
fit (two figures of a row in one column, two columns below one head, a head over figures of
another) the table has no cells, and its rows stay lines of text.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf

from finalaccounts.extract.columns import (
    OVERLAP,
    Column,
    Rows,
    left,
    middle,
    overlaps,
    right,
    setting_of,
    uneven,
    usual_setting,
)
from finalaccounts.extract.spans import GROUPS, LEVEL, level, spans_of
from finalaccounts.extract.unruled import Piece, Pieces

# Heights of a character that two columns are apart by.
_RIVER = 0.3
_COLUMNS = 60


def _counts(row: Pieces) -> bool:
    """True for a row that numbers the columns: its figures stand below the middles of heads."""
    numbers = [int(piece.text) for piece in row if piece.figure and piece.text.isdigit()]
    figures = sum(piece.figure for piece in row)
    return len(numbers) == figures > 1 and all(b - a == 1 for a, b in pairwise(numbers))


def _columns(given: Sequence[Pieces]) -> list[Column]:
    """Return what stands below one another, parted by gaps that run through all rows."""
    body = [row for row in given if not _counts(row)]
    coded = [row for row in body if len(row) > 1 and row[0].text.isdigit() and not row[1].figure]
    # Rows without a code (the total) may hold a name that stands across both columns.
    leading = coded if 2 * len(coded) >= len(body) else body
    whole = {id(row) for row in leading}
    counted = [
        piece
        for row in body
        for at, piece in enumerate(row)
        if piece.figure or at or id(row) in whole
    ]
    found: list[Column] = []
    for piece in sorted(counted, key=left):
        gap = _RIVER * piece.size
        if found and left(piece) < found[-1].x1 + gap:
            found[-1].x1 = max(found[-1].x1, right(piece))
        else:
            found.append(Column(left(piece), right(piece)))
        (found[-1].figures if piece.figure else found[-1].texts).append(piece)
    return found


def _leaves(head: Sequence[Pieces]) -> tuple[Pieces, list[Pieces]]:
    """Return the heads that no other head stands below, and those above them, row by row."""
    leaves: Pieces = []
    above: list[Pieces] = []
    for row in reversed(head):
        higher = []
        for piece in row:
            slack = OVERLAP * piece.size
            if any(
                left(piece) < right(o) - slack and right(piece) > left(o) + slack for o in leaves
            ):
                higher.append(piece)
        leaves.extend(piece for piece in row if piece not in higher)
        if higher:
            above.insert(0, higher)
    return sorted(leaves, key=middle), above


def _below(column: Column, leaves: Pieces, setting: str) -> Piece | None:
    """Return the head that a column of figures stands below, None where that is open."""
    over = [piece for piece in leaves if overlaps(column, piece)]
    if setting == "right":
        found = next((p for p in reversed(leaves) if middle(p) < column.x1), None)
    elif setting == "left":
        found = next((p for p in leaves if middle(p) > column.x0), None)
    else:
        found = over[0] if len(over) == 1 else None
    return found if found is not None and all(p is found for p in over) else None


def _headed(columns: list[Column], leaves: Pieces, usual: str) -> list[Column] | None:
    """Return the columns with their heads, those without anything in them too; ``usual`` is how
    the columns of other tables are set."""
    settings = [setting_of(c) if c.figures and not c.texts else "" for c in columns]
    if any(map(uneven, columns)):
        return None
    usual = usual_setting(columns) or usual
    taken: list[Piece] = []
    for column, setting in zip(columns, settings, strict=True):
        if column.figures and not column.texts and not (column.coded and column is columns[0]):
            column.head = _below(column, leaves, setting or ("" if column.coded else usual))
            if column.head is None or column.head in taken:
                return None
            taken.append(column.head)
    free = [piece for piece in leaves if piece not in taken]
    for column in columns:
        own = [piece for piece in free if column.head is None and overlaps(column, piece)]
        if len(own) > 1:
            return None
        column.head = own[0] if own else column.head
        free = [piece for piece in free if piece not in own]
    for n, column in enumerate(columns):
        if column.head is None:
            # Names are set at the left edge of their column, their head in its middle.
            after = next((c.middle for c in columns[n + 1 :] if c.head is not None), inf)
            before = next((c.middle for c in reversed(columns[:n]) if c.head is not None), -inf)
            own = [piece for piece in free if before < middle(piece) < after]
            if len(own) > 1:
                return None
            column.head = own[0] if own else None
            free = [piece for piece in free if piece not in own]
    whole = [*columns, *(Column(left(piece), right(piece), head=piece) for piece in free)]
    whole.sort(key=lambda column: column.middle)
    heads = [column.middle for column in whole if column.head is not None]
    inside = [column.x0 for column in whole if column.figures or column.texts]
    return whole if heads == sorted(heads) and inside == sorted(inside) else None


def _filled(row: Pieces, columns: Sequence[Column]) -> list[Pieces] | None:
    """Return a row by columns, None where two figures stand in one or one in none."""
    cells: list[Pieces] = [[] for _ in columns]
    counts = _counts(row)
    for piece in row:
        at = [n for n, column in enumerate(columns) if overlaps(column, piece)]
        if counts and piece.figure:
            at = [n for n, c in enumerate(columns) if abs(c.middle - middle(piece)) <= piece.size]
        if piece.figure and (len(at) != 1 or any(p.figure for p in cells[at[0]])):
            return None
        if not at:
            before = [n for n, c in enumerate(columns) if c.x0 <= left(piece) + piece.size]
            at = before[-1:] or [0]
        cells[at[0]].append(piece)
    return cells


def tabled(
    head: Sequence[Pieces], body: Sequence[Pieces], usual: str
) -> tuple[list[Column], Rows] | None:
    """Return the columns of a table and its rows, its head first; None where they are not certain."""
    leaves, above = _leaves(head)
    if len(leaves) < 3:
        return None
    made = _below_heads(leaves, above, body, usual)
    if made is not None:
        return made
    # A head over two columns may stand between their own heads and over neither.
    lowest = max(map(level, leaves))
    high = [piece for piece in leaves if level(piece) < lowest - LEVEL * piece.size]
    found = []
    for piece in high if len(high) <= GROUPS else ():
        rest = [one for one in leaves if one is not piece]
        beside = [n for n, row in enumerate(above) if abs(level(row[0]) - level(piece)) < 1]
        lifted = [list(row) for row in above]
        if beside:
            lifted[beside[0]] = sorted([*lifted[beside[0]], piece], key=middle)
        else:
            lifted = sorted([*lifted, [piece]], key=lambda row: level(row[0]))
        if (other := _below_heads(rest, lifted, body, usual)) is not None:
            found.append(other)
    return found[0] if len(found) == 1 else None


def _below_heads(
    leaves: Pieces, above: Sequence[Pieces], body: Sequence[Pieces], usual: str
) -> tuple[list[Column], Rows] | None:
    """Return columns and rows below these heads, None where they are not certain."""
    found = _columns(body)
    amounts = [column for column in found if column.figures and not column.texts]
    if len(amounts) < 2 or len(found) > _COLUMNS:
        return None
    columns = _headed(found, leaves, usual)
    if columns is None or (inner := rows_of(body, columns)) is None:
        return None
    heads: Rows = [[[] for _ in columns] for _ in range(len(above) + 1)]
    # A head that no other stands above begins in the first row.
    deep = [0] * len(columns)
    for n, groups in enumerate(above):
        if (spans := spans_of(groups, columns, usual, n == len(above) - 1)) is None:
            return None
        for piece, (first, last) in zip(groups, spans, strict=True):
            heads[n][first].append(piece)
            deep[first : last + 1] = [n + 1] * (last + 1 - first)
    for n, column in enumerate(columns):
        if column.head is not None:
            heads[deep[n]][n].append(column.head)
    return columns, [*heads, *inner]


def rows_of(body: Sequence[Pieces], columns: Sequence[Column]) -> Rows | None:
    """Return rows by the columns of their table, None where one does not fit."""
    filled = [_filled(row, columns) for row in body]
    kept = [row for row in filled if row is not None]
    return kept if len(kept) == len(filled) else None
