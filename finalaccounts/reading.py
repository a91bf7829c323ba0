"""One report read from its files and written to its folder: the order of the reading stages."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from finalaccounts import certificate, limits, package, pieces, recognition, verify
from finalaccounts.collect import ENDINGS, collect
from finalaccounts.exchange import link, take_place
from finalaccounts.extract import extract, rendering
from finalaccounts.extract.rendering import ENDING
from finalaccounts.model import Document, Meta, Report, SourceFile
from finalaccounts.normalize import RefusedError, identify, normalize
from finalaccounts.paths import source_name
from finalaccounts.reconcile import confirmed


def read(
    paths: Sequence[Path],
    known: Meta | None = None,
    stored: bool = False,
    inside: Path | None = None,
    anyway: bool = False,
) -> Report:
    """Read one report from its files: collect, extract, ask what it is, normalize.

    With ``stored`` the files are called what ``add`` stores them as: source.pdf, source-2.xlsx;
    ``inside`` is the folder that no link may lead out of.

    Raises RefusedError for what is no final accounts of one department and one year, unless a
    person has settled what it is (``known``) or wants it read all the same (``anyway``).
    """
    documents: list[Document] = []
    sources: list[SourceFile] = []
    for number, path in enumerate(paths, 1):
        source = collect(path, inside, limits.current().size * 1024 * 1024)
        received = source.file
        if stored:
            source = replace(source, file=source_name(ENDINGS[source.media_type], number))
        document = extract(source)
        limits.grant(len(document.lines))
        documents.append(document)
        part = certificate.source_file(source, document, note="; ".join(document.notes))
        sources.append(replace(part, received=received if received != part.file else ""))
    identity = identify(documents)
    if identity.refusal and not (known or anyway):
        names = ", ".join(part.received or part.file for part in sources)
        raise RefusedError(f"{names}: {identity.refusal}")
    report = confirmed(normalize(documents, certificate.known(known) if known else None))
    kind = known.kind if known else identity.kind.key if identity.kind else ""
    listed = _among(sources, known.sources) if known else tuple(sources)
    return replace(report, meta=replace(report.meta, sources=listed, kind=kind))


def _among(fresh: Sequence[SourceFile], known: Sequence[SourceFile]) -> tuple[SourceFile, ...]:
    """Return the known sources, as they were just read where they were: what supersedes what stays."""
    read_now = {part.file: part for part in fresh}
    listed = [
        replace(read_now.pop(part.file), supersedes=part.supersedes)
        if part.file in read_now
        else part
        for part in known
    ]
    return (*listed, *read_now.values())


def write(folder: Path, report: Report) -> None:
    """Write the normalized resources, the text rendering of sources that are not text, and
    the record of what was recognised in pictures."""
    package.write_report(folder, report, certificate.keys(report.meta.sources))
    media = {source.file: source.media_type for source in report.meta.sources}
    for document in report.documents:
        if media.get(document.source) != "text/plain":
            package.write_text(folder / f"{document.source}{ENDING}", rendering(document))
        if document.recognition is not None:
            record = folder / f"{document.source}{recognition.ENDING}"
            package.write_text(record, recognition.to_json(document.recognition))
        if shown := pieces.cut(document, report.figures):
            package.write_text(folder / f"{document.source}{pieces.ENDING}", shown)
    package.write_text(folder / verify.SUMS, verify.sums(folder))


def rewrite(folder: Path, made: Path, report: Report) -> None:
    """Write a report that is there again: made beside it (``made``), it takes its place whole.

    Nothing is touched where every file comes out as it was.
    """
    shutil.copytree(folder, made, copy_function=link)
    write(made, report)
    before = {p.name: p.stat().st_ino for p in folder.iterdir()}
    after = {p.name: p.stat().st_ino for p in made.iterdir()}
    if before == after or _same(folder, made):
        shutil.rmtree(made)
    else:
        take_place(made, folder)


def _same(one: Path, other: Path) -> bool:
    names = {p.name for p in one.iterdir()}
    return names == {p.name for p in other.iterdir()} and all(
        (one / name).is_dir() or (one / name).read_bytes() == (other / name).read_bytes()
        for name in names
    )
