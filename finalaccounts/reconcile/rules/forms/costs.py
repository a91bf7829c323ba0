"""The rows of a form that tell costs, against each other and against what the form spent.

Rows of costs rarely list everything, so only what cannot be is told, and as a warning: costs above
the money spent, a total that its own parts do not make up, a list that takes up the whole budget
and not the whole spending.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from finalaccounts.amounts import text
from finalaccounts.model import Evaluation, Indicator
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, PASS, Applied, Operand
from finalaccounts.reconcile.form_values import Measure, amount, forms, measure, rows
from finalaccounts.reconcile.rules.forms.indicators import row_operand
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import pattern
from finalaccounts.reference.rules import Rule

ZERO = Decimal(0)
LEAST = 2  # parts that make a total


@dataclass(frozen=True, slots=True)
class Cost:
    """A row of costs in money, in the unit of its form: what was planned, and what it came to."""

    row: Indicator
    planned: Operand
    spent: Operand | None  # not a sum of money: not done, a per cent, words


def cost_rows(view: View, rule: Rule) -> Iterator[Applied]:
    """Costs of a form are not above what was spent, and a total of costs is that of its parts."""
    for form in forms(view):
        executed = amount(view, form, "executed")
        if form.kind != "project" or executed is None or executed.amount is None:
            continue
        listed = costs_of(view, form, executed)
        if any(cost.spent is not None for cost in listed):
            yield from _judged(view, rule, form, listed, executed)


def costs_of(view: View, form: Evaluation, executed: Operand) -> list[Cost]:
    """Return the rows of costs whose target is money that the form may have spent, in its unit.

    What one thing costs, a whole work of several years, or others pay is no part of it.
    """
    out = []
    for row in rows(view, form):
        if not any(pattern("cost_level").search(n) for n in (row.level1, row.level2, row.level3)):
            continue
        if any(pattern("cost_apart").search(n) for n in (row.level2, row.level3)):
            continue
        target = _money(view, row.operator, row.target, row.target_unit)
        if target is None:
            continue
        actual = _money(
            view, "", row.actual, "" if measure("", row.actual) is None else target.unit
        )
        planned = row_operand(view, row, "target", target.value, target.unit)
        spent = None
        if actual is not None and actual.sign in ("", target.sign):
            spent = view.common(
                executed, row_operand(view, row, "actual", actual.value, actual.unit)
            )[1]
        out.append(Cost(row, view.common(executed, planned)[1], spent))
    return out


def _money(view: View, operator: str, cell: str, unit: str) -> Measure | None:
    """Return a cell as a sum of money, remarks in brackets aside; None where it is none."""
    plain = pattern("in_brackets").sub("", cell)
    own = measure(operator, plain)
    if own is not None and not own.unit:
        own = measure(operator, plain, pattern("in_brackets").sub("", unit))
    return own if own is not None and view.units.factor(own.unit) is not None else None


def _judged(
    view: View, rule: Rule, form: Evaluation, listed: list[Cost], executed: Operand
) -> Iterator[Applied]:
    """Yield what cannot be; a row that names the whole is held against the others and the money."""
    whole = next((c for c in listed if is_total(c, [o for o in listed if o is not c])), None)
    parts = [c for c in listed if c is not whole]
    if whole is not None and whole.spent is not None and all(p.spent is not None for p in parts):
        yield compare.summed(
            rule, whole.row.indicator_id, whole.spent, [p.spent for p in parts],
            severity="warning", type="sum", words={"subject": whole.row.level3},
        )  # fmt: skip
    listed = [whole] if whole is not None and whole.spent is not None else parts
    spent = [c.spent for c in listed if c.spent is not None]
    budgets = [o for f in ("full_year_budget", "initial_budget") if (o := amount(view, form, f))]
    planned = sum((c.planned.amount or ZERO for c in listed), ZERO)
    complete = len(spent) == len(listed) and any(
        view.common(executed, b)[1].amount == planned for b in budgets
    )
    total = sum((o.amount or ZERO for o in spent), ZERO)
    gap = total - (executed.amount or ZERO)
    slack = sum((o.half for o in spent), executed.half)
    place = f"{form.evaluation_id}.costs"
    if gap <= slack and not (complete and -gap > slack):
        yield compare.told(rule, place, PASS, (executed, *spent))
        return
    words = {
        "subject": form.project_name,
        "terms": " + ".join(text(o.amount) for o in spent),
        "label": spent[0].label,
    }
    yield compare.told(
        rule, place, FAIL, (executed, *spent), severity="warning", type="scope",
        printed=text(total), expected=text(executed.amount), words=words,
        message="cost_row" if len(spent) == 1 else "cost_rows",
    )  # fmt: skip


def is_total(one: Cost, others: list[Cost]) -> bool:
    """True when what is planned in a row is exactly what the other rows plan together."""
    planned = sum((o.planned.amount or ZERO for o in others), ZERO)
    return len(others) >= LEAST and bool(planned) and one.planned.amount == planned
