"""What rounding can and cannot explain: exact intervals from the precision of print.

A printed amount stands for every true amount within half a unit of its last place. A rule is
broken only when no such true amounts satisfy it (ARCHITECTURE section 6, domain notes 2.1).
Ratios are exact fractions; nothing here is a float and nothing is a constant threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from finalaccounts.amounts import decimals, half_unit
from finalaccounts.reconcile.applied import FAIL, PASS, ROUNDING, SLIP, Operand

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Judged:
    """Outcome of a comparison: left (printed), right (recomputed), difference, tolerance."""

    outcome: str
    left: Decimal
    right: Decimal
    difference: Decimal
    tolerance: Decimal


@dataclass(frozen=True, slots=True)
class Interval:
    """All true values a printed (or computed) number can stand for; ``mid`` as printed."""

    lo: Fraction
    mid: Fraction
    hi: Fraction

    @classmethod
    def of(cls, amount: Decimal, half: Decimal) -> Interval:
        """Return the interval of an amount printed with a rounding error of at most ``half``."""
        return cls(Fraction(amount - half), Fraction(amount), Fraction(amount + half))

    @classmethod
    def printed(cls, operand: Operand) -> Interval:
        """Return the interval of a printed operand (trailing zeros taken as trimmed)."""
        return cls.of(operand.amount or ZERO, operand.half)

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.lo + other.lo, self.mid + other.mid, self.hi + other.hi)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.lo - other.hi, self.mid - other.mid, self.hi - other.lo)

    def divided(self, other: Interval, scale: int = 1) -> Interval | None:
        """Return ``scale`` x self / other, or None when the divisor may be zero or negative."""
        if other.lo <= 0:
            return None
        ends = [a / b * scale for a in (self.lo, self.hi) for b in (other.lo, other.hi)]
        return Interval(min(ends), self.mid / other.mid * scale, max(ends))


def rounded(value: Fraction, places: int) -> Decimal:
    """Return the fraction rounded half up to ``places`` decimals, as people print it."""
    unit = Decimal(1).scaleb(-places)
    scaled = value * 10**places
    whole = (abs(scaled) + Fraction(1, 2)).__floor__()
    return (Decimal(whole) * unit).quantize(unit) * (-1 if scaled < 0 and whole else 1)


def judge_sum(left: Operand, right: Sequence[tuple[int, Operand]]) -> Judged:
    """Compare a printed total with the signed sum of printed parts.

    Tolerance is the sum of the half units of all printed terms: (n + 1) x 0.005 for n parts in
    0.01. Terms printed with fewer decimals than their table are first taken as trimmed zeros; if
    that fails, as really coarser, which can only give ``rounding``.
    """
    terms = [(sign, part) for sign, part in right if part.counts]
    have = left.amount or ZERO
    total = sum((sign * (part.amount or ZERO) for sign, part in terms), ZERO)
    tolerance = (left.half if left.counts else ZERO) + sum((p.half for _, p in terms), ZERO)
    coarse = (left.coarse if left.counts else ZERO) + sum((p.coarse for _, p in terms), ZERO)
    gap = have - total
    if not gap:
        outcome = PASS
    elif abs(gap) <= coarse:
        outcome = ROUNDING
    else:
        outcome = FAIL
    if outcome == ROUNDING and abs(gap) > tolerance:
        tolerance = coarse
    return Judged(outcome, have, total, gap, tolerance)


def judge_same(left: Operand, right: Operand) -> Judged:
    """Compare the same quantity printed twice (R1): equal, 0.01 apart (re-added), or not.

    A coarser copy that was cut instead of rounded (58.6 for 58.68) is a ``slip``.
    """
    judged = judge_sum(left, [(1, right)])
    if judged.outcome == FAIL and left.amount is not None and right.amount is not None:
        a, b = sorted((left.amount, right.amount), key=decimals)
        unit = 2 * half_unit(decimals(a))
        if decimals(a) < decimals(b) and ZERO < b - a < unit:
            return Judged(SLIP, judged.left, judged.right, judged.difference, judged.tolerance)
    return judged


def judge_ratio(printed: Operand, value: Interval) -> Judged:
    """Compare a printed ratio or score with the interval of its true value (tolerance P, S).

    ``right`` is the middle value rounded to the printed decimals; ``tolerance`` half of the last
    printed digit plus the widest deviation that the rounding of the operands allows.
    """
    have = printed.amount or ZERO
    places = decimals(have)
    half = Fraction(half_unit(places))
    exact = Fraction(have)
    right = rounded(value.mid, places)
    spread = max(value.hi - value.mid, value.mid - value.lo) + half
    tolerance = Decimal(
        (Decimal(spread.numerator) / Decimal(spread.denominator)).quantize(
            Decimal("0.0001"), ROUND_HALF_UP
        )
    )
    if value.lo - half <= exact <= value.hi + half:
        outcome = PASS
    elif exact <= value.hi and value.lo < exact + 2 * half:
        outcome = SLIP
    else:
        outcome = FAIL
    return Judged(outcome, have, right, have - right, tolerance)
