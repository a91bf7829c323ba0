"""Rules on tables that are no plain sums."""

from __future__ import annotations

from collections.abc import Iterable

from finalaccounts.amounts import plain
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, PASS, Applied, Operand
from finalaccounts.reconcile.kinds.present import table_text
from finalaccounts.reconcile.registry import rule
from finalaccounts.reconcile.tolerance import ZERO
from finalaccounts.reconcile.view import View
from finalaccounts.reference.rules import Rule

MOST_LINES = 99  # numbers of lines are printed with at most two digits


@rule("T01.R06")
def line_numbers(view: View, rule: Rule) -> Iterable[Applied]:
    """The right half goes on counting where the left half ends; both grand totals in one row."""
    table = view.tables.get("summary")
    place = "summary.line_numbers"
    if table is None or table.state not in ("with_figures", "zero_only"):
        return [compare.not_evaluable(rule, place)]
    pairs: list[tuple[int, int, int]] = []
    for number, text in table_text(view, table):
        counts = [int(t) for t in map(plain, text.split()) if t.isdigit() and int(t) <= MOST_LINES]
        if len(counts) == 2:
            pairs.append((number, counts[0], counts[1]))
    left = [p[1] for p in pairs]
    right = [p[2] for p in pairs]
    run = list(range(1, len(left) + 1))
    # A head row (columns 1 and 2) looks like a pair; it is followed by the first line itself.
    if left[:1] == [1] and right[:1] == [2]:
        left, right, pairs = left[1:], right[1:], pairs[1:]
        run = run[:-1]
    if len(run) < 2 or left != run or right != list(range(right[0], right[0] + len(right))):
        return [compare.not_evaluable(rule, place)]
    operands = [
        Operand(f"{table.source}:{n}", None, ZERO, ZERO, "", table.source, n, label=table.title)
        for n in (pairs[0][0], pairs[-1][0])
    ]
    fits = right[0] == left[-1] + 1
    return [
        compare.told(
            rule, place, PASS if fits else FAIL, operands,
            printed=str(right[0]), expected=str(left[-1] + 1),
        )
    ]  # fmt: skip


@rule("T09.R03")
def parts_and_total(view: View, rule: Rule) -> Iterable[Applied]:
    """Where a part is printed a total is too, and the other way round."""
    for line in view.lines("three_public"):
        place = f"three_public.{line}"
        total = view.figure("three_public", line, "total")
        names = ("abroad", "vehicles", "vehicle_purchase", "vehicle_operation", "hospitality")
        parts = [o for n in names if (o := view.figure("three_public", line, n)) is not None]
        spent = [p for p in parts if p.amount]
        undecided = view.ambiguous("three_public", line)
        if unread := view.unreadable("three_public", line, "total", *names):
            yield compare.not_evaluable(rule, place, (total, *parts, *unread))
        elif spent and total is not None and total.amount is None:
            yield compare.told(rule, place, FAIL, (total, *spent), printed="", expected=str(sum((p.amount or ZERO for p in spent), ZERO)) if len(spent) == 1 else "")  # fmt: skip
        elif total is None or undecided or (total.amount and len(parts) < len(names) - 1):
            if total is not None and total.amount and spent:
                yield compare.told(rule, place, PASS, (total, *spent))
            else:
                yield compare.not_evaluable(rule, place, (total, *parts))
        elif total.amount and not spent:
            yield compare.told(rule, place, FAIL, (total, *parts), printed=str(total.amount))
        else:
            yield compare.told(rule, place, PASS, (total, *spent))
