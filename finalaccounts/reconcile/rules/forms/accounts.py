"""Forms against the accounts: an item's budget against its only projects, money of other origin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from finalaccounts.amounts import text
from finalaccounts.model import Evaluation, Statement
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, PASS, Applied, Operand
from finalaccounts.reconcile.form_values import amount, forms, part
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import checks
from finalaccounts.reference.rules import Rule

INITIAL = "initial_budget"
TABLE, ITEM = "general_expenditure", "#######"
TOGETHER = 2  # projects of one item that are looked for; more would meet by chance
LONG = 3  # digits of an amount that is found twice not only by chance
ZERO = Decimal(0)
_ORDINAL = re.compile(r"^[(\uff08]?\d+[)\uff09.\u3001]?")


def item_budgets(view: View, rule: Rule) -> Iterator[Applied]:
    """The initial budget of an item is that of the projects which alone make up its spending."""
    projects = [f for f in forms(view) if f.kind == "project" and amount(view, f, "executed")]
    if not projects:
        return
    for said in view.statements(TABLE, INITIAL):
        whole = view.figure(TABLE, said.code, "project") if len(said.code) == len(ITEM) else None
        if whole is None or not whole.amount or not view.nothing(TABLE, said.code, "basic"):
            continue
        own = _made_of(view, whole, projects)
        if own is not None and _alone(view, whole):
            yield _budget(view, rule, said, own, whole)


def _alone(view: View, whole: Operand) -> bool:
    """True when no other item of the table has this much for projects, and it is no round sum."""
    same = [
        line
        for line in view.lines(TABLE, ITEM)
        if (f := view.figure(TABLE, line, "project")) and f.amount == whole.amount
    ]
    digits = len(str(whole.amount).replace(".", "").strip("0"))
    return len(same) == 1 and digits >= LONG


def _made_of(
    view: View, whole: Operand, projects: Sequence[Evaluation]
) -> tuple[Evaluation, ...] | None:
    """Return the one set of projects whose spending is exactly the item's."""
    spent = {f.evaluation_id: _in(view, whole, amount(view, f, "executed")) for f in projects}
    found = [
        chosen
        for size in range(1, TOGETHER + 1)
        for chosen in combinations(projects, size)
        if sum((spent[f.evaluation_id] for f in chosen), ZERO) == whole.amount
    ]
    return found[0] if len(found) == 1 else None


def _in(view: View, like: Operand, operand: Operand | None) -> Decimal:
    return (view.common(like, operand)[1].amount or ZERO) if operand is not None else ZERO


def _budget(
    view: View, rule: Rule, said: Statement, own: Sequence[Evaluation], whole: Operand
) -> Applied:
    place, stated = f"item.{said.code}", view.stated(said)
    budgets = [amount(view, f, "initial_budget") for f in own]
    if any(b is None for b in budgets):
        return compare.not_evaluable(rule, place, (stated, whole))
    names = "\u3001".join(f"\u201c{f.project_name}\u201d" for f in own)
    words = {
        "subject": said.subject, "names": names, "spent": f"{text(whole.amount)}{whole.unit}"
    }  # fmt: skip
    left, *right = view.common(stated, *(b for b in budgets if b is not None))
    return compare.summed(
        rule, place, left, right, severity="warning", type="scope", message="item_of_projects",
        words=words,
    )  # fmt: skip


def other_money(view: View, rule: Rule) -> Iterator[Applied]:
    """Money that a form spent and no appropriation is has to have come in somewhere."""
    incomes = [name.split(".") for name in checks().other_incomes]
    known = [view.figure(*name) for name in incomes]
    if view.state("summary") != "with_figures" or not view.whole("summary"):
        return
    none = all(view.nothing(*name) for name in incomes)
    for form in forms(view):
        spent = [
            part(f)
            for f in view.funds(form)
            if f.column == "executed" and f.origin in checks().other_origins and f.amount
        ]
        if not spent:
            continue
        place = f"{form.evaluation_id}.other_money"
        told = (*spent, *(f for f in known if f is not None))
        if not none:
            yield compare.told(rule, place, PASS, told)
            continue
        total = sum((o.amount or ZERO for o in spent), ZERO)
        yield compare.told(
            rule, place, FAIL, (*spent, *(f for f in known[:1] if f is not None)),
            severity="warning", type="scope", message="other_money", printed=text(total),
            expected="0",
            words={"subject": form.project_name or form.competent_department, "label": _ORDINAL.sub("", spent[0].label)},
        )  # fmt: skip
