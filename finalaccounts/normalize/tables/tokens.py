"""A line of text as cells or as tokens: texts, numbers and dashes with their places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from finalaccounts import amounts
from finalaccounts.model import Line
from finalaccounts.normalize.tables.fold import fold
from finalaccounts.normalize.tables.parts import Number, Piece
from finalaccounts.normalize.tables.patterns import pattern

# Blanks may stand after a thousands separator and after the point (``1, 049. 22``).
_NUMBER = re.compile(
    r"[+\-\u2212]?(?:\d{1,3}(?:, ?\d{3})+|\d+)(?:\. ?\d+(?!\d*\.\d)|\.(?=\s*$))?|[+\-]?\.\d+"
)
_GLUED = re.compile(r"(?<=[^\x00-\x7f)])[+\-]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+$")
_DIGITS = re.compile(r"\d+")
_AMOUNT = re.compile(r"\d[\d,]*\.\d+|\d{1,3}(?:,\d{3})+")


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is text, number or dash; ``text`` is as printed, a line break as one space."""

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

    def number(self) -> Number:
        """Return the token as a printed number or a dash."""
        if self.kind == "dash":
            return Number(self.text, None, "dash", self.pieces)
        return Number(self.text, amounts.parse(self.text.rstrip(".")), "printed", self.pieces)


@dataclass(frozen=True, slots=True)
class Cell:
    """A tab-parted cell: its index, its text without outer blanks, and where that stands."""

    index: int
    text: str
    piece: Piece

    def number(self) -> Number | None:
        """Return what the cell holds when it holds one number, a dash, or nothing."""
        if not self.text:
            return Number("", None, "blank", (self.piece,), self.index)
        if amounts.is_dash(fold(self.text)):
            return Number(self.text, None, "dash", (self.piece,), self.index)
        if _NUMBER.fullmatch(" ".join(fold(self.text).split())):
            amount = amounts.parse(self.text.rstrip("."))
            return Number(self.text, amount, "printed", (self.piece,), self.index)
        return None


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
        match = None if at in years else _NUMBER.match(folded, at)
        if match and (match.end() == len(folded) or folded[match.end()].isspace()):
            add("number", at, match.end())
            at = match.end()
            continue
        if match and "." in match.group() and ord(folded[match.end()]) > 0x2E7F:
            add("number", at, match.end())
            at = match.end()
            continue
        end = years.get(at, at)
        while end < len(folded) and not folded[end].isspace():
            end += 1
        chunk = folded[at:end]
        glued = _GLUED.search(chunk)
        if amounts.is_dash(chunk):
            add("dash", at, end)
        elif glued:
            add("text", at, at + glued.start())
            add("number", at + glued.start(), end)
        else:
            add("text", at, end)
        at = end
    return out


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


def label_digits(line: Line) -> list[tuple[Piece, bool]]:
    """Return the digits inside texts of a line, and whether they look like an amount."""
    if "\t" in line.text:
        spots = [c.piece for c in cells(line) if c.number() is None]
    else:
        spots = [t.pieces[0] for t in tokens(line) if t.kind == "text"]
    out = []
    for spot in spots:
        text = fold(line.text[spot.start : spot.end])
        odd = [m.span() for m in _AMOUNT.finditer(text)]
        for m in _DIGITS.finditer(text):
            piece = Piece(line.number, spot.start + m.start(), spot.start + m.end())
            out.append((piece, any(a <= m.start() < b for a, b in odd)))
    return out
