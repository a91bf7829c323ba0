"""Changes of totals that are the same in two sections (N04.R02)."""

from __future__ import annotations

from collections.abc import Iterator

from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import ASK, FAIL, Applied
from finalaccounts.reconcile.registry import rule
from finalaccounts.reconcile.tolerance import judge_same
from finalaccounts.reconcile.view import View
from finalaccounts.reference.rules import Rule


@rule("N04.R02")
def same_total_other_change(view: View, rule: Rule) -> Iterator[Applied]:
    """Where both grand totals are the same, their yearly changes may be expected to be too."""
    place = "appropriation_summary.yoy_change"
    pairs = []
    for section in ("summary", "appropriation_summary"):
        total = view.statements(section, "revenue_grand_total")
        change = view.statements(section, "yoy_change")
        if not total or not change:
            yield compare.not_evaluable(rule, place)
            return
        pairs.append((view.stated(total[0]), change[0]))
    (total_a, change_a), (total_b, change_b) = pairs
    if judge_same(*view.common(total_a, total_b)).outcome == FAIL:
        yield compare.not_applicable(rule, place)
        return
    left, right = view.common(view.stated(change_a), view.stated(change_b))
    same = change_a.direction == change_b.direction
    found = compare.same(rule, place, left, right)
    if same or found.outcome == ASK:
        yield compare.same(rule, place, left, right, words={"total": str(total_a.amount)}, message="other_change")  # fmt: skip
    else:
        yield compare.told(rule, place, FAIL, (left, right), printed=str(left.amount), expected=str(right.amount), words={"total": str(total_a.amount)}, message="other_change")  # fmt: skip
