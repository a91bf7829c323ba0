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
from finalaccounts.site.data.texts import excel_csv, json_bytes, plain_csv, records
from finalaccounts.site.data.versions import Dated
from finalaccounts.site.data.workbook import workbook

Written = tuple[str, bytes, int | None]  # name, content, rows (None where rows mean nothing)
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

    def notes(self, full: str = "") -> list[tuple[str, ...]]:
        """Return the rows of the sheet of notes: where from, how to read.

        The workbook of a single table names the file that is ``full`` and no version, so that it
        changes only with its own numbers.
        """
        told = self.words.published.notes
        facts = self.citer.facts
        rows: list[tuple[str, ...]] = [
            (self.about.title,),
            (told.source, self.meta.heading),
            (told.address, self.citer.address(links.page(links.report(self.meta)))),
            (told.licence, f"{facts.licence} {facts.licence_url}"),
            (told.blank,),
            (told.guard,),
            (told.long,),
        ]
        if full:
            return [*rows, (self.words("published.notes.full", file=full),)]
        return [*rows, (told.version, self.citer.version(self.release))]

    def written(self, kept: Mapping[str, bytes]) -> Iterator[Written]:
        """Yield every download; ``kept`` holds the source files as received."""
        full = tables.everything(self.one.report)
        data_json = json_bytes(whole(self.sheets))
        book = workbook(
            self.sheets,
            [*self.notes(), (), *dictionary_texts(self.sheets)],
            self.words.published.about,
        )
        cited = self.citer.figures(self.one.report, self.release)
        yield "data.csv", plain_csv(full), len(full.rows)
        yield "data.excel.csv", excel_csv(full), len(full.rows)
        yield "data.json", data_json, None
        yield "tables.xlsx", book, sum(len(sheet.rows) for sheet in self.sheets)
        yield "citations.csv", plain_csv(cited), len(cited.rows)
        yield from self.tables()
        parts = {"data.csv": plain_csv(full), "tables.xlsx": book}
        parts |= {f"source/{name}": data for name, data in kept.items()}
        archive = bundle({**self.package(), **parts}, self.meta.report_id)
        yield f"{self.meta.report_id}.zip", archive, None

    def tables(self) -> Iterator[Written]:
        """Yield the files of every table that has numbers, as shown."""
        for key, table in {t.table: t for t in self.one.report.tables}.items():
            sheet = tables.shown(self.one.report, table, self.words)
            if not sheet.rows:
                continue
            head = {"report_id": self.meta.report_id, "table": key, "title": table.title}
            head |= {"number": table.number, "unit": table.unit, "state": table.state}
            notes = [(table.title, table.number, table.unit), *self.notes("data.csv")]
            yield from spreadsheets(sheet, head, notes, self.words.published.about)

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


def spreadsheets(
    sheet: Sheet, head: Mapping[str, object], notes: Sequence[Sequence[str]], notes_name: str
) -> Iterator[Written]:
    """Yield a sheet as CSV, CSV for spreadsheets, JSON and XLSX."""
    rows = len(sheet.rows)
    yield f"{sheet.name}.csv", plain_csv(sheet), rows
    yield f"{sheet.name}.excel.csv", excel_csv(sheet), rows
    yield f"{sheet.name}.json", json_bytes({**head, "rows": records(sheet)}), rows
    yield f"{sheet.name}.xlsx", workbook([sheet], notes, notes_name), rows


def whole(sheets: Sequence[Sheet]) -> dict[str, object]:
    """Return a report as one JSON value: itself, its entity, and its resources."""
    named = {sheet.name: records(sheet) for sheet in sheets}
    return {"report": named.pop("reports")[0], "entity": named.pop("entities")[0], **named}


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
