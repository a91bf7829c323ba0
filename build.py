#!/usr/bin/env python3
"""The whole way, readable aloud: reports in, a website out.

Exit codes: 0 done (whatever was found in a report), 1 internal error, 2 wrong usage,
3 a file could not be read or is no final accounts of one department and one year.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.markup import escape
from rich.progress import track

from finalaccounts import certificate, identity, package, releasing, summary, terminal
from finalaccounts.collect import collect
from finalaccounts.exits import OK, UNREADABLE, UNREADABLE_ERRORS, USAGE, told
from finalaccounts.extract import extract, rendering
from finalaccounts.extract.rendering import ENDING
from finalaccounts.loading import folders, load
from finalaccounts.model import Document, Meta, Reconciled, Report, SourceFile
from finalaccounts.normalize import RefusedError, identify, normalize
from finalaccounts.reconcile import reconcile
from finalaccounts.render.shell import SiteReport
from finalaccounts.responses import read_responses
from finalaccounts.terminal import say

ROOT = Path(__file__).resolve().parent

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__
)
Data = Annotated[Path, typer.Option(help="Folder of reports and reference data.")]
Out = Annotated[Path, typer.Option(help="Folder to write to.")]


def build_site(data: Path, out: Path) -> list[str]:
    """Build the website of every report below ``data`` into ``out``; return what went unread."""
    from finalaccounts.render import render
    from finalaccounts.render.about import About
    from finalaccounts.render.shell import Shell, site_facts
    from finalaccounts.site import publish
    from finalaccounts.site.check import check as check_links
    from finalaccounts.site.data import Publication
    from finalaccounts.site.handwritten import handwritten
    from finalaccounts.site.search.pages import search

    reports, unread = checked(data)
    publication = Publication(reports, data)
    shell = Shell(site_facts(data), publication)
    about = About(shell, reports)
    written = handwritten(ROOT / "mkdocs.yml", about.facts, about.around, about.finish)
    pages = chain(render(reports, data, unread, publication), search(reports, shell), written)
    publish(publication.around(pages), out)
    check_links(out)
    terminal.summary("read and checked", [(r.report, r.reconciled) for r in reports])
    return unread


def checked(data: Path, only: Sequence[Path] = ()) -> tuple[list[SiteReport], list[str]]:
    """Load and check the reports below ``data``; the second list says what could not be read."""
    unread: list[str] = []
    reports: list[SiteReport] = []
    for folder in track(only or folders(data), "checking", console=say, transient=True):
        try:
            report = load(folder)
        except UNREADABLE_ERRORS as error:
            unread.append(f"{folder.relative_to(data)}: {error}")
            continue
        said, built = read_responses(folder), reconcile(report)
        withdrawn = said.taken_back(built.findings)
        reports.append(SiteReport(report, said.upon(built), said, withdrawn))
    return reports, unread


def read(paths: Sequence[Path], known: Meta | None = None, anyway: bool = False) -> Report:
    """Read one report from its files: collect, extract, ask what it is, normalize.

    Raises RefusedError for what is no final accounts of one department and one year, unless a
    person has settled what it is (``known``) or wants it read all the same (``anyway``).
    """
    documents: list[Document] = []
    sources: list[SourceFile] = []
    for path in paths:
        source = collect(path)
        document = extract(source)
        documents.append(document)
        sources.append(certificate.source_file(source, document, note="; ".join(document.notes)))
    what = identify(documents)
    if what.refusal and not (known or anyway):
        raise RefusedError(f"{', '.join(path.name for path in paths)}: {what.refusal}")
    report = normalize(documents, certificate.known(known) if known else None)
    kind = known.kind if known else what.kind.key if what.kind else ""
    return replace(report, meta=replace(report.meta, sources=tuple(sources), kind=kind))


def write(folder: Path, report: Report) -> None:
    """Write the normalized resources, and the text rendering of sources that are not text."""
    package.write_report(folder, report)
    media = {source.file: source.media_type for source in report.meta.sources}
    for document in report.documents:
        if media.get(document.source) != "text/plain":
            package.write_text(folder / f"{document.source}{ENDING}", rendering(document))


def fail(code: int, message: str) -> NoReturn:
    """Say what went wrong and leave with an exit code."""
    say.print(f"[bold red]{escape(message)}[/]")
    raise typer.Exit(code)


@app.command()
def build(
    data: Data = ROOT / "data",
    out: Out = ROOT / "site",
    strict: Annotated[bool, typer.Option(help="Exit 3 when a report could not be read.")] = False,
) -> None:
    """Build the website of all reports, and say where to open it."""
    unread = build_site(data, out)
    terminal.problems("could not be read, and is listed on the coverage page:", unread)
    say.print(f"the site is in {escape(str(out))}; open {escape(str(out / 'index.html'))}")
    if unread and strict:
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
) -> None:
    """Read report files without touching data/: CSVs, checks and a detected source.toml."""
    groups = [(as_one, files)] if as_one else [(path.stem, [path]) for path in files]
    if as_one and (Path(as_one).name != as_one or as_one in {".", ".."}):
        fail(USAGE, f"--as-one {as_one!r}: expected a plain folder name")
    names = [name for name, _ in groups]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        fail(
            USAGE, f"two files would be written to one folder: {', '.join(twice)}; read them apart"
        )
    done: list[tuple[Report, Reconciled]] = []
    unread: list[str] = []
    for name, paths in track(groups, "reading", console=say, transient=True):
        try:
            report = read(paths, anyway=anyway)
        except UNREADABLE_ERRORS as error:
            unread.append(str(error))
            continue
        built = reconcile(report)
        write(out / name, report)
        package.write_built(out / name, built)
        summary.write(out / name, report, built)
        package.write_text(out / name / "source.toml", certificate.to_text(report.meta))
        done.append((report, built))
    if done:
        terminal.summary(f"written to {out}", done)
    terminal.unknown(report for report, _ in done)
    terminal.problems("could not be read:", unread)
    if unread:
        raise typer.Exit(UNREADABLE)


@app.command()
def refresh(
    report: Annotated[str, typer.Option(help="Only this report id.")] = "",
    data: Data = ROOT / "data",
) -> None:
    """Read the sources of data/reports/ again and rewrite their CSVs; review with git diff."""
    done: list[tuple[Report, Reconciled]] = []
    unread: list[str] = []
    for folder, meta in track(list(_chosen(data, report)), "reading", console=say, transient=True):
        files = [folder / source.file for source in certificate.in_force(meta.sources)]
        try:
            fresh = read(files, meta)
        except UNREADABLE_ERRORS as error:
            unread.append(f"{folder.relative_to(data)}: {error}")
            continue
        write(folder, fresh)
        done.append((fresh, reconcile(fresh)))
    terminal.summary("read again", done)
    terminal.unknown(report for report, _ in done)
    terminal.problems("could not be read; its CSVs are as they were:", unread)
    if unread:
        raise typer.Exit(UNREADABLE)


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="The files of one report, text first.")],
    entity: Annotated[str, typer.Option(help="Who reports, where the text is unclear.")] = "",
    division: Annotated[str, typer.Option(help="Six-digit code, where the text is unclear.")] = "",
    slug: Annotated[str, typer.Option(help="Pinyin short name of the department.")] = "",
    year: Annotated[int, typer.Option(help="Fiscal year.")] = 0,
    url: Annotated[str, typer.Option(help="Where the report was published.")] = "",
    data: Data = ROOT / "data",
) -> None:
    """Add a report to data/reports/: files as received, source.toml, normalized CSVs."""
    said = {"entity": entity, "division": division, "slug": slug, "fiscal_year": year, "url": url}
    try:
        report = read(files)
        meta = identity.settle(report.meta, said, typer.prompt if sys.stdin.isatty() else None)
        if meta.fiscal_year == report.meta.fiscal_year:
            report = replace(report, meta=meta)
        else:
            report = read(files, meta)  # sentences are understood by their year
    except UNREADABLE_ERRORS as error:
        fail(UNREADABLE, str(error))
    except identity.IdentityError as error:
        fail(USAGE, f"{', '.join(path.name for path in files)}: {error}\nnothing was added")
    if there := identity.same_content(meta, folders(data)):
        fail(USAGE, f"{there}\nnothing was added")
    folder = data / "reports" / meta.division / meta.slug / str(meta.fiscal_year)
    if folder.exists():
        fail(
            USAGE,
            f"{folder} is there already; a corrected report is added by hand: CONTRIBUTING.md",
        )
    for path in files:
        package.write_text(folder / path.name, path.read_bytes())
    package.write_text(folder / "source.toml", certificate.to_text(meta))
    write(folder, report)
    terminal.summary(f"added to {folder}", [(report, reconcile(report))])
    for warning in meta.found.get("warnings", ()):
        say.print(f"[yellow]please check:[/] {escape(str(warning))}")


@app.command()
def check(
    report: Annotated[str, typer.Option(help="Only this report id.")] = "",
    strict: Annotated[bool, typer.Option(help="Exit 3 when a report could not be read.")] = False,
    data: Data = ROOT / "data",
) -> None:
    """Print what agrees and what does not; findings are not failures of the software."""
    reports, unread = checked(data, [folder for folder, _ in _chosen(data, report)])
    for one in reports:
        terminal.findings(one.report, one.reconciled)
    terminal.summary("checked", [(one.report, one.reconciled) for one in reports])
    terminal.problems("could not be read:", unread)
    if unread and strict:
        raise typer.Exit(UNREADABLE)


def _chosen(data: Path, report_id: str) -> Iterator[tuple[Path, Meta]]:
    """Yield the folders asked for with their certificates; an unknown id is wrong usage."""
    ids = []
    for folder in folders(data):
        meta = certificate.read(folder / "source.toml")
        ids.append(meta.report_id)
        if report_id in ("", meta.report_id):
            yield folder, meta
    if report_id and report_id not in ids:
        fail(USAGE, f"no report {report_id!r} below {data}; there are: {', '.join(ids)}")


releasing.commands(app, checked, ROOT / "data")


def main() -> int:
    """Run the command line; a full disk or wrong reference data is said, not traced."""
    try:
        app(standalone_mode=True)
    except Exception as error:
        if os.environ.get("MINGZHANG_TRACE"):
            raise
        return told(error)
    return OK


if __name__ == "__main__":
    sys.exit(main())
