"""One form for what is written in several: width, case, script, quotes, separators of thousands.

The same folding is applied to the texts, here, and to what a reader types, in search.js; the
page is told every character that folds to another one (``folds``), so that both sides agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from finalaccounts.reference.radicals import meant
from finalaccounts.reference.simplified import simplified

# A separator of thousands stands between a digit and exactly three digits.
_SEPARATOR = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
# Quotation marks: printed or typed in one way or another, or left out. search-index.js knows them.
QUOTES = "\u2018\u2019\u201c\u201d\u300c\u300d\u300e\u300f\u301d\u301e\u301f\"'"
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_BASIC = 0xFFFF


@cache
def fold_character(ch: str) -> str:
    """Return one character folded; always one UTF-16 unit for one, so that positions stay.

    The page folds unit by unit, so a character of two units is left as it is.
    """
    code = ord(ch)
    if code > _BASIC:
        return ch
    # Radicals and compatibility forms: some PDF writers print them for plain characters.
    ch = chr(code - 0xFEE0) if code in _FULL_WIDTH else meant().get(code, ch)
    ch = simplified().get(ch, ch)
    lower = ch.lower()
    return lower if len(lower) == 1 else ch


class _Squeeze(dict[int, int | None]):
    """Translation table: white space and control characters go."""

    def __missing__(self, code: int) -> int | None:
        ch = chr(code)
        gone = ch.isspace() or unicodedata.category(ch) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        self[code] = None if gone else code
        return self[code]


class _Fold(dict[int, str]):
    """Translation table of ``fold_character``."""

    def __missing__(self, code: int) -> str:
        self[code] = fold_character(chr(code))
        return self[code]


_SQUEEZE, _FOLD = _Squeeze(), _Fold()
_UNQUOTE = dict.fromkeys(map(ord, QUOTES))


def squeeze(text: str) -> str:
    """Return ``text`` without white space and control characters: the form that is stored."""
    return text.translate(_SQUEEZE)


def fold(text: str) -> str:
    """Return ``text`` folded, without white space and without quotation marks."""
    return text.translate(_SQUEEZE).translate(_FOLD).translate(_UNQUOTE)


def without_separators(folded: str) -> str:
    """Return a folded text with the separators of thousands taken out of its numbers."""
    return _SEPARATOR.sub("", folded)


def numbers(folded: str, around: int) -> Iterable[tuple[str, int]]:
    """Yield, per number with separators, it without them and with ``around`` characters about it.

    The second value tells how many leading characters of the piece a query may begin at.
    """
    for found in re.finditer(r"[0-9]{1,3}(?:,[0-9]{3}(?![0-9]))+", folded):
        before = folded[max(0, found.start() - around) : found.start()]
        lead = without_separators(before + found.group())
        yield lead + folded[found.end() : found.end() + around], len(lead)


def matches(query: str, text: str) -> bool:
    """Return whether ``text`` holds ``query``: what the index must answer, said plainly."""
    folded, asked = fold(text), fold(query)
    bare = without_separators(folded)
    return asked in folded or asked in bare or without_separators(asked) in bare


def folds(characters: Iterable[str]) -> str:
    """Return pairs ``xy`` for every x that folds to a y of ``characters`` (full width left out).

    Ordered by x; the page reads them two by two.
    """
    wanted = set(characters)
    radicals = [chr(c) for c in meant() if c <= _BASIC]
    pairs = []
    for ch in sorted({*simplified(), *radicals}):
        folded = fold_character(ch)
        if folded != ch and folded in wanted:
            pairs.append(ch + folded)
    return "".join(pairs)
