"""Comparisons that rules are made of; each returns one ``Applied``.

A missing operand, one whose column is undecided, or one that was placed by this very rule makes
the check ``not_evaluable``; a ``fail`` becomes ``ask`` where the rule's data says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from finalaccounts.amounts import decimals, text
from finalaccounts.reconcile.applied import (
    ASK,
    FAIL,
    NOT_APPLICABLE,
    NOT_EVALUABLE,
    PASS,
    Applied,
    Linear,
    Operand,
    Ratio,
)
from finalaccounts.reconcile.tolerance import (
    Interval,
    Judged,
    judge_ratio,
    judge_same,
    judge_terms,
    rounded,
)
from finalaccounts.reference.rules import Rule

Given = Operand | None


def usable(rule: Rule, operand: Given) -> bool:
    """True when the rule may rest on the operand: printed, placed, and not placed by the rule."""
    return operand is not None and operand.counts and rule.id not in operand.evidence


def not_evaluable(rule: Rule, place: str, operands: Iterable[Given] = (), **more: Any) -> Applied:
    """Return the check of a place whose numbers were not found, are undecided or circular."""
    have = tuple(o for o in operands if o is not None)
    return Applied(rule.id, place, NOT_EVALUABLE, have, **more)


def not_applicable(rule: Rule, place: str) -> Applied:
    """Return the check of a place the report does not have (a table declared empty, no form)."""
    return Applied(rule.id, place, NOT_APPLICABLE)


def told(rule: Rule, place: str, outcome: str, operands: Sequence[Operand], **more: Any) -> Applied:
    """Return a check decided by the rule itself (words, counts); ``fail`` may become ``ask``."""
    if outcome == FAIL and rule.fails_as == "ask":
        outcome = ASK
    return Applied(rule.id, place, outcome, tuple(operands), **more)


def _judged(rule: Rule, place: str, judged: Judged, operands: Sequence[Operand], signs: Sequence[int], more: Mapping[str, Any]) -> Applied:  # fmt: skip
    values: dict[str, Any] = {
        "left": judged.left, "right": judged.right, "difference": judged.difference,
        "tolerance": judged.tolerance, "printed": text(judged.left), "expected": text(judged.right),
        "signs": tuple(signs),
    }  # fmt: skip
    values.update(more)
    return told(rule, place, judged.outcome, operands, **values)


def same(rule: Rule, place: str, left: Given, right: Given, **more: Any) -> Applied:
    """Check that two prints of one quantity agree (tolerance R1)."""
    if not usable(rule, left) or not usable(rule, right):
        return not_evaluable(rule, place, (left, right))
    assert left is not None and right is not None
    return _judged(rule, place, judge_same(left, right), (left, right), (1, -1), more)


def summed(rule: Rule, place: str, total: Given, parts: Sequence[Given], **more: Any) -> Applied:
    """Check a total against the sum of its printed parts (tolerance R(n)); None parts are none.

    Without any printed part the check is not evaluable.
    """
    have = [p for p in parts if p is not None and p.counts]
    circular = any(rule.id in p.evidence or p.state == "ambiguous" for p in parts if p is not None)
    if not usable(rule, total) or not have or circular:
        return not_evaluable(rule, place, (total, *parts))
    assert total is not None
    judged = judge_terms((total,), have)
    listed = [p for p in parts if p is not None]
    if len(listed) > len(have):
        more = {"demand": Linear((total, *listed), (1, *[-1] * len(listed))), **more}
    return _judged(rule, place, judged, (total, *have), (1, *[-1] * len(have)), more)


def ratio(
    rule: Rule,
    place: str,
    printed: Given,
    value: Interval | None,
    operands: Sequence[Given],
    bases: Mapping[str, Interval | None] | None = None,
    **more: Any,
) -> Applied:
    """Check a printed percentage or score against the interval of its true value.

    ``value`` None means that it cannot be computed. ``bases`` are other known ways to compute it
    (key -> interval): on a fail the first that fits is named in ``words['base']``.
    """
    if value is None or not usable(rule, printed) or not all(usable(rule, o) for o in operands):
        return not_evaluable(rule, place, (*operands, printed))
    assert printed is not None
    have = tuple(o for o in operands if o is not None)
    judged = judge_ratio(printed, value)
    if judged.outcome != PASS:
        words = dict(more.get("words", {}))
        words.setdefault("exact", text(rounded(value.mid, decimals(judged.left) + 2)))
        if judged.outcome == FAIL:
            for key, other in (bases or {}).items():
                # Exactly: what is merely possible by rounding is no explanation.
                if other is not None and not judge_ratio(printed, other).difference:
                    words["base"] = key
                    words["base_formula"] = _formula(other)
                    break
        more = {**more, "words": words}
    if value.made is not None:
        words = dict(more.get("words", {}))
        words.setdefault("formula", _formula(value))
        more = {"demand": Ratio(printed, *value.made), **more, "words": words}
    signs = (*[0] * len(have), 1)  # only the printed ratio is judged to be off
    return _judged(rule, place, judged, (*have, printed), signs, more)


def _formula(value: Interval) -> str:
    """Return a quotient of printed numbers as it is written."""
    if value.made is None:
        return ""
    sides = []
    for terms in value.made:
        written = ""
        for operand, sign in terms:
            mark = "\u2212" if sign < 0 else "+" if written else ""
            written += f" {mark} {text(operand.amount)}" if written else f"{mark}{text(operand.amount)}"  # fmt: skip
        sides.append(f"({written})" if len(terms) > 1 else written)
    return " \u00f7 ".join(sides)


def percent(printed: Given, whole: Given) -> Interval | None:
    """Return 100 x ``printed`` / ``whole`` as an interval; None when it cannot be computed."""
    if printed is None or whole is None or not printed.counts or not whole.counts:
        return None
    found = Interval.printed(printed).divided(Interval.printed(whole), 100)
    return None if found is None else replace(found, made=(((printed, 1),), ((whole, 1),)))


def growth(current: Given, change: Given, sign: int) -> Interval | None:
    """Return 100 x change / last year; last year = current - sign x change (sign of the change)."""
    if current is None or change is None or not current.counts or not change.counts:
        return None
    now, delta = Interval.printed(current), Interval.printed(change)
    fine = _growth((now.lo, now.hi), (delta.lo, delta.hi), sign)
    wide = _growth(now.ends, delta.ends, sign)
    if fine is None:
        return None
    mid = delta.mid / (now.mid - sign * delta.mid) * 100
    made = (((change, 1),), ((current, 1), (change, -sign)))
    return Interval(fine[0], mid, fine[1], wide if now.wide or delta.wide else None, made)


def _growth(
    now: tuple[Fraction, Fraction], delta: tuple[Fraction, Fraction], sign: int
) -> tuple[Fraction, Fraction] | None:
    """Return the least and greatest growth: it grows with the change, falls with the year."""
    bases = (now[1] - sign * delta[0], now[0] - sign * delta[1])
    if min(bases) <= 0:
        return None
    return delta[0] / bases[0] * 100, delta[1] / bases[1] * 100
