"""The one folding of printed text for comparison; what is published stays as printed.

``raw`` text is as a source prints it. Four forms of it are compared, each said here once:

* ``bare``: without white space, otherwise as printed;
* ``fold``: full-width signs and digits of any script made plain, character by character, so that a
  place in the folded text is the same place in the raw one;
* ``squeeze``: compatibility forms folded (NFKC), without white space: names and titles;
* ``key``: folded, without white space, quotation marks and signs of no width: labels.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from finalaccounts import amounts
from finalaccounts.characters import seen

# Quotation marks: their presence never tells two labels apart.
_QUOTES = frozenset("\"'`\u2018\u2019\u201c\u201d\u300c\u300d\u300e\u300f")
_COUNTED = 9  # digits of what numbers or counts something


def bare(text: str) -> str:
    """Return ``text`` without white space, otherwise as printed."""
    return "".join(text.split())


def fold(text: str) -> str:
    """Return ``text`` with full-width signs made half-width; the length does not change."""
    return "".join(map(amounts.folded, text))


@lru_cache(maxsize=1 << 16)
def squeeze(text: str) -> str:
    """Return ``text`` in half width (NFKC), without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@cache
def key(text: str) -> str:
    """Return ``text`` folded, without white space and quotation marks: two labels that differ
    only in these are the same label."""
    return "".join(c for c in fold(seen(text)) if not c.isspace() and c not in _QUOTES)


def counted(digits: str) -> int:
    """Return the value of digits that number or count something; -1 for what is too long for that.

    A line of 100,000 digits is no number of anything, and Python refuses to make it one.
    """
    return int(digits) if len(digits) <= _COUNTED and digits.isdecimal() else -1
