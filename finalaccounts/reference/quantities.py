"""Reference data of numbers in running text: units, and what is no quantity (quantities.toml)."""

from __future__ import annotations

from functools import cache
from re import Pattern

from finalaccounts.reference import Strict, load_toml

Regex = Pattern[str]


class Vague(Strict):
    """Words of vagueness, by where they stand."""

    before: tuple[str, ...]
    inside: tuple[str, ...]
    firm: tuple[str, ...]
    after: tuple[str, ...]


class Units(Strict):
    """Units of one kind, as printed."""

    kind: str
    units: tuple[str, ...]


class Implied(Strict):
    """A unit that is not printed: the words before the number say which."""

    before: Regex
    unit: str


class Recognised(Strict):
    """Patterns of numbers that are no quantity."""

    reason: str
    patterns: tuple[Regex, ...]


class Year(Strict):
    """A bare number of four digits within ``reach`` years of the fiscal year is a year."""

    pattern: Regex
    reach: int


class Shared(Strict):
    """What stands between two numbers that share the unit printed after the second."""

    range: Regex
    list: Regex
    announced: Regex


class Quantities(Strict):
    """``quantities.toml``."""

    multipliers: tuple[str, ...]
    vague: Vague
    units: tuple[Units, ...]
    implied: tuple[Implied, ...]
    recognised: tuple[Recognised, ...]
    year: Year
    shared: Shared


@cache
def quantities() -> Quantities:
    """Return units and what is no quantity."""
    data: Quantities = load_toml("quantities.toml", Quantities)
    return data
