"""Forms of two projects that say the same of both, word for word, or not the same of one thing."""

from __future__ import annotations

from collections.abc import Iterator

from finalaccounts.amounts import text
from finalaccounts.model import Evaluation, Indicator
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, NOT_EVALUABLE, PASS, Applied, Operand
from finalaccounts.reconcile.form_values import forms, measure, rows, same_name
from finalaccounts.reconcile.rules.forms.indicators import row_operand, scaled
from finalaccounts.reconcile.tolerance import ZERO, judge_same
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import pattern
from finalaccounts.reference.rules import Rule

LEAST = 5  # rows of indicators that two projects do not share by chance
LONG = 3  # digits of a number of people that two projects do not share by chance


def copied_forms(view: View, rule: Rule) -> Iterator[Applied]:
    """Goals and indicators of a project are its own: not all of them those of another project."""
    seen: dict[tuple[str, ...], Evaluation] = {}
    for form in forms(view):
        listed = [
            f"{r.level3}|{r.operator}{r.target}{r.target_unit}|{r.actual}" for r in rows(view, form)
        ]
        if form.kind != "project" or len(listed) < LEAST:
            continue
        key = (_goals(view, form), *listed)
        first = seen.setdefault(key, form)
        if first is form or _one_project(first.project_name, form.project_name):
            continue
        heads = tuple(
            Operand(f.evaluation_id, None, ZERO, ZERO, "", f.source, f.first_line, f.project_name)
            for f in (form, first)
        )
        yield compare.told(
            rule, f"{form.evaluation_id}.copied", FAIL, heads, message="form_of_other",
            words={"subject": form.project_name, "other": first.project_name, "count": str(len(listed))},
        )  # fmt: skip
    if seen:
        yield compare.told(rule, "forms.copied", PASS, ())


def _one_project(one: str, other: str) -> bool:
    """True for names of one project, also of its years, batches and sources of money."""
    parts = [pattern("project_part").sub("", name) for name in (one, other)]
    return same_name(one, other) or (bool(parts[0]) and parts[0] == parts[1])


def _goals(view: View, form: Evaluation) -> str:
    """Return what stands between a form's money and its indicators, its goals in words."""
    money = [f.source_line for f in view.funds(form) if f.source == form.source]
    first = min((r.source_line for r in rows(view, form)), default=form.last_line + 1)
    lines = view.compact.get(form.source, [])
    return "".join(lines[max(money, default=form.first_line) : first - 1])


def targets_of_people(view: View, rule: Rule) -> Iterator[Applied]:
    """People that two forms count under one name, and as many, were planned as many in both."""
    seen: dict[str, tuple[Indicator, Operand, Operand]] = {}
    for row in view.report.indicators:
        found = _people(view, row)
        if found is None:
            continue
        target, actual = found
        first = seen.setdefault(row.level3, (row, target, actual))
        if first[0].evaluation_id == row.evaluation_id:
            continue
        if len(text(actual.amount).replace(".", "").strip("0")) < LONG:
            continue
        if judge_same(first[2], actual).outcome in (FAIL, NOT_EVALUABLE):
            continue
        yield compare.same(
            rule, f"{row.indicator_id}.target", target, first[1], severity="warning", type="scope",
            message="targets_apart",
            words={"subject": row.level3, "said": _target(row), "other": _target(first[0]), "actual": row.actual},
        )  # fmt: skip


def _people(view: View, row: Indicator) -> tuple[Operand, Operand] | None:
    """Return target and value of a row that counts people, in persons."""
    target = measure(row.operator, row.target, row.target_unit)
    actual = measure("", row.actual)
    if target is None or actual is None:
        return None
    unit = actual.unit or target.unit
    factors = view.units.persons(target.unit), view.units.persons(unit)
    if factors[0] is None or factors[1] is None:
        return None
    return (
        scaled(row_operand(view, row, "target", target.value, ""), factors[0]),
        scaled(row_operand(view, row, "actual", actual.value, ""), factors[1]),
    )


def _target(row: Indicator) -> str:
    return f"{row.operator}{row.target}{row.target_unit}"
