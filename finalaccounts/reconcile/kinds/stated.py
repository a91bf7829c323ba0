"""Amounts that the narrative states and a table prints: ``[[quantity]]`` of checks.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from finalaccounts.model import Statement
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, PASS, ROUNDING, Applied, Operand
from finalaccounts.reconcile.form_values import amount, forms
from finalaccounts.reconcile.tolerance import ZERO, judge_same
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import Quantity, checks, pattern
from finalaccounts.reference.rules import Rule, words


def evaluate(view: View, rule: Rule) -> Iterator[Applied]:
    """Yield a check for every amount of the text, or of a form, that a table prints."""
    for quantity in checks().quantity:
        if quantity.rule != rule.id:
            continue
        for s in view.statements(quantity.section, quantity.item):
            if money(view, s) and _is(quantity, s):
                wider = _wider(view, quantity, view.stated(s))
                table = wider or printed_at(view, quantity.figures)
                also = [printed_at(view, [name]) for name in quantity.also]
                yield same_as_table(view, rule, s.statement_id, view.stated(s), table, also)
    for wanted in rule.form:
        for form in (f for f in forms(view) if f.kind == wanted.kind):
            place = f"{form.evaluation_id}.{wanted.field}"
            told, printed = amount(view, form, wanted.field), view.figure(*wanted.figure.split("."))
            if told is None or printed is None:
                yield compare.not_evaluable(rule, place, (told, printed))
            else:
                yield compare.same(rule, place, *view.common(told, printed))


def money(view: View, statement: Statement) -> bool:
    """True when the unit of a statement is money."""
    return view.units.factor(statement.unit) is not None


def printed_at(view: View, names: Iterable[str]) -> Operand | None:
    """Return the first of the figures ``table.line.column`` that is printed, else a certain blank."""
    blank = None
    for name in names:
        table, line, column = name.split(".")
        if view.unreadable(table, line, column):
            return None
        found = view.figure(table, line, column)
        if found is not None and found.counts:
            return found
        # What the report declares empty is no cell that may have been left out.
        declared = view.declared_empty(table)
        if found is not None and found.certain_blank and declared is None:
            blank = blank or found
        blank = blank or declared
    return blank


def same_as_table(
    view: View,
    rule: Rule,
    place: str,
    said: Operand,
    table: Operand | None,
    also: Sequence[Operand | None] = (),
    **more: object,
) -> Applied:
    """Compare a stated amount with the printed one.

    A certain blank (or a table declared empty) is zero. A number that fits another total of the
    same table is only named loosely: a warning. Equal digits under another unit of money are left
    to the rule on units.
    """
    if table is not None and not table.counts and table.state in ("blank", "dash", "declared"):
        table = replace(table, amount=ZERO, half=said.half, coarse=said.coarse, unit=said.unit, state="printed")  # fmt: skip
    if table is None and said.amount == 0:
        return compare.told(rule, place, PASS, (said,))
    if (
        table is not None
        and said.amount == table.amount
        and said.unit != table.unit
        and said.amount
    ):
        return compare.not_evaluable(rule, place, (said, table))
    if table is not None and table.counts:
        said, table = view.common(said, table)
    found = compare.same(rule, place, said, table, **more)
    if found.outcome == FAIL:
        for other in also:
            if other is None or not other.counts:
                continue
            left, right = view.common(said, other)
            if judge_same(left, right).outcome != FAIL:
                return replace(
                    found, severity="warning", message="other_total",
                    operands=(*found.operands, right), signs=(1, -1, 0),
                )  # fmt: skip
    return found


def _wider(view: View, quantity: Quantity, said: Operand) -> Operand | None:
    """Return the wider total that a stated amount may name and does print: the whole of a share."""
    for name in quantity.wider:
        table = printed_at(view, [name])
        if table is None or not (table.counts and said.counts):
            continue
        if judge_same(*view.common(said, table)).outcome in (PASS, ROUNDING):
            return table
    return None


def _is(quantity: Quantity, statement: Statement) -> bool:
    if statement.code or (quantity.label and not re.search(quantity.label, statement.label)):
        return False
    if quantity.subject:
        return not statement.of and bool(re.search(quantity.subject, statement.subject))
    if quantity.section == "general_expenditure":
        return bool(pattern("whole_subject").search(statement.subject))
    if quantity.section == "appropriation_summary" and words().general in statement.subject:
        return False  # one budget of the three, no total of them
    return not pattern("funds_subject").search(statement.subject + statement.label) or "income" in quantity.item  # fmt: skip
