"""Whether the tokens of a row are numbers of their own, or pieces of one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from finalaccounts.normalize.tables import names
from finalaccounts.normalize.tables.tokens import Token
from finalaccounts.text import fold, key

_CLASS = 3  # digits of a class, the shortest code
_GLUED = re.compile(r"\d{2,7}(?=[^\W\d_])")


def within(tokens: Sequence[Token], room: int, places: int = 0) -> list[Token]:
    """Return the numbers that a row prints, for ``room`` columns.

    More numbers than columns on one printed line are a number in pieces, or one that belongs to
    the label: which, nothing tells, so that none of the row is known.
    """
    tokens = in_pieces(tokens, places)
    together = sum(t.line == tokens[0].line for t in tokens)
    return list(tokens) if together <= room else odd(tokens)


def in_pieces(tokens: Sequence[Token], places: int) -> list[Token]:
    """Return the numbers of a row, all odd where two are pieces of one amount (``1 443.79``).

    Where every amount has as many decimals (``places``), a number with fewer of them that makes
    one amount with the number after it is no number of its own, and neither is one beside a
    token that could not be read. How many numbers the row has is then not known.
    """
    for one, two in pairwise(tokens) if places else ():
        short = [_short(t, places) for t in (one, two)]
        halves = short[0] and makes_one(one, two, places)
        if halves or (one.kind == "odd" and short[1]) or (two.kind == "odd" and short[0]):
            return odd(tokens)
    return list(tokens)


def dashes_apart(lines: Sequence[Sequence[Token]]) -> list[list[Token]]:
    """Return the token lines of a table, ``— 193 —`` as three tokens where the table prints such
    dashes for empty cells; elsewhere it is a page number within a row, and stays odd."""
    dashes = {t.text for line in lines for t in line if t.kind == "dash"}
    return [[t for token in line for t in _parts(token, dashes)] for line in lines]


def codes_apart(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens of a line, codes apart from the names printed right behind them: whole ones
    of five digits or more, and those that the classification gives such a name (``213 02``)."""
    out: list[Token] = []
    for token in tokens:
        text = fold(token.text)
        glued = _GLUED.match(text) if token.kind == "text" else None
        before = [t.integer for t in out[-2:]]
        codes = ["".join([*before[n:], glued[0]]) for n in range(len(before) + 1)] if glued else []
        rest = key(text[glued.end() :]) if glued else ""
        known = any(n.startswith(rest) for c in codes for n in names.code_names().get(c, ()))
        if known or (codes and len(codes[-1]) > _CLASS and names.is_code(codes[-1])):
            [piece], end = token.pieces, len(codes[-1])
            middle = piece.start + end
            out.append(Token("number", token.text[:end], (replace(piece, end=middle),)))
            out.append(Token("text", token.text[end:], (replace(piece, start=middle),)))
        else:
            out.append(token)
    return out


def _parts(token: Token, dashes: Collection[str]) -> list[Token]:
    words = token.text.split()
    if token.kind != "odd" or len(words) != 3 or not {words[0], words[2]} <= {*dashes}:
        return [token]
    [piece] = token.pieces
    first, last = piece.start + 1, piece.end - 1
    begin = piece.start + token.text.index(words[1])
    return [
        Token("dash", words[0], (replace(piece, end=first),)),
        Token("number", words[1], (replace(piece, start=begin, end=begin + len(words[1])),)),
        Token("dash", words[2], (replace(piece, start=last),)),
    ]


def odd(tokens: Sequence[Token]) -> list[Token]:
    """Return tokens of which none is a number that can be read."""
    return [replace(t, kind="odd") if t.kind == "number" else t for t in tokens]


def _short(token: Token, places: int) -> bool:
    """True for a number other than zero that has fewer decimals than the amounts have."""
    return token.kind == "number" and token.decimals < places and any(c in "123456789" for c in fold(token.text))  # fmt: skip


def makes_one(one: Token, two: Token, places: int) -> bool:
    """True when two tokens put together are one amount (``places``: its decimals, 0 if any)."""
    text = "".join((fold(one.text) + fold(two.text)).split())
    whole, _, rest = text.partition(".")
    plain = whole.replace(",", "").lstrip("-")
    return (
        plain.isdigit()
        and (plain == "0" or plain[0] != "0")
        and (len(rest) == places if places else len(rest) < 3)
        and (rest.isdigit() or not rest)
        and two.kind in ("number", "odd")
    )
