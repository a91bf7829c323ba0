"""Reports as the maintainer keeps them: the folders of ``data/reports/``, and one of them loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from finalaccounts import certificate, corrections, integrity, limits, package, verify
from finalaccounts.collect import collect, kinds
from finalaccounts.extract import extract, read_rendering
from finalaccounts.extract.rendering import ENDING
from finalaccounts.handtyped import read_text
from finalaccounts.home import command
from finalaccounts.model import Document, Report


def folders(data: Path) -> list[Path]:
    """Return the folders of all reports, in the order of their addresses."""
    found = (data / "reports").glob("[!.]*/[!.]*/[!.]*")
    return sorted(path for path in found if path.is_dir())


def load(folder: Path) -> Report:
    """Load a report from its CSVs and the text rendering of its sources: no reader needed.

    Raises an error, which sets this report aside and no other, when it is not whole: a file was
    changed, a row cannot be right, a number does not stand where it is said to stand.
    """
    meta = certificate.read(folder / "source.toml")
    documents = []
    standing, keys = certificate.in_force(meta.sources), certificate.keys(meta.sources)
    for source in standing:
        lines = folder / f"{source.file}{ENDING}"
        if lines.exists():
            documents.append(_within(read_rendering(source.file, read_text(lines))))
        elif source.media_type == kinds.TEXT:
            documents.append(_within(extract(collect(folder / source.file, folder))))
        else:  # read in a process with limits, by ``refresh``, never here
            refused = f"{lines.name}: not there; `{command()} refresh` writes it"
            integrity.refuse(folder, [refused])
    limits.grant(sum(len(document.lines) for document in documents))
    resources = package.read_resources(folder, {keys[s.file]: s.file for s in standing})
    integrity.check(folder, meta, documents, resources)
    ledger = package.read_ledger(folder)
    corrected = corrections.read(folder, resources["figures"], resources["statements"])
    whole: dict[str, Any] = {"ledger": ledger, "corrections": corrected, **resources}
    report = Report(meta=meta, documents=tuple(documents), **whole)
    integrity.refuse(folder, verify.faults(report, folder))
    return report


def _within(document: Document) -> Document:
    """Return a document; raises LimitError when it has more lines, or a longer one, than is read."""
    limits.at_most("lines", len(document.lines), document.source)
    longest = max((len(line.text) for line in document.lines), default=0)
    limits.at_most("length", longest, document.source)
    return document
