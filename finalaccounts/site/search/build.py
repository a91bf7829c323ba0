"""All reports in, the files of the index out; one report more costs only the small part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from finalaccounts.model import Report
from finalaccounts.reference.search import short_names
from finalaccounts.site.search.corpus import Corpus
from finalaccounts.site.search.entries import Card, Entry, card, entries, printed_codes
from finalaccounts.site.search.part import File, script, write


class Found(NamedTuple):
    """What can be found of one report."""

    card: Card
    entries: tuple[Entry, ...]
    codes: tuple[tuple[str, str, str], ...]  # kind, code, name as printed


def found(report: Report, findings: Iterable[Any]) -> Found:
    """Return what can be found of a report; ``findings`` are ``model.Finding`` rows."""
    findings = tuple(findings)
    return Found(
        card(report, findings), tuple(entries(report, findings)), tuple(printed_codes(report))
    )


def build(reports: Iterable[Found]) -> Iterator[File]:
    """Yield ``(path below search/, bytes)`` of the whole index. Same reports, same bytes.

    Reports are taken one at a time and not kept; the order in which they come does not matter.
    """
    yield from write("m", _collect(reports))
    yield script("parts", {"parts": ["m"], "short": _vocabulary()})


def extend(later: Iterable[Found]) -> Iterator[File]:
    """Yield the files that change when reports are added to an index that ``build`` made.

    ``later`` are all reports added since, none of them in the index (a changed report needs
    ``build``). They become a small second part that queries read beside the first, at the price of
    its files for every query: build again when it holds more than a few of a hundred reports.
    """
    yield from write("r", _collect(later))
    yield script("parts", {"parts": ["m", "r"], "short": _vocabulary()})


def _collect(reports: Iterable[Found]) -> Corpus:
    corpus = Corpus()
    for item in reports:
        corpus.add(item.card, item.entries)
    return corpus


def _vocabulary() -> str:
    """Return ``usual full`` lines: every full name, and every further short name, has one usual."""
    usual: dict[str, str] = {}
    lines = []
    for row in short_names():
        first = usual.setdefault(row.full, row.short)
        lines.append(f"{first} {row.full}" if first == row.short else f"{first} {row.short}")
    return "\n".join(lines)
