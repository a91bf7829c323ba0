"""One whole that a form splits twice: in the words of its goals and in its rows of costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from finalaccounts.amounts import decimals, half_unit, text
from finalaccounts.model import Evaluation
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, PASS, Applied, Operand
from finalaccounts.reconcile.form_values import amount, forms, rows
from finalaccounts.reconcile.prose import RunningText, running_text
from finalaccounts.reconcile.rules.forms.costs import costs_of, is_total
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import pattern
from finalaccounts.reference.rules import Rule

LEAST = 3  # parts that make a list
MOST = 14  # parts that are tried in all ways
ZERO = Decimal(0)


def two_splits(view: View, rule: Rule) -> Iterator[Applied]:
    """Two lists that both make up the form's budget are one, or the other cut finer."""
    prose = running_text(view)
    for form in forms(view):
        executed = amount(view, form, "executed")
        if form.kind != "project" or executed is None or form.source not in prose.flat:
            continue
        listed = costs_of(view, form, executed)
        planned = [c.planned for c in listed if not is_total(c, [o for o in listed if o is not c])]
        budget = _sum(planned)
        whole = [o for f in ("initial_budget", "full_year_budget") if (o := amount(view, form, f))]
        if not LEAST <= len(planned) <= MOST or not any(
            view.common(executed, o)[1].amount == budget for o in whole
        ):
            continue
        for said in _lists(view, prose, form, executed):
            if len(said) <= MOST and _sum(said) == budget:
                yield _judged(view, rule, form, said, planned)
                break


def _judged(
    view: View, rule: Rule, form: Evaluation, said: Sequence[Operand], planned: Sequence[Operand]
) -> Applied:
    one, other = ([o.amount or ZERO for o in listed] for listed in (said, planned))
    fits = _cut(one, other) or _cut(other, one)
    return compare.told(
        rule, f"{form.evaluation_id}.split", PASS if fits else FAIL, (*said, *planned),
        severity="" if fits else "warning", type="" if fits else "scope", message="two_splits",
        printed=text(_sum(said)), expected=text(_sum(planned)),
        words={
            "subject": form.project_name,
            "terms": " + ".join(text(a) for a in one), "other": " + ".join(text(a) for a in other),
        },
    )  # fmt: skip


def _cut(coarse: Sequence[Decimal], fine: Sequence[Decimal]) -> bool:
    """True when the fine parts can be put together to the coarse ones, each used once."""
    if not coarse:
        return not fine
    first, rest = coarse[0], coarse[1:]
    return any(_cut(rest, left) for left in _taken(first, fine, 0))


def _taken(amount: Decimal, parts: Sequence[Decimal], start: int) -> Iterator[Sequence[Decimal]]:
    """Yield what is left of the parts when some of them that add up to an amount are taken."""
    for n in range(start, len(parts)):
        left = [*parts[:n], *parts[n + 1 :]]
        if parts[n] == amount:
            yield left
        elif parts[n] < amount:
            yield from _taken(amount - parts[n], left, n)


def _lists(
    view: View, prose: RunningText, form: Evaluation, like: Operand
) -> Iterator[list[Operand]]:
    """Yield the lists of amounts in the goals of a form: names and sums, one mark between them."""
    first = min((r.source_line for r in rows(view, form)), default=form.last_line + 1)
    flat = prose.flat[form.source]
    start, end = prose.offset(form.source, form.first_line), prose.offset(form.source, first)
    run: list[Operand] = []
    last = -1
    for hit in pattern("goal_amount").finditer(flat, start, end):
        if run and hit.start() != last:
            if len(run) >= LEAST:
                yield run
            run = []
        value, line = Decimal(hit["number"]), prose.line(form.source, hit.start("number"))
        half = half_unit(decimals(value))
        found = Operand(
            f"{form.source}:{line}:{hit.start('number')}", value, half, half, hit["unit"],
            form.source, line, hit["name"],
        )  # fmt: skip
        run.append(view.common(like, found)[1])
        last = hit.end()
    if len(run) >= LEAST:
        yield run


def _sum(operands: Sequence[Operand]) -> Decimal:
    return sum((o.amount or ZERO for o in operands), ZERO)
