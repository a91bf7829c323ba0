"""What the hand-written pages (``site_src/``) are filled with: terms, columns, rules, the site."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from finalaccounts import summary
from finalaccounts.package import BUILT, READ
from finalaccounts.reference import Strict, load_csv
from finalaccounts.reference.columns import column_words
from finalaccounts.reference.completeness import items
from finalaccounts.reference.findings import findings as finding_words
from finalaccounts.reference.mapping import mapped
from finalaccounts.reference.rules import rules
from finalaccounts.reference.search import synonyms
from finalaccounts.reference.terms import Term, terms
from finalaccounts.render import languages
from finalaccounts.render.entries import Entry
from finalaccounts.render.links import relative
from finalaccounts.render.policy import guarded
from finalaccounts.render.shell import Crumb, Page, Shell
from finalaccounts.render.words import Words

RECORDS = {
    **READ,
    **BUILT,
    "reports": summary.ReportRow,
    "entities": summary.EntityRow,
    "sources": summary.SourceRow,
}


@dataclass(frozen=True, slots=True)
class Definition:
    """What one report says a term means."""

    text: str = field(metadata={"doc": "Verbatim, white space removed."})
    report: str = field(metadata={"doc": "Title of the report, or its id when it is not here."})
    href: str = field(metadata={"doc": "Link to the printed line, or empty."})
    line: int = field(metadata={"doc": "The line."})


class Message(Strict):
    """A row of ``messages.csv``: what the program says, a hole for what varies, and what to do."""

    message: str
    zh: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a resource."""

    name: str = field(metadata={"doc": "As in the CSV."})
    kind: str = field(metadata={"doc": "text, decimal, integer or list."})
    title: str = field(metadata={"doc": "Name in Chinese."})
    meaning: str = field(metadata={"doc": "In the language of the page."})


class About:
    """Gives MkDocs its shell and its facts for every page, over the reports of ``entries``."""

    def __init__(self, shell: Shell, entries: Iterable[Entry]) -> None:
        self.shell = shell
        self.reports = {e.meta.report_id: e for e in entries}

    def _where(self, path: str) -> tuple[Words, str]:
        """Return the words of the page at ``path``, and its path without the language's folder."""
        for language in languages.LANGUAGES[1:]:
            words = self.shell.words(language)
            if path.startswith(words.prefix):
                return words, path.removeprefix(words.prefix)
        return self.shell.words(languages.FIRST), path

    def around(self, path: str, title: str, description: str) -> dict[str, Any]:
        """Return what ``base.html`` needs around the page at ``path``."""
        words, neutral = self._where(path)
        top = "about/index.html"
        crumbs = [Crumb(words.shell.home, "index.html")]
        if neutral != top:
            crumbs.append(Crumb(words.shell.about, top))
        page = Page(
            path=neutral,
            template="mkdocs/main.html",
            title=title,
            context=None,
            nav="method",
            description=description,
            crumbs=(*crumbs, Crumb(title)),
            language=words.key,
        )
        return self.shell.around(page)

    def finish(self, path: str, html: str) -> str:
        """Return the finished page: with its policy, Chinese marked on pages of other languages."""
        first = self._where(path)[0].key == languages.FIRST
        return guarded(html if first else languages.marked(html))

    def facts(self, path: str) -> dict[str, Any]:
        """Return the names that the Markdown of the page at ``path`` may use."""
        words, _ = self._where(path)
        listed = rules()
        return {
            "site": self.shell.facts,
            "t": words,
            "url": lambda there: relative(path, languages.address(there, words)),
            "reports": tuple(e.meta for e in self.reports.values()),
            "rules": listed,
            "items": items(),
            "mapping": mapped(),
            "records": self._records(words),
            "terms": self._terms(path, words),
            "kinds": finding_words().design,
            "synonyms": len(synonyms()),
            "messages": load_csv("messages.csv", Message),
        }

    def _records(self, words: Words) -> dict[str, tuple[Column, ...]]:
        """Return the columns of every resource of the published data."""
        english = words.key != languages.FIRST
        found = {}
        for name, record in RECORDS.items():
            columns = []
            for f in dataclasses.fields(record):
                told = column_words(name, f.name)
                meaning = f.metadata["doc"] if english else told.description
                columns.append(Column(f.name, f.metadata["kind"], told.title, meaning))
            found[name] = tuple(columns)
        return found

    def _terms(
        self, path: str, words: Words
    ) -> tuple[tuple[str, tuple[tuple[str, str, tuple[Definition, ...]], ...]], ...]:
        """Return (letter, ((term, anchor, definitions), ...)) in the order of pinyin."""

        def definition(row: Term) -> Definition:
            here = self.reports.get(row.report_id)
            if here is None:
                return Definition(row.definition, row.report_id, "", row.source_line)
            meta = here.meta
            source = meta.sources[0].file if meta.sources else ""
            line = here.sources.address(source, row.source_line)
            title = words("report.title", entity=meta.entity, year=meta.fiscal_year)
            return Definition(row.definition, title, relative(path, line), row.source_line)

        rows = [
            (found[0].anchor, term, tuple(map(definition, found)))
            for term, found in terms().items()
        ]
        rows.sort(key=lambda row: row[0])
        return tuple(
            (letter, tuple((term, anchor, told) for anchor, term, told in group))
            for letter, group in groupby(rows, key=lambda row: row[0][0].upper())
        )
