"""Numbers that were recognised in a picture: what confirms them, and what they may not prove.

An equation that holds to the last digit confirms its terms, when at least three of them are not
zero: two equal numbers may be one print misread twice alike. No outcome other than a pass is
ever drawn from a picture: where it and a sum differ, a person has to look, and nobody is accused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from finalaccounts.model import Report
from finalaccounts.reconcile.applied import (
    FAIL,
    NOT_EVALUABLE,
    PASS,
    ROUNDING,
    SLIP,
    TOLD,
    Applied,
    Linear,
    Operand,
)
from finalaccounts.reconcile.engine import apply, registered
from finalaccounts.reconcile.view import View

# Terms other than zero that an equation needs to confirm them by itself.
_SEVERAL = 3


def confirmed(report: Report) -> Report:
    """Return the report with ``certain`` decided for every recognised figure (yes or no)."""
    if not any(figure.read_by == "ocr" for figure in report.figures):
        return report
    registered()
    applied = apply(View(report))
    exact, inexact = _counted(applied)
    sure = {i for i in _confirmed(applied) - _contradicted(applied) if exact[i] > inexact[i]}
    figures = tuple(
        replace(f, certain="yes" if f.certain == "" and f.figure_id in sure else "no")
        if f.read_by == "ocr"
        else f
        for f in report.figures
    )
    return replace(report, figures=figures)


def _confirmed(applied: Iterable[Applied]) -> set[str]:
    """Return the ids of the numbers that stand in an equation which holds exactly."""
    sure: set[str] = set()
    pairs: list[tuple[Operand, ...]] = []
    for check in applied:
        terms = _exact(check)
        if sum(1 for term in terms if term.amount) >= _SEVERAL:
            sure.update(term.id for term in terms)
        elif terms:
            pairs.append(terms)
    # A number printed at two places is confirmed by a sum at one of them.
    before = -1
    while before < len(sure):
        before = len(sure)
        for terms in pairs:
            if any(term.amount and term.id in sure for term in terms):
                sure.update(term.id for term in terms)
    return sure


def _counted(applied: Iterable[Applied]) -> tuple[Counter[str], Counter[str]]:
    """Count for each number the sums that hold exactly, and those that hold but for rounding.

    A last digit misread by one turns the first into the second, and perhaps the other way round.
    """
    exact: Counter[str] = Counter()
    inexact: Counter[str] = Counter()
    for check in applied:
        terms = _exact(check)
        if terms:
            exact.update(term.id for term in terms)
        elif check.outcome == ROUNDING:
            inexact.update(operand.id for operand in check.operands)
    return exact, inexact


def _contradicted(applied: Iterable[Applied]) -> set[str]:
    """Return the ids of the numbers in an equation that does not hold, or in two prints of one
    number that differ: a misread digit may just repair another sum's rounding."""
    return {
        operand.id
        for check in applied
        if check.outcome in (FAIL, SLIP) or (check.outcome == ROUNDING and len(check.operands) <= 2)
        for operand in check.operands
    }


def _exact(check: Applied) -> tuple[Operand, ...]:
    """Return the terms of a passed sum or comparison without any difference, else nothing."""
    asked = check.asked
    if check.outcome != PASS or not isinstance(asked, Linear) or check.relation != "equal":
        return ()
    pairs = list(zip(asked.terms, asked.signs, strict=True))
    total = sum((sign * term.amount for term, sign in pairs if term.amount is not None), Decimal(0))
    if total or any(not term.counts and term.state == "ambiguous" for term in asked.terms):
        return ()
    return asked.terms


def doubted(report: Report, applied: Sequence[Applied]) -> list[Applied]:
    """Return the checks; those that a picture alone would decide are not evaluable.

    A pass stays one only where every recognised number in it is certain. Whatever else came out
    is dropped where any number stands in a file with recognised pages: what is missing or odd
    there may be missing or odd in the recognition. The numbers stay beside the check, for people.
    """
    scanned = pictured(report)
    if not scanned:
        return list(applied)
    sure = {f.figure_id for f in report.figures if f.certain == "yes"}
    return list(_doubted(applied, scanned, sure))


def pictured(report: Report) -> frozenset[str]:
    """Return the files of a report of which pages were pictures, read or not."""
    return frozenset(o.source for o in report.objects if o.kind == "scan") | frozenset(
        f.source for f in report.figures if f.read_by == "ocr"
    )


def _doubted(
    applied: Iterable[Applied], scanned: frozenset[str], sure: set[str]
) -> Iterator[Applied]:
    for check in applied:
        own = [o for o in check.operands if not o.fixed and o.source in scanned]
        if check.outcome == PASS:
            doubtful = any(o.id not in sure for o in own)
        else:
            doubtful = check.outcome in TOLD and (bool(own) or not check.operands)
        yield replace(check, outcome=NOT_EVALUABLE) if doubtful else check
