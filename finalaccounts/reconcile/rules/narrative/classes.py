"""Classes of the general budget that the narrative states (N05.R02)."""

from __future__ import annotations

from collections.abc import Iterator

from finalaccounts.model import Statement
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, PASS, Applied, Operand
from finalaccounts.reconcile.kinds.shares import part_of, share_check
from finalaccounts.reconcile.kinds.stated import same_as_table
from finalaccounts.reconcile.prose import running_text
from finalaccounts.reconcile.registry import rule
from finalaccounts.reconcile.rules.narrative.item_names import bare, class_codes
from finalaccounts.reconcile.rules.narrative.items import SECTION, finals, is_whole, items
from finalaccounts.reconcile.tolerance import ZERO, judge_same
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import checks, pattern
from finalaccounts.reference.rules import Rule


def _class_of(view: View, statement: Statement) -> str:
    if len(statement.code) == 3:
        return statement.code
    if statement.code:
        return ""
    return class_codes(view).get(bare(statement.subject or statement.label), "")


@rule("N05.R02")
def classes(view: View, rule: Rule) -> Iterator[Applied]:
    """Name, amount and share of every class agree with the table."""
    prose = running_text(view)
    stated = [(s, _class_of(view, s)) for s in finals(prose)]
    stated = [(s, code) for s, code in stated if code]
    whole = next((view.stated(s) for s in finals(prose) if is_whole(s) and s.amount), None)
    told = items(prose, checks().final_items)
    whole_list = _every_class(view, [(s, code) for s, code in stated if s.amount], told)
    for s, code in stated:
        yield _class(view, told, rule, s, code, whole_list)
    for share in view.statements(SECTION, "share"):
        parts = part_of(view, share)
        if not any(parts[0] is s for s, _ in stated):
            continue
        if pattern("class_share").search(share.label):
            yield share_check(view, rule, share, parts, whole)
        else:  # of another whole
            yield compare.not_evaluable(rule, share.statement_id, (view.stated(share),))


def _every_class(view: View, stated: list[tuple[Statement, str]], parts: list[Statement]) -> bool:
    """True when the text lists the items of all classes: most of them add up, none is left out."""
    if not all(p.code for p in parts):
        return False
    exact = 0
    for s, code in stated:
        own = [p for p in parts if p.code.startswith(code)]
        if not own:
            return False
        whole, *amounts = view.common(view.stated(s), *map(view.stated, own))
        gap = (whole.amount or ZERO) - sum((a.amount or ZERO for a in amounts), ZERO)
        exact += abs(gap) <= sum((a.coarse for a in (whole, *amounts)), ZERO)
    return 2 * exact >= len(stated)


def _class(
    view: View, listed: list[Statement], rule: Rule, s: Statement, code: str, whole_list: bool
) -> Applied:
    said = view.stated(s)
    table = next((t for t in (SECTION, "expenditure") if view.state(t) == "with_figures"), "")
    if not table:
        # No table in the report: the items that the text itself lists under the class.
        parts = [view.stated(p) for p in listed if p.code.startswith(code)]
        total, *amounts = view.common(said, *parts)
        less = sum((a.amount or ZERO for a in amounts), ZERO) < (total.amount or ZERO)
        if less and not whole_list:
            # Some items of some classes: less than the class is no fault of theirs.
            return compare.not_evaluable(rule, s.statement_id, (said, *parts))
        return compare.summed(rule, s.statement_id, said, parts, type="sum")
    found = view.figure(table, code, "total")
    if found is not None or view.ambiguous(table, code):
        return same_as_table(view, rule, s.statement_id, said, found, words={"name": s.subject})
    if not said.amount:
        return compare.told(rule, s.statement_id, PASS, (said,))
    if not view.whole(table):
        return compare.not_evaluable(rule, s.statement_id, (said,))
    # The table does not have this class. Which class has the amount?
    for other in view.lines(table, "###"):
        figure = view.figure(table, other, "total")
        if (
            figure is not None
            and figure.counts
            and judge_same(*view.common(said, figure)).outcome != FAIL
        ):
            return compare.told(
                rule, s.statement_id, FAIL, (said, figure),
                printed=s.subject, expected=view.label(table, other), message="class_name", type="name_amount",
                words={"amount": str(said.amount), "name": s.subject, "other": view.label(table, other)},
            )  # fmt: skip
    nearest = printed_total(view, table)
    return compare.told(rule, s.statement_id, FAIL, (said, *nearest), printed=str(said.amount), expected="", message="class_missing", words={"name": s.subject})  # fmt: skip


def printed_total(view: View, table: str) -> tuple[Operand, ...]:
    """Return the grand total of a table as evidence of where one would have to look."""
    total = view.figure(table, "total", "total")
    return (total,) if total is not None else ()
