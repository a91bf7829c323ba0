"""Whether the amounts of one line fit what must hold across its columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import combinations

from finalaccounts import equations
from finalaccounts.equations import Across, Balance, Change, Part, RateOf

Within = Across | Balance | Change | RateOf
Values = Mapping[str, Decimal]  # the printed amounts of a line by column
_MOST_STRANGE = 3  # columns of which it is not known whether the total counts them
_HUNDRED = Decimal(100)


@cache
def within(table: str) -> tuple[Within, ...]:
    """Return what must hold across the columns of each line of a table."""
    found = equations.sums(table)
    shares = [r for r in found.rates if not r.share]
    return (*found.across, *found.balances, *found.changes, *shares)


def broken(rule: Within, values: Values, have: Collection[str], unit: Decimal) -> bool:
    """True when amounts break a relation across columns beyond rounding; ``have`` are the columns
    of the line, printed in or not, ``unit`` the last printed place of the table."""
    if isinstance(rule, Across):
        return _across(rule, values, have, unit)
    if isinstance(rule, Balance):
        return _balance(rule, values, have, unit)
    if isinstance(rule, Change):
        return _change(rule, values, have, unit)
    return _rate(rule, values, have, unit)


def _sides(values: Values, parts: tuple[Part, ...]) -> list[tuple[Decimal, int]]:
    """Return (sum, printed terms) of the parts: with each subtotal as printed, and with what is
    printed below it in its stead. In a sound line both make the same sum."""
    out = []
    for below in (False, True):
        names = [name for part in parts for name in _chosen(values, part, below)]
        found = [values[name] for name in names if name in values]
        out.append((sum(found, Decimal(0)), len(found)))
    return out


def _chosen(values: Values, part: Part, below: bool) -> Iterator[str]:
    """Yield the columns that stand for a part: itself, or what is printed below it."""
    inner = [n for p in part.below for n in _chosen(values, p, below) if n in values]
    own = next((n for n in (part.column, *part.choices) if n in values), "")
    if inner and (below or not own):
        yield from inner
    elif own:
        yield own


def _across(rule: Across, values: Values, have: Collection[str], unit: Decimal) -> bool:
    if rule.whole not in have or any(name in have for name in rule.before):
        return False
    counted = rule.columns - {rule.whole}
    if not any(name in have for name in counted):
        return False
    if len(values) == 1 and rule.whole in values and any(c not in rule.columns for c in have):
        return False  # a lone number may be a total without parts, or stand outside the sum
    whole = values.get(rule.whole, Decimal(0))
    sides = _sides(values, tuple(p for p in rule.parts if not p.doubtful))
    # Whether the whole counts a column that is not known is not known either.
    loose = [c for p in rule.parts if p.doubtful for c in p.names()]
    unknown = [c for c in values if c in loose or not equations.kind(rule.table, c)]
    strange = [values[c] for c in unknown][:_MOST_STRANGE]
    added = [s for n in range(len(strange) + 1) for s in combinations(strange, n)]
    return all(
        any(
            abs(whole - sum(more, total)) > (count + len(more) + 1) * unit / 2
            for total, count in sides
        )
        for more in added
    )


def _balance(rule: Balance, values: Values, have: Collection[str], unit: Decimal) -> bool:
    if not all(any(n in have for n in p.names()) for p in (*rule.left, *rule.right)):
        return False
    a, n = _sides(values, rule.left)[0]
    b, m = _sides(values, rule.right)[0]
    return abs(a - b) > (n + m) * unit / 2


def _change(rule: Change, values: Values, have: Collection[str], unit: Decimal) -> bool:
    more = next((c for c in rule.more if c in have), "")
    if not more or rule.less not in have or rule.column not in have:
        return False
    real = values.get(more, Decimal(0)) - values.get(rule.less, Decimal(0))
    told = values.get(rule.column, Decimal(0))
    # A decrease may be printed without its sign.
    return min(abs(real - told), abs(abs(real) - told)) > 3 * unit / 2


def _rate(rule: RateOf, values: Values, have: Collection[str], unit: Decimal) -> bool:
    of = next((c for c in rule.of if c in have), "")
    to = next((c for c in rule.to if c in have), "")
    if not of or not to or rule.column not in have:
        return False
    top, base = values.get(of, Decimal(0)), values.get(to, Decimal(0))
    if base <= 0:
        return False  # nothing to divide by: whatever is printed then is a matter of taste
    top -= base if rule.growth else Decimal(0)
    told = values.get(rule.column, Decimal(0))
    # The rate of amounts that are rounded themselves, and is printed with one decimal or none.
    room = (unit / 2 * (_HUNDRED + abs(top) / base * _HUNDRED) / base) + Decimal("0.51")
    real = top / base * _HUNDRED
    fits = (abs(real - told), abs(abs(real) - told), abs(real - told * _HUNDRED))
    return min(fits) > room
