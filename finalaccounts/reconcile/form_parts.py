"""What a performance form prints, as operands: amounts with their own line, weights, scores."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from finalaccounts.amounts import decimals, half_unit, parse, plain
from finalaccounts.model import Evaluation, Fund, Indicator
from finalaccounts.reconcile.applied import Operand
from finalaccounts.reconcile.view import PLACES, View
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
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


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
    name = FIELDS.get(fund.column, fund.column)
    middle = "" if fund.origin == "total" else f"{fund.origin}."
    return Operand(
        f"{fund.evaluation_id}.{middle}{name}", amount, half_unit(max(own, PLACES)),
        half_unit(own), fund.unit, fund.source, fund.source_line, fund.label,
        "printed" if amount is not None else "blank",
    )  # fmt: skip


def amount(view: View, form: Evaluation, field: str) -> Operand | None:
    """Return an amount, rate or score of the form's head, on its own line where that is known."""
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
    value = number(getattr(row, field))
    if value is None:
        return None
    half = half_unit(decimals(value)) if decimals(value) >= PLACES else half_unit(PLACES)
    return Operand(
        row.indicator_id, value, half, half, "", row.source, row.source_line, row.level3
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """A target or an actual value that is one number: sign (``>=``, ``<=``, ``=``), unit."""

    sign: str
    value: Decimal
    unit: str


def measure(operator: str, text: str, unit: str = "") -> Measure | None:
    """Read ``text`` (white space removed) as sign, number, unit; None when it is anything else."""
    body = plain(operator) + plain(text)
    sign = ""
    listed = words()
    for key, names in (
        (">=", listed.at_least),
        ("<=", listed.at_most),
        ("=", listed.exactly),
    ):
        for name in sorted(names, key=len, reverse=True):
            if body.startswith(plain(name)):
                sign, body = key, body[len(plain(name)) :]
                break
        if sign:
            break
    match = _NUMBER.match(body)
    if match is None:
        return None
    rest = body[match.end() :]
    if any(ch.isdigit() for ch in rest) or (operator and not sign):
        return None
    return Measure(sign, Decimal(match.group()), plain(unit) or rest)


def core_name(name: str) -> str:
    """Return the name of a project without white space and the general words around it."""
    bare = plain(name)
    for noise in words().project_noise:
        bare = bare.replace(noise, "")
    return bare


def same_name(one: str, other: str) -> bool:
    """True when two names of a project are the same but for general words."""
    a, b = core_name(one), core_name(other)
    return bool(a) and bool(b) and (a == b or (min(len(a), len(b)) >= 4 and (a in b or b in a)))
