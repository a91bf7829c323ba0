"""Apply every rule at every place of a report; no rule returns nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from finalaccounts.equations import bound
from finalaccounts.reconcile import compare
from finalaccounts.reconcile import rules as functions
from finalaccounts.reconcile.applied import Applied
from finalaccounts.reconcile.kinds import (
    changes,
    completion,
    counts,
    limits,
    products,
    rates,
    shares,
    stated,
    statements,
    subjects,
)
from finalaccounts.reconcile.kinds.equations import equations
from finalaccounts.reconcile.kinds.linear import evaluate
from finalaccounts.reconcile.kinds.present import present
from finalaccounts.reconcile.registry import FUNCTIONS
from finalaccounts.reconcile.view import View
from finalaccounts.reference import ReferenceDataError
from finalaccounts.reference.checks import checks
from finalaccounts.reference.rules import Rule, declares, rules

__all__ = ["apply", "functions", "registered"]

TOLD = ("listed", "growth", "same", "ratio")  # kinds on what the narrative states
EMPTY = ("declared_empty", "zero_only")


def registered() -> None:
    """Raise ReferenceDataError when rules.toml does not match the equations and the functions."""
    bound()
    named = {r.id for r in rules().values() if r.kind == "function"}
    if named != set(FUNCTIONS):
        lacking = ", ".join(sorted(named - set(FUNCTIONS)))
        unknown = ", ".join(sorted(set(FUNCTIONS) - named))
        raise ReferenceDataError(
            f"rules.toml: kind function without a function: {lacking or '-'};"
            f" functions that no rule names: {unknown or '-'}"
        )
    told = {r.id for r in rules().values() if r.kind in TOLD and not declares(r)}
    if missing := told - checks().declared():
        raise ReferenceDataError(
            f"rules.toml: {', '.join(sorted(missing))} is of a kind on the narrative, but neither"
            " it nor checks.toml says what is compared"
        )


def _declared(view: View, rule: Rule) -> Iterator[Applied]:
    for equation in equations(view, rule):
        applied = evaluate(view, rule, equation)
        if applied is not None:
            yield applied
    yield from rates.rated(view, rule)
    for kind in (stated, shares, changes, completion, limits, counts, statements):
        yield from kind.evaluate(view, rule)
    yield from subjects.evaluate(view, rule)
    yield from products.evaluate(view, rule)
    for wanted in rule.present:
        yield present(view, rule, wanted)


def _nothing(view: View, rule: Rule) -> Applied:
    """Return the one check of a rule that found no place: its table is empty, or not there."""
    if rule.scope in view.tables and view.state(rule.scope) not in (*EMPTY, "with_figures"):
        return compare.not_evaluable(rule, rule.scope)
    if rule.scope not in view.tables and rule.id.startswith("T"):
        return compare.not_evaluable(rule, rule.scope)
    if rule.scope == "tables" and not view.report.figures:
        return compare.not_evaluable(rule, rule.scope)
    return compare.not_applicable(rule, rule.scope)


def apply(view: View) -> list[Applied]:
    """Return the checks of all rules at all places, in the order of rules.toml."""
    out: list[Applied] = []
    for rule in rules().values():
        function = FUNCTIONS.get(rule.id)
        found = list(function(view, rule) if function else _declared(view, rule))
        out.extend(_numbered(found) if found else [_nothing(view, rule)])
    return out


def _numbered(found: list[Applied]) -> Iterator[Applied]:
    """Tell places of one rule apart that would have one name (two years on one line)."""
    seen: Counter[str] = Counter()
    for applied in found:
        seen[applied.place] += 1
        count = seen[applied.place]
        if count == 1:
            yield applied
        else:
            group = applied.group or applied.place
            yield replace(applied, place=f"{applied.place}~{count}", group=group)
