"""Where a query may begin: the texts of an index as one row of UTF-16 units."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np

from finalaccounts.site.search.entries import CODE, FIGURE
from finalaccounts.site.search.fold import fold, numbers
from finalaccounts.site.search.readings import spell
from finalaccounts.site.search.suffixes import DEEP, END, Ways

_END = chr(END).encode("utf-16-le")

# A piece: the text's number, its characters, and the units at which a query may not begin.
Piece = tuple[int, str, range]
NOWHERE = range(0)


def text_pieces(kind: int, low: int, texts: list[str], high: int) -> Iterable[Piece]:
    """Yield the pieces of ``texts[low:high]``, all of one kind; each text is let go of.

    A query begins anywhere in a name or a sentence, but only at the start of a code or of an
    amount: ``15`` is no way to find 2101501. Numbers with separators are entered without, too.
    """
    for number in range(low, high):
        folded = fold(texts[number])
        texts[number] = ""
        shut = NOWHERE
        if kind == FIGURE:
            shut = range(1, _units(folded))
        elif kind == CODE:
            digits = len(folded) - len(folded.lstrip("0123456789"))
            shut = range(1, digits)
        yield number, folded, shut
        if kind not in (CODE, FIGURE) and "," in folded:
            for piece, lead in numbers(folded, DEEP):
                yield number, piece, range(_units(piece[:lead]), _units(piece))


def _units(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    return len(text) + sum(ch > "\uffff" for ch in text)


def pinyin_pieces(first: int, texts: list[str]) -> Iterable[tuple[int, str, list[int]]]:
    """Yield ``(number, letters, starts)``: full pinyin and initials, beginning at a syllable."""
    for number, text in enumerate(texts, first):
        syllables = spell(text)
        if syllables:
            starts, at = [], 0
            for syllable in syllables:
                starts.append(at)
                at += len(syllable)
            yield number, "".join(syllables), starts
            yield number, "".join(s[0] for s in syllables), list(range(len(syllables)))


class Row:
    """Pieces being laid end to end, in one growing buffer (texts are many: memory counts)."""

    def __init__(self) -> None:
        self._units = bytearray()
        self._owners = array("I")
        self._shut: list[tuple[int, int]] = []
        self._open: list[int] | None = None

    def add(self, pieces: Iterable[Piece]) -> None:
        """Lay pieces that may be entered anywhere but in their third value."""
        for owner, text, shut in pieces:
            at = self._put(owner, text)
            if shut:
                self._shut.append((at + shut.start, at + shut.stop))

    def add_at(self, pieces: Iterable[tuple[int, str, list[int]]]) -> None:
        """Lay pieces that may be entered at the given units only."""
        self._open = self._open or []
        for owner, text, starts in pieces:
            at = self._put(owner, text)
            self._open.extend(at + start for start in starts)

    def _put(self, owner: int, text: str) -> int:
        at = len(self._units) // 2
        self._owners.append(owner)
        self._units += text.encode("utf-16-le", "surrogatepass")
        self._units += _END
        return at

    def ways(self) -> Ways:
        """Return what was laid; nothing can be added any more."""
        self._units += bytes(2 * DEEP)
        units = np.frombuffer(self._units, dtype="<u2")
        ends = np.flatnonzero(units == END)
        starts = np.concatenate(([0], ends[:-1] + 1)) if len(ends) else ends
        if self._open is None:
            begins = (units != END) & (units != 0)
            for low, high in self._shut:
                begins[low:high] = False
        else:
            begins = np.zeros(len(units), dtype=bool)
            begins[self._open] = True
        return Ways(units, begins, starts, np.frombuffer(self._owners, dtype=np.uint32))
