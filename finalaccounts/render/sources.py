"""The full text of a report's sources, in pages light enough for a phone, one anchor per line.

Where a page ends depends on the text alone, so the address of a line never moves while its
source stays: ``…/source/#L12``, further pages ``…/source/2/#L900``, a second source of the report
``…/source/<name>/#L12``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from finalaccounts.model import Document, Line, Report
from finalaccounts.render.links import anchor, page, received
from finalaccounts.render.links import report as folder
from finalaccounts.render.pieces import Cutting

PAGE_BYTES = 60_000  # of drawn lines; with shell and style below 100 KB
_LINE_BYTES = 64  # markup around one line


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page of a source's text."""

    path: str = field(metadata={"doc": "Address of the page."})
    source: str = field(metadata={"doc": "File name."})
    href_file: str = field(metadata={"doc": "The file as received."})
    number: int = field(metadata={"doc": "Number of this page of the source, from 1."})
    pages: tuple[tuple[str, int, int], ...] = field(
        metadata={"doc": "All pages of the source: address, first and last line."}
    )
    lines: tuple[Line, ...] = field(metadata={"doc": "The printed lines; blank ones are left out."})
    back: str = field(metadata={"doc": "The department-year page."})
    name: str = field(metadata={"doc": "Title of the report."})
    total: int = field(metadata={"doc": "Number of lines of the source, blank ones included."})
    pieces: Mapping[int, tuple[Cutting, ...]] = field(
        default_factory=dict,
        metadata={"doc": "By line: pictures of numbers that text recognition read unconfirmed."},
    )


def _starts(document: Document) -> list[int]:
    starts, weight = [1], 0
    for line in document.lines:
        cost = _LINE_BYTES + len(line.text.encode()) if line.text.strip() else 0
        if weight and weight + cost > PAGE_BYTES:
            starts.append(line.number)
            weight = 0
        weight += cost
    return starts


class Addresses:
    """Addresses of every line of every source of a report, without the text itself."""

    def __init__(self, at: str, starts: dict[str, list[int]]) -> None:
        """Take the folder of the report, and by source the first lines of its pages."""
        self.folder = f"{at}/source"
        self._starts = starts
        self._base = {
            source: f"{self.folder}{f'/{anchor(source)}' if number else ''}"
            for number, source in enumerate(starts)
        }

    def __repr__(self) -> str:
        return f"Addresses({self.folder!r}, {self._starts!r})"

    def _page(self, source: str, number: int) -> str:
        base = self._base[source]
        return page(base if number == 1 else f"{base}/{number}")

    def address(self, source: str, line: int) -> str:
        """Return page and anchor of a line; a line of an unknown source leads to the first page."""
        if source not in self._starts:
            return page(self.folder)
        number = bisect_right(self._starts[source], max(1, line))
        return f"{self._page(source, number)}#L{line}"

    def cited(self, reference: str) -> tuple[str, str]:
        """Return (address, label) of a ``source_lines`` entry: ``12`` or ``name:12``."""
        name, mark, line = reference.rpartition(":")
        source = name if mark else next(iter(self._starts), "")
        number = int(line) if line.isdigit() else 1
        return self.address(source, number), line


class Sources(Addresses):
    """The pages of every source of a report, and the addresses of their lines."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__(folder(report.meta), {d.source: _starts(d) for d in report.documents})

    def addresses(self) -> Addresses:
        """Return the addresses alone."""
        return Addresses(folder(self.report.meta), self._starts)

    def pages(
        self, pieces: Mapping[str, dict[int, tuple[Cutting, ...]]] | None = None
    ) -> Iterator[SourcePage]:
        """Yield the pages of all sources; ``pieces`` are pictures by file and line."""
        back = page(folder(self.report.meta))
        for document in self.report.documents:
            starts = self._starts[document.source]
            ends = [*(start - 1 for start in starts[1:]), len(document.lines)]
            spans = tuple(
                (self._page(document.source, n), first, last)
                for n, (first, last) in enumerate(zip(starts, ends, strict=True), 1)
            )
            for number, (path, first, last) in enumerate(spans, 1):
                yield SourcePage(
                    path,
                    document.source,
                    received(self.report.meta, document.source),
                    number,
                    spans,
                    tuple(x for x in document.lines[first - 1 : last] if x.text.strip()),
                    back,
                    self.report.meta.heading,
                    len(document.lines),
                    (pieces or {}).get(document.source, {}),
                )
