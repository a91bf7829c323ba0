"""Conditions under which a rule holds exactly; named by ``only_if`` in rules.toml.

Each answers from what the report prints, and with False when the report does not show it.
"""

from __future__ import annotations

from collections.abc import Callable

from finalaccounts.reconcile.applied import PASS, ROUNDING, Operand
from finalaccounts.reconcile.tolerance import judge_same
from finalaccounts.reconcile.view import View

BUDGETS = ("general_public", "government_funds", "state_capital")


def _none(operand: Operand | None) -> bool:
    return operand is None or not operand.amount


def _agree(left: Operand | None, right: Operand | None) -> bool:
    """True when both are nothing, or both are printed and the same."""
    if _none(left) or _none(right):
        return _none(left) and _none(right)
    assert left is not None and right is not None
    return judge_same(left, right).outcome in (PASS, ROUNDING)


def appropriation_only(view: View) -> bool:
    """No income but the three appropriations, and no own money carried over.

    That no own money was carried over shows in opening balances (or grand totals) that agree
    between the summary of all money and the summary of the appropriation.
    """
    if not (view.whole("summary") and view.whole("appropriation_summary")):
        return False
    own = (*BUDGETS, "appropriation")
    income = [line for line in view.lines("summary", "income_*") if line[7:] not in own]
    if _none(view.figure("summary", "revenue_total", "final")) or view.lines("summary", "other:*"):
        return False
    used = (*income, "surplus_used")
    if not all(view.nothing("summary", line, "final") for line in used) or not view.lines(
        "appropriation_summary"
    ):
        return False
    return _agree(
        view.figure("summary", "opening_balance", "final"),
        view.figure("appropriation_summary", "opening_balance", "final"),
    )


def general_only(view: View) -> bool:
    """Appropriation only, and none of it government funds or state capital."""
    if not appropriation_only(view):
        return False
    summary = "appropriation_summary"
    others = [
        view.nothing(summary, line, column)
        for budget in BUDGETS[1:]
        for line, column in (
            (f"income_{budget}", "final"),
            (f"opening_{budget}", "final"),
            ("expenditure_total", budget),
        )
    ]
    return all(others) and not any(
        view.state(table) in ("with_figures", "not_read") for table in BUDGETS[1:]
    )


CONDITIONS: dict[str, Callable[[View], bool]] = {
    "appropriation_only": appropriation_only,
    "general_only": general_only,
}


def holds(view: View, name: str) -> bool:
    """Return whether a condition (``not`` before its name turns it) holds; none always holds."""
    if not name:
        return True
    if name.startswith("not "):
        return not CONDITIONS[name[4:]](view)
    return CONDITIONS[name](view)
