"""What is told in words about the project of a form, within the form and in its own report.

All of it is a warning at most: words may speak of another stage or share of the project.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from finalaccounts.amounts import decimals, half_unit, text
from finalaccounts.model import Evaluation
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, PASS, Applied, Operand
from finalaccounts.reconcile.form_values import amount, forms, rows, same_name
from finalaccounts.reconcile.prose import RunningText, running_text
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import checks, pattern
from finalaccounts.reference.rules import Rule
from finalaccounts.text import bare

__all__ = ["own_text"]

BEFORE = 60  # characters in which the goals tell the budget before what was spent


@dataclass(frozen=True, slots=True)
class _Sum:
    """An amount in words: where it stands, as printed, in the unit of the form."""

    at: int
    quote: str
    value: Decimal
    half: Decimal


def own_text(view: View, rule: Rule) -> Iterator[Applied]:
    """Goals of a form that tell what was spent, and the report that is written to a form."""
    prose = running_text(view)
    projects = [f for f in forms(view) if f.kind == "project"]
    for form in projects:
        if form.source in prose.flat:
            yield from _goals(view, prose, rule, form)
    for form, start, end in _reports(prose, projects):
        yield from _kind(prose, rule, form, start, end)
        yield from _other_project(prose, rule, form, projects, start, end)


# ---------------------------------------------------------------- goals of a form


def _goals(view: View, prose: RunningText, rule: Rule, form: Evaluation) -> Iterator[Applied]:
    """What the goals call spent is what the form's funds print as executed."""
    listed = rows(view, form)
    executed = amount(view, form, "executed")
    last = min((r.source_line for r in listed if r.source == form.source), default=form.last_line + 1)  # fmt: skip
    start, end = prose.offset(form.source, form.first_line), prose.offset(form.source, last)
    spent = _sums(view, prose, form, "form_spent", start, end)
    place = f"{form.evaluation_id}.goals"
    if not spent:
        return
    if executed is None or executed.amount is None:
        yield compare.not_evaluable(rule, place, (executed,))
        return
    same = [s for s in spent if abs(s.value - executed.amount) <= s.half + executed.half]
    if not same:
        alone = len({s.value for s in spent}) == 1 and not _slip(spent[0], executed)
        if alone and _of_budget(prose, form, spent[-1]):
            yield _contrast(prose, rule, form, place, spent[-1], executed, "goal_spent")
        else:
            yield compare.not_evaluable(rule, place, (executed,))
        return
    claimed = defaultdict[str, list[_Sum]](list)
    for claim in _sums(view, prose, form, "form_done", start, end):
        claimed[claim.quote].append(claim)
    budgets = {form.initial_budget, form.full_year_budget} - {executed.amount}
    # Told twice, as aim and as result: the aim was copied, the budget kept for the amount.
    copied = [
        found[-1]
        for found in claimed.values()
        if len(found) > 1 and found[-1].value in budgets and found[-1].at > same[0].at
    ]
    for n, claim in enumerate(copied):
        yield _contrast(prose, rule, form, f"{place}{n or ''}", claim, executed, "goal_copied")
    if not copied:
        yield compare.told(rule, place, PASS, (executed,))


def _of_budget(prose: RunningText, form: Evaluation, said: _Sum) -> bool:
    """True when a budget of the form stands before the amount: it is the whole that was spent.

    Not where words between them tell of a share, of other years or of a part of the year.
    """
    before = prose.flat[form.source][max(0, said.at - BEFORE) : said.at]
    if pattern("form_share").search(before):
        return False
    budgets = (form.initial_budget, form.full_year_budget)
    return any(
        b and re.search(rf"(?<![0-9.]){re.escape(text(b))}(?![0-9.])", before) for b in budgets
    )


def _slip(said: _Sum, executed: Operand) -> bool:
    """True when the digits are those of the form: the unit word is wrong (another rule)."""
    have = executed.amount or Decimal(0)
    return said.value.normalize().as_tuple().digits == have.normalize().as_tuple().digits


def _sums(view: View, prose: RunningText, form: Evaluation, name: str, start: int, end: int) -> list[_Sum]:  # fmt: skip
    own = view.units.factor(form.unit)
    out = []
    for hit in pattern(name).finditer(prose.flat[form.source], start, end):
        more = "" if hit["number"] else "2"  # a pattern may have two ways to tell an amount
        factor = view.units.factor(hit[f"unit{more}"])
        if own is None or factor is None:
            continue
        number = Decimal(hit[f"number{more}"])
        half = half_unit(decimals(number)) * factor / own
        out.append(_Sum(hit.start(f"number{more}"), hit.group(), number * factor / own, half))
    return out


