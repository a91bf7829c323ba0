"""How far outturn is from the planned amount, as the narrative states it ."""

from __future__ import annotations

from collections.abc import Iterator

from finalaccounts.model import Statement
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, Applied
from finalaccounts.reconcile.kinds.stated import money
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import checks
from finalaccounts.reference.rules import Rule

SIGNS = {"increase": 1, "decrease": -1}


def differences(view: View, rule: Rule, section: str) -> Iterator[Applied]:
    """Outturn and planned amount of one sentence are apart by what it says, also in per cent."""
    for delta in view.narrative.section(section):
        if delta.item not in checks().budget_change_items or delta.direction not in SIGNS:
            continue
        own = [
            s for s in view.narrative.earlier(delta) if _of_one(view, s, delta) and money(view, s)
        ]
        final = next((s for s in own if s.item in checks().final_items), None)
        plans = [s for s in own if s.item in checks().budget_items]
        if final is None or delta.approx:
            yield compare.not_evaluable(rule, delta.statement_id, (view.stated(delta),))
            continue
        found = [_apart(view, rule, final, plan, delta) for plan in plans]
        yield from sorted(found, key=lambda check: check.outcome == FAIL)[:1]
        rate = next(
            (
                s
                for s in view.narrative.section(section)
                if s.item == checks().budget_rate_item
                and _of_one(view, delta, s)
                and view.narrative.order(s) == view.narrative.order(delta) + 1
            ),
            None,
        )
        if rate is not None:
            yield _rate(view, rule, final, delta, rate)


def _of_one(view: View, one: Statement, other: Statement) -> bool:
    """True when both speak of one code and subject in one sentence."""
    same = (one.code, one.subject) == (other.code, other.subject)
    return same and not view.narrative.apart(one, other)


def _apart(view: View, rule: Rule, final: Statement, plan: Statement, delta: Statement) -> Applied:
    more, less = (final, plan) if delta.direction == "increase" else (plan, final)
    whole, part, step = view.common(view.stated(more), view.stated(less), view.stated(delta))
    return compare.summed(rule, delta.statement_id, whole, (part, step), severity="warning")


def _rate(view: View, rule: Rule, final: Statement, delta: Statement, rate: Statement) -> Applied:
    done, step = view.common(view.stated(final), view.stated(delta))
    sign = SIGNS[delta.direction]
    operator = "\u2212" if sign > 0 else "+"
    words = {
        "formula": f"{step.amount} \u00f7 ({done.amount} {operator} {step.amount})",
        "subject": rate.subject or final.label,
    }
    value = compare.growth(done, step, sign)
    printed = view.stated(rate)
    bases = {"current_year": compare.percent(step, done)}
    return compare.ratio(rule, rate.statement_id, printed, value, (done, step), bases, message="planned", words=words)  # fmt: skip
