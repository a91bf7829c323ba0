"""A report's tables as its page shows them, and all its numbers in one long sheet."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from finalaccounts.model import Figure, Report, Table
from finalaccounts.package import to_text
from finalaccounts.render.grids import column_label
from finalaccounts.render.words import Words
from finalaccounts.site.data.sheets import Column, Sheet, column
from finalaccounts.text import bare

_LONG = (
    ("report_id", "text", "The report."),
    ("resource", "text", "Resource that holds the record: figures, statements or funds."),
    ("id", "text", "Id of the record in its resource."),
    ("group", "text", "Key of the table, section or form."),
    ("item", "text", "Key of the line or item."),
    ("label", "text", "Words printed for it."),
    ("column", "text", "Key of the column."),
    ("state", "text", "printed, dash or blank."),
    ("printed", "text", "As printed."),
    ("amount", "decimal", "The exact amount, in the unit printed."),
    ("unit", "text", "Unit as printed."),
    ("used", "decimal", "The value used instead, where corrected."),
    ("correction", "text", "Date and reason of the correction."),
    ("source", "text", "File name of the source."),
    ("source_line", "integer", "Line of the number."),
)


def file_name(table: str) -> str:
    """Return the name of a table's files; the label of an unknown table never becomes one."""
    if re.fullmatch(r"[a-z][a-z0-9_]*", table):
        return table
    return f"other-{hashlib.sha256(table.encode()).hexdigest()[:10]}"


def _value(figure: Figure | None) -> Any:
    if figure is None or (figure.amount is not None and not figure.settled):
        return None
    if figure.state == "dash":
        return bare(figure.printed)
    return figure.amount


def _undecided(figures: Iterator[Figure]) -> str:
    told = (
        f"{to_text(f.amount)} ({'|'.join(f.candidates or (f.column,))})"
        for f in figures
        if f.amount is not None and not f.settled
    )
    return "; ".join(told)


def shown(report: Report, table: Table, words: Words) -> Sheet:
    """Return a table as shown: a row per line, a column per column, numbers as printed.

    A blank is empty and a dash is the dash. A number whose column is not decided, or that was
    recognised in a picture and is not confirmed, stands in the last column, with the columns it
    may belong to, and in no other.
    """
    figures = [f for f in report.figures if f.table == table.table]
    order = {key: at for at, key in enumerate(words.columns.keys())}
    keys = sorted(
        dict.fromkeys(f.column for f in figures), key=lambda key: order.get(key, len(order))
    )
    lines: dict[tuple[str, str], dict[str, Figure]] = {}
    for figure in figures:
        again = figure.figure_id.rpartition("~")[2] if "~" in figure.figure_id else ""
        lines.setdefault((figure.line, again), {})[figure.column] = figure
    columns = [
        column("figures", "line", "text", "Key of the line."),
        column("figures", "line_label", "text", "Label of the line as printed."),
    ]
    for key in keys:
        label = column_label(words, table.table, key)
        columns.append(Column(key, "decimal", label, label, f"Column {key}."))
    doubtful = any(f.amount is not None and not f.settled for f in figures)
    if doubtful:
        columns.append(
            column(
                "figures",
                "candidates",
                "text",
                "Numbers without a decided column, or not confirmed.",
            )
        )
    rows = []
    for (line, _), cells in lines.items():
        label = "".join(next(iter(cells.values())).line_label.split())
        row: list[Any] = [line, label, *(_value(cells.get(key)) for key in keys)]
        rows.append(tuple([*row, _undecided(iter(cells.values()))] if doubtful else row))
    return Sheet(file_name(table.table), tuple(columns), tuple(rows))


def _long_rows(report: Report) -> Iterator[tuple[Any, ...]]:
    used = {c.place: (c.used, f"{c.date}: {c.reason}") for c in report.corrections}
    lead = report.meta.report_id
    for f in report.figures:
        number = (f.state, f.printed, f.amount, f.unit, *used.get(f.figure_id, (None, "")))
        what = (lead, "figures", f.figure_id, f.table, f.line, f.line_label, f.column)
        yield (*what, *number, f.source, f.source_line)
    for s in report.statements:
        amount = to_text(s.amount)
        number = ("printed", amount, s.amount, s.unit, *used.get(s.statement_id, (None, "")))
        what = (lead, "statements", s.statement_id, s.section, s.item, s.label, "")
        yield (*what, *number, s.source, s.source_line)
    for n in report.funds:
        place = f"{n.evaluation_id}.{n.origin}.{n.column}"
        what = (lead, "funds", place, n.evaluation_id, n.origin, n.label, n.column)
        yield (*what, "printed", n.printed, n.amount, n.unit, None, "", n.source, n.source_line)


def everything(report: Report) -> Sheet:
    """Return every number of a report as one long sheet, with its state and its line."""
    columns = tuple(column("data", *spec) for spec in _LONG)
    return Sheet("data", columns, tuple(_long_rows(report)))
