"""The closing screen of ``add``: what was read, what was not, what does not agree, what to do next."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rich.table import Table as Grid

from finalaccounts import certificate, terminal
from finalaccounts.home import command
from finalaccounts.model import Reconciled, Report
from finalaccounts.options import at
from finalaccounts.say import answer, plain, problems, say
from finalaccounts.understood import understood

_LISTED = 5  # of one kind, so that all fits a screen
_ORDER = ("error", "warning", "note")


class Added(NamedTuple):
    """A report that was added, as far as the screen tells of it."""

    folder: Path
    names: str
    report: Report
    built: Reconciled
    cells: tuple[tuple[str, ...], ...] | None  # changed, of a report that was there
    unfit: tuple[str, ...]  # answers and corrections that do not fit it any more


def tell(
    added: Sequence[Added], wrong: Sequence[str], there: Sequence[str], data: Path, dry: bool
) -> None:
    """Print the closing screen."""
    would = "would be added to" if dry else "added to"
    if len(added) == 1:
        _one(added[0], would)
    elif added:
        rows = [(item.report, item.built) for item in added]
        terminal.summary(f"{would} {data / 'reports'} ({len(added)} reports)", rows)
        _many(added)
    for item in added:
        name = item.report.meta.report_id
        if item.cells is not None:
            terminal.cells(f"{name} was there; what changes", item.cells)
        problems(f"{name}: build stops until this fits:", item.unfit)
        if len(added) > 1:
            for warning in item.report.meta.found.get("warnings", ()):
                say.print(f"[yellow]please check:[/] {plain(f'{item.names}: {warning}')}")
    if there:
        say.print("there already, left as it is:")
        for sentence in there:
            say.print(f"  {plain(sentence)}")
    problems("could not be added:", wrong)
    if dry:
        say.print("nothing was written (--dry-run)")
    elif added:
        only = f" --report {added[0].report.meta.report_id}" if len(added) == 1 else ""
        say.print(
            "next: look at them with `git status` and `git diff`, and "
            f"`{command()} check{only}{at(data)}`; then `{command()} build{at(data)}`"
        )


def _one(item: Added, would: str) -> None:
    report, built = item.report, item.built
    meta = report.meta
    grid = Grid.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for head, lines in (
        (would, [str(item.folder)]),
        ("report", [f"{meta.report_id}  {meta.heading}", *_kind(report)]),
        ("read", [_read(report)]),
        ("not read", list(_unread(report))),
        ("checked", ["{} of {} checks could be made".format(*terminal.coverage(built))]),
        ("does not agree", list(_findings(built))),
        ("please check", list(meta.found.get("warnings", ()))),
    ):
        for number, line in enumerate(lines):
            grid.add_row("" if number else head, plain(line))
    say.print(grid)


def _kind(report: Report) -> Iterator[str]:
    for source in certificate.in_force(report.meta.sources):
        pages = f", {source.pages} pages" if source.pages else ""
        yield f"{source.received or source.file}: {source.media_type}{pages}, {source.lines} lines"


def _read(report: Report) -> str:
    prose = understood(report.statements)
    shown = sum(figure.state == "printed" for figure in report.figures)
    return (
        f"{shown} numbers in {len(report.tables)} tables, {prose.understood} in sentences, "
        f"{len(report.evaluations)} forms with {len(report.indicators)} indicators"
    )


def _unread(report: Report) -> Iterator[str]:
    other = understood(report.statements).other
    if other:
        yield f"{other} numbers in sentences without a known meaning (item other)"
    yield from _cut(
        [f"{u.token!r}, {u.source} line {u.source_line}: {u.reason}" for u in report.unread],
        "unread.csv",
    )
    yield from _cut([str(problem) for problem in report.problems], "problems.csv")
    if not other and not report.unread and not report.problems:
        yield "nothing that was seen"


def _findings(built: Reconciled) -> Iterator[str]:
    counts = Counter(finding.severity for finding in built.findings)
    yield ", ".join(f"{key}s {counts[key]}" for key in _ORDER)
    errors = [f for f in built.findings if f.severity == "error"]
    yield from _cut(
        [f"{f.title_zh or f.message_zh}  L {', '.join(f.source_lines[:6])}" for f in errors],
        "check",
    )


def _cut(lines: Sequence[str], where: str) -> list[str]:
    more = len(lines) - _LISTED
    return [*lines[:_LISTED], *([f"… and {more} more ({where})"] if more > 0 else [])]


def _many(added: Sequence[Added]) -> None:
    """Name the reports to look at first: with most errors, then with most that was not read."""

    def weight(item: Added) -> tuple[int, int]:
        errors = sum(f.severity == "error" for f in item.built.findings)
        return errors, len(item.report.unread) + len(item.report.problems)

    first = [item for item in sorted(added, key=weight, reverse=True) if any(weight(item))]
    if first:
        say.print("look at these first:")
        for item in first[:_LISTED]:
            errors, unread = weight(item)
            told = (
                f"{item.report.meta.report_id} ({item.names}): {errors} errors, {unread} not read"
            )
            say.print(f"  {plain(told)}")


def as_json(added: Sequence[Added], wrong: Sequence[str], there: Sequence[str], dry: bool) -> None:
    """Print on stdout what the screen tells, for programs."""
    told = {
        "dry_run": dry,
        "added": [_object(item) for item in added],
        "there_already": list(there),
        "not_added": list(wrong),
    }
    answer.file.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def _object(item: Added) -> dict[str, Any]:
    report, built = item.report, item.built
    evaluated, applicable = terminal.coverage(built)
    prose = understood(report.statements)
    severity = Counter(finding.severity for finding in built.findings)
    heads = ("report", "resource", "id", "why", "column", "before", "now")
    return {
        "report_id": report.meta.report_id,
        "folder": str(item.folder),
        "files": item.names,
        "tables": len(report.tables),
        "figures": sum(figure.state == "printed" for figure in report.figures),
        "statements": prose.stated,
        "statements_other": prose.other,
        "forms": len(report.evaluations),
        "indicators": len(report.indicators),
        "unread": len(report.unread),
        "problems": [str(problem) for problem in report.problems],
        "evaluated": evaluated,
        "applicable": applicable,
        **{f"{key}s": severity[key] for key in _ORDER},
        "please_check": list(report.meta.found.get("warnings", ())),
        "superseded": item.cells is not None,
        "changes": [dict(zip(heads, row, strict=True)) for row in item.cells or ()],
        "unfit": list(item.unfit),
    }
