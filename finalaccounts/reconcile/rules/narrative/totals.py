"""Amounts and shares that the narrative states, against the tables (N01-N06)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_UP, Decimal

from finalaccounts.model import Statement
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import (
    FAIL,
    NOT_EVALUABLE,
    PASS,
    ROUNDING,
    Applied,
    Linear,
    Operand,
    Ratio,
)
from finalaccounts.reconcile.registry import rule
from finalaccounts.reconcile.rules.narrative.telling import Telling, telling
from finalaccounts.reconcile.tolerance import ZERO, judge_ratio, judge_same
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import Quantity, checks, pattern
from finalaccounts.reference.rules import Rule, words

HUNDRED = Decimal(100)


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


@rule("N01.R01", "N05.R01", "N06.R01")
def totals(view: View, rule: Rule) -> Iterator[Applied]:
    """Every stated total, income, expenditure agrees with its table."""
    tell = telling(view)
    for quantity in checks().quantity:
        if quantity.rule != rule.id:
            continue
        for s in view.statements(quantity.section, quantity.item):
            if tell.money(s) and _is(quantity, s):
                wider = _wider(view, quantity, view.stated(s))
                table = wider or printed_at(view, quantity.figures)
                also = [printed_at(view, [name]) for name in quantity.also]
                yield same_as_table(view, rule, s.statement_id, view.stated(s), table, also)
    if rule.id == "N06.R01":
        yield from _basic_parts(view, rule)
    if rule.id == "N05.R01":
        yield from _whole_share(view, rule, tell)


@rule("N02.R01", "N03.R01")
def totals_and_shares(view: View, rule: Rule) -> Iterator[Applied]:
    """Incomes and kinds of expenditure agree with their table, and their shares with the total."""
    yield from totals(view, rule)
    tell = telling(view)
    for share in checks().share:
        if share.rule != rule.id:
            continue
        for s in view.statements(share.section, "share"):
            wholes = [w for item in share.whole for w in tell.before(s, [item])]
            whole = view.stated(wholes[0]) if wholes else printed_at(view, share.figures)
            yield share_check(view, rule, tell, s, part_of(tell, s, wholes[:1]), whole)


def part_of(
    tell: Telling, share: Statement, wholes: Sequence[Statement] = ()
) -> tuple[Statement | None, list[Statement]]:
    """Return the amount a share speaks of, and what else it may speak of.

    The amount that the statement names, or that bears its subject, is certain; else the nearest
    before, and the other amounts of the sentence are possible too.
    """
    target = tell.view.narrative.spoken_of(share)
    if target is not None and share.of_certain == "yes" and tell.money(target):
        return target, []
    pool = [s for s in tell.before(share) if tell.money(s) and s not in wholes]
    pool = [s for s in pool if tell.spot(share).start - tell.spot(s).end < 120]
    named = [s for s in pool if share.subject and share.subject in (s.label, s.subject)]
    if named:
        return named[0], []
    near = [s for s in pool if tell.same_sentence(s, share)]
    return (near[0], near[1:]) if near else (None, [])


def share_check(
    view: View,
    rule: Rule,
    tell: Telling,
    share: Statement,
    parts: tuple[Statement | None, list[Statement]],
    whole: Operand | None,
) -> Applied:
    """Check a stated share (%) of a part in ``whole``; a zero part has a share of zero."""
    printed = view.stated(share)
    part, possible = parts
    if part is None or whole is None or not whole.counts:
        return compare.not_evaluable(rule, share.statement_id, (printed,))
    amount = _part(view, part, whole)
    for other in possible:
        if _fits(printed, amount, whole):
            break
        if other.amount and _fits(printed, _part(view, other, whole), whole):
            part, amount = other, _part(view, other, whole)
    if not amount.amount and not printed.amount:
        demand = Ratio(printed, ((amount, 1),), ((whole, 1),))
        return compare.told(rule, share.statement_id, PASS, (amount, whole, printed), demand=demand)
    others = {}
    for total in tell.before(share):
        base = view.common(amount, view.stated(total))[1]
        if total.item.endswith("total") and tell.money(total) and base.amount != whole.amount:
            others["other_total"] = compare.percent(amount, base)
            break
    words = {
        "part": part.subject or part.label,
        "part_amount": str(amount.amount),
        "whole_amount": str(whole.amount),
    }
    value = compare.percent(amount, whole)
    return compare.ratio(rule, share.statement_id, printed, value, (amount, whole), others, message="share", words=words)  # fmt: skip


def _part(view: View, part: Statement, whole: Operand) -> Operand:
    amount = view.common(whole, view.stated(part))[1]
    # A plain 0 is no coarser than 0.00.
    return amount if amount.amount else replace(amount, coarse=amount.half)


def _fits(printed: Operand, amount: Operand, whole: Operand) -> bool:
    value = compare.percent(amount, whole)
    return value is not None and judge_ratio(printed, value).outcome != FAIL


def _whole_share(view: View, rule: Rule, tell: Telling) -> Iterator[Applied]:
    for s in view.statements("general_expenditure", "share"):
        if s.code or not pattern("whole_share").search(s.label):
            continue
        finals = [f for f in tell.before(s, checks().final_items) if not f.code]
        finals = [f for f in finals if pattern("whole_subject").search(f.subject)]
        stated = view.statements("expenditure", "expenditure_total")
        whole = printed_at(view, ["expenditure.total.total", "summary.expenditure_total.final"])
        if (whole is None or not whole.counts) and stated:
            whole = view.stated(stated[0])
        yield share_check(view, rule, tell, s, (finals[0] if finals else None, []), whole)


def _basic_parts(view: View, rule: Rule) -> Iterator[Applied]:
    section = "basic_expenditure"
    whole, personnel, operating = (
        view.statements(section, item) for item in ("basic", "personnel_total", "operating_total")
    )
    if not whole or not personnel or not operating:
        return
    parts = [view.stated(personnel[0]), view.stated(operating[0])]
    total, *parts = view.common(view.stated(whole[0]), *parts)
    place = f"{whole[0].statement_id}.parts"
    yield compare.summed(rule, place, total, parts, type="sum")


@rule("N03.R02")
def shares_add_up(view: View, rule: Rule) -> Iterator[Applied]:
    """Shares whose parts make up the whole add up to 100 %."""
    tell = telling(view)
    for section, whole_items in (
        ("revenue", ["revenue_total"]),
        ("expenditure", ["expenditure_total"]),
    ):
        yield from _add_up(view, rule, tell, view.statements(section, "share"), whole_items)
    classes = [s for s in view.statements("general_expenditure", "share") if not pattern("whole_share").search(s.label)]  # fmt: skip
    yield from _add_up(view, rule, tell, classes, list(checks().final_items))


def _add_up(view: View, rule: Rule, tell: Telling, shares: Sequence[Statement], items: Sequence[str]) -> Iterator[Applied]:  # fmt: skip
    if not shares:
        return
    place = f"{shares[0].section}.share"
    parts = [part_of(tell, s)[0] for s in shares]
    first = parts[0]
    wholes = (
        [] if first is None else [w for w in tell.before(first, items) if not w.code and w.amount]
    )
    operands = [view.stated(s) for s in shares]
    if any(p is None for p in parts) or not wholes or len({id(p) for p in parts}) < len(parts):
        yield compare.not_evaluable(rule, place, operands)
        return
    total = view.stated(wholes[0])
    amounts = [view.stated(p) for p in parts if p is not None]
    total, *amounts = view.common(total, *amounts)
    gap = abs((total.amount or ZERO) - sum((a.amount or ZERO for a in amounts), ZERO))
    if gap > total.half + sum((a.half for a in amounts), ZERO):
        yield Applied(rule.id, place, NOT_EVALUABLE, tuple(operands))  # not a partition
        return
    # S: (n + 1) halves of the coarsest printed digit; a zero part has an exact share.
    counted = [o for o, a in zip(operands, amounts, strict=True) if a.amount or o.amount]
    coarsest = max(o.half for o in counted)
    even = [replace(o, half=coarsest, coarse=coarsest) for o in counted]
    # The amounts that the shares were taken of may themselves add up with a tail.
    tail = (gap * 100 / (total.amount or HUNDRED)).quantize(coarsest / 10, ROUND_UP)
    half = coarsest + tail if gap else coarsest
    hundred = replace(total, id="100", amount=HUNDRED, half=half, coarse=half, unit="%", fixed=True)  # fmt: skip
    found = compare.summed(rule, place, hundred, even)
    outcome = PASS if found.outcome == ROUNDING else found.outcome  # every share is rounded
    yield replace(found, outcome=outcome, operands=tuple(counted), signs=(), printed=found.expected, expected=found.printed, demand=Linear((hundred, *even), (1, *[-1] * len(even))))  # fmt: skip
