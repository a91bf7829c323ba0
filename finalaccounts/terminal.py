"""What the command line prints: tables of what was read, checked and written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from rich.table import Table as Grid

from finalaccounts.model import Reconciled, Report
from finalaccounts.say import answer, plain, problems, say
from finalaccounts.understood import understood

__all__ = [
    "cells",
    "coverage",
    "findings",
    "findings_json",
    "plain",
    "problems",
    "row",
    "say",
    "summary",
    "table",
    "unknown",
]

_EVALUATED = ("pass", "rounding", "slip", "fail", "ask")


def coverage(built: Reconciled) -> tuple[int, int]:
    """Return how many checks were evaluated, and how many were applicable."""
    outcomes = Counter(check.outcome for check in built.checks)
    evaluated = sum(outcomes[o] for o in _EVALUATED)
    return evaluated, evaluated + outcomes["not_evaluable"]


def _grid(title: str, heads: Iterable[str]) -> Grid:
    grid = Grid(title=plain(title), title_justify="left", header_style="bold")
    for i, head in enumerate(heads):
        grid.add_column(head, justify="left" if i == 0 else "right", overflow="fold")
    return grid


Row = tuple[str, ...]  # a report in the closing table; see ``row``


def row(report: Report, built: Reconciled) -> Row:
    """Return a report's line of the closing table: what was read, not read, checked, found."""
    evaluated, applicable = coverage(built)
    severity = Counter(finding.severity for finding in built.findings)
    return (
        report.meta.report_id,
        str(len(report.tables)),
        str(sum(f.state == "printed" for f in report.figures)),
        str(len(report.statements)),
        str(understood(report.statements).other),
        str(len(report.evaluations)),
        str(len(report.indicators)),
        str(report.ledger.get("tokens", "")),
        str(len(report.unread)),
        f"{evaluated}/{applicable}",
        *(str(severity[s]) for s in ("error", "warning", "note")),
    )


# Numbers whose words no key is known for, and numbers without a place: marked where there are any.
_MARKED = (4, 8)


def summary(title: str, rows: Iterable[tuple[Report, Reconciled]]) -> None:
    """Print one line per report: what was read, what was not, what was checked, what was found."""
    table(title, (row(report, built) for report, built in rows))


def table(title: str, rows: Iterable[Row]) -> None:
    """Print the closing table."""
    heads = (
        *("report", "tables", "figures", "statements", "other", "forms", "indicators"),
        *("tokens", "unread"),
    )
    grid = _grid(title, (*heads, "checked", "errors", "warnings", "notes"))
    for cells in rows:
        told = [plain(cell) for cell in cells]
        for at in _MARKED:
            told[at] = f"[yellow]{told[at]}[/]" if told[at] != "0" else "0"
        grid.add_row(*told)
    say.print(grid)


def findings(report: Report, built: Reconciled) -> None:
    """Print the findings of a report, most serious first, with the lines they cite."""
    order = {"error": 0, "warning": 1, "note": 2}
    grid = _grid(f"{report.meta.report_id}  {report.meta.heading}", ("finding", "says"))
    grid.columns[1].justify = "left"
    for finding in sorted(built.findings, key=lambda f: order.get(f.severity, 3)):
        lines = ", ".join(finding.source_lines)
        grid.add_row(
            f"{finding.severity} {finding.outcome}\n[dim]{plain(finding.finding_id)}[/]",
            f"{plain(finding.message_zh)}\n[dim]L {plain(lines)}[/]",
        )
    outcomes = Counter(check.outcome for check in built.checks)
    say.print(grid)
    say.print(plain("  ".join(f"{key} {count}" for key, count in sorted(outcomes.items()))))


def findings_json(report: Report, built: Reconciled) -> dict[str, Any]:
    """Return what checking gave, for programs."""
    told = ("finding_id", "rule", "severity", "outcome", "source_lines", "message_zh", "message_en")
    return {
        "report_id": report.meta.report_id,
        "outcomes": dict(sorted(Counter(check.outcome for check in built.checks).items())),
        "findings": [{name: getattr(f, name) for name in told} for f in built.findings],
    }


def unknown(reports: Iterable[Report]) -> None:
    """Print the words of tables that the reference data does not know, and where to add them."""
    listed = [f"{r.meta.report_id}: {problem}" for r in reports for problem in r.problems]
    problems("not known, and kept as other:\u2026 or left without a place:", listed)


def cells(title: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Print changed cells: where, why, the value before and now."""
    grid = _grid(title, ("report", "resource", "id", "why", "column", "before", "now"))
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007
        grid.add_row(*map(plain, row))
    answer.print(grid if count else f"{plain(title)}: nothing")
