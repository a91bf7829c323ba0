"""A report published again: the new files stand beside the earlier ones and supersede them.

What was settled by a person (entity, division, slug, scope) stays; corrections, replies and
withdrawals stay in the folder, and whether they still fit is said.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from finalaccounts import certificate, package
from finalaccounts.collect import ENDINGS
from finalaccounts.home import command
from finalaccounts.loading import load
from finalaccounts.model import Meta, Reconciled, Report, SourceFile
from finalaccounts.normalize.titles import without_scope
from finalaccounts.paths import source_name
from finalaccounts.reading import write
from finalaccounts.reconcile import reconcile
from finalaccounts.reference import ReferenceDataError
from finalaccounts.responses import ResponseError, read_responses
from finalaccounts.site.data.changes import COMPARED, Row, State, cells, diff
from finalaccounts.text import squeeze


class SupersedeError(ValueError):
    """The files cannot take the place of the report that is there: the message says why."""


@dataclass(frozen=True, slots=True)
class Superseded:
    """A report published again, written beside its place."""

    report: Report
    built: Reconciled
    cells: tuple[tuple[str, ...], ...]
    warnings: tuple[str, ...]


def _numbered(sources: Sequence[SourceFile]) -> Iterator[str]:
    """Yield free names for further sources, without their ending; never one that was used."""
    taken = {source.file.rpartition(".")[0] for source in sources}
    number = 1
    while True:
        if (stem := source_name("", number)[:-1]) not in taken:
            yield stem
        number += 1


def certified(old: Meta, new: Meta) -> Meta:
    """Return ``old`` with the sources of ``new``, each superseding one in force.

    Raises SupersedeError when it is another entity, or which file takes the place of which is
    not certain.
    """
    names = [without_scope(squeeze(meta.entity))[0] for meta in (old, new)]
    if names[0] != names[1]:
        raise SupersedeError(
            f"{old.report_id} is {old.entity}, this is {new.entity}; say another --slug, "
            "or --entity where they are one"
        )
    earlier = certificate.in_force(old.sources)
    came = [source.sha256 for source in new.sources]
    kept = [source.sha256 for source in earlier if source.sha256 in came]
    if len(earlier) != len(new.sources):
        raise SupersedeError(
            f"{old.report_id} is there with {len(earlier)} file(s), this has {len(new.sources)}: "
            "which takes the place of which is not certain; by hand: CONTRIBUTING.md"
        )
    stems = _numbered(old.sources)
    added = [
        replace(
            source,
            file=f"{next(stems)}.{ENDINGS[source.media_type]}",
            supersedes=before.file,
            role=before.role,
        )
        for before, source in zip(
            (source for source in earlier if source.sha256 not in kept),
            (source for source in new.sources if source.sha256 not in kept),
            strict=True,
        )
    ]
    return replace(old, sources=(*old.sources, *added), found=new.found)


def _state(report: Report, built: Reconciled) -> State:
    lead = {"report_id": report.meta.report_id}
    found: dict[str, list[Row]] = {
        "reports": [lead],
        "sources": [
            lead | {"source": source.file, "sha256": source.sha256}
            for source in certificate.in_force(report.meta.sources)
        ],
    }
    for resource in COMPARED.keys() - found.keys():
        rows: Sequence[Any] = getattr(report if hasattr(report, resource) else built, resource, ())
        found[resource] = [lead | package.to_row(row) for row in rows]
    return found


def _size(report: Report) -> int:
    return sum(f.state == "printed" for f in report.figures) + len(report.statements)


def prepare(
    folder: Path,
    made: Path,
    files: Sequence[Path],
    new: Meta,
    read: Callable[..., tuple[Report, Reconciled]],
) -> Superseded:
    """Write the report of ``folder`` with ``files`` in force into ``made``, a folder elsewhere.

    Raises SupersedeError, and what reading and loading raise.
    """
    old = load(folder)
    meta = certified(old.meta, new)
    shutil.rmtree(made, ignore_errors=True)
    shutil.copytree(folder, made)
    added = meta.sources[len(old.meta.sources) :]
    received = {s.sha256: path for s, path in zip(new.sources, files, strict=True)}
    for source in added:
        package.write_text(made / source.file, received[source.sha256].read_bytes())
    package.write_text(made / "source.toml", certificate.to_text(meta))
    standing = [made / source.file for source in certificate.in_force(meta.sources)]
    report, built = read(standing, known=meta, inside=made)
    report = replace(report, meta=meta)
    if 2 * _size(report) < _size(old):
        raise SupersedeError(
            f"{meta.report_id} has {_size(old)} numbers, of this only {_size(report)} were read: "
            f"too few to take its place; what is wrong with the file shows `{command()} read`"
        )
    write(made, report)
    before, now = (_state(old, reconcile(old)), _state(report, built))
    changed = tuple(cells(diff(before, now), before, now))
    return Superseded(report, built, changed, tuple(_unfit(made, folder, built)))


def _unfit(made: Path, folder: Path, built: Reconciled) -> Iterator[str]:
    """Yield which answers and corrections do not fit the report any more; build stops at them."""
    try:
        load(made)
        read_responses(made).must_fit(built.findings, folder)
    except (ResponseError, ReferenceDataError, ValueError) as error:
        yield f"{error}".replace(str(made), str(folder))
