"""Amounts: the one place where printed text becomes a ``Decimal`` and back.

Nothing is padded, converted or rounded here: ``14.7`` stays ``14.7`` and ``58.60`` stays
``58.60``, because the number of printed decimals decides the tolerance of every rule.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import cache, lru_cache

from finalaccounts.characters import seen

_NUMBER = re.compile(r"[+-]?(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+)")
MOST_DIGITS = 24  # of an amount; decimals are added up with 28
_MINUS = {"\u2212": "-", "\u2013": "-", "\u2010": "-", "\u2011": "-", "\uff0d": "-"}
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\u4e00\u2500")


@lru_cache(maxsize=1024)
def folded(ch: str) -> str:
    """Return one character in its plain form: digits of any script, full-width signs.

    A number that is no digit (a circled or raised one) stays: beside an amount it is a mark.
    """
    if unicodedata.category(ch) == "Nd":
        return str(unicodedata.decimal(ch))
    form = unicodedata.normalize("NFKC", ch)
    return ch if len(form) != 1 or form.isdigit() else form


@lru_cache(maxsize=8192)
def plain(printed: str) -> str:
    """Return ``printed`` with digits and signs folded, without white space and what has no width."""
    text = "".join(folded(_MINUS.get(ch, ch)) for ch in seen(printed))
    return "".join(text.split())


@lru_cache(maxsize=4096)
def parse(printed: str) -> Decimal | None:
    """Return the exact amount printed, or None when ``printed`` is not one plain number.

    Thousands separators (also the full-width one) and inner white space are removed
    (``1, 049. 22`` is 1049.22). An accounting minus in brackets is not guessed at. A row of more
    digits than sums can hold exactly is no amount.
    """
    text = plain(printed)
    if len(text) > MOST_DIGITS and sum(ch.isdigit() for ch in text) > MOST_DIGITS:
        return None
    return Decimal(text.replace(",", "")) if _NUMBER.fullmatch(text) else None


def is_dash(printed: str) -> bool:
    """True for a cell that holds only dashes (``-``, ``--``, an em dash)."""
    text = "".join(seen(printed).split())
    return bool(text) and all(ch in _DASHES for ch in text)


def text(amount: Decimal | None) -> str:
    """Return the amount as plain digits (never in exponent form); None is the empty string."""
    return "" if amount is None else format(amount, "f")


def decimals(amount: Decimal) -> int:
    """Return how many decimals are printed (``14.7`` -> 1, ``100`` -> 0)."""
    exponent = amount.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


@cache
def half_unit(places: int) -> Decimal:
    """Return half of the last printed place: the largest rounding error of one printed amount."""
    return Decimal(5).scaleb(-places - 1)
