"""What a performance form prints, as operands: amounts with their own line, weights, scores."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from finalaccounts.amounts import decimals, half_unit, parse
from finalaccounts.model import Evaluation, Fund, Indicator
from finalaccounts.reconcile.applied import Operand
from finalaccounts.reconcile.precision import PLACES
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import pattern
from finalaccounts.reference.rules import words

# Column of the funds block -> field of the form's head.
FIELDS = {
    "initial": "initial_budget",
    "full_year": "full_year_budget",
    "arrived": "arrived",
    "executed": "executed",
    "rate": "execution_rate",
    "score": "budget_score",
    "weight": "budget_weight",
}
ZERO = Decimal(0)
WHOLE = Decimal(100)  # per cent
FRACTIONS = Decimal(10)  # a bare number below this may be a fraction: 9.5 for 950 %
SHORTEST = 4  # characters of a name that can be an abbreviation of another
_YEAR = re.compile(r"\d{4}\D")  # a year and its word
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Return the words of a target in their plain forms, without white space and separators."""
    return re.sub(r"[\s,\u3001]", "", unicodedata.normalize("NFKC", text))


@cache
def number(text: str) -> Decimal | None:
    """Return the number of a cell that may carry a percent sign or the word for points."""
    bare = "".join(text.split())
    for sign in (*words().percent, *words().points):
        bare = bare.removesuffix(sign)
    return parse(bare)


def forms(view: View) -> Iterable[Evaluation]:
    """Return the forms of the report in order."""
    return view.report.evaluations


def rows(view: View, form: Evaluation) -> list[Indicator]:
    """Return the indicators of a form in order."""
    return view.indicators.get(form.evaluation_id, [])


def part(fund: Fund) -> Operand:
    """Return one number of the funds block; coarse by its own decimals, fine by two."""
    amount = fund.amount if fund.amount is not None else number(fund.printed)
    own = decimals(amount) if amount is not None else 0
    unit = fund.unit if fund.column in ("initial", "full_year", "arrived", "executed") else ""
    if any(fund.printed.strip().endswith(sign) for sign in words().percent):
        unit = words().percent[0]
    name = FIELDS.get(fund.column, fund.column)
    middle = "" if fund.origin == "total" else f"{fund.origin}."
    return Operand(
        f"{fund.evaluation_id}.{middle}{name}", amount, half_unit(max(own, PLACES)),
        half_unit(own), unit, fund.source, fund.source_line, fund.label,
        "printed" if amount is not None else "blank",
    )  # fmt: skip


def amount(view: View, form: Evaluation, field: str) -> Operand | None:
    """Return an amount, rate or score of the form's head, on its own line where that is known."""
    at = form.evaluation_id, field
    if at not in view.heads:
        view.heads[at] = _amount(view, form, field)
    return view.heads[at]


def _amount(view: View, form: Evaluation, field: str) -> Operand | None:
    for fund in view.funds(form):
        if fund.origin == "total" and FIELDS.get(fund.column) == field:
            operand = part(fund)
            if operand.amount is not None:
                return operand
    if field == "total_score":
        return view.field(form, field, form.total_line)
    return view.field(form, field)


def score(view: View, row: Indicator, field: str) -> Operand | None:
    """Return the weight or score of an indicator; None when it is not one number."""
    at = row.indicator_id, field
    if at not in view.heads:
        value = number(getattr(row, field))
        half = half_unit(max(decimals(value), PLACES)) if value is not None else ZERO
        view.heads[at] = None if value is None else Operand(
            f"{row.indicator_id}.{field}", value, half, half, "", row.source, row.source_line,
            row.level3,
        )  # fmt: skip
    return view.heads[at]


@cache
def _signs() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern of all signs, longest first, and what each of them means."""
    listed = words()
    pairs = ((">=", listed.at_least), ("<=", listed.at_most), ("=", listed.exactly))
    names = {plain(name): key for key, given in pairs for name in given}
    longest = sorted(names, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), names


@dataclass(frozen=True, slots=True)
class Measure:
    """A target or an actual value that is one number: sign (``>=``, ``<=``, ``=``), unit."""

    sign: str
    value: Decimal
    unit: str


@lru_cache(maxsize=4096)
def measure(operator: str, text: str, unit: str = "") -> Measure | None:
    """Read ``text`` (white space removed) as sign, number, unit; None when it is anything else."""
    body = plain(operator) + plain(text)
    pattern, meanings = _signs()
    begin = pattern.match(body)
    sign = meanings[begin.group()] if begin else ""
    body = body[begin.end() :] if begin else body
    match = _NUMBER.match(body)
    if match is None:
        return None
    rest = body[match.end() :]
    if any(ch.isdigit() for ch in rest) or (operator and not sign):
        return None
    return Measure(sign, Decimal(match.group()), plain(unit) or rest)


def missed(view: View, row: Indicator) -> bool:
    """True when target and actual value are plain numbers of one unit and the target is missed.

    A bare number at a per cent target has two readings; it is missed when both miss it.
    """
    target = measure(row.operator, row.target, row.target_unit)
    actual = measure("", row.actual)
    if target is None or actual is None or actual.sign not in ("", target.sign, "="):
        return False
    readings = [actual.value]
    if target.unit in words().percent and not actual.unit and ZERO <= actual.value < FRACTIONS:
        readings.append(actual.value * 100)  # a spreadsheet prints 0.9 for 90 %, 1.04 for 104 %
    elif actual.unit and actual.unit != target.unit:
        return False
    money = view.units.factor(pattern("in_brackets").sub("", target.unit)) is not None
    cost = any(pattern("cost_level").search(n) for n in (row.level1, row.level2, row.level3))
    if not target.sign and (money or cost):
        return False  # to spend less than was planned reaches the aim
    return all(_off(target.sign, target.value, value, money) for value in readings)


def impossible(row: Indicator) -> bool:
    """True for a target above 100 % of something that cannot be more than all."""
    target = measure(row.operator, row.target, row.target_unit)
    return (
        target is not None
        and target.unit in words().percent
        and target.sign != "<="
        and target.value > WHOLE
        and bool(pattern("bounded_rate").search(row.level3))
    )


def _off(sign: str, target: Decimal, value: Decimal, money: bool) -> bool:
    if not sign:
        # Without a sign less is a miss, except for money, where less may be the aim.
        return value < target and not money
    if sign == "<=":
        return value > target
    return value < target if sign == ">=" else value != target


@cache
def core_name(name: str) -> str:
    """Return the name of a project without white space and the general words around it."""
    bare = plain(name)
    for noise in words().project_noise:
        bare = bare.replace(noise, "")
    return bare


def same_name(one: str, other: str) -> bool:
    """True when two names of a project are the same but for general words and abbreviation.

    An abbreviation keeps the order of the characters it keeps.
    """
    a, b = core_name(one), core_name(other)
    if not (_YEAR.search(a) and _YEAR.search(b)):
        a, b = _YEAR.sub("", a), _YEAR.sub("", b)
    short, long = sorted((a, b), key=len)
    if len(short) < SHORTEST:
        return bool(short) and short == long
    rest = iter(long)
    return all(ch in rest for ch in short)
