"""What the text says there is none of, against the amounts that the report prints (D01.R06)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from finalaccounts.model import Evaluation
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, NOT_EVALUABLE, PASS, Applied, Operand
from finalaccounts.reconcile.form_values import amount
from finalaccounts.reconcile.kinds.stated import money
from finalaccounts.reconcile.prose import RunningText, running_text
from finalaccounts.reconcile.registry import rule
from finalaccounts.reconcile.rules.forms.costs import costs_of
from finalaccounts.reconcile.rules.narrative.three_public import key_of
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import Denied, checks, pattern
from finalaccounts.reference.rules import Rule

SHORTEST_NAME = 3  # characters of the department's name by which it calls itself


@rule("D01.R06")
def denials(view: View, rule: Rule) -> Iterator[Applied]:
    """Where the text says that there is none of something, the tables hold no amount of it."""
    prose = running_text(view)
    for source, flat in prose.flat.items():
        for hit in pattern("denial").finditer(flat):
            denied = next((d for d in checks().denied if re.search(d.words, hit["what"])), None)
            if denied is None or not _own_words(view, flat, hit.start()):
                continue
            words = prose.words(source, hit.start(), hit.end())
            known, against = _contradiction(view, prose, denied)
            place = f"L{words.line}"
            costs = () if against else _spent_by_forms(view, denied)
            if not against and not costs:
                # Without any figure of it the words stand alone.
                outcome = PASS if known else NOT_EVALUABLE
                yield compare.told(rule, place, outcome, (words,))
                continue
            first = (*against, *costs)[0]
            yield compare.told(
                rule, place, FAIL, (words, *reversed((*against, *costs))), printed=hit.group(),
                expected=f"{first.amount}{first.unit}", words={"english": denied.english},
                severity="" if against else "warning", message="" if against else "none_but_form",
                cause="" if against else ".".join(first.id.split(".")[:2]),
            )  # fmt: skip


def _own_words(view: View, flat: str, at: int) -> bool:
    """True when the clause speaks of the department as a whole, not of a part or of a condition, nor of another year.

    The department may name itself, with or without the places before its name.
    """
    clause = flat[max(0, at - 60) : at]
    ends = [m.end() for m in re.finditer(pattern("sentence_end").pattern + "|[\uff1a:]", clause)]
    clause = clause[ends[-1] :] if ends else clause
    years = pattern("year_told").findall(clause)
    if years and int(years[-1]) != view.report.meta.fiscal_year:
        return False
    name = "".join(view.report.meta.entity.split())
    for start in range(len(name) - SHORTEST_NAME + 1):
        if name[start:] in clause:
            clause = clause.replace(name[start:], "", 1)
            break
    return bool(pattern("denial_head").match(clause))


def _spent_by_forms(view: View, denied: Denied) -> tuple[Operand, ...]:
    """Return what rows of costs in forms spent on a thing that the text says there was none of."""
    if not denied.costs:
        return ()
    return tuple(
        cost.spent
        for form in view.report.evaluations
        if not _of_other_money(view, form)
        and (executed := amount(view, form, "executed")) is not None
        for cost in costs_of(view, form, executed)
        if cost.spent is not None and cost.spent.amount and re.search(denied.costs, cost.row.level3)
    )


def _of_other_money(view: View, form: Evaluation) -> bool:
    """True when a form also spent money that is no appropriation: it may have paid for the thing."""
    return any(
        f.column == "executed" and f.amount and f.origin in checks().other_origins
        for f in view.funds(form)
    )


def _contradiction(
    view: View, prose: RunningText, denied: Denied
) -> tuple[bool, tuple[Operand, ...]]:
    """Return whether the report prints anything of it (also a blank), and what is not zero."""
    known, found = False, list[Operand]()
    for name in denied.figures:
        table, line, column = name.split(".")
        figure = view.figure(table, line, column)
        known = known or figure is not None or view.state(table) in ("declared_empty", "zero_only")
        if figure is not None and figure.counts and figure.amount:
            found.append(figure)
    for name in denied.items:
        section, _, rest = name.partition(".")
        item, _, key = rest.partition(":")
        for s in view.statements(section, item):
            if money(view, s) and (not key or key_of(s) == key):
                known = True
                if s.amount:
                    found.append(view.stated(s))
                break
    return known, tuple(found)
