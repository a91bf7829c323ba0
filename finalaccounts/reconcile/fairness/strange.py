"""Numbers of tables that look like something else: a sign, a year, a number of a row or page.

Where every amount of a report has decimals, a whole number in a cell may be a year, a code or a
number of a row; and a minus before an amount may be a stroke, where the sums ask for the amount
itself. What is printed is what was read, so the place is told, but as a question: a warning. A number put together over a break of lines or pages
proves nothing: what fails for it is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from finalaccounts.amounts import decimals
from finalaccounts.reconcile.applied import FAIL, NOT_EVALUABLE, Applied, Linear
from finalaccounts.reconcile.view import View

# A break between the digits of a number, and one after its point.
_BROKEN, _SPACED = re.compile(r"\d\s+[\d.]"), re.compile(r"[.,]\s+\d")
_FEW = 5
_MANY, _RARE = 30, 50  # amounts from which a habit shows; one in so many may break it
ZERO = Decimal(0)


def strange(view: View, applied: Sequence[Applied]) -> list[Applied]:
    """Return the checks, those as warnings that rest on a number that looks like another thing."""
    if not any(a.outcome == FAIL for a in applied):
        return list(applied)
    whole, joined = _whole(view), _joined(view)
    return [_weighed(view, a, whole, joined) if a.outcome == FAIL else a for a in applied]


def _weighed(view: View, a: Applied, whole: frozenset[str], joined: frozenset[str]) -> Applied:
    if any(o.id in joined for o in a.operands):
        return replace(a, outcome=NOT_EVALUABLE, difference=None, tolerance=None)
    return replace(a, doubted=True) if _doubtful(view, a, whole) else a


def _joined(view: View) -> frozenset[str]:
    """Return the figures that a break of a line or page parts in two: which digits belong
    together was decided by their place. A report that always prints blanks after its points and
    commas parts nothing."""
    broken = [f for f in view.report.figures if _BROKEN.search(f.printed)]
    spaced = [f for f in view.report.figures if _SPACED.search(f.printed)]
    found = broken if len(spaced) > _FEW else [*broken, *spaced]
    return frozenset(f.figure_id for f in found if f.state == "printed")


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
