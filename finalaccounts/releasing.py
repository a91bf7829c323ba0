"""The commands about versions of the data: what changed since a release, and making one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from finalaccounts.exit_codes import UNREADABLE, USAGE

if TYPE_CHECKING:
    from finalaccounts.render.shell import SiteReport
    from finalaccounts.site.data import Publication

# Loads and checks every report below data/; the second part names what could not be read.
Checked = Callable[[Path], "tuple[list[SiteReport], list[str]]"]
Data = Annotated[Path, typer.Option(help="Folder of reports and releases.")]


def commands(app: typer.Typer, checked: Checked, root: Path) -> None:
    """Hang ``diff`` and ``release`` onto the command line; ``root`` is the usual data folder."""

    def publication(data: Path) -> Publication:
        from finalaccounts import terminal
        from finalaccounts.site.data import Publication, parts, versions

        reports, unread = checked(data)
        if unread:
            terminal.problems("could not be read; a version must hold every report:", unread)
            raise typer.Exit(UNREADABLE)
        known = versions(data)
        return Publication(tuple(parts(reports, data, known)), data, known)

    def wrong(error: Exception) -> typer.Exit:
        from finalaccounts import terminal

        terminal.say.print(f"[bold red]{escape(str(error))}[/]")
        return typer.Exit(USAGE)

    @app.command()
    def diff(
        base: Annotated[str, typer.Argument(help="Name of a release; the newest if empty.")] = "",
        data: Data = root,
    ) -> None:
        """Show cell by cell what changed in the data since a release, and why."""
        from finalaccounts import terminal
        from finalaccounts.site.data.versions import ReleaseError

        try:
            name, cells = publication(data).since(base)
        except ReleaseError as error:
            raise wrong(error) from error
        terminal.cells(f"changed since {name}", cells)

    @app.command()
    def release(
        name: Annotated[str, typer.Argument(help="v1, v1.1, v2 ...")],
        date: Annotated[str, typer.Option(help="Date of the release: 2026-11-22.")],
        note: Annotated[str, typer.Option(help="A sentence for the page of changes.")] = "",
        data: Data = root,
    ) -> None:
        """Make a dated release: archive, change list, and an entry in data/releases/."""
        from finalaccounts import terminal
        from finalaccounts.site.data.versions import ReleaseError

        try:
            changes = publication(data).release(name, date, note)
        except ReleaseError as error:
            raise wrong(error) from error
        where = data / "releases" / name
        terminal.say.print(
            f"{name} of {date}: {len(changes)} changes; written to {escape(str(where))}"
        )
