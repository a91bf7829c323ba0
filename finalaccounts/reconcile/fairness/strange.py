"""Numbers of tables that look like something else: a sign, a year, a number of a row or page.

Where every amount of a report has decimals, a whole number in a cell may be a year, a code or a
number of a row; and a minus before an amount may be a stroke, where the sums ask for the amount
itself. What is printed is what was read, so the place is told, but as a question: a warning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from finalaccounts.amounts import decimals
from finalaccounts.reconcile.applied import FAIL, Applied, Linear
from finalaccounts.reconcile.view import View

_MANY, _RARE = 30, 50  # amounts from which a habit shows; one in so many may break it
ZERO = Decimal(0)


def strange(view: View, applied: Sequence[Applied]) -> list[Applied]:
    """Return the checks, those as warnings that rest on a number that looks like another thing."""
    if not any(a.outcome == FAIL for a in applied):
        return list(applied)
    whole = _whole(view)
    return [
        replace(a, doubted=True) if a.outcome == FAIL and _doubtful(view, a, whole) else a
        for a in applied
    ]


def _whole(view: View) -> frozenset[str]:
    """Return the figures that are whole numbers where nearly all others have decimals."""
    money = [
        f
        for f in view.report.figures
        if f.amount and f.unit and view.units.factor(f.unit) is not None
    ]
    found = [f.figure_id for f in money if not decimals(f.amount or ZERO)]
    habit = len(money) >= _MANY and len(found) * _RARE <= max(len(money), _RARE)
    return frozenset(found) if habit else frozenset()


def _doubtful(view: View, a: Applied, whole: frozenset[str]) -> bool:
    if any(o.id in whole for o in a.operands):
        return True
    asked = a.asked
    if not isinstance(asked, Linear) or a.tolerance is None:
        return False
    pairs = list(zip(asked.terms, asked.signs, strict=True))
    gap = sum((sign * (term.amount or ZERO) for term, sign in pairs), ZERO)
    return any(
        _holds(a, gap - 2 * sign * term.amount)
        for term, sign in pairs
        if term.id in view.figures and term.amount is not None and term.amount < 0
    )


def _holds(a: Applied, gap: Decimal) -> bool:
    room = a.tolerance or ZERO
    if a.relation == "at_most":
        return gap <= room
    return gap >= -room if a.relation == "at_least" else abs(gap) <= room
