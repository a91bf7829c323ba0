"""Rules within one performance form: funds, rate, scores, weights, targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from finalaccounts.amounts import decimals, half_unit, text
from finalaccounts.model import Evaluation, Indicator
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, NOT_EVALUABLE, PASS, Applied, Operand, Ratio
from finalaccounts.reconcile.form_values import (
    amount,
    forms,
    impossible,
    missed,
    part,
    rows,
    score,
)
from finalaccounts.reconcile.precision import PLACES
from finalaccounts.reconcile.registry import rule
from finalaccounts.reconcile.rules.forms.costs import cost_rows
from finalaccounts.reconcile.rules.forms.counted import (
    form_unread,
    group_weight,
    points,
    row_lost,
    row_unread,
)
from finalaccounts.reconcile.rules.forms.indicators import (
    cost_shares,
    named_rates,
    unlike_others,
    weight_sums,
)
from finalaccounts.reconcile.rules.forms.wording import full_by_text
from finalaccounts.reconcile.tolerance import ZERO, Interval
from finalaccounts.reconcile.view import View
from finalaccounts.reference.rules import Rule, words

HUNDRED = Decimal(100)
ORIGINS = ("appropriation", "carryover", "special_account", "unit", "other")
OF_TASK = tuple(f".{origin}" for origin in ORIGINS)  # the same split of one task


@rule("P01.R01")
def funds(view: View, rule: Rule) -> Iterator[Applied]:
    """In each column the total of the funds is the sum of their origins, and of the tasks."""
    for form in forms(view):
        by: dict[str, dict[str, Operand]] = defaultdict(dict)
        for fund in view.funds(form):
            if fund.column in ("initial", "full_year", "arrived", "executed"):
                by[fund.column].setdefault(fund.origin, part(fund))
        for column, cells in by.items():
            place = f"{form.evaluation_id}.{column}"
            total = cells.get("total")
            parts = [cells[o] for o in ORIGINS if o in cells]
            tasks = [cells[o] for o in cells if o.startswith("task:") and not o.endswith(OF_TASK)]
            if parts:
                yield _origins(rule, place, total, parts)
            if len(tasks) > 1:
                applied = compare.summed(rule, f"{place}.tasks", total, tasks)
                # A form may list only its main tasks.
                short = applied.difference is not None and applied.difference > 0
                yield replace(applied, severity="warning") if short else applied


def _origins(rule: Rule, place: str, total: Operand | None, parts: list[Operand]) -> Applied:
    applied = compare.summed(rule, place, total, parts)
    if applied.outcome != FAIL or applied.difference is None:
        return applied
    # One origin alone may be "of which": others need not be listed, but a part cannot be more.
    if applied.difference > 0 and len(parts) < 2:
        return compare.not_evaluable(rule, place, applied.operands)
    # The first origin may already hold the others (money of the centre, of the province).
    nested = total is not None and parts[0].amount == total.amount
    return replace(applied, severity="warning") if nested else applied


@rule("P01.R02")
def rate(view: View, rule: Rule) -> Iterator[Applied]:
    """Execution rate = executed / full-year budget; the initial budget is a known wrong base."""
    for form in forms(view):
        printed = amount(view, form, "execution_rate")
        executed = amount(view, form, "executed")
        budget = amount(view, form, "full_year_budget")
        initial = amount(view, form, "initial_budget")
        place = f"{form.evaluation_id}.execution_rate"
        if executed is None or budget is None or printed is None:
            yield compare.not_evaluable(rule, place, (executed, budget, printed))
            continue
        executed, budget = view.common(executed, budget)
        given = _as_percent(form.execution_rate, printed)
        value = compare.percent(executed, budget)
        bases = {"initial_budget": compare.percent(executed, initial)} if initial else {}
        yield compare.ratio(
            rule, place, given, value, (executed, budget), bases, words={"subject": _called(form)}
        )
    yield from cost_shares(view, rule)
    yield from named_rates(view, rule)
    yield from cost_rows(view, rule)


def _as_percent(written: str, printed: Operand) -> Operand:
    """A rate without a percent sign that is at most 1 may be a fraction (0.9 for 90%)."""
    share = printed.amount or ZERO
    if any(sign in written for sign in words().percent) or not ZERO < share <= 1:
        return printed
    return replace(
        printed, amount=share * 100, half=printed.half * 100, coarse=printed.coarse * 100
    )


@rule("P01.R03")
def rate_score(view: View, rule: Rule) -> Iterator[Applied]:
    """Score for execution = its weight x the rate, at most the weight."""
    for form in forms(view):
        place = f"{form.evaluation_id}.budget_score"
        printed = amount(view, form, "budget_score")
        weight = amount(view, form, "budget_weight")
        executed = amount(view, form, "executed")
        budget = amount(view, form, "full_year_budget")
        if None in (printed, weight, executed, budget):
            yield compare.not_evaluable(rule, place, (executed, budget, weight, printed))
            continue
        assert executed is not None and budget is not None and weight is not None
        share = compare.percent(*view.common(executed, budget))
        points = Fraction(weight.amount or ZERO)
        value = None
        if share is not None:
            low, mid, high = (
                min(end, Fraction(100)) * points / 100 for end in (share.lo, share.mid, share.hi)
            )
            value = Interval(low, mid, high)
        demand = None
        if share is not None and share.made is not None and printed is not None and share.mid < 100:
            demand = Ratio(printed, *share.made, weight.amount or ZERO)
        yield compare.ratio(
            rule, place, printed, value, (executed, budget, weight),
            words={"subject": _called(form)}, demand=demand,
        )  # fmt: skip


def _called(form: Evaluation) -> str:
    return form.project_name or form.competent_department


@rule("P01.R04")
def sums(view: View, rule: Rule) -> Iterator[Applied]:
    """Weights add up to 100 (or the printed total), scores to the total score.

    The execution rate and the management of the money may stand among the indicators or in the
    funds block: any way is right, so only what fits none is a fail.
    """
    weights = weight_sums(view)
    for form in forms(view):
        listed = rows(view, form)
        if not listed:
            yield compare.not_evaluable(rule, f"{form.evaluation_id}.total_score")
            continue
        for field, head, extra in (
            ("weight", "total_weight", "budget_weight"),
            ("score", "total_score", "budget_score"),
        ):
            place = f"{form.evaluation_id}.{head}"
            parts = points(listed, view, field)
            total = amount(view, form, head)
            if total is None and field == "weight":
                line = form.total_line or form.first_line
                total = Operand(place, HUNDRED, ZERO, ZERO, "", form.source, line, _called(form), fixed=True)  # fmt: skip
            if parts is None or total is None:
                yield compare.not_evaluable(rule, place, (total, *(parts or ())))
                continue
            applied = _fitting(view, rule, place, form, total, parts, extra)
            if (
                applied.outcome == NOT_EVALUABLE
                and field == "weight"
                and not form_unread(view, form)
            ):
                applied = unlike_others(rule, form, applied, weights)
            yield applied


def _fitting(view: View, rule: Rule, place: str, form: Evaluation, total: Operand, parts: list[Operand], extra: str) -> Applied:  # fmt: skip
    rate = [o for o in (amount(view, form, extra),) if o is not None]
    column = extra.removeprefix("budget_")
    managed = [
        part(f)
        for f in view.funds(form)
        if f.origin.startswith("management") and f.column == column
    ]
    added: list[list[Operand]] = []  # each way once: both lists may be empty
    for more in ([*rate, *managed], rate, managed, []):
        if more not in added:
            added.append(more)
    ways = []
    for more in added:
        way = compare.summed(rule, place, total, [*parts, *more], words={"subject": _called(form)})
        if way.outcome != FAIL:
            return way
        ways.append(way)
    # What is lacking may be just the execution rate, which the form does not print apart.
    short = not rate and all((way.difference or ZERO) > 0 for way in ways)
    once = _once(rows(view, form), parts)
    merged = any(
        compare.summed(rule, place, total, [*once, *more]).outcome != FAIL for more in added
    )
    if short or merged or form_unread(view, form):
        return compare.not_evaluable(rule, place, ways[0].operands)
    if any(row_lost(view, form, way) for way in ways):
        return compare.not_evaluable(rule, place, ways[0].operands)
    return ways[0]


def _once(listed: list[Indicator], parts: list[Operand]) -> list[Operand]:
    """Count a number once that may be one merged cell: the same in neighbouring rows of a group."""
    kept: list[Operand] = []
    for n, (row, operand) in enumerate(zip(listed, parts, strict=True)):
        before = listed[n - 1] if n else None
        if before is None or before.level2 != row.level2 or parts[n - 1].amount != operand.amount:
            kept.append(operand)
    return kept


@rule("P01.R05")
def groups(view: View, rule: Rule) -> Iterator[Applied]:
    """The weight printed at a first-level indicator is the sum of the weights under it."""
    for form in forms(view):
        by: dict[str, list[Indicator]] = defaultdict(list)
        for row in rows(view, form):
            by[row.level1].append(row)
        found: list[Applied] = []
        for level, listed in by.items():
            stated = group_weight(level)
            if stated is None:
                continue
            place = f"{form.evaluation_id}.{level}"
            parts = points(listed, view, "weight")
            if parts is None:
                found.append(compare.not_evaluable(rule, place))
                continue
            first = listed[0]
            half = half_unit(max(decimals(stated), PLACES))
            total = Operand(f"{first.indicator_id}.level1", stated, half, half, "", first.source, first.source_line, level)  # fmt: skip
            said = {
                "subject": f"{_called(form)}\u00b7{level}",
                "level": level,
                "form": _called(form),
            }
            applied = compare.summed(rule, place, total, parts, words=said, message="group_weight", cause="weights")  # fmt: skip
            if applied.outcome == FAIL and (
                form_unread(view, form) or row_lost(view, form, applied)
            ):
                applied = compare.not_evaluable(rule, place, applied.operands)
            found.append(applied)
        gaps = [a.difference or ZERO for a in found if a.outcome == FAIL]
        if len(gaps) > 1 and not sum(gaps, ZERO):
            # Too much here and too little there: all weights together are as they should be.
            found = [replace(a, message="group_weights") if a.outcome == FAIL else a for a in found]
        yield from found


@rule("P01.R06")
def marks(view: View, rule: Rule) -> Iterable[Applied]:
    """No score above its weight; full marks although the target was missed are asked about."""
    full = full_by_text(view)
    for form in forms(view):
        listed = rows(view, form)
        for row in listed:
            got, weight = score(view, row, "score"), score(view, row, "weight")
            said = {
                "subject": row.level3, "weight": row.weight, "actual": row.actual,
                "target": row.operator + row.target + row.target_unit,
            }  # fmt: skip
            if row.deviation or row.reason:
                # The form gives its own reason; whether it is good is not for a checker to say.
                yield compare.not_evaluable(rule, row.indicator_id, (got, weight))
                continue
            if got is not None and impossible(row):
                yield compare.told(rule, row.indicator_id, FAIL, (got,), printed=text(got.amount), words=said, message="impossible_target", cause=f"{form.evaluation_id}.impossible")  # fmt: skip
                continue
            told = full.get(form.evaluation_id) if got is None and not row.score else None
            if told is not None and weight is not None and missed(view, row):
                yield compare.told(rule, row.indicator_id, FAIL, (weight, told), printed=text(told.amount), words=said, message="full_marks_text")  # fmt: skip
                continue
            if got is None or weight is None or row_unread(view, row, listed):
                yield compare.not_evaluable(rule, row.indicator_id, (got, weight))
                continue
            assert got.amount is not None and weight.amount is not None
            if got.amount > weight.amount:
                yield compare.told(rule, row.indicator_id, FAIL, (got,), printed=text(got.amount), expected=text(weight.amount), words=said, message="above_weight")  # fmt: skip
            elif got.amount == weight.amount and got.amount and missed(view, row):
                yield compare.told(rule, row.indicator_id, FAIL, (got,), printed=text(got.amount), words=said, message="full_marks")  # fmt: skip
            else:
                yield compare.told(rule, row.indicator_id, PASS, (got,))
