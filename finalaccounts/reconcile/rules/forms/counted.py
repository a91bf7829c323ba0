"""Whether a form's rows were read in full: before a sum over them is judged, they are counted.

A number that found no place, or a group of rows short by just what the whole form is short, may be
a row that was read as part of another: sums over such rows are not evaluable.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from functools import cache

from finalaccounts.model import Evaluation, Indicator
from finalaccounts.reconcile.applied import Applied, Operand
from finalaccounts.reconcile.form_values import amount, rows, score
from finalaccounts.reconcile.tolerance import ZERO
from finalaccounts.reconcile.view import View
from finalaccounts.reference.rules import words

_HUNDRED = Decimal(100)


def points(listed: list[Indicator], view: View, field: str) -> list[Operand] | None:
    """Return weights or scores of all rows, or None when one is not printed as a number."""
    found = [score(view, row, field) for row in listed]
    return None if None in found or not found else [o for o in found if o is not None]


def row_unread(view: View, row: Indicator, listed: list[Indicator]) -> bool:
    """True when a number of the row's lines was not placed: it may be its weight or score."""
    below = [r.source_line for r in listed if r.source_line > row.source_line]
    end = min(below, default=row.source_line + 1)
    return any(
        u.source == row.source and row.source_line <= u.source_line < max(end, row.source_line + 1)
        for u in view.report.unread
    )


def form_unread(view: View, form: Evaluation) -> bool:
    """True when a number within the form was not placed."""
    return any(
        u.source == form.source and form.first_line <= u.source_line <= form.last_line
        for u in view.report.unread
    )


def row_lost(view: View, form: Evaluation, way: Applied) -> bool:
    """True when a row may have been lost: the form's weights are short by what a group is short.

    Only where cells are not certain: in running text a row may be read as part of another.
    """
    if _certain(view, form) or (way.difference or ZERO) <= 0:
        return False
    listed = rows(view, form)
    weights = points(listed, view, "weight")
    total = amount(view, form, "total_weight")
    if weights is None:
        return True
    budget = amount(view, form, "budget_weight")
    found = sum((w.amount or ZERO for w in weights), ZERO)
    lacking = {(total.amount if total and total.amount else _HUNDRED) - found}
    lacking |= {one - (budget.amount or ZERO) for one in list(lacking) if budget}
    by: dict[str, Decimal] = defaultdict(Decimal)
    for row, weight in zip(listed, weights, strict=True):
        by[row.level1] += weight.amount or ZERO
    groups = {(group_weight(level) or have) - have for level, have in by.items()}
    return any(gap > 0 and gap in lacking for gap in groups)


def _certain(view: View, form: Evaluation) -> bool:
    """True when the form's rows stand in cells (tabs, ruled tables, sheets)."""
    lines = next((d.lines for d in view.report.documents if d.source == form.source), ())
    inside = [line.text for line in lines[form.first_line - 1 : form.last_line]]
    filled = [text for text in inside if text.strip()]
    return sum("\t" in text for text in filled) * 2 >= len(filled)


@cache
def _in_brackets() -> re.Pattern[str]:
    points = "|".join(map(re.escape, words().points))
    return re.compile(rf"[(\uff08](\d+(?:\.\d+)?)(?:{points})?[)\uff09]")


def group_weight(level: str) -> Decimal | None:
    """Return the weight that a first-level name prints in brackets."""
    match = _in_brackets().search(level)
    return Decimal(match.group(1)) if match else None
