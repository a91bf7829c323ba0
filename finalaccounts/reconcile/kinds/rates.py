"""Changes and rates printed in the columns of a table: each is checked as what its head says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from finalaccounts import equations as what
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, PASS, Applied, Operand
from finalaccounts.reconcile.tolerance import Interval, judge_ratio, judge_terms
from finalaccounts.reconcile.view import View
from finalaccounts.reference.rules import Rule

HUNDRED = 100


def rated(view: View, rule: Rule) -> Iterator[Applied]:
    """Yield the checks of a rule on changes and rates, one for each that a table prints."""
    for sums in what.every_sum():
        for change in sums.changes:
            if change.rule == rule.id:
                yield from _changes(view, rule, change)
        for rate in sums.rates:
            if rate.rule == rule.id:
                yield from _rates(view, rule, rate)


Cell = tuple[str, str]  # line, column


def _printed(view: View, table: str, column: str) -> Iterator[tuple[Cell, bool, Operand]]:
    """Yield the printed numbers of a change or rate with their places, and whether they stand in
    a line of their own below the columns (items as columns) rather than in a column."""
    for line in view.lines(table):
        found = view.figure(table, line, column)
        if found is not None and found.amount is not None:
            yield (line, column), False, found
    for item in view.columns(table) if column in view.lines(table) else ():
        found = view.figure(table, column, item)
        if found is not None and found.amount is not None:
            yield (column, item), True, found


def _at(view: View, table: str, cell: Cell, turned: bool, names: Sequence[str]) -> list[Operand]:
    """Return what is printed beside a cell under ``names``: columns, or lines (``turned``)."""
    places = [(name, cell[1]) if turned else (cell[0], name) for name in names]
    found = [view.figure(table, *place) for place in places]
    return [o for o in found if o is not None and o.amount is not None]


def _changes(view: View, rule: Rule, change: what.Change) -> Iterator[Applied]:
    table = change.table
    for cell, turned, printed in _printed(view, table, change.column):
        place = ".".join((table, *cell))
        more = _at(view, table, cell, turned, change.more)[:1]
        less = _at(view, table, cell, turned, (change.less,))
        if not more or not less:
            yield compare.not_evaluable(rule, place, (printed, *more, *less))
            continue
        found = compare.summed(rule, place, more[0], [less[0], printed])
        if found.outcome == FAIL and printed.amount is not None and printed.amount > 0:
            # A decrease may be printed without its sign.
            turned_round = judge_terms((less[0],), (more[0], printed))
            if turned_round.outcome != FAIL:
                found = compare.told(rule, place, turned_round.outcome, (*less, *more, printed))
        if found.outcome == FAIL and _grown(more[0], less[0], printed):
            found = compare.told(rule, place, PASS, (*less, *more, printed))
        yield found


def _rates(view: View, rule: Rule, rate: what.RateOf) -> Iterator[Applied]:
    table = rate.table
    for cell, turned, printed in _printed(view, table, rate.column):
        place = ".".join((table, *cell))
        tops = _at(view, table, cell, turned, rate.of)[:1]
        bases = [b for b in _bases(view, rate, cell, turned) if b.amount]
        unusable = [o for o in (*tops, *bases, printed) if not compare.usable(rule, o)]
        if not tops or not bases or unusable:
            yield compare.not_evaluable(rule, place, (*tops, *bases, printed))
            continue
        checks = [_check(rule, place, tops[0], base, printed, rate.growth) for base in bases]
        yield next((c for c in checks if c.outcome != FAIL), checks[0])


def _bases(view: View, rate: what.RateOf, cell: Cell, turned: bool) -> list[Operand]:
    """Return what a rate may divide by; a share by the same column in the line of the total."""
    if not rate.share:
        return _at(view, rate.table, cell, turned, rate.to)
    if turned:
        return []
    wholes = [lines.whole for lines in what.sums(rate.table).lines]
    places = [what.total_of(rate.table, column) for column in rate.to]
    places += [(whole, column) for whole in wholes for column in rate.to]
    found = [view.figure(rate.table, *place) for place in dict.fromkeys(places)]
    return [o for o in found if o is not None and o.amount is not None]


def _check(
    rule: Rule, place: str, top: Operand, base: Operand, printed: Operand, growth: bool
) -> Applied:
    """Check one rate. It may be printed as a fraction, and a decrease without its sign."""
    value = compare.percent(top, base)
    if value is not None and growth:
        value = _less(value, top, base)
    found = compare.ratio(rule, place, printed, value, (top, base))
    if found.outcome != FAIL or value is None or printed.amount is None:
        return found
    by = HUNDRED
    forms = [
        replace(printed, amount=printed.amount * by, half=printed.half * by, coarse=printed.coarse * by),
        replace(printed, amount=-printed.amount) if growth and value.mid < 0 else printed,
    ]  # fmt: skip
    fits = any(judge_ratio(form, value).outcome == PASS for form in forms)
    if growth and not fits:  # a head may say "change" and mean the amount
        fits = any(judge_terms(*sides).outcome != FAIL for sides in (
            ((top,), (base, printed)), ((base,), (top, printed)),
        ))  # fmt: skip
    return compare.told(rule, place, PASS, (top, base, printed)) if fits else found


def _grown(top: Operand, base: Operand, printed: Operand) -> bool:
    """True when a printed change is the rate of change: a head may say "change" and mean that."""
    value = compare.percent(top, base)
    return value is not None and judge_ratio(printed, _less(value, top, base)).outcome == PASS


def _less(value: Interval, top: Operand, base: Operand) -> Interval:
    """Return the growth of which ``value`` is the level: 111.11 % is a growth of 11.11 %."""
    wide = value.wide and (value.wide[0] - HUNDRED, value.wide[1] - HUNDRED)
    made = (((top, 1), (base, -1)), ((base, 1),))
    return Interval(value.lo - HUNDRED, value.mid - HUNDRED, value.hi - HUNDRED, wide, made)
