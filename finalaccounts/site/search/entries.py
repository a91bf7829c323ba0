"""What can be found in a report: short texts, each with its kind and the place it leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from finalaccounts.model import Document, Figure, Report
from finalaccounts.reference.places import path as division_path
from finalaccounts.reference.search import search_words
from finalaccounts.render.sources import Sources
from finalaccounts.site.search.fold import squeeze, without_separators

# The order is the order of results by relevance. Departments, places and years come before all.
KINDS = ("code", "project", "finding", "heading", "explanation", "text", "figure")
CODE, PROJECT, FINDING, HEADING, EXPLANATION, TEXT, FIGURE = range(7)


class Entry(NamedTuple):
    """One thing to be found. ``place`` is an anchor of the report's page, or that of a line (``Lines``).

    ``amount`` (as text) orders results by amount; ``label`` says where a text stands: the heading
    above a paragraph, ``<table>.<column> <line>`` of a number.
    """

    kind: int
    text: str
    place: str
    amount: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What the results say of a report: the department, its place, the year."""

    report_id: str
    entity: str
    slug: str
    division: str
    level: str
    year: str
    amount: str
    findings: int

    @property
    def rank(self) -> tuple[int, str, str, str]:
        """Newest year first, then by place and department."""
        return (-int(self.year or 0), self.division, self.slug, self.report_id)


def card(report: Report, findings: Iterable[Any]) -> Card:
    """Return the card of a report."""
    meta = report.meta
    by_id = {f.figure_id: f.amount for f in report.figures if f.amount is not None}
    total = next((by_id[i] for i in search_words().tables.total if i in by_id), None)
    ways = division_path(meta.division)
    return Card(
        report_id=meta.report_id,
        entity=squeeze(meta.entity),
        slug=meta.slug,
        division=meta.division,
        level=ways[-1].level if ways else "",
        year=str(meta.fiscal_year or ""),
        amount="" if total is None else format(total, "f"),
        findings=sum(1 for f in findings if f.severity != "note"),
    )


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(getattr(search_words().reading, name)))


class Lines:
    """Places of source lines: what stands between ``source/`` and the page's anchor, and it."""

    def __init__(self, report: Report) -> None:
        self._sources = Sources(report)

    def place(self, source: str, line: int) -> str:
        """Return ``L12``, on a further page ``2/L900``, in a second source ``<name>/L12``."""
        address = self._sources.address(source, line).removeprefix(f"{self._sources.folder}/")
        return address.replace("index.html#", "").replace("index.html", f"L{line}")


class Paragraph(NamedTuple):
    """A heading or a paragraph: its first line, its text, and the heading it stands under."""

    line: int
    text: str
    heading: bool
    section: str


def _is_heading(piece: str) -> bool:
    """Tell a heading from the first line of a wrapped paragraph that is numbered like one."""
    words = search_words().reading
    if len(piece) > words.heading_longest or not _pattern("heading").match(piece):
        return False
    if any(mark in piece for mark in words.ends + words.pauses):
        return False
    return len(piece) < words.wrapped_from or _pattern("heading_ends").search(piece) is not None


def paragraphs(document: Document, skip: set[int]) -> Iterator[Paragraph]:
    """Yield the headings and paragraphs of a source's prose, wrapped lines put together again.

    ``skip`` holds the lines of tables. Lines without a letter (page numbers, rules) are left out
    and do not end a paragraph: PDF text prints them in the middle of sentences.
    """
    words = search_words().reading
    start, text, last, section = 0, "", 0, ""
    for line in document.lines:
        piece = squeeze(line.text)
        if line.number in skip or not any(ch.isalpha() for ch in piece):
            continue
        heading = _is_heading(piece)
        begins = heading or "\t" in line.text or _pattern("item").match(piece) is not None
        if text and (begins or text[-1] in words.ends or last < words.wrapped_from):
            yield Paragraph(start, text, False, section)
            text = ""
        if heading:
            yield Paragraph(line.number, piece, True, section)
            section = piece
            continue
        if not text:
            start = line.number
        text, last = text + piece, len(piece)
    if text:
        yield Paragraph(start, text, False, section)


