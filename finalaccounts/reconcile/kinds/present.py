"""Columns that a table's title promises must be there: ``present`` of rules.toml."""

from __future__ import annotations

from collections.abc import Iterator

from finalaccounts import equations
from finalaccounts.model import Table
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, PASS, Applied, Operand
from finalaccounts.reconcile.tolerance import ZERO
from finalaccounts.reconcile.view import View
from finalaccounts.reference.rules import Present, Rule
from finalaccounts.text import bare


def table_text(view: View, table: Table) -> Iterator[tuple[int, str]]:
    """Yield the number and text of each line of a table, its title included."""
    for document in view.report.documents:
        if document.source == table.source:
            for line in document.lines[table.first_line - 1 : table.last_line]:
                yield line.number, line.text


def present(view: View, rule: Rule, wanted: Present) -> Applied:
    """Check that a table whose title promises columns shows them (in its heads or its figures)."""
    table = view.tables.get(wanted.table)
    if table is None:
        return compare.not_evaluable(rule, wanted.table)
    if not any(word in table.title for word in wanted.titled):
        return compare.not_applicable(rule, wanted.table)
    heads = "".join(bare(text) for n, text in table_text(view, table) if n > table.first_line)
    printed = view.columns(wanted.table)
    strange = any(not equations.kind(wanted.table, column) for column in printed)
    if (not heads and not printed) or table.state == "not_read" or strange:
        return compare.not_evaluable(rule, wanted.table)
    lacking = [
        head
        for head, column in zip(wanted.heads, wanted.columns, strict=True)
        if head not in heads and column not in printed
    ]
    title = Operand(
        f"{table.source}:{table.first_line}", None, ZERO, ZERO, "", table.source,
        table.first_line, label=table.title,
    )  # fmt: skip
    return compare.told(
        rule,
        wanted.table,
        FAIL if lacking else PASS,
        (title,),
        words={"lacking": "\u3001".join(lacking)},
    )
