"""Shares that the narrative states: ``[[share]]`` and ``[[partition]]`` of checks.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
from finalaccounts.reconcile.kinds.stated import money, printed_at
from finalaccounts.reconcile.tolerance import ZERO, judge_ratio
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import Partition, ShareWords, checks
from finalaccounts.reference.rules import Rule

HUNDRED = Decimal(100)


def evaluate(view: View, rule: Rule) -> Iterator[Applied]:
    """Yield a check for every share, and one for shares that make up a whole."""
    for share in checks().share:
        if share.rule == rule.id:
            yield from _shares(view, rule, share)
    for partition in checks().partition:
        if partition.rule == rule.id:
            yield from _add_up(view, rule, partition)


def _shares(view: View, rule: Rule, share: ShareWords) -> Iterator[Applied]:
    for s in view.statements(share.section, "share"):
        if share.label and (s.code or not re.search(share.label, s.label)):
            continue
        if share.not_ and re.search(share.not_, s.label):
            continue
        wholes = [w for item in share.whole for w in view.narrative.earlier(s, [item])]
        wholes = wholes or _later(view, share)
        whole = view.stated(wholes[0]) if wholes else printed_at(view, share.figures)
        if share.stated and (whole is None or not whole.counts):
            told = view.statements(*share.stated.split("."))
            whole = view.stated(told[0]) if told else whole
        yield share_check(view, rule, s, part_of(view, s, wholes[:1]), whole)


def _later(view: View, share: ShareWords) -> list[Statement]:
    """Return the whole that is told after its share, where all that is told of it is one amount."""
    told = [s for item in share.whole for s in view.statements(share.section, item) if not s.code]
    return told[:1] if len({s.amount for s in told}) == 1 else []


def part_of(
    view: View, share: Statement, wholes: Sequence[Statement] = ()
) -> tuple[Statement | None, list[Statement]]:
    """Return the amount a share speaks of, and what else it may speak of.

    The amount that the statement names, or that bears its subject, is certain; else the nearest of
    the sentence, and its other amounts are possible too.
    """
    target = view.narrative.spoken_of(share)
    if target is not None and share.of_certain == "yes" and money(view, target):
        return target, []
    pool = [s for s in view.narrative.earlier(share) if money(view, s) and s not in wholes]
    near = [s for s in pool if view.narrative.apart(s, share) <= 1]
    named = [s for s in near if share.subject and share.subject in (s.label, s.subject)]
    if named:
        return named[0], []
    if share.sentence is not None and share.subject and share.of_certain != "yes":
        return None, []  # the amount it names was left out
    here = [s for s in near if not view.narrative.apart(s, share)]
    return (here[0], here[1:]) if here else (None, [])


def share_check(
    view: View,
    rule: Rule,
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
    for total in view.narrative.earlier(share):
        base = view.common(amount, view.stated(total))[1]
        if total.item.endswith("total") and money(view, total) and base.amount != whole.amount:
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


def _add_up(view: View, rule: Rule, partition: Partition) -> Iterator[Applied]:
    shares = [
        s
        for s in view.statements(partition.section, "share")
        if not partition.not_ or not re.search(partition.not_, s.label)
    ]
    if not shares:
        return
    place = f"{shares[0].section}.share"
    parts = [part_of(view, s)[0] for s in shares]
    first = parts[0]
    wholes = (
        []
        if first is None
        else [w for w in view.narrative.earlier(first, partition.whole) if not w.code and w.amount]
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
