"""What a failed check may not be called: where a blank cell or a merged one explains it.

A certain blank counts as nothing. But where a sum fails with a blank among its terms, and nothing
else that was checked says that the cell is rightly empty, a number may be lacking there as well as
a printed one be wrong: a warning at most. Where two checks ask for one number, or the cell is all
of a side, the finding is that the cell is blank, without a difference. An amount that is printed
once over several cells proves nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

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
from finalaccounts.reconcile.view import View

ZERO = Decimal(0)


@dataclass(slots=True)
class _Cell:
    """The checks that one cell stands in: what each failed one asks it to be, and its tolerance."""

    held: bool = False
    asked: list[tuple[Decimal, Decimal]] = field(default_factory=list)

    def agreeing(self) -> int:
        """Return how many failed checks one other number in the cell would settle."""
        if self.held:
            return 0
        return max(
            (sum(abs(a - b) <= t + u for b, u in self.asked) for a, t in self.asked), default=0
        )

    def lacks(self) -> bool:
        """True where what the checks ask for is an amount: none is below zero in a blank cell."""
        return all(asked > 0 for asked, _ in self.asked)


def blanks(view: View, applied: Sequence[Applied]) -> list[Applied]:
    """Return the checks, those that a blank or a merged cell explains as what they are."""
    cells = _weighed(applied)
    return [_settled(view, a, cells) if a.outcome in TOLD else a for a in applied]


def _weighed(applied: Sequence[Applied]) -> dict[str, _Cell]:
    cells: dict[str, _Cell] = defaultdict(_Cell)
    for a in applied:
        asked = a.asked
        if not isinstance(asked, Linear) or a.relation != "equal":
            continue
        terms = list(zip(asked.terms, asked.signs, strict=True))
        gap = sum((sign * (term.amount or ZERO) for term, sign in terms), ZERO)
        for term, sign in terms:
            if a.outcome in (PASS, ROUNDING, SLIP) and sign:
                cells[term.id].held = True
            elif a.outcome == FAIL and sign:
                asks = (term.amount or ZERO) - gap / sign
                cells[term.id].asked.append((asks, a.tolerance or ZERO))
    return cells


def _empty(operand: Operand) -> bool:
    return operand.certain_blank


def _settled(view: View, a: Applied, cells: dict[str, _Cell]) -> Applied:
    if any(o.id in view.merged for o in a.operands):
        return replace(a, outcome=NOT_EVALUABLE, difference=None, tolerance=None)
    if a.outcome != FAIL:
        return a
    asked = a.asked if isinstance(a.asked, Linear) else Linear((), ())
    pairs = list(zip(asked.terms, asked.signs, strict=True))
    every = (*a.operands, *(t for t in asked.terms if t not in a.operands))
    empty = [o for o in every if _empty(o) and not cells[o.id].held and cells[o.id].lacks()]
    # Checks that are no sums do not tell how many places agree.
    sums = bool(pairs) and a.relation == "equal"
    most = max((cells[o.id].agreeing() for o in every if not _empty(o)), default=0) if sums else 0
    first = next((o for o in empty if cells[o.id].agreeing() >= most), None)
    if first is None:
        return a
    own = next((sign for term, sign in pairs if term.id == first.id), 0)
    side = [term for term, sign in pairs if sign == own]
    # A dash says that there is nothing: it may be wrong, but it is not left blank.
    if first.state == "dash" or (
        cells[first.id].agreeing() < 2 and not (side and all(map(_empty, side)))
    ):
        return replace(a, blank="maybe")  # the sum may be wrong, or the cell left blank
    return replace(a, blank="cell")
