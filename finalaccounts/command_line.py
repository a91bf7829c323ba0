"""Reports in, a website out.

Exit codes: 0 done (whatever was found in a report), 1 internal error, 2 wrong usage,
3 a file could not be read or is no final accounts of one department and one year.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from finalaccounts import (
    accepted,
    answering,
    explaining,
    limits,
    previewing,
    releasing,
    serving,
    upkeep,
    verifying,
)
from finalaccounts.exit_codes import ADDRESS, OK, UNREADABLE, USAGE, WITHOUT_PREVIEWS
from finalaccounts.options import (
    DATA,
    SITE,
    Data,
    Json,
    NewData,
    Quiet,
    StrictOption,
    apart,
    chosen,
    ended,
    fail,
)

# A command imports what it needs: --help, and a build with nothing to do, end before any reader,
# rule or page is loaded.
if TYPE_CHECKING:
    from finalaccounts.assemble.one_report import Digest
    from finalaccounts.model import Reconciled, Report
    from finalaccounts.render.shell import SiteReport

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
Out = Annotated[Path, typer.Option(help="Folder to write to.")]


def build_site(data: Path, out: Path) -> list[str]:
    """Build the website of every report below ``data`` into ``out``; return what went unread."""
    from finalaccounts.assemble import build as assemble
    from finalaccounts.say import plain, say

    def shown(found: Iterable[Digest], count: int) -> Iterable[Digest]:
        from rich.progress import track

        return track(found, "making reports", count, console=say, transient=True)

    built = assemble(data, out, lambda text: say.print(plain(text)), shown)
    if built.changed:
        from finalaccounts import terminal

        terminal.table("read and checked", built.rows)
    else:
        say.print("nothing has changed since the last build")
    return list(built.unread)


def checked(data: Path, only: Sequence[Path] = ()) -> tuple[list[SiteReport], list[str]]:
    """Load and check the reports below ``data``; the second list says what could not be read."""
    from finalaccounts import checking

    return checking.checked(data, only)


@app.command()
def build(
    data: Data = DATA,
    out: Out = SITE,
    strict: StrictOption = False,
    site_url: Annotated[
        str, typer.Option(help="Where the site is published, instead of site_url in site.toml.")
    ] = "",
    previews: Annotated[
        bool, typer.Option(help="Draw the pictures that go with links (site.toml: previews).")
    ] = True,
    quiet: Quiet = False,
) -> None:
    """Build the website of all reports, and say where to open it."""
    from finalaccounts.say import plain, problems, say

    if not previews:
        os.environ[WITHOUT_PREVIEWS] = "yes"
    if site_url:
        from finalaccounts.handtyped import web_address

        try:
            os.environ[ADDRESS] = web_address(site_url).rstrip("/") + "/"
        except ValueError as error:
            fail(USAGE, f"--site-url {site_url!r}: {error}")
    unread = build_site(data, out)
    problems("could not be read, and is listed on the coverage page:", unread)
    changed = list(accepted.changed(data))
    problems("not as it was accepted:", changed)
    if find_spec("pyarrow") is None:
        say.print("Parquet files are left out: the extra 'parquet' is not installed (make parquet)")
    say.print(f"the site is in {plain(str(out))}; open {plain(str(out / 'index.html'))}")
    if (unread or changed) and strict:
        raise typer.Exit(UNREADABLE)


@app.command("read")
def read_files(
    files: Annotated[list[Path], typer.Argument(help="Report files of any place and format.")],
    out: Annotated[Path, typer.Option(help="A folder per file is written here.")],
    as_one: Annotated[
        str, typer.Option(help="Read all files as one report, into the folder of this name.")
    ] = "",
    anyway: Annotated[
        bool, typer.Option(help="Read also what is no final accounts; source.toml says its kind.")
    ] = False,
    limit: limits.Option = [],  # noqa: B006  typer copies it
    quiet: Quiet = False,
) -> None:
    """Read report files without touching data/: CSVs, checks and a detected source.toml."""
    from rich.progress import track

    from finalaccounts import certificate, package, summary
    from finalaccounts.exits import set_aside
    from finalaccounts.paths import PathError, by_folder
    from finalaccounts.reading import write
    from finalaccounts.say import say

    try:
        groups, unread = by_folder(files, as_one)
    except PathError as error:
        fail(USAGE, str(error))
    done: list[tuple[Report, Reconciled]] = []
    with apart(limit) as examined_apart:
        for name, paths in track(groups, "reading", console=say, transient=True):
            try:
                report, built = examined_apart(paths, anyway=anyway)
            except Exception as error:
                unread.append(set_aside(error, *paths))
                continue
            write(out / name, report)
            package.write_built(out / name, built)
            summary.write(out / name, report, built)
            package.write_text(out / name / "source.toml", certificate.to_text(report.meta))
            done.append((report, built))
    ended(f"written to {out}", done, "could not be read:", unread)


@app.command()
def refresh(
    report: Annotated[str, typer.Option(help="Only this report id.")] = "",
    data: Data = DATA,
    limit: limits.Option = [],  # noqa: B006
    quiet: Quiet = False,
) -> None:
    """Read the sources of data/reports/ again and rewrite their CSVs; review with git diff."""
    from rich.progress import track

    from finalaccounts import certificate
    from finalaccounts.exchange import changing
    from finalaccounts.exits import set_aside
    from finalaccounts.reading import rewrite
    from finalaccounts.say import plain, say

    done: list[tuple[Report, Reconciled]] = []
    unread: list[str] = []
    with changing(data, lambda text: say.print(plain(text))) as new, apart(limit) as examined_apart:
        for folder in track(chosen(data, report), "reading", console=say, transient=True):
            try:
                meta = certificate.read(folder / "source.toml")
                files = [folder / source.file for source in certificate.in_force(meta.sources)]
                fresh, built = examined_apart(files, known=meta, inside=folder)
            except Exception as error:
                unread.append(set_aside(error, folder.relative_to(data)))
                continue
            rewrite(folder, new / folder.relative_to(data / "reports"), fresh)
            done.append((fresh, built))
    ended("read again", done, "could not be read; its CSVs are as they were:", unread)


@app.command()
def add(
    files: Annotated[
        list[Path], typer.Argument(help="Report files, or folders of them; each its own report.")
    ],
    entity: Annotated[str, typer.Option(help="Who reports, where the text is unclear.")] = "",
    division: Annotated[str, typer.Option(help="Six-digit code, where the text is unclear.")] = "",
    slug: Annotated[str, typer.Option(help="Pinyin short name of the department.")] = "",
    year: Annotated[int, typer.Option(help="Fiscal year.")] = 0,
    url: Annotated[str, typer.Option(help="Where the report was published.")] = "",
    place: Annotated[
        str, typer.Option(help="Name of a place no list knows, with its --division.")
    ] = "",
    dry_run: Annotated[bool, typer.Option(help="Do all but the writing.")] = False,
    anyway: Annotated[
        bool, typer.Option(help="Add also what does not look as if it had been read right.")
    ] = False,
    as_json: Json = False,
    data: NewData = DATA,
    limit: limits.Option = [],  # noqa: B006
    quiet: Quiet = False,
) -> None:
    """Add reports to data/reports/: files as received, source.toml, normalized CSVs.

    The text and the tables of one report are put together; a report that is there already is
    superseded, and what changes is shown.
    """
    from finalaccounts import adding

    said = {"entity": entity, "division": division, "slug": slug, "fiscal_year": year, "url": url}
    said["place"] = place
    try:
        code = adding.add(files, said, data, apart(limit), adding.How(dry_run, anyway, as_json))
    except adding.AddError as error:
        fail(error.code, str(error))
    raise typer.Exit(code)


@app.command()
def check(
    report: Annotated[str, typer.Option(help="Only this report id.")] = "",
    strict: StrictOption = False,
    as_json: Json = False,
    data: Data = DATA,
    limit: limits.Option = [],  # noqa: B006
    quiet: Quiet = False,
) -> None:
    """Print what agrees and what does not; findings are not failures of the software."""
    from finalaccounts import terminal

    try:
        limits.use(limits.parsed(limit))
    except ValueError as error:
        fail(USAGE, str(error))

    reports, unread = checked(data, chosen(data, report))
    changed = list(accepted.changed(data))
    if as_json:
        found = [terminal.findings_json(one.report, one.reconciled) for one in reports]
        told = {"reports": found, "not_read": unread, "not_accepted": changed}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for one in reports:
            terminal.findings(one.report, one.reconciled)
        terminal.summary("checked", [(one.report, one.reconciled) for one in reports])
    terminal.problems("could not be read:", unread)
    terminal.problems("not as it was accepted:", changed)
    if (unread or changed) and strict:
        raise typer.Exit(UNREADABLE)


verifying.commands(app, apart, DATA)
releasing.commands(app, checked, DATA)
upkeep.commands(app)
answering.commands(app)
serving.commands(app)
explaining.commands(app)
previewing.commands(app)


def main() -> int:
    """Run the command line; a full disk or wrong reference data is said, not traced."""
    for stream in (sys.stdout, sys.stderr):  # Windows gives them the encoding of the country
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() not in (
            "utf-8",
            "utf8",
        ):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app(standalone_mode=True)
    except Exception as error:
        if os.environ.get("MINGZHANG_TRACE"):
            raise
        from finalaccounts.exits import told

        return told(error)
    return OK
