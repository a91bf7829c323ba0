"""Values and functions of spreadsheet formulas, those that decide what a cell shows."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from finalaccounts.extract.shown import exact, plain_number

Value = Decimal | str | bool | None


class Unknown(Exception):
    """A formula that this reader cannot work out."""


class Wrong(Exception):
    """A formula whose result is an error value."""


def known(value: Any) -> Value:
    """Return a cell's value as formulas take it."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return exact(value)
    if isinstance(value, str):
        if value.startswith("#") and value.endswith(("!", "?", "A")):
            raise Wrong
        return value
    raise Unknown


def as_number(value: Value) -> Decimal:
    """Return a value as a number; an empty cell is 0."""
    if value is None or isinstance(value, bool):
        return Decimal(bool(value))
    if isinstance(value, str):
        try:
            return Decimal(value.strip().replace(",", ""))
        except InvalidOperation as error:
            raise Wrong from error
    return value


def as_text(value: Value) -> str:
    """Return a value as text; an empty cell is an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return value if isinstance(value, str) else plain_number(value)


def as_truth(value: Value) -> bool:
    """Return a value as the truth of a condition."""
    if isinstance(value, str):
        raise Wrong
    return bool(value)


def _rank(value: Value) -> tuple[int, Any]:
    """Order of values of different kinds: numbers, then texts, then truth."""
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, str):
        return 1, value.casefold()
    return 0, value or Decimal(0)


def compared(left: Value, operator: str, right: Value) -> bool:
    """Return what a comparison of two values gives; an empty cell is 0 or an empty text."""
    if left is None and isinstance(right, str):
        left = ""
    if right is None and isinstance(left, str):
        right = ""
    one, other = _rank(left), _rank(right)
    equal, less = one == other, one < other
    return {
        "=": equal,
        "<>": not equal,
        "<": less,
        "<=": less or equal,
        ">": not (less or equal),
        ">=": not less,
    }[operator]


def _rounded(value: Value, places: Value = None) -> Decimal:
    digits = max(-20, min(int(as_number(places)), 20))
    return as_number(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _searched(part: Value, text: Value) -> Decimal:
    if any(ch in as_text(part) for ch in "?*~"):
        raise Unknown
    return _found(as_text(part).casefold(), as_text(text).casefold())


def _found(part: Value, text: Value) -> Decimal:
    at = as_text(text).find(as_text(part))
    if at < 0:
        raise Wrong
    return Decimal(at + 1)


def _mod(value: Value, by: Value) -> Decimal:
    step = as_number(by)
    if not step:
        raise Wrong
    return as_number(value) - step * (as_number(value) / step).to_integral_value("ROUND_FLOOR")


# Functions of single values.
SIMPLE: dict[str, Callable[..., Value]] = {
    "NOT": lambda a: not as_truth(a),
    "TRUE": lambda: True,
    "FALSE": lambda: False,
    "ISBLANK": lambda a: a is None,
    "ISNUMBER": lambda a: isinstance(a, Decimal),
    "ISTEXT": lambda a: isinstance(a, str),
    "ISNONTEXT": lambda a: not isinstance(a, str),
    "ABS": lambda a: abs(as_number(a)),
    "ROUND": _rounded,
    "INT": lambda a: as_number(a).to_integral_value("ROUND_FLOOR"),
    "MOD": _mod,
    "N": lambda a: as_number(a) if not isinstance(a, str) else Decimal(0),
    "VALUE": as_number,
    "LEN": lambda a: Decimal(len(as_text(a))),
    "TRIM": lambda a: " ".join(as_text(a).split()),
    "LEFT": lambda a, n=Decimal(1): as_text(a)[: int(n)],
    "RIGHT": lambda a, n=Decimal(1): as_text(a)[-int(n) :] if n else "",
    "MID": lambda a, at, n: as_text(a)[int(at) - 1 : int(at) - 1 + int(n)],
    "EXACT": lambda a, b: as_text(a) == as_text(b),
    "SEARCH": _searched,
    "FIND": _found,
}
# What those that ask for the kind of a value say of an error value.
OF_ERROR = {"ISBLANK": False, "ISNUMBER": False, "ISTEXT": False, "ISNONTEXT": True}
# Functions of any number of values, ranges among them.
OVER: dict[str, Callable[[list[Value]], Value]] = {
    "SUM": lambda all_: sum((v for v in all_ if isinstance(v, Decimal)), Decimal(0)),
    "COUNT": lambda all_: Decimal(sum(isinstance(v, Decimal) for v in all_)),
    "COUNTA": lambda all_: Decimal(sum(v is not None for v in all_)),
    "COUNTBLANK": lambda all_: Decimal(sum(v in (None, "") for v in all_)),
    "MAX": lambda all_: max((v for v in all_ if isinstance(v, Decimal)), default=Decimal(0)),
    "MIN": lambda all_: min((v for v in all_ if isinstance(v, Decimal)), default=Decimal(0)),
    "AND": lambda all_: all(as_truth(v) for v in all_ if v is not None),
    "OR": lambda all_: any(as_truth(v) for v in all_ if v is not None),
}
