"""The command ``verify``: is everything as it was received, read and published?"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from finalaccounts import limits
from finalaccounts.exit_codes import UNREADABLE, USAGE
from finalaccounts.options import Data, Quiet, fail

if TYPE_CHECKING:
    from finalaccounts.model import Reconciled, Report
    from finalaccounts.worker import Worker

Apart = Callable[[Sequence[str]], "Worker[..., tuple[Report, Reconciled]]"]


def commands(app: typer.Typer, apart: Apart, root: Path) -> None:
    """Hang ``verify`` onto the command line; ``apart`` reads and checks in another process."""

    @app.command()
    def verify(
        site: Annotated[Path | None, typer.Argument(help="A copy of the site.")] = None,
        data: Data = root,
        quick: Annotated[bool, typer.Option(help="Do not read the sources again.")] = False,
        accept: Annotated[
            bool, typer.Option(help="Accept the tables of the reference data as they are now.")
        ] = False,
        limit: limits.Option = [],  # noqa: B006  typer copies it
        quiet: Quiet = False,
    ) -> None:
        """Check hashes, places and a fresh reading of the data, or a copy of the site; exit 3."""
        from finalaccounts import accepted, terminal

        if accept:
            accepted.accept(data)
            faults = list(accepted.changed(data))
            terminal.problems("not accepted:", faults)
            terminal.say.print(f"written: {terminal.plain(str(data / accepted.SUMS))}")
            raise typer.Exit(UNREADABLE if faults else 0)
        faults = list(_site(site) if site else _data(data, apart, None if quick else limit))
        terminal.problems("not as it should be:", faults)
        if faults:
            raise typer.Exit(UNREADABLE)


def _site(site: Path) -> Iterator[str]:
    from finalaccounts import terminal
    from finalaccounts.site.sums import SUMS, differences

    if not (site / SUMS).is_file():
        fail(USAGE, f"{site}: no {SUMS} in it")
    yield from differences(site)
    terminal.say.print(f"compared with {SUMS} of {terminal.plain(str(site))}")


def _data(data: Path, apart: Apart, limit: Sequence[str] | None) -> Iterator[str]:
    """Yield what is wrong with the reports; ``limit`` is None where none is to be read again."""
    from finalaccounts import accepted, certificate, terminal
    from finalaccounts.exits import set_aside
    from finalaccounts.loading import folders, load

    yield from accepted.changed(data)
    numbers = 0
    all_folders = folders(data)
    with apart(limit or ()) as examined_apart:
        for folder in all_folders:
            where = folder.relative_to(data)
            try:
                report = load(folder)
                numbers += len(report.figures) + len(report.statements) + len(report.indicators)
                if limit is not None:
                    used = certificate.in_force(report.meta.sources)
                    files = [folder / source.file for source in used]
                    fresh, _ = examined_apart(files, known=report.meta, inside=folder)
                    yield from (f"{where}: {name}" for name in _other(folder, fresh))
            except Exception as error:
                yield set_aside(error, where)
    again = "" if limit is None else ", each read again"
    terminal.say.print(f"{len(all_folders)} reports{again}; {numbers} numbers stand in their lines")


def _other(folder: Path, fresh: Report) -> Iterator[str]:
    """Yield the files of a folder that a fresh reading does not give."""
    from finalaccounts.reading import write
    from finalaccounts.verify import written

    with tempfile.TemporaryDirectory() as made:
        write(Path(made), fresh)
        new = {path.name: path.read_bytes() for path in written(Path(made))}
    old = {path.name: path.read_bytes() for path in written(folder)}
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield f"{name}: a fresh reading gives another one"
