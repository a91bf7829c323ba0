"""How numbers are shown to people. Nothing is converted, nothing is rounded
that was printed; shares and changes are our own ratios and rounded half up.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

MINUS = "\u2212"
LARGE_CHANGE = Decimal(300)  # per cent; above it a change is shown as an amount


def amount(value: Decimal) -> str:
    """Return an amount with thousands commas, at least two decimals, and a real minus."""
    value = value.normalize()  # zeros beyond the second decimal say nothing
    places = max(2, -int(value.as_tuple().exponent))
    return f"{value:,.{places}f}".replace("-", MINUS)


def signed(value: Decimal) -> str:
    """Return an amount with its sign; zero has none."""
    return f"+{amount(value)}" if value > 0 else amount(value)


def plain(value: Decimal) -> str:
    """Return a count or score as printed, with a real minus."""
    return format(value, ",f").replace("-", MINUS)


def bare(text: str) -> str:
    """Return a shown amount as a program reads it; any other text as it is."""
    number = text.replace(",", "").replace(MINUS, "-")
    return number if number.lstrip("-").replace(".", "", 1).isdecimal() else text


def percent(value: Decimal, places: int = 1) -> str:
    """Return a percentage; 100% without decimals only when exact."""
    if value == 100:
        return "100%"
    step = Decimal(1).scaleb(-places)
    return f"{value.quantize(step, ROUND_HALF_UP)}%".replace("-", MINUS)


def signed_percent(value: Decimal) -> str:
    """Return a change with its sign."""
    text = percent(value)
    return text if value < 0 else f"+{text}"


def ratio(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """Return ``part`` as per cent of ``whole``; None when either is missing or the whole is 0."""
    if part is None or whole is None or whole == 0:
        return None
    return part / whole * 100