def _table_lines(report: Report, source: str) -> set[int]:
    """Return the lines that are rows of tables; remarks printed inside a table are prose."""
    numbers = {f.source_line for f in report.figures if f.source == source}
    lines: set[int] = set()
    for table in report.tables:
        if table.source == source and table.state != "listed_only":
            lines.update(range(table.first_line, table.last_line + 1))
    prose = {
        line.number
        for document in report.documents
        if document.source == source
        for line in document.lines
        if line.number in lines
        and line.number not in numbers
        and "\t" not in line.text
        and len(squeeze(line.text)) > search_words().reading.wrapped_from
    }
    return lines - prose


def _codes(report: Report) -> Iterator[Entry]:
    words = search_words().tables
    for tables in (words.functional, words.economic):
        best: dict[str, tuple[int, int, Figure]] = {}
        for figure in report.figures:
            if figure.table in tables and figure.line.isdigit() and figure.state == "printed":
                column = figure.column
                order = words.amount_columns
                at = (
                    tables.index(figure.table),
                    order.index(column) if column in order else len(order),
                )
                if figure.line not in best or at < best[figure.line][:2]:
                    best[figure.line] = (*at, figure)
        for code, (_, _, figure) in sorted(best.items()):
            name = squeeze(figure.line_label).removeprefix(code)
            amount = "" if figure.amount is None else format(figure.amount, "f")
            yield Entry(CODE, code + name, f"{figure.table}.{code}", amount)


def printed_codes(report: Report) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, code, name as printed) of every print of a classification code."""
    tables = search_words().tables
    for figure in report.figures:
        if figure.line.isdigit() and figure.table in (*tables.economic, *tables.functional):
            kind = "e" if figure.table in tables.economic else "f"
            yield kind, figure.line, squeeze(figure.line_label).removeprefix(figure.line)


def entries(report: Report, findings: Iterable[Any]) -> Iterator[Entry]:
    """Yield everything of a report that can be found, in a fixed order.

    ``findings`` are ``model.Finding`` rows. Texts are without white space; none is empty.
    """
    for entry in _raw(report, findings):
        if entry.text:
            yield entry


def _raw(report: Report, findings: Iterable[Any]) -> Iterator[Entry]:
    lines = Lines(report)
    yield from _codes(report)
    for form in report.evaluations:
        name = squeeze(form.project_name)
        amount = "" if form.executed is None else format(form.executed, "f")
        yield Entry(PROJECT, name, lines.place(form.source, form.first_line), amount)
    for finding in findings:
        text = finding.title_zh or finding.message_zh
        yield Entry(FINDING, squeeze(text), f"finding-{finding.finding_id}")
    for table in report.tables:
        place = lines.place(table.source, table.first_line)
        if table.state != "listed_only" and ":" not in table.table:
            place = table.table
        yield Entry(HEADING, squeeze(table.title), place)
    for told in report.explanations:
        place = lines.place(told.source, told.source_line)
        yield Entry(EXPLANATION, squeeze(told.text), place)
    for document in report.documents:
        for found in paragraphs(document, _table_lines(report, document.source)):
            place = lines.place(document.source, found.line)
            if found.heading:
                yield Entry(HEADING, found.text, place)
            else:
                yield Entry(TEXT, found.text, place, label=found.section)
    for figure in report.figures:
        if figure.state == "printed" and figure.amount:
            number = without_separators(squeeze(figure.printed).replace("\uff0c", ","))
            place = f"{figure.table}.{figure.line}"
            if ":" in place:
                place = lines.place(figure.source, figure.source_line)
            label = f"{figure.table}.{figure.column} {squeeze(figure.line_label)}"
            yield Entry(FIGURE, number, place, format(figure.amount, "f"), label)
