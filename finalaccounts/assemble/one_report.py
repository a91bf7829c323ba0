"""One report: from its folder to its part of the site, and a digest for the pages over all.

A pure function of the folder and of what the task names, so that reports can be made side by
side, in any order, in other processes or on other machines. The files are written where the task
says; what comes back is small. The rows of the data and what the search finds are kept beside the
digest, to be read one report at a time.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from finalaccounts import limits, pieces, reference, terminal
from finalaccounts.loading import load
from finalaccounts.model import Meta
from finalaccounts.package import write_text
from finalaccounts.reconcile import reconcile
from finalaccounts.reference import ReferenceDataError
from finalaccounts.render import links
from finalaccounts.render import pieces as shown
from finalaccounts.render import report as draw
from finalaccounts.render.entries import Entry, entry
from finalaccounts.render.languages import LANGUAGES
from finalaccounts.render.shell import File, Shell, SiteReport, site_facts
from finalaccounts.responses import read_responses
from finalaccounts.site.data import Dated, ReportPublication
from finalaccounts.site.data.changes import Row
from finalaccounts.site.search import Found, found


@dataclass(frozen=True, slots=True)
class Task:
    """What one report is made from."""

    folder: Path  # below data/reports/
    data: Path
    years: tuple[int, ...]  # of its department, as far as they are here
    released: Dated | None  # the release that last changed it
    base: Path | None  # its rows in the newest release, kept by ``kept.releases``
    into: Path  # the site being written
    kept: Path  # where the digest goes, without its ending


class Made(NamedTuple):
    """A file of the site as it was written."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Digest:
    """What the rest of the site needs of one report, or why it could not be read."""

    folder: str
    error: str = ""
    meta: Meta | None = None
    entries: tuple[Entry, ...] = ()  # one per language
    summary: terminal.Row | None = None
    made: tuple[Made, ...] = ()


@lru_cache(maxsize=1)
def _shell(data: Path) -> Shell:
    return Shell(site_facts(data))


def one_report(task: Task) -> Digest:
    """Make one report: write its files, keep its digest, return it."""
    name = task.folder.relative_to(task.data).as_posix()
    reference.of(task.data)  # a worker may be a new process
    try:
        with limits.processor_time(name):
            report = load(task.folder)
            said, built = read_responses(task.folder), reconcile(report)
    except ReferenceDataError:
        raise
    except Exception as error:
        from finalaccounts.exits import set_aside  # knows the errors of all readers

        return Digest(name, set_aside(error, task.folder.relative_to(task.data)))
    said.must_fit(built.findings, task.folder)
    back = said.taken_back(built.findings)
    one = SiteReport(report, said.upon(built), said, back, pieces.kept(task.folder, report))
    shell = _shell(task.data)
    base: Mapping[str, list[Row]] = pickle.loads(task.base.read_bytes()) if task.base else {}  # noqa: S301  our own cache
    publication = ReportPublication(one, shell.facts, task.released, base)
    made = tuple(
        write(task.into, file)
        for file in _files(one, task, shell.answered_by(publication), publication)
    )
    digest = Digest(
        name,
        "",
        report.meta,
        tuple(entry(one, shell.words(language)) for language in LANGUAGES),
        terminal.row(report, one.reconciled),
        made,
    )
    keep(task.kept, "part", publication.part())
    keep(task.kept, "rows", publication.rows)
    keep(task.kept, "search", found(report, one.reconciled.findings))
    keep(task.kept, "digest", digest)
    return digest


def _files(
    one: SiteReport, task: Task, shell: Shell, publication: ReportPublication
) -> Iterator[File]:
    meta = one.report.meta
    received = {s.file: (task.folder / s.file).read_bytes() for s in meta.sources}
    yield from publication.files(received)
    yield from publication.beside(draw(one, task.years, shell))
    yield from shown.files(one)
    for name, content in received.items():
        yield File(unquote(links.received(meta, name)), content)


def write(into: Path, file: File) -> Made:
    """Write a file of the site; raises FileExistsError for an address that is taken."""
    target = into / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as handle:
        handle.write(file.data)
    return Made(file.path, sha256(file.data).hexdigest())


def keep(at: Path, kind: str, value: Any) -> None:
    """Keep a value of a report for the next build."""
    write_text(at.with_name(f"{at.name}.{kind}"), pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


def kept(at: Path, kind: str) -> Any:
    """Return a value that ``keep`` kept; None when it is not there."""
    path = at.with_name(f"{at.name}.{kind}")
    try:
        return pickle.loads(path.read_bytes())  # noqa: S301  written by this very code: see the key
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError):
        return None


def used(at: Path) -> bool:
    """Tell whether all that ``one_report`` keeps is there, and note that it was used."""
    try:
        for kind in ("part", "rows", "search", "digest"):
            os.utime(at.with_name(f"{at.name}.{kind}"))
    except OSError:
        return False
    return True


__all__ = ["Digest", "Found", "Made", "Task", "keep", "kept", "one_report", "used", "write"]
