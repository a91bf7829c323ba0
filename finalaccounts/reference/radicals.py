"""Radicals and compatibility forms, and the characters they stand for (``radicals.csv``)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

from finalaccounts.reference import Strict, load_csv

# Compatibility forms with a standard folding, and radicals that need a list.
_FOLDED = ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))


class Radical(Strict):
    """One row of ``radicals.csv``: a radical without a standard folding and what it stands for."""

    printed: str
    meant: str


@cache
def meant() -> Mapping[int, str]:
    """Return the characters meant, by code point."""
    found = {
        code: unicodedata.normalize("NFKC", chr(code))
        for first, last in _FOLDED
        for code in range(first, last + 1)
    }
    found = {code: text for code, text in found.items() if text != chr(code) and len(text) == 1}
    return found | {ord(row.printed): row.meant for row in load_csv("radicals.csv", Radical)}
