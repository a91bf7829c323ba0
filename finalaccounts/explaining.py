"""The command ``explain``: line by line how a report was understood, and what would teach the rest."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from finalaccounts import limits
from finalaccounts.exit_codes import UNREADABLE, USAGE
from finalaccounts.options import DATA, Data, Json, Quiet, apart, fail

if TYPE_CHECKING:
    from finalaccounts.model import Figure, Report
    from finalaccounts.suggesting import Suggestion


_MOST = 30  # rows to add that are printed


@dataclass(slots=True)
class Explained:
    """A line of a source: its text, what was understood of it, and what was not."""

    source: str
    line: int
    text: str
    understood: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    tables: set[str] = field(default_factory=set)


def explained(report: Report) -> list[Explained]:
    """Return every line that holds anything, with what became of it."""
    from finalaccounts.suggesting import unknown

    lines = {
        (document.source, line.number): Explained(document.source, line.number, line.text)
        for document in report.documents
        for line in document.lines
        if line.text.strip()
    }
    at = defaultdict[tuple[str, int], Explained](lambda: Explained("", 0, ""), lines)
    for table in report.tables:
        told = f"table {table.table} {table.title} {table.number} {table.unit}: {table.state}"
        at[table.source, table.first_line].understood.append(" ".join(told.split()))
        for number in range(table.first_line, table.last_line + 1):
            at[table.source, number].tables.add(table.table)
    for figure in report.figures:
        one = at[figure.source, figure.source_line]
        one.tables.add(figure.table)
        known = figure.settled and "other:" not in figure.figure_id
        (one.understood if known else one.open).append(_figure(figure))
    for said in report.statements:
        told = f"{said.section}: {said.label or said.item} = {said.amount} {said.unit}"
        if unknown(said):
            at[said.source, said.source_line].open.append(f"{told}: words without a key")
        else:
            at[said.source, said.source_line].understood.append(f"{said.statement_id}, {told}")
    for form in report.evaluations:
        told = f"form {form.evaluation_id} {form.project_name}, lines {form.first_line}-{form.last_line}"
        at[form.source, form.first_line].understood.append(told)
    for row in report.indicators:
        told = f"indicator {row.indicator_id}: {row.level3} {row.target} / {row.actual}"
        at[row.source, row.source_line].understood.append(told)
    for reason in report.explanations:
        told = f"{reason.section}: {reason.kind}"
        at[reason.source, reason.source_line].understood.append(told)
    for token in report.unread:
        told = f"{token.token!r} was not understood: {token.reason}"
        at[token.source, token.source_line].open.append(told)
    for problem in report.problems:
        near = f"; the nearest known is {problem.nearest!r}" if problem.nearest else ""
        told = f"{problem.kind} {problem.text!r} is not known{near}"
        at[problem.source, problem.source_line].open.append(told)
    return list(lines.values())


def _figure(figure: Figure) -> str:
    value = f"{figure.amount} {figure.unit}" if figure.amount is not None else figure.state
    told = f"{figure.figure_id} = {value.strip()}"
    if figure.placed == "arithmetic":
        told += f" (column by arithmetic: {' '.join(figure.evidence)})"
    if figure.placed == "ambiguous":
        told += f" (column undecided: {' or '.join(figure.candidates)})"
    return told


def counts(report: Report) -> list[tuple[str, int, int]]:
    """Return (part, numbers understood, numbers not): tables, then sections of the narrative."""
    from finalaccounts.suggesting import unknown

    found: dict[str, Counter[bool]] = defaultdict(Counter)
    for figure in report.figures:
        if figure.state in ("printed", "unread"):
            known = figure.settled and "other:" not in figure.figure_id
            found[f"table {figure.table}"][known and figure.state == "printed"] += 1
    for said in report.statements:
        found[f"text {said.section}"][not unknown(said)] += 1
    if report.indicators:
        found["forms"][True] += len(report.indicators)
    if report.unread:
        found["without a place"][False] += len(report.unread)
    return [(name, told[True], told[False]) for name, told in found.items()]


def _chosen(
    lines: Sequence[Explained], table: str, span: str, only_open: bool
) -> Iterator[Explained]:
    known = sorted({name for line in lines for name in line.tables})
    if table and not any(table in name for name in known):
        fail(USAGE, f"--table {table!r}: there are {', '.join(known) or 'none'}")
    ends = re.fullmatch(r"(\d+)(?:-(\d+))?", span) if span else None
    if span and not ends:
        fail(USAGE, f"--lines {span!r}: expected 12 or 12-40")
    first, last = (int(ends[1]), int(ends[2] or ends[1])) if ends else (0, 10**9)
    for line in lines:
        inside = not table or any(table in name for name in line.tables)
        if inside and first <= line.line <= last and (line.open or not only_open):
            yield line


def _print(report: Report, lines: Sequence[Explained], rows: Sequence[Suggestion]) -> None:
    from finalaccounts.say import answer, plain

    for line in lines:
        answer.print(f"[dim]{plain(line.source)}:{line.line}[/]  {plain(line.text)}")
        for told in line.understood:
            answer.print(f"    {plain(told)}")
        for told in line.open:
            answer.print(f"    [yellow]? {plain(told)}[/]")
    answer.print("\nnumbers understood, and not:")
    for name, known, other in counts(report):
        answer.print(f"  {plain(name)}: {known}, {other}")
    if rows:
        answer.print("\nwhat would teach the rest (data only; then read again):")
    for row in rows[:_MOST]:
        answer.print(f"  {plain(row.what)}\n    {plain(row.file)}")
        for text in row.rows.splitlines():
            answer.print(f"      {plain(text)}")
    if len(rows) > _MOST:
        answer.print(f"  … and {len(rows) - _MOST} more; --json has all")


def _json(report: Report, lines: Sequence[Explained], rows: Sequence[Suggestion]) -> None:
    told: dict[str, Any] = {
        "report": report.meta.report_id,
        "lines": [
            {
                "source": line.source,
                "line": line.line,
                "text": line.text,
                "understood": line.understood,
                "not_understood": line.open,
            }
            for line in lines
        ],
        "counts": [
            {"part": name, "understood": known, "not_understood": other}
            for name, known, other in counts(report)
        ],
        "rows_to_add": [{"for": r.what, "file": r.file, "rows": r.rows} for r in rows],
    }
    typer.echo(json.dumps(told, ensure_ascii=False, indent=1))


def commands(app: typer.Typer) -> None:
    """Hang ``explain`` onto the command line."""

    @app.command("explain")
    def explain_command(
        files: Annotated[
            list[Path], typer.Argument(help="Files of one report, or the id of one that is filed.")
        ],
        table: Annotated[str, typer.Option(help="Only this table, by its key.")] = "",
        lines: Annotated[str, typer.Option(help="Only these lines: 12 or 12-40.")] = "",
        only_open: Annotated[
            bool, typer.Option("--open", help="Only lines with something not understood.")
        ] = False,
        as_json: Json = False,
        data: Data = DATA,
        limit: limits.Option = [],  # noqa: B006  typer copies it
        quiet: Quiet = False,
    ) -> None:
        """Tell line by line how a report was understood, and the rows that would teach the rest."""
        from finalaccounts.exits import set_aside
        from finalaccounts.loading import load
        from finalaccounts.suggesting import suggestions
        from finalaccounts.upkeep import found

        try:
            if len(files) == 1 and not files[0].exists() and not files[0].suffix:
                report = load(found(data, str(files[0]))[0])
            else:
                with apart(limit) as examined:
                    report, _ = examined(files, anyway=True)
        except ValueError as error:
            fail(UNREADABLE, set_aside(error, *files))
        chosen = list(_chosen(explained(report), table, lines, only_open))
        rows = [r for r in suggestions(report) if not table or f"tables/{table}" in r.file]
        (_json if as_json else _print)(report, chosen, rows)
