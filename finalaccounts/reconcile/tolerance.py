"""What rounding can and cannot explain: exact intervals from the precision of print.

A printed amount stands for every true amount within half a unit of its last place. A rule is
broken only when no such true amounts satisfy it (ARCHITECTURE section 6).
Ratios are exact fractions; nothing here is a float and nothing is a constant threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from finalaccounts.amounts import decimals, half_unit
from finalaccounts.reconcile.applied import FAIL, PASS, ROUNDING, SLIP, Operand
from finalaccounts.reconcile.precision import PLACES

ZERO = Decimal(0)


@lru_cache(maxsize=4096)
def exact(amount: Decimal) -> Fraction:
    """Return the amount as an exact fraction (the same few amounts come again and again)."""
    return Fraction(amount)


@dataclass(slots=True, unsafe_hash=True)
class Judged:
    """Outcome of a comparison: left (printed), right (recomputed), difference, tolerance."""

    outcome: str
    left: Decimal
    right: Decimal
    difference: Decimal
    tolerance: Decimal


Made = tuple[tuple[tuple[Operand, int], ...], tuple[tuple[Operand, int], ...]]


@dataclass(slots=True, unsafe_hash=True)
class Interval:
    """All true values a printed (or computed) number can stand for; ``mid`` as printed.

    ``wide`` is the same interval where every number is taken to be as coarse as its printed
    decimals (100 may be 99.6), and not to have lost trailing zeros.
    """

    lo: Fraction
    mid: Fraction
    hi: Fraction
    wide: tuple[Fraction, Fraction] | None = None
    made: Made | None = None  # of a ratio: what was divided by what

    @classmethod
    def of(cls, amount: Decimal, half: Decimal) -> Interval:
        """Return the interval of an amount printed with a rounding error of at most ``half``."""
        return cls(exact(amount - half), exact(amount), exact(amount + half))

    @classmethod
    def printed(cls, operand: Operand) -> Interval:
        """Return the interval of a printed operand (trailing zeros taken as trimmed)."""
        amount = operand.amount or ZERO
        fine = cls.of(amount, operand.half)
        if operand.coarse <= operand.half:
            return fine
        return replace(fine, wide=(exact(amount - operand.coarse), exact(amount + operand.coarse)))

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """Return the wide ends, or the plain ones."""
        return self.wide or (self.lo, self.hi)

    def _with(self, other: Interval, wide: tuple[Fraction, Fraction], fine: Interval) -> Interval:
        return replace(fine, wide=wide) if self.wide or other.wide else fine

    def __add__(self, other: Interval) -> Interval:
        fine = Interval(self.lo + other.lo, self.mid + other.mid, self.hi + other.hi)
        wide = (self.ends[0] + other.ends[0], self.ends[1] + other.ends[1])
        return self._with(other, wide, fine)

    def __sub__(self, other: Interval) -> Interval:
        fine = Interval(self.lo - other.hi, self.mid - other.mid, self.hi - other.lo)
        wide = (self.ends[0] - other.ends[1], self.ends[1] - other.ends[0])
        return self._with(other, wide, fine)

    def divided(self, other: Interval, scale: int = 1) -> Interval | None:
        """Return ``scale`` x self / other, or None when the divisor may be zero or negative."""
        if other.lo <= 0 or other.ends[0] <= 0:
            return None
        low, high = _quotients((self.lo, self.hi), (other.lo, other.hi), scale)
        fine = Interval(low, self.mid * scale / other.mid, high)
        if not (self.wide or other.wide):
            return fine
        return replace(fine, wide=_quotients(self.ends, other.ends, scale))


def _quotients(
    top: tuple[Fraction, Fraction], below: tuple[Fraction, Fraction], scale: int
) -> tuple[Fraction, Fraction]:
    """Return the least and greatest ``scale`` x top / below; ``below`` is positive."""
    low, high = top
    least, most = below
    return low * scale / (most if low >= 0 else least), high * scale / (
        least if high >= 0 else most
    )


def rounded(value: Fraction, places: int) -> Decimal:
    """Return the fraction rounded half up to ``places`` decimals, as people print it."""
    unit = Decimal(1).scaleb(-places)
    scaled = value * 10**places
    whole = (abs(scaled) + Fraction(1, 2)).__floor__()
    return (Decimal(whole) * unit).quantize(unit) * (-1 if scaled < 0 and whole else 1)


def judge_terms(lefts: Sequence[Operand], rights: Sequence[Operand]) -> Judged:
    """Compare two sums of printed amounts (all in one unit; a blank counts as nothing).

    Tolerance is the sum of the half units of all printed terms: (n + 1) x 0.005 for a total and n
    parts in 0.01. Terms printed with fewer decimals than their table are first taken as trimmed
    zeros; if that fails, as really coarser, which can only give ``rounding``.
    """
    left, fine, wide = _added(lefts)
    right, half, coarse = _added(rights)
    tolerance, coarse = fine + half, wide + coarse
    gap = left - right
    if not gap:
        return Judged(PASS, left, right, gap, tolerance)
    if abs(gap) <= tolerance:
        return Judged(ROUNDING, left, right, gap, tolerance)
    if abs(gap) <= coarse:
        return Judged(ROUNDING, left, right, gap, coarse)
    return Judged(FAIL, left, right, gap, tolerance)


def _added(terms: Sequence[Operand]) -> tuple[Decimal, Decimal, Decimal]:
    """Return the sum of printed amounts, of their half units, and of their coarse ones."""
    amount = half = coarse = ZERO
    for term in terms:
        if term.amount is not None:
            amount, half, coarse = amount + term.amount, half + term.half, coarse + term.coarse
    return amount, half, coarse


def limit(judged: Judged, relation: str) -> Judged:
    """Return the outcome of at_most or at_least: what is on the right side of the limit passes."""
    if (relation == "at_most" and judged.difference < 0) or (
        relation == "at_least" and judged.difference > 0
    ):
        return replace(judged, outcome=PASS)
    return judged


def judge_near(judged: Judged, percent: Decimal | None) -> Judged:
    """Return the outcome of near: apart by at most ``percent`` of the right side passes."""
    width = abs(judged.right) * (percent or ZERO) / 100 + judged.tolerance
    return replace(
        judged, outcome=PASS if abs(judged.difference) <= width else FAIL, tolerance=width
    )


def judge_same(left: Operand, right: Operand) -> Judged:
    """Compare the same quantity printed twice (R1): equal, 0.01 apart (re-added), or not.

    A copy in 0.01 that is the other, finer one rounded (135.71 for 135.713830) is the same. A coarser copy that was cut instead of rounded (58.6 for 58.68) is a ``slip``.
    """
    judged = judge_terms((left,), (right,))
    if judged.outcome == ROUNDING and left.amount is not None and right.amount is not None:
        a, b = sorted((left.amount, right.amount), key=decimals)
        if PLACES <= decimals(a) < decimals(b) and rounded(Fraction(b), decimals(a)) == a:
            return replace(judged, outcome=PASS)
    if judged.outcome == FAIL and left.amount is not None and right.amount is not None:
        short, long = sorted((left, right), key=lambda o: decimals(o.amount or ZERO))
        rest = (long.amount or ZERO) - (short.amount or ZERO)
        if short.coarse > short.half and ZERO < rest < 2 * short.coarse:
            return replace(judged, outcome=SLIP)
    return judged


def judge_ratio(printed: Operand, value: Interval) -> Judged:
    """Compare a printed ratio or score with the interval of its true value (tolerance P, S).

    ``right`` is the middle value rounded to the printed decimals; ``tolerance`` half of the last
    printed digit plus the widest deviation that the rounding of the operands allows.
    """
    have = printed.amount or ZERO
    places = decimals(have)
    half = exact(half_unit(places))
    stated = exact(have)
    right = rounded(value.mid, places)
    spread = max(value.hi - value.mid, value.mid - value.lo) + half
    tolerance = Decimal(
        (Decimal(spread.numerator) / Decimal(spread.denominator)).quantize(
            Decimal("0.0001"), ROUND_HALF_UP
        )
    )
    if value.lo - half <= stated <= value.hi + half:
        outcome = PASS
    elif stated <= value.hi and value.lo < stated + 2 * half:
        outcome = SLIP
    elif value.wide and value.wide[0] - half <= stated <= value.wide[1] + half:
        outcome = ROUNDING
    else:
        outcome = FAIL
    return Judged(outcome, have, right, have - right, tolerance)
