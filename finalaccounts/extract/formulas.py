"""Formulas of conditional formats, as far as their result can be known without a spreadsheet.

Tokens are openpyxl's; functions are those of ``functions.py``. Whatever else a formula asks raises
``Unknown``: the condition is then not known, never taken for true or false.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import column_index_from_string

from finalaccounts.extract.functions import (
    OF_ERROR,
    OVER,
    SIMPLE,
    Unknown,
    Value,
    Wrong,
    as_number,
    as_text,
    as_truth,
    compared,
)

# A cell by row and column from 1, its sheet by name ("" is the formula's own).
Cells = Callable[[str, int, int], Value]

_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'!|([^!]+)!)?(\$?)([A-Z]{1,3})(\$?)(\d{1,7})")
# Cells of one range, characters of one formula, and the power of ten of a constant.
_LARGEST, _LONGEST, _HIGHEST = 5000, 2000, 300
_ORDER = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"))


class Formula:
    """One formula, worked out at a cell that lies some rows and columns from where it was written."""

    def __init__(self, text: str) -> None:
        if len(text) > _LONGEST:
            raise Unknown
        self._tokens = [
            token for token in Tokenizer("=" + text.lstrip("=")).items if token.type != Token.WSPACE
        ]

    @property
    def fixed(self) -> bool:
        """True for a formula that asks for no cell and no function: a constant."""
        return all(
            token.type in (Token.OPERAND, Token.OP_PRE) and token.subtype != Token.RANGE
            for token in self._tokens
        )

    def value(self, cells: Cells, down: int = 0, right: int = 0) -> Value:
        """Return the result, raising Unknown, or Wrong where it is an error value."""
        try:
            return _Working(self._tokens, cells, down, right).result()
        except (RecursionError, ArithmeticError) as error:
            raise Unknown from error


class _Working:
    def __init__(self, tokens: Sequence[Token], cells: Cells, down: int, right: int) -> None:
        self._tokens, self._at = tokens, 0
        self._cells, self._down, self._right = cells, down, right

    def result(self) -> Value:
        value = self._level(0)
        if self._at < len(self._tokens):
            raise Unknown
        return value

    def _next(self) -> Token:
        if self._at >= len(self._tokens):
            raise Unknown
        self._at += 1
        return self._tokens[self._at - 1]

    def _is(self, kind: str, *values: str) -> bool:
        if self._at >= len(self._tokens):
            return False
        token = self._tokens[self._at]
        return bool(token.type == kind and (not values or token.value in values))

    def _level(self, level: int) -> Value:
        if level == len(_ORDER):
            return self._sign()
        left = self._level(level + 1)
        while self._is(Token.OP_IN, *_ORDER[level]):
            left = self._joined(left, self._next().value, self._level(level + 1))
        return left

    def _joined(self, left: Value, operator: str, right: Value) -> Value:
        if operator in _ORDER[0]:
            return compared(left, operator, right)
        if operator == "&":
            return as_text(left) + as_text(right)
        one, other = as_number(left), as_number(right)
        if operator in "+-":
            return one + other if operator == "+" else one - other
        if operator == "*":
            return one * other
        if operator == "/" and other:
            return one / other
        raise Wrong if operator == "/" else Unknown

    def _sign(self) -> Value:
        if self._is(Token.OP_PRE):
            minus = self._next().value == "-"
            value = self._sign()
            return -as_number(value) if minus else value
        value = self._operand()
        while self._is(Token.OP_POST):
            self._next()
            value = as_number(value) / 100
        return value

    def _operand(self) -> Value:
        token = self._next()
        if token.type == Token.PAREN and token.subtype == Token.OPEN:
            value = self._level(0)
            if self._next().type != Token.PAREN:
                raise Unknown
            return value
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            return self._function(token.value[:-1].upper())
        if token.type != Token.OPERAND:
            raise Unknown
        if token.subtype == Token.NUMBER:
            value = Decimal(token.value)
            if abs(value.adjusted()) > _HIGHEST:
                raise Unknown
            return value
        if token.subtype == Token.TEXT:
            return str(token.value[1:-1].replace('""', '"'))
        if token.subtype == Token.LOGICAL:
            return bool(token.value.upper() == "TRUE")
        if token.subtype == Token.ERROR:
            raise Wrong
        places = list(self._range(token.value))
        if len(places) != 1:
            raise Unknown
        return self._cells(*places[0])

    def _range(self, text: str) -> Iterator[tuple[str, int, int]]:
        first, _, last = text.partition(":")
        start = self._place(first)
        sheet, row, column = start
        _, end, right = self._place(last) if last else start
        # Corners may be named in any order.
        row, end, column, right = *sorted((row, end)), *sorted((column, right))
        if (end - row + 1) * (right - column + 1) > _LARGEST:
            raise Unknown
        for r in range(row, end + 1):
            for c in range(column, right + 1):
                yield sheet, r, c

    def _place(self, text: str) -> tuple[str, int, int]:
        found = _REFERENCE.fullmatch(text)
        if found is None:
            raise Unknown
        quoted, plain, fixed, letters, still, number = found.groups()
        column = column_index_from_string(letters) + (0 if fixed else self._right)
        row = int(number) + (0 if still else self._down)
        if row < 1 or column < 1:
            raise Unknown
        return (quoted or plain or "").replace("''", "'"), row, column

    def _function(self, name: str) -> Value:
        if name in ("IF", "IFERROR", "ISERROR", "ISERR", "ISNA") or name in OF_ERROR:
            return self._guarded(name)
        if name not in SIMPLE and name not in OVER:
            raise Unknown
        values: list[Value] = []
        while not self._is(Token.FUNC, ")"):
            if self._is(Token.SEP):
                self._parted()
            elif name in OVER and self._is(Token.OPERAND) and ":" in self._tokens[self._at].value:
                values.extend(self._cells(*place) for place in self._range(self._next().value))
            else:
                values.append(self._level(0))
        self._next()
        try:
            return OVER[name](values) if name in OVER else SIMPLE[name](*values)
        except (TypeError, ArithmeticError) as error:
            raise Unknown from error

    def _parted(self) -> None:
        """Go on behind a separator of arguments; what an empty argument means is not worked out."""
        before = self._tokens[self._at - 1]
        self._next()
        if before.subtype == Token.OPEN or self._is(Token.SEP) or self._is(Token.FUNC, ")"):
            raise Unknown

    def _guarded(self, name: str) -> Value:
        """Functions of which an argument may be an error value."""
        if name == "ISNA":
            raise Unknown
        arguments: list[tuple[Value, bool]] = []
        while not self._is(Token.FUNC, ")"):
            if self._is(Token.SEP):
                self._parted()
                continue
            start = self._at
            try:
                arguments.append((self._level(0), False))
            except Wrong:
                self._at = self._over(start)
                arguments.append((None, True))
        self._next()
        if name in ("ISERROR", "ISERR") and len(arguments) == 1:
            return arguments[0][1]
        if name in OF_ERROR and len(arguments) == 1:
            value, wrong = arguments[0]
            return OF_ERROR[name] if wrong else SIMPLE[name](value)
        if name == "IFERROR" and len(arguments) == 2:
            taken = arguments[1] if arguments[0][1] else arguments[0]
        elif name == "IF" and len(arguments) in (2, 3) and not arguments[0][1]:
            no = arguments[2] if len(arguments) == 3 else (False, False)
            taken = arguments[1] if as_truth(arguments[0][0]) else no
        else:
            raise Wrong
        if taken[1]:
            raise Wrong
        return taken[0]

    def _over(self, at: int) -> int:
        """Return where the argument that begins at a token ends."""
        depth = 0
        while at < len(self._tokens):
            token = self._tokens[at]
            if token.subtype == Token.OPEN:
                depth += 1
            elif token.subtype == Token.CLOSE:
                if depth == 0:
                    return at
                depth -= 1
            elif token.type == Token.SEP and depth == 0:
                return at
            at += 1
        raise Unknown
