"""How far a printed number may be from the true one, by the decimals it is printed with."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from finalaccounts.amounts import decimals, half_unit
from finalaccounts.model import Statement
from finalaccounts.reconcile.applied import Operand
from finalaccounts.reference.rules import RuleUnits

PLACES = 2  # decimals an amount keeps when fewer are printed: trailing zeros were trimmed


@lru_cache(maxsize=4096)
def half_of(amount: Decimal | None, places: int = PLACES) -> Decimal:
    """Return half of the last place of an amount; fewer decimals than ``places`` were trimmed."""
    return half_unit(max(decimals(amount) if amount is not None else places, places))


def of_statement(
    said: Statement, money: bool, places: int, printed: Container[Decimal]
) -> tuple[Decimal, Decimal]:
    """Return (half, coarse) of a stated number.

    Money with fewer decimals than the tables (``places``) counts as trimmed (half) or as really
    coarser (coarse), unless a table prints the same number. Other numbers keep their own
    decimals; an approximate one is as coarse as its last non-zero digit.
    """
    amount = said.amount
    if amount is None:
        return half_unit(PLACES), half_unit(PLACES)
    coarse = half_unit(decimals(amount))
    half = min(coarse, half_unit(places)) if money else coarse
    if money and amount in printed:
        coarse = half
    if said.approx and not decimals(amount):
        exponent = amount.normalize().as_tuple().exponent
        coarse = half_unit(0).scaleb(max(0, exponent if isinstance(exponent, int) else 0))
    return half, coarse


def in_one_unit(units: RuleUnits, operands: tuple[Operand, ...]) -> tuple[Operand, ...]:
    """Return the operands in the unit of the first, those of an unknown unit as they are."""
    base = units.factor(operands[0].unit) if operands else None
    if base is None or all(o.unit == operands[0].unit for o in operands):
        return operands
    out = []
    for operand in operands:
        factor = units.factor(operand.unit)
        if factor is not None and factor != base and operand.amount is not None:
            by = factor / base
            half, coarse = operand.half * by, operand.coarse * by
            operand = replace(
                operand, amount=operand.amount * by, half=half, coarse=coarse,
                unit=operands[0].unit,
            )  # fmt: skip
        out.append(operand)
    return tuple(out)
