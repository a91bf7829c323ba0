"""Amounts that others limit: ``limit`` of rules.toml (kind ``listed``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, PASS, Applied, Operand
from finalaccounts.reconcile.kinds.stated import money, printed_at
from finalaccounts.reconcile.tolerance import ZERO
from finalaccounts.reconcile.view import View
from finalaccounts.reference.rules import Limit, Rule

_FIGURE = 3  # parts of the name of a figure: table, line, column; a statement has two


def evaluate(view: View, rule: Rule) -> Iterator[Applied]:
    """Yield a check for every limit whose amount is told."""
    for limit in rule.limit:
        said = _first(view, limit, limit.said)
        if said is not None and (not limit.always or _first(view, limit, limit.top) is not None):
            yield _within(view, rule, limit, said)


def _within(view: View, rule: Rule, limit: Limit, said: Operand) -> Applied:
    top = _first(view, limit, limit.top)
    less = _first(view, limit, limit.less) if limit.less else None
    if top is None or not top.counts or (limit.less and (less is None or not less.counts)):
        return compare.not_evaluable(rule, said.id, (said, top, less))
    left, whole, *taken = view.common(said, top, *([less] if less is not None else []))
    room = (whole.amount or ZERO) - sum((t.amount or ZERO for t in taken), ZERO)
    gap = (left.amount or ZERO) - room
    reach = left.half + whole.half + sum((t.half for t in taken), ZERO)
    words = {"formula": f"{whole.amount} \u2212 {taken[0].amount}"} if taken else {}
    exact = {"signs": (1, -1), "relation": "at_most", "tolerance": reach} if limit.exact else {}
    return compare.told(
        rule, said.id, PASS if gap <= reach else FAIL, (left, whole, *taken),
        left=left.amount, right=room, difference=gap, printed=str(left.amount), expected=str(room),
        message=limit.message, type=limit.type, severity=limit.severity, words=words, **exact,
    )  # fmt: skip


def _first(view: View, limit: Limit, names: Sequence[str]) -> Operand | None:
    """Return the first of figures and statements that counts, else what there is of it."""
    found: Operand | None = None
    for name in names:
        parts = name.split(".")
        if len(parts) == _FIGURE:
            one = printed_at(view, [name])
        else:
            told = view.statements(*parts)
            fits = bool(told) and (limit.counted or money(view, told[0]))
            one = view.stated(told[0]) if fits else None
            if one is not None and limit.whole_only and told[0].subject:
                one = None
        if one is not None and limit.counted:
            one = replace(one, half=ZERO, coarse=ZERO)
        if one is not None and one.counts:
            return one
        found = found or one
    return found
