"""One row: the ways its numbers can stand in its columns, and the sums across it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import combinations
from math import comb

from finalaccounts import amounts
from finalaccounts.normalize.tables.parts import Row
from finalaccounts.reference import tables as reference

Option = tuple[int, ...]  # slot of each number
_MOST_OPTIONS = 4000


def options(row: Row) -> list[Option]:
    """Return the ways the numbers of a row can stand in its slots, in printed order."""
    n, k = len(row.slots), len(row.numbers)
    if row.certain or k >= n:
        return [tuple(range(k))]
    if comb(n, k) > _MOST_OPTIONS:
        return []
    if row.total_first and k:
        return [(0, *rest) for rest in combinations(range(1, n), k - 1)]
    return list(combinations(range(n), k))


@cache
def sums_of(table: str) -> tuple[reference.Sum, ...]:
    """Return the sums inside a table."""
    return tuple(s for s in reference.layouts().sum if s.table == table)


def places(rows: Sequence[Row]) -> int:
    """Return the decimals that the table prints (a single stray longer number does not count)."""
    seen = [amounts.decimals(n.amount) for r in rows for n in r.numbers if n.amount is not None]
    for most in sorted(set(seen), reverse=True):
        if sum(d >= most for d in seen) * 10 >= len(seen):
            return most
    return 2


def columns_of(row: Row, option: Option) -> dict[str, Decimal]:
    """Return the printed amounts of a one-line row by column."""
    out: dict[str, Decimal] = {}
    for number, at in zip(row.numbers, option, strict=True):
        if number.amount is not None:
            out[row.slots[at].column] = number.amount
    return out


def _sides(
    values: dict[str, Decimal], parts: Sequence[str], rule: reference.Sum
) -> list[tuple[Decimal, int]]:
    """Return (sum, printed terms) of the parts: with each subtotal as printed, and with what is
    printed below it in its stead. In a sound row both make the same sum."""
    out = []
    for below in (False, True):
        total, count = Decimal(0), 0
        for part in parts:
            inner = [p for p in rule.within.get(part, ()) if p in values]
            for name in inner if inner and (below or part not in values) else [part]:
                if name in values:
                    total += values[name]
                    count += 1
        out.append((total, count))
    return out


def breaks(rule: reference.Sum, row: Row, option: Option, unit: Decimal) -> bool:
    """True when an option breaks a sum across the columns of its row beyond rounding."""
    have = {s.column for s in row.slots}
    values = columns_of(row, option)
    if rule.balance:
        left, right = rule.balance
        if not {*left, *right} <= have:
            return False
        a, n = _sides(values, left, rule)[0]
        b, m = _sides(values, right, rule)[0]
        return abs(a - b) > (n + m) * unit / 2
    if not rule.across or rule.across not in have:
        return False
    whole = values.get(rule.across, Decimal(0))
    sides = _sides(values, rule.parts, rule)
    return any(abs(whole - total) > (count + 1) * unit / 2 for total, count in sides)


def across_fits(table: str, row: Row) -> bool:
    """True when some way of placing the row's numbers breaks no sum across its columns."""
    unit = Decimal(1).scaleb(-max(2, places([row])))
    rules = sums_of(table)
    return any(not any(breaks(r, row, o, unit) for r in rules) for o in options(row))
