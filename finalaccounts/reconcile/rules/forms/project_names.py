"""Which performance form a subject of the narrative speaks of."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from finalaccounts.model import Evaluation
from finalaccounts.reconcile.form_values import amount, core_name, forms, same_name
from finalaccounts.reconcile.view import View
from finalaccounts.reference.rules import words

SECTION, ANNEX = "performance", "annex"
# What the narrative says -> the fields of a form that may be meant.
SAID = {
    "self_evaluation_score": ("total_score",),
    "full_year_budget": ("full_year_budget",),
    "budget": ("full_year_budget", "initial_budget"),
    "initial_budget": ("initial_budget",),
    "executed": ("executed",),
    "final": ("executed",),
    "completion_rate": ("execution_rate",),
}
ALIKE = 2  # one of so many characters of the shorter name must stand in the longer

Pair = tuple[Decimal, Decimal]


def forms_of(view: View, kind: str) -> list[Evaluation]:
    """Return the forms of one kind."""
    return [form for form in forms(view) if form.kind == kind]


def is_whole(subject: str) -> bool:
    """True when a subject is the department as a whole."""
    return any(word in subject for word in words().whole[:-1])


def matched_forms(view: View, section: str = SECTION) -> dict[str, Evaluation]:
    """Return the one form that each subject of a section of the narrative speaks of.

    Names that agree but for general words come first; a form they take is not given to another
    subject that only looks like its abbreviation. Last come forms of an alike name that print the
    subject's budget and spending, and are alone in that.
    """
    subjects = list(dict.fromkeys(s.subject for s in view.statements(section, SAID) if s.subject))
    whole = forms_of(view, "department")
    out = {s: whole[0] for s in subjects if is_whole(s) and len(whole) == 1}
    projects = forms_of(view, "project")
    names = [s for s in subjects if not is_whole(s)]
    for subject in names:
        found = [f for f in projects if core_name(f.project_name) == core_name(subject)]
        if found and len({(f.full_year_budget, f.executed, f.total_score) for f in found}) == 1:
            out[subject] = found[0]  # one form, or the same form printed twice
    free = _free(projects, out)
    for subject in names:
        found = [f for f in free if same_name(f.project_name, subject)]
        if subject not in out and len(found) == 1:
            out[subject] = found[0]
    _by_money(view, section, [s for s in names if s not in out], _free(projects, out), out)
    return out


def _free(projects: list[Evaluation], taken: dict[str, Evaluation]) -> list[Evaluation]:
    ids = {form.evaluation_id for form in taken.values()}
    return [form for form in projects if form.evaluation_id not in ids]


def loosely(subject: str, form: Evaluation) -> bool:
    """True when a form was found by its money and an alike name, not by its name alone."""
    return form.kind == "project" and not same_name(form.project_name, subject)


def _by_money(view: View, section: str, names: list[str], free: list[Evaluation], out: dict[str, Evaluation]) -> None:  # fmt: skip
    told = {s: pair for s in names if (pair := _told(view, section, s)) is not None}
    printed = {f.evaluation_id: pair for f in free if (pair := _printed(view, f)) is not None}
    for subject, pair in told.items():
        found = [f for f in free if printed.get(f.evaluation_id) == pair]
        rivals = [s for s, other in told.items() if other == pair]
        if len(found) == len(rivals) == 1 and _alike(found[0].project_name, subject):
            out[subject] = found[0]


def _told(view: View, section: str, subject: str) -> Pair | None:
    said = {s.item: s for s in view.statements(section, SAID, subject=subject) if not s.approx}
    budget = said.get("full_year_budget") or said.get("budget")
    spent = said.get("executed") or said.get("final")
    if budget is None or spent is None or budget.amount is None or spent.amount is None:
        return None
    factors = view.units.factor(budget.unit), view.units.factor(spent.unit)
    if factors[0] is None or factors[1] is None:
        return None
    return budget.amount * factors[0], spent.amount * factors[1]


def _printed(view: View, form: Evaluation) -> Pair | None:
    found = []
    for field in ("full_year_budget", "executed"):
        operand = amount(view, form, field)
        factor = view.units.factor(operand.unit) if operand is not None else None
        if operand is None or operand.amount is None or factor is None:
            return None
        found.append(operand.amount * factor)
    return found[0], found[1]


def _alike(one: str, other: str) -> bool:
    a, b = Counter(core_name(one)), Counter(core_name(other))
    return (a & b).total() * ALIKE >= min(a.total(), b.total()) > 0
