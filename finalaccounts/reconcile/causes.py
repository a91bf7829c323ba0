"""One misprint, one finding: which single changed number would mend which broken checks.

For every number that stands in a broken linear check the checks together imply what it would
have to be. A number whose one changed value mends two or more broken checks, and breaks fewer
that hold, is taken as their common cause; the search is repeated with that value in its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from finalaccounts.reconcile.applied import FAIL, PASS, ROUNDING, Applied
from finalaccounts.reconcile.tolerance import ZERO

Changes = dict[str, Decimal]
OTHER_TOTAL = "other_total"  # explained by itself: the number is another total of the table
MOST_BROKEN = 120  # above, the reading itself is in doubt: each check stands for itself


def _gap(applied: Applied, changes: Mapping[str, Decimal]) -> Decimal:
    shift = sum(
        (
            sign * changes.get(o.id, ZERO)
            for o, sign in zip(applied.operands, applied.signs, strict=True)
        ),
        ZERO,
    )
    return (applied.difference or ZERO) + shift


def _holds(applied: Applied, changes: Mapping[str, Decimal]) -> bool:
    gap, width = _gap(applied, changes), applied.tolerance or ZERO
    return (applied.relation == "at_most" or gap >= -width) and (
        applied.relation == "at_least" or gap <= width
    )


def _sign(applied: Applied, operand: str) -> int:
    return sum(
        sign for o, sign in zip(applied.operands, applied.signs, strict=True) if o.id == operand
    )


def _best(
    broken: Sequence[Applied], holding: Mapping[str, Sequence[Applied]], changes: Changes
) -> tuple[str, Decimal, list[Applied]] | None:
    """Return the number, its change and the checks it mends, or None when none mends two."""
    using: dict[str, list[Applied]] = defaultdict(list)
    for applied in broken:
        for operand in applied.operands:
            using[operand.id].append(applied)
    best: tuple[tuple[int, int], str, Decimal, list[Applied]] | None = None
    for name, checks in using.items():
        if len(checks) < 2 or name in changes:
            continue
        tried: dict[Decimal, None] = {}
        for applied in checks:
            if sign := _sign(applied, name):
                tried.setdefault(-_gap(applied, changes) / sign)
        for change in tried:
            after = {**changes, name: change}
            mended = [a for a in checks if _holds(a, after)]
            harmed = sum(1 for a in holding.get(name, ()) if not _holds(a, after))
            score = (len(mended) - harmed, len(mended))
            if len(mended) > 1 and score[0] > 0 and (best is None or score > best[0]):
                best = (score, name, change, mended)
    return None if best is None else best[1:]


def causes(applied: Sequence[Applied]) -> list[list[Applied]]:
    """Return the broken linear checks grouped by cause, in the order of their first check.

    A check that no common cause explains is a group of its own.
    """
    broken = [
        a for a in applied
        if a.outcome == FAIL and a.signs and a.difference is not None and a.message != OTHER_TOTAL
    ]  # fmt: skip
    holding: dict[str, list[Applied]] = defaultdict(list)
    for check in applied:
        if check.outcome in (PASS, ROUNDING) and check.signs:
            for operand in check.operands:
                holding[operand.id].append(check)
    changes: Changes = {}
    groups: list[list[Applied]] = []
    owner: dict[str, list[Applied]] = {}
    left = list(broken)
    while 0 < len(left) <= MOST_BROKEN and (found := _best(left, holding, changes)) is not None:
        name, change, mended = found
        changes[name] = change
        group = owner.setdefault(name, [])
        if not group:
            groups.append(group)
        group.extend(mended)
        left = [a for a in left if a not in mended]
        for check in list(left):  # what the changed numbers mend together belongs to the last
            ids = [o.id for o in check.operands if o.id in owner]
            if ids and _holds(check, changes):
                owner[ids[-1]].append(check)
                left.remove(check)
    groups.extend([check] for check in left)
    order = {id(a): n for n, a in enumerate(applied)}
    for group in groups:
        group.sort(key=lambda a: order[id(a)])
    return sorted(groups, key=lambda g: order[id(g[0])])
