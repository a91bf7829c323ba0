"""Evaluate one equation between printed numbers: certain terms, and terms that may belong to it.

A number whose column is undecided, or that was placed by this very rule, is never used as if it
were known. Instead every way of placing it is tried: what fails in all of them is a provable
``fail``, everything else that depends on it is ``not_evaluable``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from finalaccounts.amounts import text
from finalaccounts.reconcile.applied import (
    ASK,
    FAIL,
    NOT_APPLICABLE,
    NOT_EVALUABLE,
    Applied,
    Linear,
    Operand,
)
from finalaccounts.reconcile.tolerance import (
    ZERO,
    Judged,
    judge_near,
    judge_same,
    judge_terms,
    limit,
)
from finalaccounts.reconcile.view import View
from finalaccounts.reference.rules import Rule

MOST_LOST = 4  # numbers without a place that are tried as the missing part
MOST_UNCERTAIN = 8  # above, the ways of placing are too many to try: not evaluable


@dataclass(slots=True, unsafe_hash=True)
class Side:
    """One side of an equation.

    ``terms`` are printed numbers (or certain blanks) that belong to it, ``maybe`` those that may;
    ``missing`` says that a term is neither printed nor certainly blank. ``unread`` are cells of
    the block that hold something that could not be read: the side is then not whole.
    """

    terms: tuple[Operand, ...] = ()
    maybe: tuple[Operand, ...] = ()
    missing: bool = False
    unread: tuple[Operand, ...] = ()
    lost: bool = False  # a line of it prints no number where the text has lost its cells

    @property
    def printed(self) -> bool:
        """True when a term is a number."""
        return any(t.amount is not None for t in self.terms)

    @property
    def nothing(self) -> bool:
        """True when no number is printed that could stand on this side."""
        return not self.maybe and not self.printed


@dataclass(slots=True, unsafe_hash=True)
class Equation:
    """left = right (or at most, at least, near) at one place of a report."""

    place: str
    left: Side
    right: Side
    group: str = ""
    relation: str = "equal"
    threshold: Decimal | None = None
    optional: bool = False
    blanks: bool = True
    unread: tuple[Operand, ...] = ()  # numbers of the same table that no place was found for
    blocked: tuple[Operand, ...] = ()  # numbers of its row of which nobody knows what they are
    whole_row: bool = False  # all numbers of a row: the sum is the same wherever they stand


def _circular(rule: Rule, side: Side) -> Side:
    """Move the numbers that this rule has placed to those that may belong."""
    own = tuple(t for t in side.terms if rule.id in t.evidence)
    if not own:
        return side
    return replace(side, terms=tuple(t for t in side.terms if t not in own), maybe=side.maybe + own)


def _judge(equation: Equation, left: Sequence[Operand], right: Sequence[Operand]) -> Judged:
    twice = len(left) == len(right) == 1
    judged = judge_same(left[0], right[0]) if twice else judge_terms(left, right)
    if equation.relation == "near":
        return judge_near(judged, equation.threshold)
    return limit(judged, equation.relation)


def evaluate(view: View, rule: Rule, equation: Equation) -> Applied | None:
    """Return the check of one equation, or None where it is no place at all (``optional``)."""
    left, right = _circular(rule, equation.left), _circular(rule, equation.right)
    every = (*left.terms, *left.maybe, *right.terms, *right.maybe)
    if unread := (*left.unread, *right.unread):
        return _plain(rule, equation, NOT_EVALUABLE, (*every, *unread))
    if left.nothing and right.nothing:
        open_end = left.missing or right.missing
        outcome = NOT_EVALUABLE if open_end else NOT_APPLICABLE
        return None if equation.optional else _plain(rule, equation, outcome, every)
    if (left.nothing and (left.missing or not left.terms)) or (
        right.nothing and (right.missing or not right.terms)
    ):
        return None if equation.optional and not every else _open(rule, equation, every)
    if equation.blocked:
        return _plain(rule, equation, NOT_EVALUABLE, (*every, *equation.blocked))
    if not equation.blanks and not (left.printed and right.printed):
        return _open(rule, equation, every)
    maybe = [(side, o) for side in (0, 1) for o in (left, right)[side].maybe]
    if len(maybe) > MOST_UNCERTAIN or (left.maybe and not left.printed):
        return _open(rule, equation, every)
    terms = view.common(*left.terms, *(o for s, o in maybe), *right.terms)
    a = [t for t in terms[: len(left.terms)] if t.amount is not None]
    b = [t for t in terms[len(left.terms) + len(maybe) :] if t.amount is not None]
    if not view.zero_hides:
        b = _without_zero_errors(b)
    spare = [(side, t) for (side, _), t in zip(maybe, terms[len(left.terms) :], strict=False)]
    first = _judge(equation, [*a, *(t for s, t in spare if s == 0)], [*b, *(t for s, t in spare if s)])  # fmt: skip
    settled = equation.whole_row and first.outcome == FAIL
    if spare and not settled and not _fails_always(equation, a, b, spare):
        return _open(rule, equation, every)
    if first.outcome == FAIL and _lost(first, left, right):
        return _open(rule, equation, every)
    if first.outcome == FAIL:
        known = {o.id for _, o in maybe}
        lost = [(1, u) for u in equation.unread if u.id not in known]
        if len(lost) > MOST_LOST or any(u.amount is None for _, u in lost):
            return _plain(rule, equation, NOT_EVALUABLE, (*every, *(u for _, u in lost)))
        if lost and not _fails_always(equation, a, b, [*spare, *lost]):
            return _open(rule, equation, every)
        if not settled and _suspect(first, b, spare):
            return _open(rule, equation, every)
    return _closed(rule, equation, first, a, b, spare)


def _lost(judged: Judged, left: Side, right: Side) -> bool:
    """True when a number that may be lost would make the smaller side larger."""
    return (right.lost and judged.left > judged.right) or (left.lost and judged.left < judged.right)


def _fails_always(equation: Equation, a: list[Operand], b: list[Operand], spare: Sequence[tuple[int, Operand]]) -> bool:  # fmt: skip
    numbered = list(enumerate(spare))
    for size in range(len(numbered) + 1):
        for chosen in combinations(numbered, size):
            left = [*a, *(t for _, (side, t) in chosen if side == 0)]
            right = [*b, *(t for _, (side, t) in chosen if side == 1)]
            if _judge(equation, left, right).outcome != FAIL:
                return False
    return True


def _suspect(judged: Judged, parts: Sequence[Operand], spare: Sequence[object]) -> bool:
    """A total below its largest part: the reading is suspected first, unless all is certain."""
    if spare or not any(p.evidence for p in parts):
        return False
    return judged.left < max((p.amount or ZERO for p in parts), default=ZERO)


def _without_zero_errors(parts: Sequence[Operand]) -> list[Operand]:
    """A printed zero hides no small amount unless the report says so."""
    if len(parts) < 2:
        return list(parts)
    if all(p.amount for p in parts):
        return list(parts)
    return [p if p.amount else replace(p, half=ZERO, coarse=ZERO) for p in parts]


def _plain(rule: Rule, equation: Equation, outcome: str, operands: Sequence[Operand]) -> Applied:
    return Applied(rule.id, equation.place, outcome, tuple(operands), group=equation.group)


def _open(rule: Rule, equation: Equation, operands: Sequence[Operand]) -> Applied:
    found = _plain(rule, equation, NOT_EVALUABLE, operands)
    # Also where it proves nothing, a line with a single line below it is the same quantity.
    sides = [
        [t for t in (*side.terms, *side.maybe) if t.amount is not None]
        for side in (equation.left, equation.right)
    ]
    if [len(side) for side in sides] == [1, 1] and equation.relation == "equal":
        found.demand = Linear((sides[0][0], sides[1][0]), (1, -1))
    return found


def _closed(
    rule: Rule,
    equation: Equation,
    judged: Judged,
    a: Sequence[Operand],
    b: Sequence[Operand],
    spare: Sequence[tuple[int, Operand]],
) -> Applied:
    outcome = judged.outcome
    if outcome == FAIL and (rule.fails_as == "ask" or equation.relation == "near"):
        outcome = ASK
    blanks = [  # a side that is certainly blank is cited where the check rests on it
        t
        for t in (*equation.left.terms, *equation.right.terms)
        if t.amount is None and not (a and b)
    ]
    lefts = [*a, *(t for s, t in spare if s == 0)]
    rights = [*b, *(t for s, t in spare if s == 1)]
    empty = [  # blank terms are no operands of a sum that has others, but they are terms
        (t, sign)
        for side, sign in ((equation.left, 1), (equation.right, -1))
        for t in side.terms
        if t.amount is None and t.state != "declared"
    ]
    demand = None
    if empty:
        signs = (*[1] * len(lefts), *[-1] * len(rights), *(s for _, s in empty))
        demand = Linear((*lefts, *rights, *(t for t, _ in empty)), signs)
    return Applied(
        rule.id, equation.place, outcome, (*lefts, *rights, *blanks),
        signs=(*[1] * len(lefts), *[-1] * len(rights), *[0] * len(blanks)),
        left=judged.left, right=judged.right, difference=judged.difference,
        tolerance=judged.tolerance, printed=text(judged.left) if a else "", expected=text(judged.right),
        group=equation.group, relation=equation.relation, demand=demand,
    )  # fmt: skip
