"""Folding of printed text for comparison; what is published stays as printed."""

from __future__ import annotations

from functools import cache

from finalaccounts import amounts

# Quotation marks and characters of no width: their presence never tells two labels apart.
_SILENT = frozenset(
    "\"'`\u2018\u2019\u201c\u201d\u300c\u300d\u300e\u300f\ufeff\u200b\u200c\u200d\u00ad"
)


def fold(text: str) -> str:
    """Return ``text`` with full-width signs made half-width; the length does not change."""
    return "".join(map(amounts.folded, text))


@cache
def key(text: str) -> str:
    """Return ``text`` folded, without white space and quotation marks: two labels that differ
    only in these are the same label."""
    return "".join(c for c in fold(text) if not c.isspace() and c not in _SILENT)


def bare(text: str) -> str:
    """Return ``text`` without white space, otherwise as printed."""
    return "".join(text.split())
