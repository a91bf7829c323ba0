"""The downloads of one department-year: everything beside its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from finalaccounts.model import Meta
from finalaccounts.render import links
from finalaccounts.render.shell import SiteReport
from finalaccounts.site.data import tables
from finalaccounts.site.data.bundle import bundle
from finalaccounts.site.data.cite import Citer
from finalaccounts.site.data.describe import About, csvw, datapackage
from finalaccounts.site.data.sheets import Sheet, column
from finalaccounts.site.data.texts import json_bytes, plain_csv, records
from finalaccounts.site.data.versions import Dated
from finalaccounts.site.data.workbook import workbook

Written = tuple[str, bytes, int | None]  # name, content, rows (None where rows mean nothing)
# How checks came to what they say: for programs, and too long for a workbook.
EVIDENCE = ("checks", "operands", "evidence")
_DICTIONARY = ("resource", "column", "kind", "title", "description")


class Folder:
    """Makes the files of a department-year; addresses are relative to its folder."""

    def __init__(
        self, one: SiteReport, citer: Citer, release: Dated | None, sheets: tuple[Sheet, ...]
    ) -> None:
        self.one, self.citer, self.release = one, citer, release
        self.meta = one.report.meta
        self.words = citer.words
        self.sheets = sheets
        facts = citer.facts
        values = {"entity": self.meta.entity, "year": self.meta.fiscal_year}
        self.about = About(
            self.meta.report_id,
            self.words("published.report_dataset", **values),
            self.words("published.report_text", **values),
            facts,
            release.name if release else "",
            release.date if release else "",
            keywords=tuple(self.words.published.keywords),
            years=(self.meta.fiscal_year,) if self.meta.fiscal_year else (),
            places=tuple(filter(None, self.sheets[1].rows[0][-3:])),
        )

    def notes(self) -> list[tuple[str, ...]]:
        """Return the rows of the sheet of notes: where from, how to read, what is elsewhere."""
        told = self.words.published.notes
        facts = self.citer.facts
        return [
            (self.about.title,),
            (told.source, self.meta.heading),
            (told.address, self.citer.address(links.page(links.report(self.meta)))),
            (told.licence, f"{facts.licence} {facts.licence_url}"),
            (told.blank,),
            (told.guard,),
            (told.long,),
            (self.words("published.notes.evidence", names=", ".join(EVIDENCE)),),
            (told.version, self.citer.version(self.release)),
        ]

    def written(self, kept: Mapping[str, bytes]) -> Iterator[Written]:
        """Yield every download; ``kept`` holds the source files as received.

        A file each for programs that read CSV, for those that read JSON, for spreadsheets; all
        else (each table and resource as a CSV, citations, descriptions, sources) is in the archive.
        """
        full = tables.everything(self.one.report)
        data_csv = plain_csv(full)
        shown = self.tables()
        told = [sheet for sheet in self.sheets if sheet.name not in EVIDENCE]
        book = workbook(
            [*shown, *((sheet.name, sheet) for sheet in told)],
            [*self.notes(), (), *dictionary_texts(told)],
            self.words.published.about,
        )
        yield "data.csv", data_csv, len(full.rows)
        yield "data.json", json_bytes(whole(self.sheets)), None
        yield "tables.xlsx", book, sum(len(sheet.rows) for sheet in (*told, *(s for _, s in shown)))
        found = self.one.reconciled.findings
        cited = self.citer.everything(self.one.report, found, self.release)
        parts = {"data.csv": data_csv, "citations.csv": plain_csv(cited)}
        parts |= {f"tables/{sheet.name}.csv": plain_csv(sheet) for _, sheet in shown}
        parts |= {f"source/{name}": data for name, data in kept.items()}
        archive = bundle({**self.package(), **parts}, self.meta.report_id)
        yield f"{self.meta.report_id}.zip", archive, None

    def tables(self) -> list[tuple[str, Sheet]]:
        """Return every table that has numbers, as shown, by its printed title."""
        listed = {t.table: t for t in self.one.report.tables}.values()
        made = ((t.title, tables.shown(self.one.report, t, self.words)) for t in listed)
        return [(title, sheet) for title, sheet in made if sheet.rows]

    def package(self) -> dict[str, bytes]:
        """Return the report as a data package of its own: CSVs, descriptions, licence, citation."""
        files = {f"{sheet.name}.csv": plain_csv(sheet) for sheet in self.sheets}
        described = datapackage(self.about, self.sheets, files)
        cited = self.citer.report(self.meta, self.release)
        return {
            **files,
            "datapackage.json": json_bytes(described),
            "csvw.json": json_bytes(csvw(self.about, self.sheets)),
            "dictionary.csv": plain_csv(dictionary(self.sheets)),
            "README.txt": readme(self.about, self.citer, self.meta, self.release),
            "LICENSE.txt": licence(self.citer),
            "CITATION.txt": "\n\n".join(f"{style}\n{text}" for style, text in cited).encode()
            + b"\n",
        }


def whole(sheets: Sequence[Sheet]) -> dict[str, object]:
    """Return a report as one JSON value: itself, its entity, and its resources as tables.

    Columns are named once, not in every row: a third of the size.
    """
    named = {sheet.name: sheet for sheet in sheets}
    one = {
        key: records(named.pop(name))[0]
        for key, name in (("report", "reports"), ("entity", "entities"))
    }
    tables = {
        name: {"columns": [c.name for c in sheet.columns], "rows": sheet.rows}
        for name, sheet in named.items()
    }
    return {**one, **tables}


def dictionary_texts(sheets: Sequence[Sheet]) -> list[tuple[str, ...]]:
    """Return the data dictionary: every column with its kind, title and meaning."""
    rows = [(s.name, c.name, c.kind, c.title, c.words) for s in sheets for c in s.columns]
    return [_DICTIONARY, *rows]


def dictionary(sheets: Sequence[Sheet]) -> Sheet:
    """Return the data dictionary as a sheet."""
    head, *rows = dictionary_texts(sheets)
    return Sheet("dictionary", tuple(column("dictionary", n, "text", n) for n in head), tuple(rows))


def readme(about: About, citer: Citer, meta: Meta, release: Dated | None) -> bytes:
    """Return the README of an archive."""
    words = citer.words
    text = words(
        "published.readme.text",
        title=about.title,
        line="=" * 2 * len(about.title),
        text=about.text,
        source=meta.heading,
        address=citer.address(links.page(links.report(meta))),
        version=citer.version(release),
        licence=citer.facts.licence,
        licence_url=citer.facts.licence_url,
    )
    return text.lstrip().encode()


def licence(citer: Citer) -> bytes:
    """Return the licence note of an archive."""
    facts = citer.facts
    text = citer.words(
        "published.readme.licence",
        site=facts.title,
        licence=facts.licence,
        licence_url=facts.licence_url,
    )
    return text.lstrip().encode()
