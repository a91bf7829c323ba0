"""Completion rates that the narrative states: ``[completion_rules]`` of checks.toml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from finalaccounts.model import Statement
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import ASK, FAIL, Applied, Operand
from finalaccounts.reconcile.kinds.changes import fits, sections
from finalaccounts.reconcile.kinds.differences import differences
from finalaccounts.reconcile.kinds.stated import money
from finalaccounts.reconcile.prose import running_text
from finalaccounts.reconcile.tolerance import ZERO, Interval
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import checks, pattern
from finalaccounts.reference.rules import Rule

INITIAL = "initial_budget"
NEAR = 3  # sentences that a rate's budget and outturn are apart from it


def evaluate(view: View, rule: Rule) -> Iterator[Applied]:
    """Yield a check for every completion rate of the rule's sections, and for the differences."""
    named = checks().completion_rules
    for section in sections(view):
        if named.get(section, named[""]) != rule.id:
            continue
        for s in view.narrative.section(section):
            if s.item == "completion_rate":
                yield completion(view, rule, s)
        yield from differences(view, rule, section)


def pair_of(view: View, rate: Statement) -> tuple[Statement | None, Statement | None]:
    """Return the budget and the outturn that a completion rate speaks of.

    Both stand close to the rate and speak of the same code and subject; what follows the rate
    belongs to it within its own sentence only (the next one may begin another subject).
    """
    found: list[Statement | None] = []
    told, order = view.narrative.section(rate.section), view.narrative.order
    target = view.narrative.spoken_of(rate)
    for items in (checks().budget_items, [*checks().final_items, "revenue_total", "expenditure_total", "agency_operation"]):  # fmt: skip
        near = []
        for s in told:
            if s.item not in items or s.code != rate.code or not money(view, s):
                continue
            if s.subject != rate.subject and rate.subject and s.subject:
                continue
            a, b = sorted((s, rate), key=order)
            apart = view.narrative.apart(a, b)
            if (b is s and apart) or apart > NEAR:
                continue
            between = (x for x in told if order(a) < order(x) < order(b))
            if not any(x.item == "completion_rate" for x in between):
                near.append((s is b, order(b) - order(a), s))
        found.append(min(near, key=lambda n: n[:2])[2] if near else None)
    if target is not None and rate.of_certain == "yes" and money(view, target):
        found[1] = target
    return found[0], found[1]


def completion(view: View, rule: Rule, rate: Statement) -> Applied:
    """Check one completion rate; ``ask`` where budget and outturn are both zero."""
    printed = view.stated(rate)
    budget, final = pair_of(view, rate)
    if (none := _no_initial(view, rate)) is not None and printed.amount:
        spent = () if final is None else (view.stated(final),)
        return compare.told(
            rule, rate.statement_id, FAIL, (none, *spent, printed),
            printed=f"{printed.amount}%", expected="\u2014", message="zero_initial",
            words={"subject": rate.subject or (final.label if final is not None else rate.label)},
        )  # fmt: skip
    if final is None:
        return compare.not_evaluable(rule, rate.statement_id, (printed,))
    if budget is None:
        return _from_difference(view, rule, rate, final)
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
    if not fits(printed, value):
        # Initial and adjusted budget may both be told: either may be the one that is meant.
        for s in view.narrative.section(rate.section):
            if (
                s.item in checks().budget_items
                and (s.code, s.subject) == (rate.code, rate.subject)
                and view.narrative.apart(s, rate) <= NEAR
            ):
                other = view.common(done, view.stated(s))[1]
                if fits(printed, compare.percent(done, other)):
                    whole, value = other, compare.percent(done, other)
    bases = _other_bases(view, rate, done, whole)
    words = {
        "formula": f"{done.amount} \u00f7 {whole.amount}",
        "subject": rate.subject or final.label,
    }
    return compare.ratio(rule, rate.statement_id, printed, value, (whole, done), bases, message="completion", words=words)  # fmt: skip


def _no_initial(view: View, rate: Statement) -> Operand | None:
    """Return the initial budget of nothing that a rate says is completed, None where it is not so.

    The words must name the initial budget, and the same item's is told as 0 or as not there,
    in the sentence of the rate or as a statement of the same subject.
    """
    if not pattern("of_initial").search(rate.label):
        return None
    same = [
        s
        for s in view.narrative.section(rate.section)
        if s.item == INITIAL and (s.code, s.subject) == (rate.code, rate.subject)
    ]
    if len(same) == 1 and same[0].amount == ZERO:
        return view.stated(same[0])
    prose = running_text(view)
    head = prose.head(rate)
    hit = None if same else pattern("no_initial_budget").search(head)
    if hit is None:
        return None
    at = prose.spot(rate).start - len(head) + hit.start()
    return prose.words(rate.source, at, at + len(hit.group()))


def _other_bases(view: View, rate: Statement, done: Operand, whole: Operand) -> dict[str, Interval | None]:  # fmt: skip
    bases: dict[str, Interval | None] = {"inverse": compare.percent(whole, done)}
    for s in view.narrative.section(rate.section):
        if s.item in checks().budget_items and not s.code and not s.subject:
            amount = view.common(done, view.stated(s))[1]
            if amount.amount != whole.amount:
                bases["other_budget"] = compare.percent(done, amount)
    return bases


def _from_difference(view: View, rule: Rule, rate: Statement, final: Statement) -> Applied:  # fmt: skip
    """The budget may be told only by how much the outturn differs from it."""
    printed, done = view.stated(rate), view.stated(final)
    for s in view.narrative.section(rate.section):
        if s.item not in checks().budget_change_items or view.narrative.apart(s, rate):
            continue
        if view.narrative.order(s) == view.narrative.order(rate) + 1 and s.unit == final.unit:
            delta = view.stated(s)
            now, more = Interval.printed(done), Interval.printed(delta)
            base = now - more if s.direction == "increase" else now + more
            operator = "\u2212" if s.direction == "increase" else "+"
            words = {"formula": f"{done.amount} \u00f7 ({done.amount} {operator} {delta.amount})"}
            value = now.divided(base, 100)
            if value is not None:
                sign = -1 if s.direction == "increase" else 1
                value = replace(value, made=(((done, 1),), ((done, 1), (delta, sign))))
            return compare.ratio(rule, rate.statement_id, printed, value, (done, delta), message="completion", words=words)  # fmt: skip
    return compare.not_evaluable(rule, rate.statement_id, (done, printed))


def budget_word(text: str) -> int | None:
    """Return what words say of outturn against budget: 1 above, -1 below, 0 equal, None nothing."""
    hits = [
        (hit.start(), sign)
        for name, sign in (("above_budget", 1), ("below_budget", -1), ("level_budget", 0))
        if (hit := pattern(name).search(text))
    ]
    return min(hits)[1] if hits else None