def _contrast(prose: RunningText, rule: Rule, form: Evaluation, place: str, said: _Sum, executed: Operand, message: str) -> Applied:  # fmt: skip
    line = prose.line(form.source, said.at)
    stated = Operand(f"{form.source}:{line}", said.value, said.half, said.half, form.unit, form.source, line, said.quote)  # fmt: skip
    return compare.told(
        rule, place, FAIL, (stated, executed), severity="warning", type="scope", message=message, cause=message,
        printed=text(said.value), expected=text(executed.amount),
        words={"subject": form.project_name, "quote": said.quote},
    )  # fmt: skip


# ---------------------------------------------------------------- the report written to a form


def _reports(
    prose: RunningText, projects: list[Evaluation]
) -> Iterator[tuple[Evaluation, int, int]]:
    """Yield forms with the stretch of running text under the title of their own report.

    A title ends its line and names one form (units may share a project). The stretch ends at the next such title, or where a form begins.
    """
    titles: dict[str, list[tuple[int, Evaluation]]] = defaultdict(list)
    names = Counter(bare(form.project_name) for form in projects)
    for form in projects:
        flat, name = prose.flat.get(form.source, ""), bare(form.project_name)
        at = flat.find(name) if names[name] == 1 and name else -1
        while at >= 0:
            title = pattern("form_report").match(flat, at + len(name))
            if title and prose.ends_line(form.source, title.end()):
                titles[form.source].append((at, form))
            at = flat.find(name, at + 1)
    for source, found in titles.items():
        found.sort(key=lambda t: t[0])
        heads = [prose.offset(source, f.first_line) for f in projects if f.source == source]
        for n, (at, form) in enumerate(found):
            ends = [h for h in heads if h > at] + [t for t, _ in found[n + 1 :] if t > at]
            yield form, at, min(ends, default=len(prose.flat[source]))


def _kind(
    prose: RunningText, rule: Rule, form: Evaluation, start: int, end: int
) -> Iterator[Applied]:
    """A project that recurs every year is none that is done once."""
    flat = prose.flat[form.source]
    head, tail = prose.offset(form.source, form.first_line), prose.offset(form.source, form.last_line + 1)  # fmt: skip
    in_form = list(pattern("form_kind").finditer(flat, head, tail))
    in_text = list(pattern("report_kind").finditer(flat, start, end))
    kinds = [{_kind_of(hit["kind"]) for hit in hits} for hits in (in_form, in_text)]
    if not in_form or not in_text:
        return
    place = f"{form.evaluation_id}.kind"
    if any(len(found) != 1 or "" in found for found in kinds):
        yield compare.not_evaluable(rule, place)  # several kinds, or one that is not known
        return
    told = prose.words(form.source, in_text[0].start(), in_text[0].end())
    printed = prose.words(form.source, in_form[0].start(), in_form[0].end())
    fits = kinds[0] == kinds[1]
    yield compare.told(
        rule, place, PASS if fits else FAIL, (told, printed),
        severity="" if fits else "warning", type="wording", message="kind_of_project",
        printed=in_text[0]["kind"], expected=in_form[0]["kind"],
        words={"subject": form.project_name},
    )  # fmt: skip


def _kind_of(word: str) -> str:
    return next((n.key for n in checks().project_kind if n.pattern.search(word)), "")


def _other_project(prose: RunningText, rule: Rule, form: Evaluation, projects: list[Evaluation], start: int, end: int) -> Iterator[Applied]:  # fmt: skip
    """The report of one project evaluates that project, not only another that has its own form."""
    hits = list(pattern("evaluated_project").finditer(prose.flat[form.source], start, end))
    own = [hit for hit in hits if same_name(form.project_name, hit["name"])]
    for hit in own or hits:
        other = not own
        if other and not any(same_name(f.project_name, hit["name"]) for f in projects):
            continue
        words = prose.words(form.source, hit.start("name"), hit.end())
        yield compare.told(
            rule, f"L{words.line}", FAIL if other else PASS, (words,),
            severity="warning" if other else "", type="wording", message="other_project",
            printed=hit["name"], expected=form.project_name, words={"subject": form.project_name},
        )  # fmt: skip
