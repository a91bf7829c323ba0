"""Yearly changes and completion rates that the narrative states (N01, N04, N05.R04, N10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from finalaccounts.model import Statement
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import ASK, FAIL, PASS, ROUNDING, SLIP, Applied, Operand
from finalaccounts.reconcile.narrative_totals import totals
from finalaccounts.reconcile.registry import rule
from finalaccounts.reconcile.telling import Telling, telling
from finalaccounts.reconcile.tolerance import Interval, judge_ratio, judge_same
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import checks, pattern
from finalaccounts.reference.rules import Rule

SIGNS = {"increase": 1, "decrease": -1, "flat": 0}
BESIDE = 20  # characters between a change and its rate


@dataclass(frozen=True, slots=True)
class Change:
    """A stated rate with the change and this year's amount it belongs to.

    ``named`` tells that the amount bears the rate's subject as its own name.
    """

    rate: Statement
    change: Statement | None
    current: Statement | None
    named: bool


def changes(tell: Telling, section: str) -> Iterator[Change]:
    """Yield the yearly rates of a section with the change and the amount they speak of."""
    for rate in tell.section(section):
        if rate.item != "yoy_rate":
            continue
        near = [
            c
            for c in tell.section(section)
            if c.item == "yoy_change" and tell.same_sentence(c, rate)
        ]
        near.sort(key=lambda c: abs(tell.spot(c).start - tell.spot(rate).start))
        # Of another subject's changes only the one right beside the rate can be meant.
        near = [c for c in near if c.subject == rate.subject] or [
            c for c in near[:1] if tell.gap(c, rate) < BESIDE
        ]
        change = near[0] if near else None
        current, named = tell.current(change or rate)
        yield Change(rate, change, current, named)


def _sections(view: View) -> list[str]:
    return list(dict.fromkeys(s.section for s in view.report.statements))


@rule("N01.R02", "N10.R02")
def yearly_rates(view: View, rule: Rule) -> Iterator[Applied]:
    """A yearly rate is the change over last year's amount (this year's less the change)."""
    tell = telling(view)
    named = checks().rate_rules
    for section in _sections(view):
        if named.get(section, named[""]) == rule.id:
            for change in changes(tell, section):
                yield _rate(view, tell, rule, change)


@rule("N04.R01")
def appropriation(view: View, rule: Rule) -> Iterator[Applied]:
    """Appropriation totals agree with their table; yearly rates as in N01.R02."""
    yield from totals(view, rule)
    yield from yearly_rates(view, rule)


def _growths(current: Operand, delta: Operand) -> tuple[Interval | None, Interval | None]:
    return compare.growth(current, delta, 1), compare.growth(current, delta, -1)


def _fits(printed: Operand, value: Interval | None) -> bool:
    return value is not None and judge_ratio(printed, value).outcome != FAIL


def _rate(view: View, tell: Telling, rule: Rule, at: Change) -> Applied:
    place, printed = at.rate.statement_id, view.stated(at.rate)
    if at.change is None or at.current is None or at.rate.approx:
        return compare.not_evaluable(rule, place, (printed,))
    delta = view.stated(at.change)
    sign = SIGNS.get(at.change.direction, 0) or SIGNS.get(at.rate.direction, 0)
    # Where the two words of direction disagree (N01.R03), either may be the one that is meant.
    signs = (sign or 1, -(sign or 1)) if at.change.direction != at.rate.direction else (sign or 1,)
    possible = _possible(tell, at)
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
    return compare.ratio(rule, place, printed, value, (current, delta), bases, message="growth", words=words)  # fmt: skip


def _possible(tell: Telling, at: Change) -> list[Statement]:
    """Return the amounts a change may speak of, the nearest first.

    They are the amounts of its sentence before it, the one its subject names, and where that is
    not told, all of the section before it.
    """
    assert at.change is not None and at.current is not None
    found = []
    for s in tell.before(at.change):
        if tell.money(s) and s.item not in ("yoy_change", "budget_change") and s.amount:
            near = tell.same_sentence(s, at.change)
            if near or s is at.current or not at.named:
                found.append(s)
    return found or [at.current]


@rule("N01.R03")
def directions(view: View, rule: Rule) -> Iterator[Applied]:
    """A change and its rate go in one direction."""
    tell = telling(view)
    say = checks().direction
    for section in _sections(view):
        for at in changes(tell, section):
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
                fits = {"increase": _fits(printed, up), "decrease": _fits(printed, down)}
                if fits[at.rate.direction] and not fits[at.change.direction]:
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


@rule("N04.R02")
def same_total_other_change(view: View, rule: Rule) -> Iterator[Applied]:
    """Where both grand totals are the same, their yearly changes may be expected to be too."""
    place = "appropriation_summary.yoy_change"
    pairs = []
    for section in ("summary", "appropriation_summary"):
        total = view.statements(section, "revenue_grand_total")
        change = view.statements(section, "yoy_change")
        if not total or not change:
            yield compare.not_evaluable(rule, place)
            return
        pairs.append((view.stated(total[0]), change[0]))
    (total_a, change_a), (total_b, change_b) = pairs
    if judge_same(*view.common(total_a, total_b)).outcome == FAIL:
        yield compare.not_applicable(rule, place)
        return
    left, right = view.common(view.stated(change_a), view.stated(change_b))
    same = change_a.direction == change_b.direction
    found = compare.same(rule, place, left, right)
    if same or found.outcome == ASK:
        yield compare.same(rule, place, left, right, words={"total": str(total_a.amount)}, message="other_change")  # fmt: skip
    else:
        yield compare.told(rule, place, FAIL, (left, right), printed=str(left.amount), expected=str(right.amount), words={"total": str(total_a.amount)}, message="other_change")  # fmt: skip


# ---------------------------------------------------------------- completion of the budget


@rule("N05.R04")
def completion_rates(view: View, rule: Rule) -> Iterator[Applied]:
    """A completion rate is outturn over budget; over a budget of zero there is none."""
    tell = telling(view)
    named = checks().completion_rules
    for section in _sections(view):
        if named.get(section, named[""]) != rule.id:
            continue
        for s in tell.section(section):
            if s.item == "completion_rate":
                yield completion(view, tell, rule, s)


def pair_of(tell: Telling, rate: Statement) -> tuple[Statement | None, Statement | None]:
    """Return the budget and the outturn that a completion rate speaks of.

    Both stand close to the rate and speak of the same code and subject.
    """
    found: list[Statement | None] = []
    for items in (checks().budget_items, [*checks().final_items, "revenue_total", "expenditure_total", "agency_operation"]):  # fmt: skip
        near = []
        for s in tell.section(rate.section):
            if s.item not in items or s.code != rate.code or not tell.money(s):
                continue
            if s.subject != rate.subject and rate.subject and s.subject:
                continue
            a, b = sorted((s, rate), key=lambda x: tell.spot(x).start)
            between = [x for x in tell.section(rate.section) if x.item == "completion_rate" and x is not rate and tell.spot(a).start < tell.spot(x).start < tell.spot(b).start]  # fmt: skip
            if not between and tell.spot(b).start - tell.spot(a).end < 160:
                near.append((s is b, tell.spot(b).start - tell.spot(a).end, s))
        found.append(min(near, key=lambda n: n[:2])[2] if near else None)
    return found[0], found[1]


def completion(view: View, tell: Telling, rule: Rule, rate: Statement) -> Applied:
    """Check one completion rate; ``ask`` where budget and outturn are both zero."""
    printed = view.stated(rate)
    budget, final = pair_of(tell, rate)
    if final is None:
        return compare.not_evaluable(rule, rate.statement_id, (printed,))
    if budget is None:
        return _from_difference(view, tell, rule, rate, final)
    done, whole = view.common(view.stated(final), view.stated(budget))
    if not whole.amount:
        zero = not done.amount
        return compare.told(
            rule, rate.statement_id, ASK if zero else FAIL, (whole, done, printed),
            printed=f"{printed.amount}%", expected="\u2014", message="zero_budget",
            words={"subject": rate.subject or final.label},
            group=f"{rate.section}.zero_budget" if zero else "",
        )  # fmt: skip
    value = compare.percent(done, whole)
    if not _fits(printed, value):
        # Initial and adjusted budget may both be told: either may be the one that is meant.
        for s in tell.section(rate.section):
            if (
                s.item in checks().budget_items
                and (s.code, s.subject) == (rate.code, rate.subject)
                and tell.gap(s, rate) < 300
            ):
                other = view.common(done, view.stated(s))[1]
                if _fits(printed, compare.percent(done, other)):
                    whole, value = other, compare.percent(done, other)
    bases = _other_bases(view, tell, rate, done, whole)
    words = {
        "formula": f"{done.amount} \u00f7 {whole.amount}",
        "subject": rate.subject or final.label,
    }
    return compare.ratio(rule, rate.statement_id, printed, value, (whole, done), bases, message="completion", words=words)  # fmt: skip


def _other_bases(view: View, tell: Telling, rate: Statement, done: Operand, whole: Operand) -> dict[str, Interval | None]:  # fmt: skip
    bases: dict[str, Interval | None] = {"inverse": compare.percent(whole, done)}
    for s in tell.section(rate.section):
        if s.item in checks().budget_items and not s.code and not s.subject:
            amount = view.common(done, view.stated(s))[1]
            if amount.amount != whole.amount:
                bases["other_budget"] = compare.percent(done, amount)
    return bases


def _from_difference(view: View, tell: Telling, rule: Rule, rate: Statement, final: Statement) -> Applied:  # fmt: skip
    """The budget may be told only by how much the outturn differs from it."""
    printed, done = view.stated(rate), view.stated(final)
    for s in tell.section(rate.section):
        if s.item not in checks().budget_change_items or not tell.same_sentence(s, rate):
            continue
        if 0 <= tell.spot(s).start - tell.spot(rate).end < 40 and s.unit == final.unit:
            delta = view.stated(s)
            now, more = Interval.printed(done), Interval.printed(delta)
            base = now - more if s.direction == "increase" else now + more
            operator = "\u2212" if s.direction == "increase" else "+"
            words = {"formula": f"{done.amount} \u00f7 ({done.amount} {operator} {delta.amount})"}
            return compare.ratio(rule, rate.statement_id, printed, now.divided(base, 100), (done, delta), message="completion", words=words)  # fmt: skip
    return compare.not_evaluable(rule, rate.statement_id, (done, printed))


def budget_word(text: str) -> int | None:
    """Return what words say of outturn against budget: 1 above, -1 below, 0 equal, None nothing."""
    hits = [
        (hit.start(), sign)
        for name, sign in (("above_budget", 1), ("below_budget", -1), ("level_budget", 0))
        if (hit := pattern(name).search(text))
    ]
    return min(hits)[1] if hits else None
