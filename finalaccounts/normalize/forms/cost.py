"""How well pieces of running text make up a cell: the costs that part rows into cells.

Without cell borders, a row is parted by what is known of printing: a cell wraps only where its line
is full, so a shorter line is not continued by a longer one; a space parts cells more often than it
stands in one; brackets close in the cell that opened them; a target and the value achieved tend to
look alike. The costs are relative; only their order decides.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache

from finalaccounts.normalize.forms.labels import is_value
from finalaccounts.normalize.forms.pieces import FormPiece, join, width
from finalaccounts.reference.forms import FormWords
from finalaccounts.text import squeeze

BLOCKED = 7.0
_TOO_DEAR = 14.0
_OPEN, _CLOSE = "(\uff08\u201c\u300a[\u3010", ")\uff09\u201d\u300b]\u3011"
_PAIRS = dict(zip(_CLOSE, _OPEN, strict=True))
_HAN = re.compile(r"[\u3400-\u9fff]")
_ASCII = re.compile(r"[A-Za-z]")
_PAUSE = ("\uff0c", ",", "\u3001", "\uff1a", ":")


@lru_cache(maxsize=1 << 16)
def balance(text: str) -> int:
    """Return how many brackets are left open (negative: closed without opening)."""
    return sum(text.count(ch) for ch in _OPEN) - sum(text.count(ch) for ch in _CLOSE)


def space(before: str, after: str, opened: int, words: FormWords) -> float:
    """Return the cost of a space inside a cell."""
    if opened > 0 or after[:1] in _CLOSE or before[-1:] in _OPEN:
        return 0.1
    number = before[-1:].isdigit()
    date = words.date.match(after) if number else words.date.fullmatch(before)
    if date and (number or after[:1].isdigit()):
        return 0.1
    if number and squeeze(after) in words.unit:
        return 0.15
    if number and not after[:1].isdigit() and len(after) <= 3:
        return 0.3
    if before[-1:] in _PAUSE or after[:1] in _PAUSE or after[:1] in "\u3002\uff1b":
        return 0.2
    if _ASCII.search(before[-1:]) or _ASCII.match(after):
        return 0.5
    return 1.7


def joins(pieces: Sequence[FormPiece], start: int, words: FormWords) -> list[float]:
    """Costs of reading the pieces from ``start`` on as one cell: of one piece, of two, and so on.

    The list ends where a cell has become too dear to go on with.
    """
    cost, opened = 0.0, 0
    above, part = 0.0, ""  # width of the line above; the cell's text on the current line
    costs: list[float] = []
    for index in range(start, len(pieces)):
        piece = pieces[index]
        before = pieces[index - 1] if index > start else None
        if before is not None and piece.line == before.line:
            cost += space(before.text, piece.text, opened, words)
            part += " " + piece.text
        else:
            if before is not None:
                above = width(part)
                shut = words.ends.search(before.text) is not None and opened <= 0
                cost += 0.1 if opened > 0 else 0.3 + max(0.0, 7 - above) * 0.12
                cost += (1.2 if shut else 0.0) - (0.2 if before.open else 0.0)
            part = piece.text
        own = balance(piece.text)
        opened += own
        short = before is not None and above > 0 and above < width(part) - 1.6
        blocked = (BLOCKED / 2 if opened - own > 0 else BLOCKED) if short else 0.0
        costs.append(cost + blocked + 3.0 * min(1, abs(opened)))
        next_line = index + 1 < len(pieces) and pieces[index + 1].line != piece.line
        if next_line:
            cost += blocked
        if cost > _TOO_DEAR:
            break
    return costs


def _name(text: str, plain: str, pieces: Sequence[FormPiece], words: FormWords) -> float:
    first, rest = pieces[0], pieces[1:]
    cost = 0.0 if _HAN.search(text) else 4.0
    if words.value.match(plain):
        cost += 1.0
    if len(text) < 2:
        cost += 2.5
    if not first.first:
        cost += 4.0  # a new row begins a new line
    if words.ends.search(text) or text[0] in "\u3001\uff0c,\u3002)\uff09":
        cost += 1.5
    if plain in words.word:
        cost += 1.0
    if any(p.first and is_value(p, words) for p in rest) and balance(text) == 0:
        cost += 1.0
    pauses = sum(text.count(mark) for mark in _PAUSE[:2])
    return cost + 0.01 * len(text) + 0.4 * pauses


def _stray(pieces: Sequence[FormPiece]) -> float:
    """Cost of plain numbers in a text: fine before a word on the same line, else a lost anchor."""
    cost = 0.0
    for index, piece in enumerate(pieces):
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        if piece.number and (after is None or after.line != piece.line or after.number):
            cost += 2.5
    return cost


def cell(pieces: Sequence[FormPiece], column: str, joined: float, words: FormWords) -> float:
    """Cost of reading ``pieces`` as the cell of a column, ``joined`` being the cost of joining."""
    text = join(pieces)
    plain = squeeze(text)
    cost = joined + sum(4.0 for p in pieces[1:] if p.first and words.opening.match(p.text))
    if column == "level3":
        return cost + _stray(pieces) + _name(text, plain, pieces, words)
    if column == "operator":
        return cost if plain in words.operator else 9.0
    if column == "unit":
        if plain in words.unit:
            return cost
        return cost + (5.0 if any(ch.isdigit() for ch in plain) or len(plain) > 5 else 1.0)
    if column == "reason":
        bare = is_value(pieces[0], words) and len(plain) < 8
        cost += _stray(pieces)
        return (
            cost
            + 0.4
            + (2.5 if bare else 0.0)
            + (0.0 if len(text) > 1 or plain in words.word else 1.0)
        )
    if column == "note":
        return cost / 2 + _stray(pieces) + (0.0 if words.note.match(plain) else 3.0)
    if plain in words.word or is_value(pieces[0], words):
        return cost
    digits = any(ch.isdigit() for ch in plain)
    fragment = 1.0 if len(text) < 2 else 0.0
    return cost + (0.4 if digits else 0.7) + fragment + 0.01 * len(text)


def alike(target: Sequence[FormPiece], actual: Sequence[FormPiece], words: FormWords) -> float:
    """Bonus (negative cost) for a target and an actual value that look alike."""
    left, right = squeeze(join(target)), squeeze(join(actual))
    if left == right:
        return -2.5
    if left[-1:] == right[-1:] and is_value(target[0], words) and is_value(actual[0], words):
        return -0.8
    common = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        common += 1
    return -1.0 if common >= 3 and 2 * common >= min(len(left), len(right)) else 0.0


def boundary(before: FormPiece, after: FormPiece, column: str, words: FormWords) -> float:
    """Cost of a cell that ends with ``before`` when ``after`` follows on the next line."""
    if before.line == after.line:
        return 0.0
    full = width(before.text) >= 10 and not words.ends.search(before.text)
    return 1.6 if full and column == "target" else 0.1


def unfilled(pieces: Sequence[FormPiece], known: float) -> float:
    """Cost of wraps after lines that are shorter than a line of this column is known to hold."""
    cost, part = 0.0, 0.0
    for before, after in itertools.pairwise(pieces):
        part += width(before.text)
        if before.line != after.line:
            slack = 3.0 if _ASCII.match(after.text) else 1.6
            cost += 2.5 if part < known - slack else 0.0
            part = 0.0
    return cost
