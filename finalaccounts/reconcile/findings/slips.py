"""How a number may have come to be printed wrong: told as "looks like", deciding nothing."""

from __future__ import annotations

from decimal import Decimal

DIGIT, SWAPPED, DROPPED, ADDED, POINT, FILLED = "digit", "swapped", "dropped", "added", "point", "filled"  # fmt: skip


def slip(printed: Decimal, needed: Decimal) -> str:
    """Return the slip that turns ``needed`` into ``printed``, empty when none does.

    One digit changed, two neighbouring digits swapped, one digit dropped or added, the decimal
    point moved.
    """
    if not printed or not needed:
        return ""
    if printed.normalize().as_tuple().digits == needed.normalize().as_tuple().digits:
        return POINT
    places = max(_places(printed), _places(needed))
    one, other = (str(int(abs(n).scaleb(places))) for n in (printed, needed))
    if len(one) == len(other):
        apart = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(apart) == 1:
            return DIGIT
        if len(apart) == 2 and apart[1] == apart[0] + 1:
            first, second = apart
            if one[first] == other[second] and one[second] == other[first]:
                return SWAPPED
    digits = [_digits(n) for n in (printed, needed)]
    if _without_one(digits[1], digits[0]):
        return DROPPED
    return ADDED if _without_one(digits[0], digits[1]) else ""


def filled(needed: Decimal, printed: list[Decimal]) -> bool:
    """True when neighbouring cells count on from the needed value: 25.77, 26.77, 27.77."""
    step = [value - needed for value in printed]
    return len(step) > 1 and step == [Decimal(n) for n in range(1, len(step) + 1)]


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _digits(number: Decimal) -> str:
    return "".join(map(str, number.as_tuple().digits))


def _without_one(long: str, short: str) -> bool:
    return len(long) == len(short) + 1 and any(
        long[:n] + long[n + 1 :] == short for n in range(len(long))
    )
