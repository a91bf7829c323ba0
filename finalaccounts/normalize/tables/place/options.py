"""One row: the ways its numbers can stand in its columns, and the sums across it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import combinations
from math import comb

from finalaccounts import amounts
from finalaccounts.normalize.tables.parts import Row
from finalaccounts.normalize.tables.place.wide import Sound, sound_ways
from finalaccounts.reference import ties as ties_data

Option = tuple[int, ...]  # slot of each number
_MOST_OPTIONS = 1000
_MOST_STRANGE = 3  # unknown columns of a row that a sum is tried with


def options(row: Row) -> list[Option]:
    """Return the ways the numbers of a row can stand in its slots, in printed order.

    The first number of a row with a total stands there.
    """
    n, k = len(row.slots), len(row.numbers)
    if row.certain or k >= n:
        return [tuple(range(k))]
    if wide(row):
        return []
    if row.total_first and k:
        return [(0, *rest) for rest in combinations(range(1, n), k - 1)]
    return list(combinations(range(n), k))


def wide(row: Row) -> bool:
    """True for a row that has more ways than can be looked at one by one."""
    n, k = len(row.slots), len(row.numbers)
    return not row.certain and k < n and comb(n, k) > _MOST_OPTIONS


@cache
def sums_of(table: str) -> tuple[ties_data.Sum, ...]:
    """Return the sums inside a table."""
    return tuple(s for s in ties_data.layouts().sum if s.table == table)


def places(rows: Sequence[Row]) -> int:
    """Return the decimals that the table prints (a single stray longer number does not count)."""
    seen = [amounts.decimals(n.amount) for r in rows for n in r.numbers if n.amount is not None]
    for most in sorted(set(seen), reverse=True):
        if sum(d >= most for d in seen) * 10 >= len(seen):
            return most
    return 2


def columns_of(row: Row, option: Option) -> dict[str, dict[str, Decimal]]:
    """Return the printed amounts of a row by line and column."""
    out: dict[str, dict[str, Decimal]] = {s.line: {} for s in row.slots}
    for number, at in zip(row.numbers, option, strict=True):
        if number.amount is not None:
            out[row.slots[at].line][row.slots[at].column] = number.amount
    return out


def _sides(
    values: dict[str, Decimal], parts: Sequence[str], rule: ties_data.Sum
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


def breaks(rule: ties_data.Sum, row: Row, option: Option, unit: Decimal) -> int:
    """Return how many lines of the row break a sum across columns beyond rounding."""
    return sum(
        _broken(rule, values, {s.column for s in row.slots if s.line == line}, unit)
        for line, values in columns_of(row, option).items()
    )


def _broken(rule: ties_data.Sum, values: dict[str, Decimal], have: set[str], unit: Decimal) -> bool:
    if rule.balance:
        left, right = rule.balance
        if not {*left, *right} <= have:
            return False
        a, n = _sides(values, left, rule)[0]
        b, m = _sides(values, right, rule)[0]
        return abs(a - b) > (n + m) * unit / 2
    if not rule.across or rule.across not in have or not have & _parts(rule):
        return False
    if len(values) == 1 and rule.across in values and have - {rule.across, *_parts(rule)}:
        return False  # a lone number may be a total without parts, or stand outside the sum
    whole = values.get(rule.across, Decimal(0))
    sides = _sides(values, rule.parts, rule)
    # Whether the whole counts a column that is not known is not known either.
    strange = [v for c, v in values.items() if c.startswith("other:")][:_MOST_STRANGE]
    added = [s for n in range(len(strange) + 1) for s in combinations(strange, n)]
    return all(
        any(
            abs(whole - sum(more, total)) > (count + len(more) + 1) * unit / 2
            for total, count in sides
        )
        for more in added
    )


def outside(table: str, columns: Sequence[str]) -> frozenset[str]:
    """Return the columns of a table that its total does not count."""
    counted = {"total"}
    for rule in sums_of(table):
        if rule.across:
            counted |= {rule.across, *_parts(rule)}
    return frozenset(columns) - counted if len(counted) > 1 else frozenset()


def _parts(rule: ties_data.Sum) -> set[str]:
    return {*rule.parts, *(p for parts in rule.within.values() for p in parts)}


def ways(table: str, row: Row, unit: Decimal) -> list[Option]:
    """Return the options of a row, with those that leave its total empty where they must be
    thought of: a lone number in a row with columns that the total does not count, or numbers
    that make no sum with the first of them as the total, where no other row holds that total (a
    misprint is likelier than a missing total where one does)."""
    found = options(row) or _wide(table, row, unit)
    if row.certain or not row.total_first or not 0 < len(row.numbers) < len(row.slots):
        return found
    spare = [i for i, s in enumerate(row.slots) if s.column in row.outside]
    rules = sums_of(table)
    sound = any(not any(breaks(r, row, o, unit) for r in rules) for o in found)
    if len(row.numbers) == 1 and spare and sound:
        return found + list(combinations(spare, 1))
    held = any(r.down or r.whole for r in rules)
    if sound or held or comb(len(row.slots) - 1, len(row.numbers)) > _MOST_OPTIONS:
        return found
    return found + list(combinations(range(1, len(row.slots)), len(row.numbers)))


def across_fits(table: str, row: Row) -> bool:
    """True when some way of placing the row's numbers breaks no sum across its columns."""
    unit = Decimal(1).scaleb(-max(2, places([row])))
    rules = sums_of(table)
    found = options(row) or _wide(table, row, unit)
    return any(not any(breaks(r, row, o, unit) for r in rules) for o in found)


def _wide(table: str, row: Row, unit: Decimal) -> list[Option]:
    """Return the ways of a wide row that break none of its sums."""

    def sound(rule: ties_data.Sum) -> Sound:
        return lambda values, have: not _broken(rule, values, set(have), unit)

    return sound_ways(row, [(frozenset(_all(r)), sound(r)) for r in sums_of(table)])


def _all(rule: ties_data.Sum) -> set[str]:
    """Return every column that a sum across or a balance looks at."""
    balance = {c for side in rule.balance for c in side}
    return {rule.across, *_parts(rule), *balance} - {""}
