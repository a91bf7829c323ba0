"""Yearly changes and rates that the narrative states: ``[rate_rules]`` of checks.toml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from finalaccounts.model import Statement
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, PASS, ROUNDING, SLIP, Applied, Operand
from finalaccounts.reconcile.kinds.stated import money
from finalaccounts.reconcile.tolerance import Interval, judge_ratio
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import checks
from finalaccounts.reference.rules import Rule

SIGNS = {"increase": 1, "decrease": -1, "flat": 0}


@dataclass(frozen=True, slots=True)
class Change:
    """A stated rate with the change and this year's amount it belongs to.

    ``named`` tells that the amount bears the rate's subject as its own name.
    """

    rate: Statement
    change: Statement | None
    current: Statement | None
    named: bool


def evaluate(view: View, rule: Rule) -> Iterator[Applied]:
    """Yield a check for every yearly rate of the rule's sections, and for its direction."""
    named = checks().rate_rules
    for section in sections(view):
        if named.get(section, named[""]) == rule.id:
            for change in changes(view, section):
                yield _rate(view, rule, change)
    if checks().direction_rule == rule.id:
        yield from _directions(view, rule)


def changes(view: View, section: str) -> Iterator[Change]:
    """Yield the yearly rates of a section with the change and the amount they speak of.

    A change of the rate's amount or subject belongs to it; of another subject only the one that
    stands next to it in its sentence.
    """
    told = view.narrative.section(section)
    order = view.narrative.order
    for rate in told:
        if rate.item != "yoy_rate":
            continue
        near = [c for c in told if c.item == "yoy_change" and not view.narrative.apart(c, rate)]
        near.sort(key=lambda c: abs(order(c) - order(rate)))
        of_one = [c for c in near if c.of and c.of == rate.of]
        near = (
            of_one
            or [c for c in near if c.subject == rate.subject]
            or [c for c in near[:1] if abs(order(c) - order(rate)) == 1]
        )
        change = near[0] if near else None
        current, named = _current(view, change or rate)
        yield Change(rate, change, current, named)


def _current(view: View, statement: Statement) -> tuple[Statement | None, bool]:
    """Return this year's amount that a change or rate speaks of, and whether that is certain.

    Where the statement does not say, the amount whose own name is the subject wins; else the
    nearest of its sentence.
    """
    target = view.narrative.spoken_of(statement)
    if target is not None and money(view, target):
        return target, statement.of_certain == "yes"
    aside = {*checks().current_not, *checks().budget_items}
    pool = [
        s
        for s in view.narrative.earlier(statement)
        if money(view, s) and s.item not in aside and s.amount is not None
    ]
    if statement.subject:
        for s in pool:
            if statement.subject in (s.label, s.subject):
                return s, True
    near = [s for s in pool if view.narrative.apart(s, statement) <= 1]
    return (near[0] if near else None), False


def sections(view: View) -> list[str]:
    """Return the sections of the narrative in reading order."""
    return list(dict.fromkeys(s.section for s in view.narrative.now))


def _growths(current: Operand, delta: Operand) -> tuple[Interval | None, Interval | None]:
    return compare.growth(current, delta, 1), compare.growth(current, delta, -1)


def fits(printed: Operand, value: Interval | None) -> bool:
    """True when a printed percentage can be the value."""
    return value is not None and judge_ratio(printed, value).outcome != FAIL


def _rate(view: View, rule: Rule, at: Change) -> Applied:
    place, printed = at.rate.statement_id, view.stated(at.rate)
    if at.change is None:
        return _from_both_years(view, rule, at.rate, printed)
    if at.current is None or at.rate.approx:
        return compare.not_evaluable(rule, place, (printed,))
    delta = view.stated(at.change)
    sign = SIGNS.get(at.change.direction, 0) or SIGNS.get(at.rate.direction, 0)
    # Where the two words of direction disagree (N01.R03), either may be the one that is meant.
    signs = (sign or 1, -(sign or 1)) if at.change.direction != at.rate.direction else (sign or 1,)
    possible = _possible(view, at)
    slip = None
    for amount, way in ((a, w) for a in possible for w in signs):
        current = view.common(delta, view.stated(amount))[1]
        value = compare.growth(current, delta, way)
        found = compare.ratio(rule, place, printed, value, (current, delta))
        if found.outcome in (PASS, ROUNDING):
            return found
        slip = slip or (found if found.outcome == SLIP else None)
    if slip is not None:
        return slip
    # None of the amounts fits: the finding speaks of the nearest that is this year's.
    way = signs[0]
    not_ours = checks().current_not
    nearest = next((s for s in possible if s.item not in not_ours), at.current)
    current, delta = view.common(view.stated(nearest), delta)
    bases = {
        "current_year": compare.percent(delta, current),
        "opposite_direction": compare.growth(current, delta, -way),
    }
    operator = "\u2212" if way > 0 else "+"
    words = {"formula": f"{delta.amount} \u00f7 ({current.amount} {operator} {delta.amount})"}
    value = compare.growth(current, delta, way)
    read = at.change.sentence is not None  # by us, who say what it is of where that is told
    if at.change.of_certain == "no" or (read and not at.change.of):
        # Which amount changed is left open: none that fits is no proof that one must.
        return compare.not_evaluable(rule, place, (current, delta, printed))
    return compare.ratio(rule, place, printed, value, (current, delta), bases, message="growth", words=words)  # fmt: skip


