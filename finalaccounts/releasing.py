"""The commands about versions of the data: what changed since a release, and making one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from finalaccounts.exit_codes import UNREADABLE, USAGE
from finalaccounts.options import Data, Json, Quiet, fail

if TYPE_CHECKING:
    from finalaccounts.render.shell import SiteReport
    from finalaccounts.site.data import Publication

# Loads and checks every report below data/, or those of some folders; the second part names what
# could not be read.
Checked = Callable[..., "tuple[list[SiteReport], list[str]]"]


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

    @app.command()
    def diff(
        base: Annotated[
            str,
            typer.Argument(help="A release, or a revision of git; the newest release if empty."),
        ] = "",
        as_json: Json = False,
        data: Data = root,
        quiet: Quiet = False,
    ) -> None:
        """Show cell by cell what changed in the data since a release or a revision, and why.

        Exit code 0 whatever differs; 3 when a report could not be compared.
        """
        from finalaccounts import terminal
        from finalaccounts.revisions import RevisionError, resolve
        from finalaccounts.site.data.versions import ReleaseError, find, versions

        unread: list[str] = []
        try:
            find(versions(data), base)
            name, cells = publication(data).since(base)
        except ReleaseError as error:
            try:
                commit = resolve(data, base) if base else ""
            except RevisionError as unknown:
                fail(USAGE, f"{error}; nor does git know it: {unknown}")
            if not commit:
                fail(USAGE, str(error))
            name = f"{base} ({commit[:12]})"
            cells, unread = _since(data, commit, checked)
        if as_json:
            heads = ("report", "resource", "id", "why", "column", "before", "now")
            changes = [dict(zip(heads, row, strict=True)) for row in cells]
            told = {"since": name, "changes": changes, "not_compared": unread}
            typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            terminal.cells(f"changed since {name}", cells)
        terminal.problems("could not be compared:", unread)
        if unread:
            raise typer.Exit(UNREADABLE)

    @app.command()
    def release(
        name: Annotated[str, typer.Argument(help="v1, v1.1, v2 ...")],
        date: Annotated[str, typer.Option(help="Date of the release: 2026-11-22.")],
        note: Annotated[str, typer.Option(help="A sentence for the page of changes.")] = "",
        data: Data = root,
        quiet: Quiet = False,
    ) -> None:
        """Make a dated release: archive, change list, and an entry in data/releases/."""
        from finalaccounts import accepted, terminal
        from finalaccounts.site.data.versions import ReleaseError

        try:
            changes = publication(data).release(name, date, note)
        except ReleaseError as error:
            fail(USAGE, str(error))
        where = data / "releases" / name
        accepted.accept(data, f"releases/{name}/")
        terminal.say.print(
            f"{name} of {date}: {len(changes)} changes; written to {escape(str(where))}"
        )


def _since(data: Path, commit: str, checked: Checked) -> tuple[list[tuple[str, ...]], list[str]]:
    """Return every cell that changed since a commit, and what could not be compared.

    A report that can be read on one side only is named; it neither came nor went.
    """
    from finalaccounts import revisions
    from finalaccounts.site.data import parts
    from finalaccounts.site.data.changes import State, cells, diff, state
    from finalaccounts.site.data.sheets import merged
    from finalaccounts.site.data.versions import Versions

    unread: list[str] = []
    sides: list[list[SiteReport]] = []
    with revisions.before(data, commit) as (there, was, now):
        listed: list[set[str]] = []
        for root, only in ((there, was), (data, now)):
            reports, failed = checked(root, only) if only else ([], [])
            unread += [f"at {commit[:12]}: {said}" if root == there else said for said in failed]
            sides.append(reports)
            read = {one.report.meta.report_id for one in reports}
            listed.append({"cn-" + "-".join(path.parts[-3:]) for path in only} - read)
    lost = listed[0] | listed[1]

    def rows(side: list[SiteReport]) -> State:
        kept = [one for one in side if one.report.meta.report_id not in lost]
        made = parts(kept, data, Versions(()))
        return state(merged(((h.part.meta.fiscal_year or 0, h.rows()) for h in made), whole=False))

    base, today = rows(sides[0]), rows(sides[1])
    return list(cells(diff(base, today), base, today)), unread
