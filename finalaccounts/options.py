"""What the commands share: their common options, and how they end."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from finalaccounts.exit_codes import UNREADABLE, USAGE
from finalaccounts.home import command, workplace

if TYPE_CHECKING:
    from finalaccounts.model import Reconciled, Report
    from finalaccounts.worker import Worker

DATA, SITE = workplace() / "data", workplace() / "site"


def _data(folder: Path) -> Path:
    """Take the reference data and places of ``--data`` where the folder has its own."""
    if folder.resolve() != DATA:
        from finalaccounts import reference

        reference.of(folder)
    if (folder / "places.csv").is_file():  # wrong rows are said at once, whatever is asked for
        from finalaccounts.reference.places import divisions

        divisions()
    return folder


def _there(folder: Path) -> Path:
    """Take a data folder as above; one that is not there is wrong usage, not one without reports."""
    if folder.resolve() != DATA and not folder.is_dir():
        fail(USAGE, f"--data {folder}: no such folder; `{command()} new {folder}` makes one")
    return _data(folder)


def at(data: Path) -> str:
    """Return what a command that is proposed needs behind it to work on the same data folder."""
    return "" if data.resolve() == DATA.resolve() else f" --data {shlex.quote(str(data))}"


def _quiet(on: bool) -> bool:
    if on:
        from finalaccounts.say import hush

        hush()
    return on


def words(option: str, given: str, most: int = 20_000) -> str:
    """Return what a person typed, to be published; what no hand-typed file may hold is refused."""
    from finalaccounts.characters import refused

    text = given.strip()
    if wrong := refused(text):
        fail(USAGE, f"{option}: {wrong}; nothing was written")
    if len(text) > most:
        fail(USAGE, f"{option}: more than {most} characters; nothing was written")
    return text


_HELP = "Folder of reports and reference data."
Data = Annotated[Path, typer.Option(help=_HELP, callback=_there)]
NewData = Annotated[Path, typer.Option(help=_HELP, callback=_data)]  # made where it is not there
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print what went wrong only.", callback=_quiet)
]
StrictOption = Annotated[
    bool,
    typer.Option("--strict", help="Exit 3 when a report could not be read or a file was changed."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs, on stdout.")]


def apart(given: Sequence[str]) -> Worker[..., tuple[Report, Reconciled]]:
    """Return reading and checking in a process of its own; an unknown limit is wrong usage."""
    from finalaccounts import checking

    try:
        return checking.apart(given)
    except ValueError as error:
        fail(USAGE, str(error))


def fail(code: int, message: str) -> NoReturn:
    """Say what went wrong and leave with an exit code."""
    from finalaccounts.say import loud, plain

    loud.print(f"[bold red]{plain(message)}[/]")
    raise typer.Exit(code)


def chosen(data: Path, report_id: str) -> list[Path]:
    """Return the folders asked for; an unknown id is wrong usage."""
    from finalaccounts.loading import folders

    ids = {"cn-" + "-".join(folder.parts[-3:]): folder for folder in folders(data)}
    if report_id and report_id not in ids:
        there = ", ".join(ids) or "none"
        fail(USAGE, f"no report {report_id!r} below {data}; there are: {there}")
    return [ids[report_id]] if report_id else list(ids.values())


def ended(
    title: str, done: Sequence[tuple[Report, Reconciled]], told: str, unread: Sequence[str]
) -> None:
    """Say what was read and what was not; what could not be read is exit 3."""
    from finalaccounts import terminal
    from finalaccounts.checking import misplaced

    if done:
        terminal.summary(title, done)
    terminal.unknown(report for report, _ in done)
    misplaced(report for report, _ in done)
    terminal.problems(told, unread)
    if unread:
        raise typer.Exit(UNREADABLE)
