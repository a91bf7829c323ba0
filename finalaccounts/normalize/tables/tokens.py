"""A line of text as cells or as tokens: texts, numbers and dashes with their places.

What looks like a number and is none (``25O.70``, ``374.51*``, ``#REF!``) is ``odd``: it takes the
place of a number, and its amount is not known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from finalaccounts import amounts
from finalaccounts.characters import seen
from finalaccounts.model import Line
from finalaccounts.normalize.tables.parts import PERCENT, Number, Piece
from finalaccounts.normalize.tables.patterns import pattern
from finalaccounts.text import fold

# Blanks may stand after a thousands separator and after the point (``1, 049. 22``).
_NUMBER = re.compile(
    r"[+\-\u2212]?(?:\d{1,3}(?:, ?\d{3})+|\d+)(?:\. ?\d+(?!\d*\.\d)|\.(?=\s*$))?|[+\-]?\.\d+"
)
# Thousands parted by a space that no line breaks at, or a narrow one.
_SPACED = re.compile(r"([+\-]?\d{1,3}(?:[\u00a0\u2007\u2009\u202f]\d{3})+)(\.\d+)?")
_GLUED = re.compile(r"(?<=[^\x00-\x7f)])[+\-]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+$")
# A page number within a row.
_PAGE = re.compile(r"[-\u2013\u2014]\s\d{1,4}\s[-\u2013\u2014](?=\s|$)")
# A unit ends there, or the amount goes on behind it.
_ENDS_UNIT = re.compile(r"\s|\d|$")
# Points and commas that stand alone are pieces of a number.
_STOPS = ".,\uff0c\uff0e\u3002\u00b7"
_DIGITS = re.compile(r"\d+")
# Also one whose separators stand where none belong (``400,25``, ``3.174.44``): never just a label.
_AMOUNT = re.compile(r"\d+(?:[.,]\d+)+")


# Why a cell is listed that holds something else than a number.
UNREAD = "not_a_number"
# Why nothing is listed: where a row prints a number too few.
LOST = "number_lost"


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is text, number, dash or odd; ``text`` is as printed, a line break as one space."""

    kind: str
    text: str
    pieces: tuple[Piece, ...]

    @property
    def line(self) -> int:
        """Line of the first character."""
        return self.pieces[0].line

    @property
    def integer(self) -> str:
        """The digits of a number printed without point and separators, else nothing."""
        folded = fold(self.text)
        return folded if self.kind == "number" and folded.isdigit() else ""

    @property
    def decimals(self) -> int:
        """How many digits stand after the point of a number."""
        tail = fold(self.text).rstrip(PERCENT).partition(".")[2]
        return sum(ch.isdigit() for ch in tail)

    @property
    def digits(self) -> bool:
        """True when a digit stands in it."""
        return any(ch.isdigit() for ch in self.text)

    def as_text(self) -> Token:
        """Return the token as a text."""
        return replace(self, kind="text")

    def number(self) -> Number:
        """Return the token as a printed number or a dash."""
        if self.kind == "dash":
            return Number(self.text, None, "dash", self.pieces)
        # What follows a point at the end (``188.``) was not found.
        whole = self.kind == "number" and not fold(self.text).endswith(".")
        amount = amounts.parse(self.text.rstrip(PERCENT)) if whole else None
        return Number(self.text, amount, "unread" if amount is None else "printed", self.pieces)


def _amount(text: str) -> Decimal | None:
    """Return the amount of a text that is one number, with a percent sign or without, else None.

    What has no width is no part of it, and the separators of thousands are not; nothing else is
    made good.
    """
    text = text.rstrip(PERCENT)
    clean = " ".join(seen(fold(text)).split())
    if _NUMBER.fullmatch(clean):
        return None if clean.endswith(".") else amounts.parse(clean)
    spaced = _SPACED.fullmatch(seen(text).strip())
    return amounts.parse(spaced[0]) if spaced else None


@dataclass(frozen=True, slots=True)
class Cell:
    """A tab-parted cell: its index, its text without outer blanks, and where that stands."""

    index: int
    text: str
    piece: Piece

    def number(self) -> Number | None:
        """Return what the cell holds when it holds one number, a dash, or nothing."""
        if not seen(self.text).strip():
            return Number(self.text, None, "blank", (self.piece,), self.index)
        if amounts.is_dash(fold(self.text)):
            return Number(self.text, None, "dash", (self.piece,), self.index)
        amount = _amount(self.text)
        if amount is not None:
            return Number(self.text, amount, "printed", (self.piece,), self.index)
        return None

    def unread(self) -> Number:
        """Return the cell as a number that could not be read."""
        return Number(self.text, None, "unread", (self.piece,), self.index)


def cells(line: Line) -> list[Cell]:
    """Return the tab-parted cells of a line."""
    out: list[Cell] = []
    at = 0
    for index, part in enumerate(line.text.split("\t")):
        text = part.strip()
        start = at + (part.index(text) if text else 0)
        out.append(Cell(index, text, Piece(line.number, start, start + len(text))))
        at += len(part) + 1
    return out