def _from_both_years(view: View, rule: Rule, rate: Statement, printed: Operand) -> Applied:  # fmt: skip
    """A rate may stand beside both years' amounts instead of a change."""
    beside = view.narrative.sentence(rate)
    own = [s for s in beside if s.subject == rate.subject and money(view, s)]
    before = next((s for s in own if view.narrative.last_year(s)), None)
    now = next((s for s in own if s.item in checks().final_items and s.year == rate.year), None)
    if before is None or now is None:
        return compare.not_evaluable(rule, rate.statement_id, (printed,))
    last, this = view.common(view.stated(before), view.stated(now))
    ends = Interval.printed(last), Interval.printed(this)
    change = ends[1] - ends[0] if rate.direction == "increase" else ends[0] - ends[1]
    value = change.divided(ends[0], 100)
    if value is not None:
        sign = 1 if rate.direction == "increase" else -1
        value = replace(value, made=(((this, sign), (last, -sign)), ((last, 1),)))
    words = {"formula": f"({this.amount} \u2212 {last.amount}) \u00f7 {last.amount}"}
    return compare.ratio(rule, rate.statement_id, printed, value, (last, this), message="growth", words=words)  # fmt: skip


def _possible(view: View, at: Change) -> list[Statement]:
    """Return the amounts a change may speak of, the nearest first.

    They are the amounts of its sentence before it, the one its subject names, and where that is
    not told, all of the section before it.
    """
    assert at.change is not None and at.current is not None
    if at.change.of and at.named:
        return [at.current]
    found = []
    for s in view.narrative.earlier(at.change):
        if money(view, s) and s.item not in ("yoy_change", "budget_change") and s.amount:
            near = not view.narrative.apart(s, at.change)
            if near or s is at.current or not at.named:
                found.append(s)
    # "Income and expenditure were both ...": of two names at one number the subject's own.
    if at.named and found and _place(found[0]) == _place(at.current):
        found.insert(0, at.current)
    return found or [at.current]


def _directions(view: View, rule: Rule) -> Iterator[Applied]:
    """A change and its rate go in one direction."""
    say = checks().direction
    for section in sections(view):
        for at in changes(view, section):
            place = at.rate.statement_id
            printed = view.stated(at.rate)
            words = {at.rate.direction, at.change.direction if at.change else ""}
            if at.change is None or not words <= {"increase", "decrease"}:
                yield compare.not_evaluable(rule, place, (printed,))
                continue
            operands = (view.stated(at.change), printed)
            if len(words) == 1:
                yield compare.told(rule, place, PASS, operands)
                continue
            odd, other = at.rate, at.change
            if at.current is not None:
                current, delta = view.common(view.stated(at.current), operands[0])
                up, down = _growths(current, delta)
                good = {"increase": fits(printed, up), "decrease": fits(printed, down)}
                if good[at.rate.direction] and not good[at.change.direction]:
                    odd, other = at.change, at.rate
            yield compare.told(
                rule, place, FAIL, operands,
                printed=odd.label, expected=say[other.direction]["zh"],  # type: ignore[index]
                message="direction",
                words={
                    "change": f"{at.change.label}{at.change.amount}{at.change.unit}",
                    "rate": f"{at.rate.label}{at.rate.amount}{at.rate.unit}",
                    "change_en": f"{say[at.change.direction]['en']} of {at.change.amount}",  # type: ignore[index]
                    "rate_en": f"{say[at.rate.direction]['en']} of {at.rate.amount}{at.rate.unit}",  # type: ignore[index]
                },
            )  # fmt: skip


def _place(statement: Statement) -> tuple[str, int, int | None, str]:
    """Return where the number of a statement is printed."""
    amount = str(statement.amount)
    return statement.source, statement.source_line, statement.source_column, amount
