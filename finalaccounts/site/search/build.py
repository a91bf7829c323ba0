"""All reports in, the files of the index out; one report more costs only the small part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from finalaccounts.model import Reconciled, Report
from finalaccounts.reference.search import short_names
from finalaccounts.site.search.corpus import Corpus
from finalaccounts.site.search.entries import card, entries
from finalaccounts.site.search.part import File, script, write


class Checked(Protocol):
    """A report and what checking it gave."""

    @property
    def report(self) -> Report: ...

    @property
    def reconciled(self) -> Reconciled: ...


def build(reports: Iterable[Checked]) -> Iterator[File]:
    """Yield ``(path below search/, bytes)`` of the whole index. Same reports, same bytes.

    Reports are taken one at a time and not kept; the order in which they come does not matter.
    """
    yield from write("m", _collect(reports))
    yield script("parts", {"parts": ["m"], "short": _vocabulary()})


def extend(later: Iterable[Checked]) -> Iterator[File]:
    """Yield the files that change when reports are added to an index that ``build`` made.

    ``later`` are all reports added since, none of them in the index (a changed report needs
    ``build``). They become a small second part that queries read beside the first, at the price of
    its files for every query: build again when it holds more than a few of a hundred reports.
    """
    yield from write("r", _collect(later))
    yield script("parts", {"parts": ["m", "r"], "short": _vocabulary()})


def _collect(reports: Iterable[Checked]) -> Corpus:
    corpus = Corpus()
    for item in reports:
        findings = item.reconciled.findings
        corpus.add(card(item.report, findings), entries(item.report, findings))
    return corpus


def _vocabulary() -> str:
    """Return ``usual full`` lines: every full name, and every further short name, has one usual."""
    usual: dict[str, str] = {}
    lines = []
    for row in short_names():
        first = usual.setdefault(row.full, row.short)
        lines.append(f"{first} {row.full}" if first == row.short else f"{first} {row.short}")
    return "\n".join(lines)