def tokens(line: Line) -> list[Token]:
    """Return the tokens of a line; white space of any width parts them."""
    folded, out, at = fold(line.text), [], 0
    years = {m.start(): m.end() for m in pattern("year").finditer(folded)}

    def add(kind: str, start: int, end: int) -> None:
        out.append(Token(kind, line.text[start:end], (Piece(line.number, start, end),)))

    while at < len(folded):
        if folded[at].isspace():
            at += 1
            continue
        page = _PAGE.match(folded, at)
        if page and page[0] != folded.strip():
            add("odd", at, page.end())
            at = page.end()
            continue
        match = None if at in years else _NUMBER.match(folded, at)
        end = match.end() if match else at
        end += bool(match) and folded[end : end + 1] in ("%",)
        if match and (end == len(folded) or folded[end].isspace()):
            add("number", at, end)
            at = end
            continue
        behind = pattern("unit_behind").match(folded, end) if match else None
        if behind and _ENDS_UNIT.match(folded, behind.end()):
            end = behind.end()
            while end < len(folded) and not folded[end].isspace():
                end += 1
            add("odd", at, end)
            at = end
            continue
        if match and "." in match.group() and _begins_text(folded[match.end()]):
            add("number", at, match.end())
            at = match.end()
            continue
        end = years.get(at, at)
        while end < len(folded) and not folded[end].isspace():
            end += 1
        chunk = folded[at:end]
        if match and "." in match[0].rstrip("."):  # an amount with something behind it
            add("odd", at, end)
            at = end
            continue
        glued = _GLUED.search(chunk)
        if amounts.is_dash(chunk):
            add("dash", at, end)
        elif _amount(chunk) is not None:
            add("number", at, end)
        elif is_odd(chunk):
            add("odd", at, end)
        elif glued:
            add("text", at, at + glued.start())
            add("number", at + glued.start(), end)
        else:
            add("text", at, end)
        at = end
    return out


def _begins_text(ch: str) -> bool:
    """True for a character that may begin a text right after a number."""
    return ord(ch) > 0x2E7F and ch.isalpha() and unicodedata.numeric(ch, 1) != 0


def is_odd(text: str) -> bool:
    """True for a text without words that holds digits, or the mark of a value that failed."""
    bare = seen(fold(text)).strip()
    if bare and not bare.strip(_STOPS):
        return True
    if pattern("failed_value").fullmatch(bare):
        return True
    digits = sum(unicodedata.category(ch)[0] == "N" for ch in bare)
    if not digits or pattern("no_amount").fullmatch(bare):
        return False
    return not any(unicodedata.category(ch) == "Lo" for ch in bare)


def joined(
    lines: Iterable[list[Token]], apart: frozenset[int] = frozenset()
) -> tuple[list[list[Token]], int]:
    """Return the lines with numbers that a line break split put together again, and how many
    of the breaks are in doubt.

    Sure: one or two digits after ``-76.``, ``.01`` after an integer. In doubt, because it may be
    a page number: a lone digit after ``14.7``. Those in ``apart`` (counted from 0) stay apart.
    """
    out: list[list[Token]] = []
    doubts = 0
    for line in lines:
        if out and line and out[-1] and line[0].kind == "number":
            last, first = out[-1][-1], line[0]
            near = first.line - last.pieces[-1].line == 1
            text = fold(last.text)
            places = len(text.rsplit(".", 1)[1]) if "." in text else -1
            tail = first.integer if len(line) == 1 else ""
            whole = last.kind == "number" and (
                (places == 0 and 1 <= len(tail) <= 2)
                or (near and places < 0 and fold(first.text).startswith("."))
            )
            if last.kind == "number" and places == 1 and len(tail) == 1:
                whole = doubts not in apart
                doubts += 1
            if whole:
                out[-1][-1] = replace(
                    last, text=f"{last.text} {first.text}", pieces=last.pieces + first.pieces
                )
                line = line[1:]
                if not line:
                    continue
        if line:
            out.append(list(line))
    return out, doubts


def digit_runs(line: Line) -> list[Piece]:
    """Return every run of digits of a line."""
    return [Piece(line.number, m.start(), m.end()) for m in _DIGITS.finditer(line.text)]


def label_digits(line: Line) -> list[tuple[Piece, str]]:
    """Return the digits inside texts of a line and what they are: ``label`` where a pattern
    explains them (an ordinal, a year, a number within words), ``label_amount`` where they look
    like an amount, ``label_digits`` where nothing does."""
    if "\t" in line.text:
        spots = [c.piece for c in cells(line) if c.number() is None]
    else:
        spots = [t.pieces[0] for t in tokens(line) if t.kind == "text"]
    out = []
    for spot in spots:
        text = fold(line.text[spot.start : spot.end])
        found = [(m.span(), "label_amount") for m in _AMOUNT.finditer(text)]
        known = [m.span() for m in pattern("label_digits").finditer(text)]
        for m in _DIGITS.finditer(text):
            if any(a <= m.start() < b for (a, b), _ in found):
                continue
            inside = any(a <= m.start() < b for a, b in known)
            found.append((m.span(), "label" if inside else "label_digits"))
        out += [
            (Piece(line.number, spot.start + a, spot.start + b), what) for (a, b), what in found
        ]
    return out
