"""Pieces: the smallest parts a form's text falls into, with their places.

In lines with tabs a piece is a cell; in running text it is what white space parts. Both the head
and the rows of a form are read from pieces, so that a label printed over several lines
(one character per line, in the extreme) is found by joining pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from finalaccounts.model import Line
from finalaccounts.reference.forms import FormWords
from finalaccounts.text import bare, squeeze

NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
RATE = re.compile(r"[-+]?\d+(?:\.\d+)?[%\uff05]")
_CUT = re.compile(r"[-+]?\d+\.|[-\u2014]")
_GLUED = re.compile(r"([-+]?\d[\d,.]*)(\D.*)")
_GLUED_END = re.compile(r"(.*[^\d.,])(\d[\d,.]*)")


@dataclass(frozen=True, slots=True)
class FormPiece:
    """Text between two gaps: ``text`` without white space, at ``start:end`` of its line.

    ``cell`` is the index of the cell in its row (-1 in running text), ``first`` marks the first
    piece of a line, ``open`` a line that ends in white space (the extractor's sign of a wrap).
    """

    line: int
    start: int
    end: int
    text: str
    cell: int = -1
    first: bool = False
    open: bool = False
    more: tuple[FormPiece, ...] = ()

    @property
    def number(self) -> bool:
        """True for a plain number, nothing else."""
        return NUMBER.fullmatch(self.text) is not None

    @property
    def rate(self) -> bool:
        """True for a percentage."""
        return RATE.fullmatch(self.text) is not None

    @property
    def dash(self) -> bool:
        """True for a dash alone."""
        return bool(self.text) and all(ch in "-\u2014\u2013\uff0d\u2500" for ch in self.text)


@lru_cache(maxsize=1 << 16)
def width(text: str) -> float:
    """Return the printed width in full-width characters (ASCII counts half)."""
    return sum(0.5 if ord(ch) < 0x2000 and ord(ch) != 0xB7 else 1.0 for ch in text)


def cells(line: Line) -> Iterator[FormPiece]:
    """Yield the cells of a line that hold text."""
    start = 0
    for index, part in enumerate(line.text.split("\t")):
        text = bare(part)
        if text:
            lead = len(part) - len(part.lstrip())
            yield FormPiece(
                line.number, start + lead, start + len(part.rstrip()), text, index, index == 0
            )
        start += len(part) + 1


def chunks(line: Line) -> Iterator[FormPiece]:
    """Yield the parts of a line of running text."""
    wrapped = line.text != line.text.rstrip()
    for index, found in enumerate(re.finditer(r"\S+", line.text)):
        yield FormPiece(line.number, found.start(), found.end(), found[0], -1, index == 0, wrapped)


def mend(pieces: Sequence[FormPiece], signs: bool = False, percent: bool = True) -> list[FormPiece]:
    """Join what the extractor cut inside a number: ``99.85`` ``%``, ``-76.`` ``00``.

    Without ``percent`` the sign stays apart (a unit in a column of its own); with ``signs`` a lone dash at the end of a line and the number after it (``-`` ``34.00``).
    A mended piece stands where it begins; what was joined to it is kept in ``more``.
    """
    mended: list[FormPiece] = []
    for piece in pieces:
        before = mended[-1] if mended else None
        if before is not None and before.cell < 0:
            rate = percent and squeeze(piece.text) == "%" and before.number
            decimals = _CUT.fullmatch(before.text) and piece.text.isdigit() and piece.first
            signed = signs and before.dash and before.first and piece.first and piece.number
            if rate or (decimals and "." in before.text) or signed:
                text = before.text + piece.text
                more = (*before.more, piece)
                mended[-1] = replace(before, text=text, open=piece.open, more=more)
                continue
        mended.append(piece)
    return mended


def part(piece: FormPiece, words: FormWords) -> list[FormPiece]:
    """Split a label glued to a number (``0.00`` + label, label + ``37.62``); else the piece."""
    known = (words.level1, words.level2, words.origin, words.fund_column)
    for pattern, label in ((_GLUED, 2), (_GLUED_END, 1)):
        found = pattern.fullmatch(piece.text)
        if found and NUMBER.fullmatch(found[3 - label]):
            name = words.fold(found[label])
            if any(name in labels for labels in known):
                middle = piece.start + found.end(1)
                return [
                    replace(piece, end=middle, text=found[1]),
                    replace(piece, start=middle, text=found[2], first=False),
                ]
    return [piece]


def join(pieces: Sequence[FormPiece]) -> str:
    """Return the text of adjoining pieces, verbatim without white space."""
    return "".join(piece.text for piece in pieces)
