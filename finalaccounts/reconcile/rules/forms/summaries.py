"""Rules between all performance forms, what the narrative sums up of them, and the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from finalaccounts.amounts import text
from finalaccounts.model import Evaluation, Statement
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, NOT_EVALUABLE, PASS, ROUNDING, Applied, Operand
from finalaccounts.reconcile.form_values import amount, core_name
from finalaccounts.reconcile.registry import rule
from finalaccounts.reconcile.rules.forms.accounts import item_budgets, other_money
from finalaccounts.reconcile.rules.forms.copied import copied_forms
from finalaccounts.reconcile.rules.forms.project_names import (
    SAID,
    SECTION,
    forms_of,
    is_whole,
    matched_forms,
)
from finalaccounts.reconcile.rules.narrative.project_lists import project_lists
from finalaccounts.reconcile.tolerance import ZERO, judge_same
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import pattern
from finalaccounts.reference.rules import Rule, words
from finalaccounts.text import bare

BESIDE = 4  # lines within which a number of projects and their money are told together


@rule("P01.R08")
def summary(view: View, rule: Rule) -> Iterator[Applied]:
    """Number of projects, their money and its share of all project spending."""
    projects = forms_of(view, "project")
    counts_told = view.statements(SECTION, "projects_evaluated")
    for said in counts_told:
        # A choice of projects that others evaluate says nothing about the forms of all.
        if not any(word in said.quote for word in words().others_evaluate):
            yield _count(view, rule, said, projects, counts_told)
    for said in view.statements(SECTION, "projects_evaluated_amount"):
        near = [c for c in counts_told if 0 <= said.source_line - c.source_line <= BESIDE]
        yield _money(view, rule, said, projects, near[-1] if near else None)
    for said in view.statements(SECTION, "share"):
        yield _share(view, rule, said)
    yield from project_lists(view, rule)
    yield from item_budgets(view, rule)
    yield from other_money(view, rule)


def _count(view: View, rule: Rule, said: Statement, projects: list[Evaluation], others: list[Statement]) -> Applied:  # fmt: skip
    stated = view.stated(said)
    if not projects or stated.amount is None or said.approx:
        return compare.not_evaluable(rule, said.statement_id, (stated,))
    heads = [
        Operand(f.evaluation_id, None, ZERO, ZERO, "", f.source, f.first_line, f.project_name)
        for f in projects
    ]
    names = {core_name(f.project_name) for f in projects}
    fits = stated.amount in (len(projects), len(names))  # each unit may have a form of a project
    # Only the number of projects whose results are shown is the number of forms: of those that
    # were evaluated the report may show some.
    shown = any(word in said.quote for word in words().shown)
    if not fits and not shown and stated.amount > len(projects):
        return compare.not_evaluable(rule, said.statement_id, (stated, *heads))
    right = [o for o in others if o.amount == len(projects)]
    # Where the text elsewhere gives the number of forms, and the money told with this number is
    # that of all forms, this number is disproved; else projects may hold several forms. Projects
    # of the first level may hold several of the second.
    right = [o for o in right if _level(o) == _level(said)]
    proof = _money_of_all(view, said, projects) if right and shown and not fits else None
    cited = (stated, *map(view.stated, right), proof, *heads) if proof else (stated, *heads)
    return compare.told(
        rule, said.statement_id, PASS if fits else FAIL, cited,
        left=stated.amount, printed=text(stated.amount), expected=str(len(projects)),
        severity="" if fits or proof else "warning",
        message="project_count_sum" if proof else "project_count",
        words={"amount": f"{proof.amount}{proof.unit}"} if proof else {},
    )  # fmt: skip


def _level(said: Statement) -> str:
    """Return the level of the projects that are counted, empty when none is told."""
    quote = bare(said.quote)
    after = quote[quote.find(text(said.amount)) + len(text(said.amount)) :]
    hit = pattern("project_level").match(after)
    return hit["level"] or "" if hit else ""


def _money_of_all(view: View, said: Statement, projects: list[Evaluation]) -> Operand | None:
    """Return the money told right after a number of projects, if all forms add up to it."""
    both = ("projects_evaluated", "projects_evaluated_amount")
    for count, money in pairwise(view.statements(SECTION, both)):
        if count is not said or money.item != both[1] or money.source != said.source:
            continue
        if not 0 <= money.source_line - said.source_line <= BESIDE:
            continue
        stated = view.stated(money)
        for field in ("full_year_budget", "executed"):
            parts = [p for f in projects if (p := amount(view, f, field)) is not None and p.amount]
            have = view.common(stated, *parts)
            total = sum((p.amount for p in have[1:] if p.amount is not None), ZERO)
            if len(parts) == len(projects) and total == stated.amount:
                return stated
    return None


def _money(view: View, rule: Rule, said: Statement, projects: list[Evaluation], count: Statement | None) -> Applied:  # fmt: skip
    stated = view.stated(said)
    whole = count is not None and count.amount == len(projects)
    if not projects or not whole or said.approx:
        return compare.not_evaluable(rule, said.statement_id, (stated,))
    checks = []
    for field in ("full_year_budget", "executed", "initial_budget"):
        parts = [amount(view, form, field) for form in projects]
        if None not in parts:
            have = view.common(stated, *(p for p in parts if p is not None))
            told = {"field": field, "count": str(len(projects))}
            checks.append(compare.summed(rule, said.statement_id, have[0], have[1:], severity="warning", message="forms_sum", words=told))  # fmt: skip
    good = [c for c in checks if c.outcome not in (FAIL, NOT_EVALUABLE)]
    if not good and _copied(projects):
        return compare.not_evaluable(rule, said.statement_id, (stated,))
    checks.sort(key=lambda c: abs(c.difference or ZERO))  # the sum that comes nearest
    return next(iter(good or checks), compare.not_evaluable(rule, said.statement_id, (stated,)))


def _copied(projects: list[Evaluation]) -> bool:
    """True when two forms print the same money throughout: one of them is not its own."""
    sums = [(f.initial_budget, f.full_year_budget, f.executed) for f in projects if f.executed]
    return any(one == other for n, one in enumerate(sums) for other in sums[:n])


def _share(view: View, rule: Rule, said: Statement) -> Applied:
    """The base is project spending, by one of the tables; no share is above 100 %."""
    printed = view.stated(said)
    money = view.statements(SECTION, "projects_evaluated_amount")
    near = [m for m in money if 0 <= said.source_line - m.source_line <= 6]
    # The amount may hold money of another scope, as some reports say: a warning, not an error.
    if printed.amount is not None and printed.amount > 100:
        return compare.told(
            rule, said.statement_id, FAIL, (*(view.stated(m) for m in near[-1:]), printed),
            printed=text(printed.amount), expected="100", left=printed.amount,
            message="share_above_whole", severity="warning",
        )  # fmt: skip
    if not near:
        return compare.not_evaluable(rule, said.statement_id, (printed,))
    part = view.stated(near[-1])
    tables = ["expenditure", "general_expenditure"]
    if words().general in said.label:
        tables.reverse()
    wholes = [o for table in tables if (o := view.figure(table, "total", "project")) is not None]
    checks = []
    for whole in wholes:
        one, all_ = view.common(part, whole)
        checks.append(
            compare.ratio(
                rule, said.statement_id, printed, compare.percent(one, all_), (one, all_),
                severity="warning", message="project_share",
            )
        )  # fmt: skip
    good = [c for c in checks if c.outcome not in (FAIL, NOT_EVALUABLE)]
    return next(iter(good or checks), compare.not_evaluable(rule, said.statement_id, (part, printed)))  # fmt: skip


@rule("P01.R10")
def one_each(view: View, rule: Rule) -> Iterator[Applied]:
    """One form per project: none repeated, none of those in the narrative missing."""
    seen: dict[tuple[str, str], Evaluation] = {}
    for form in forms_of(view, "project"):
        place = form.evaluation_id
        name = bare(form.project_name)
        head = Operand(place, None, ZERO, ZERO, "", form.source, form.first_line, name)
        if not name:
            yield compare.not_evaluable(rule, place, (head,))
            continue
        first = seen.setdefault((name, form.implementing_unit), form)
        if first is form:
            yield compare.told(rule, place, PASS, (head,))
            continue
        earlier = replace(head, id=first.evaluation_id, line=first.first_line)
        money = (form.initial_budget, form.full_year_budget, form.executed)
        alike = money == (first.initial_budget, first.full_year_budget, first.executed)
        yield compare.told(
            rule, place, FAIL, (earlier, head),
            words={"subject": name, "amount": f"{form.executed}{form.unit}"},
            message="form_copied" if alike and form.executed else "form_repeated",
        )  # fmt: skip
    yield from copied_forms(view, rule)
    if not seen:
        return
    told: dict[str, list[Statement]] = {}
    for said in view.statements(SECTION, ("full_year_budget", "executed", "self_evaluation_score")):
        if said.subject and not is_whole(said.subject):
            told.setdefault(said.subject, []).append(said)
    matched = matched_forms(view)
    for subject, listed in told.items():
        stated = replace(view.stated(listed[0]), id=f"{listed[0].source}:{listed[0].source_line}")
        # A form of another name that prints the same numbers is taken for the same project.
        found = subject in matched or any(_prints(view, form, listed) for form in seen.values())
        yield compare.told(
            rule, f"{SECTION}.{core_name(subject) or subject}", PASS if found else FAIL, (stated,),
            words={"subject": subject}, message="form_missing",
        )  # fmt: skip


def _prints(view: View, form: Evaluation, listed: list[Statement]) -> bool:
    """True when the form prints all the numbers that the narrative gives of a project."""
    for said in listed:
        printed = amount(view, form, SAID[said.item][0])
        if printed is None:
            return False
        left, right = view.common(view.stated(said), printed)
        if judge_same(left, right).outcome not in (PASS, ROUNDING):
            return False
    return True
