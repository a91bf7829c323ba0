"""Heads that stand over several columns of a table without rules: over which."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from finalaccounts.extract.columns import EDGE, Column, middle, setting_of
from finalaccounts.extract.unruled import Piece, Pieces

# Heights of a character: how far the middle of a head is from that of the columns below it, and how
# far heads of one row differ in height. Heads over several columns in one row.
_MIDDLE, LEVEL, GROUPS = 0.8, 0.5, 8


def level(piece: Piece) -> float:
    """Return the height at which the middle of a head stands."""
    return (piece.base + [piece, *piece.more][-1].base) / 2


def _under(groups: Pieces, columns: Sequence[Column], last: bool) -> list[list[int]]:
    """Return the columns that may stand below heads of several, in the order to be tried; ``last``
    says that no such heads stand between."""
    heads = {n: c.head for n, c in enumerate(columns) if c.head is not None}
    size = groups[0].size
    lowest = max(map(level, heads.values()))
    first = max(head.base for head in heads.values())
    near = [
        n
        for n, head in heads.items()
        if level(head) >= lowest - LEVEL * size or head.base >= first - EDGE * size
    ]
    if last and len(near) < len(heads):
        # Heads that begin in the row of these stand higher than those below them.
        return [near]
    below = [n for n, head in heads.items() if level(head) > level(groups[0]) + EDGE * size]
    amounts = [n for n in below if not columns[n].texts and not columns[n].coded]
    return [near, below, amounts]


def _edges(columns: Sequence[Column], usual: str) -> list[tuple[float, float]]:
    """Return the cells of columns: what is set at one edge stands as far from its head's middle as
    the other edge; columns without anything in them lie between the others."""
    found: list[list[float | None]] = []
    for column in columns:
        setting = (
            "left" if column.texts or column.coded else setting_of(column) if column.figures else ""
        )
        setting = setting or (usual if column.figures else "")
        at = {"left": column.x0, "right": column.x1}.get(setting) if column.head else None
        over = None if at is None else 2 * column.middle - at
        pair = (at, over) if setting == "left" else (over, at)
        found.append(list(pair if column.figures or column.texts else (None, None)))
    # Between the cells of two columns lie their paddings.
    apart = sorted(
        max(b[0] - a[1], 0.0) for a, b in pairwise(found) if a[1] is not None and b[0] is not None
    )
    gap = apart[len(apart) // 2] if apart else 0.0
    for n, column in enumerate(columns):
        start, end = found[n]
        if start is None and end is None:
            before = found[n - 1][1] if n else None
            after = found[n + 1][0] if n + 1 < len(found) else None
            start = None if before is None else before + gap
            end = None if after is None else after - gap
            if start is None and end is not None:
                start = 2 * column.middle - end
            if end is None and start is not None:
                end = 2 * column.middle - start
            found[n] = [start, end]
    return [
        (c.middle if a is None else a, c.middle if b is None else b)
        for c, (a, b) in zip(columns, found, strict=True)
    ]


def spans_of(
    groups: Pieces, columns: Sequence[Column], usual: str, last: bool
) -> list[tuple[int, int]] | None:
    """Return the first and last column of each head that stands over several; None where that is
    open. ``last`` says that no such heads stand between these and the columns."""
    if len(groups) > GROUPS:
        return None
    edges = _edges(columns, usual)
    found = {
        starts[0]
        for under in _under(groups, columns, last)
        if len(starts := _divided(groups, edges, under, 0)) == 1
    }
    return list(found.pop()) if len(found) == 1 else None


def _divided(
    groups: Pieces, edges: Sequence[tuple[float, float]], under: Sequence[int], at: int
) -> list[tuple[tuple[int, int], ...]]:
    """Return the ways to give each head the columns around its middle, none left over."""
    if not groups:
        return [()] if at == len(under) else []
    found: list[tuple[tuple[int, int], ...]] = []
    for end in range(at + 1, len(under) + 1):
        if under[end - 1] - under[at] != end - at - 1 or len(found) > 1:
            break
        between = (edges[under[at]][0] + edges[under[end - 1]][1]) / 2
        if abs(middle(groups[0]) - between) <= _MIDDLE * groups[0].size:
            rest = _divided(groups[1:], edges, under, end)
            found.extend(((under[at], under[end - 1]), *more) for more in rest)
    return found
