"""What the narrative and annexes tell of a project or the whole, against its form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from finalaccounts.model import Evaluation, Statement
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, NOT_EVALUABLE, Applied, Operand
from finalaccounts.reconcile.form_values import amount, core_name, same_name
from finalaccounts.reconcile.prose import running_text
from finalaccounts.reconcile.registry import rule
from finalaccounts.reconcile.rules.forms.against_text import own_text
from finalaccounts.reconcile.rules.forms.indicators import counts
from finalaccounts.reconcile.rules.forms.project_names import (
    ANNEX,
    SAID,
    SECTION,
    forms_of,
    loosely,
    matched_forms,
)
from finalaccounts.reconcile.rules.forms.splits import two_splits
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import pattern
from finalaccounts.reference.rules import Rule

SEVERAL = 2  # projects that add up
FULL = 100  # points of a self-evaluation
# Words of the narrative that do not say which of the form's amounts is meant.
LOOSE = ("budget", "final", "initial_budget")


@rule("P01.R07")
def text_and_form(view: View, rule: Rule) -> Iterator[Applied]:
    """Score, budget, spending and rate in the narrative are those of the form."""
    if not view.report.evaluations:
        return
    yield from _as_printed(view, rule, SECTION)
    yield from _as_printed(view, rule, ANNEX)
    yield from counts(view, rule, SECTION, matched_forms(view))
    yield from own_text(view, rule)
    yield from two_splits(view, rule)


def _as_printed(view: View, rule: Rule, section: str) -> Iterator[Applied]:
    """What a section tells of a project or the whole, against the form.

    An annex speaks of projects with a form of their own and may tell of stages: warnings.
    """
    matched, annex = matched_forms(view, section), section == ANNEX
    found: dict[tuple[str, str], list[tuple[Statement, Evaluation, Applied]]] = defaultdict(list)
    for said in view.statements(section, SAID):
        form = matched.get(said.subject)
        if not said.subject or (annex and (form is None or form.kind != "project")):
            continue
        stated = view.stated(said)
        if form is None or said.approx:
            if not annex:
                yield compare.not_evaluable(rule, said.statement_id, (stated,))
            continue
        printed = [o for f in SAID[said.item] if (o := amount(view, form, f)) is not None]
        loose = annex or loosely(said.subject, form)
        more = {"severity": "warning" if loose else "", "type": "scope" if annex else ""}
        if said.item == "completion_rate" and pattern("of_initial").search(said.label):
            checks = [_of_initial(view, rule, said, stated, form, more)]
        else:
            checks = [_same(view, rule, said, stated, o, more) for o in printed]
        good = next((c for c in checks if c.outcome not in (FAIL, NOT_EVALUABLE)), None)
        none = compare.not_evaluable(rule, said.statement_id, (stated,))
        found[said.subject, SAID[said.item][0]].append((said, form, good or (checks or [none])[0]))
    for told in found.values():
        fits = any(c.outcome not in (FAIL, NOT_EVALUABLE) for *_, c in told)
        for said, form, applied in told:
            check = _weighed(view, rule, said, form, applied, fits)
            yield _of_projects(view, check) if form.kind == "department" else check


def _of_initial(view: View, rule: Rule, said: Statement, stated: Operand, form: Evaluation, more: dict[str, str]) -> Applied:  # fmt: skip
    """A rate that is said to be of the initial budget is none of the full-year budget."""
    spent, initial = amount(view, form, "executed"), amount(view, form, "initial_budget")
    words = {"subject": f"{said.subject}\u00b7{said.label}"}
    return compare.ratio(rule, said.statement_id, stated, compare.percent(spent, initial), (spent, initial), words=words, type="percentage", severity=more["severity"])  # fmt: skip


def _weighed(view: View, rule: Rule, said: Statement, form: Evaluation, applied: Applied, fits: bool) -> Applied:  # fmt: skip
    """Return a fail only where it may speak of what the form prints.

    Where the section tells the form's number too (``fits``), the other one may be of something
    else: a warning, in an annex nothing. And 100 points beside the score are the scale.
    """
    if applied.outcome != FAIL:
        return applied
    scale = said.item == "self_evaluation_score" and said.amount == FULL
    if _of_other(view, said, form) or (fits and (scale or said.section == ANNEX)):
        return compare.not_evaluable(rule, applied.place, applied.operands)
    return replace(applied, severity="warning", type=applied.type or "scope") if fits else applied


def _of_projects(view: View, applied: Applied) -> Applied:
    """Say so where the number told of the whole is exactly that of the projects together."""
    projects = forms_of(view, "project")
    if applied.outcome != FAIL or len(projects) < SEVERAL:
        return applied
    own = applied.operands[-1].id.rpartition(".")[2]  # first the field that was compared
    for field in sorted(("initial_budget", "full_year_budget", "executed"), key=lambda f: f != own):
        parts = [o for f in projects if (o := amount(view, f, field)) is not None]
        stated, *have = view.common(applied.operands[0], *parts)
        if len(have) == len(projects) and sum((o.amount or 0 for o in have), 0) == stated.amount:
            return replace(
                applied, severity="warning", message="said_projects", cause="said_projects",
                words={"subject": stated.label, "field": field, "count": str(len(projects))},
            )  # fmt: skip
    return applied


def _of_other(view: View, said: Statement, form: Evaluation) -> bool:
    """True when the sentence of a number tells of another year, a share, a stage or a project.

    A year in the project's name is none; a sentence that begins with a name of its own, or has
    that of another form, tells of it, though the reader carried the subject on from before.
    """
    head, year = running_text(view).head(said), pattern("year_told")
    years = {*year.findall(head)} - {*year.findall(form.project_name)}
    if years and str(view.report.meta.fiscal_year) not in years:
        return True
    begin = pattern("own_subject").match(head)
    if begin is not None and not same_name(begin["name"], said.subject):
        return True
    names = {core_name(f.project_name) for f in forms_of(view, "project")} - {""}
    if core_name(said.subject) not in head and any(name in head for name in names):
        return True
    return pattern("form_share").search(head) is not None


def full_by_text(view: View) -> dict[str, Operand]:
    """Return forms (ids) whose project has full marks by the narrative or its own report."""
    out: dict[str, Operand] = {}
    for section in (SECTION, ANNEX):
        matched = matched_forms(view, section)
        scores = view.statements(section, "self_evaluation_score")
        less = {s.subject for s in scores if s.amount != FULL}  # 100 beside it is the scale
        for said in scores:
            form = matched.get(said.subject)
            if form is None or form.kind != "project" or said.subject in less:
                continue
            out.setdefault(form.evaluation_id, view.stated(said))
    return out


def _same(view: View, rule: Rule, said: Statement, stated: Operand, form: Operand, more: dict[str, str]) -> Applied:  # fmt: skip
    left, right = view.common(stated, form)
    severity = more["severity"] or ("warning" if said.item in LOOSE else "")
    words = {"subject": f"{said.subject}\u00b7{said.label}"}
    return compare.same(rule, said.statement_id, left, right, words=words, **{**more, "severity": severity})  # fmt: skip
