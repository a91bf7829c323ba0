"""The publication of one report: its downloads, and what its pages say of them.

Knows nothing of other reports, so that reports can be made side by side in any order.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from finalaccounts.model import Report
from finalaccounts.render import links
from finalaccounts.render.languages import FIRST
from finalaccounts.render.shell import File, SiteFacts, SiteReport
from finalaccounts.render.words import Words
from finalaccounts.render.words import words as load_words
from finalaccounts.site.data import api, recipes
from finalaccounts.site.data.bundle import sha256
from finalaccounts.site.data.changes import Row, diff, state
from finalaccounts.site.data.cite import Citer
from finalaccounts.site.data.describe import schema_org
from finalaccounts.site.data.folder import Folder
from finalaccounts.site.data.parts import Known, Part
from finalaccounts.site.data.sheets import HEADS, merged, rows
from finalaccounts.site.data.versions import Dated

MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
    "zip": "application/zip",
}
FEEDS = (("application/atom+xml", "feed.xml"), ("application/feed+json", "feed.json"))


def folder_of(data: Path, report: Report) -> Path:
    """Return the folder that holds a report's files below the data folder."""
    meta = report.meta
    return data / "reports" / meta.division / meta.slug / str(meta.fiscal_year)


class ReportPublication:
    """Answers what the pages of one report ask (``Published``), and makes its downloads.

    ``base`` holds the report's rows in the newest release, ``released`` the release that last
    changed it; a report that differs from ``base`` is cited as not released.
    """

    def __init__(
        self,
        one: SiteReport,
        facts: SiteFacts,
        released: Dated | None = None,
        base: Mapping[str, list[Row]] | None = None,
    ) -> None:
        self.one, self.facts = one, facts
        meta = one.report.meta
        self.rows = rows(one)
        self.sheets = merged([(meta.fiscal_year or 0, self.rows)], whole=False)
        self.unreleased = diff(base or {}, state(self.sheets))
        self.released = None if self.unreleased else released
        self.citer = Citer(facts, load_words(FIRST))
        self.own = Folder(one, self.citer, self.released, self.sheets)
        self.address = api.addresses(facts.site_url)
        self.known: dict[str, Known] = {}

    def part(self) -> Part:
        """Return what the data over all reports need of this one, once its files are made."""
        return Part(
            self.one.report.meta,
            {name: self.rows[name] for name in HEADS},
            {name: len(found) for name, found in self.rows.items()},
            api.codes(self.one.report),
            self.unreleased,
            self.known,
        )

    def _keep(self, path: str, data: bytes, rows: int | None) -> File:
        self.known[path] = Known(len(data), rows, sha256(data))
        return File(path, data)

    def files(self, received: Mapping[str, bytes]) -> Iterator[File]:
        """Yield the downloads and the answers of the API; ``received`` holds the sources."""
        report = self.one.report
        for name, content, count in self.own.written(received):
            yield self._keep(f"{links.report(report.meta)}/{name}", content, count)
        name = self.released.name if self.released else ""
        yield from api.report_files(report, self.sheets, name, self.address)

    def beside(self, files: Iterable[File]) -> Iterator[File]:
        """Yield files of pages; the numbers of charts are listed among the downloads."""
        for file in files:
            rows = chart_rows(file)
            yield file if rows is None else self._keep(file.path, file.data, rows)

    # ------------------------------------------------------------ what the pages ask

    def _citer(self, language: str) -> Citer:
        return self.citer if language == FIRST else Citer(self.facts, load_words(language))

    def downloads(self, report: Report, language: str) -> tuple[tuple[str, str, str], ...]:
        """Return (address, name, size and rows) of the files of a department-year."""
        words = load_words(language)
        folder, said = links.report(report.meta), words.published.downloads
        names = {
            "data.csv": said.data_csv,
            "tables.xlsx": said.tables_xlsx,
            "data.json": said.data_json,
            f"{report.meta.report_id}.zip": said.zip,
        }
        paths = [(f"{folder}/{name}", told) for name, told in names.items()]
        return tuple((path, told, size(self.known.get(path), words)) for path, told in paths)

    def citations(self, report: Report, language: str) -> tuple[tuple[str, str], ...]:
        """Return (style, text) of the citations of the report."""
        return self._citer(language).report(report.meta, self.released)

    def table(self, report: Report, key: str, language: str) -> tuple[tuple[str, str], ...]:
        """Return (style or program, text): citations of a table, lines of code that read it."""
        table = next(t for t in report.tables if t.table == key)
        cited = self._citer(language).table(report.meta, table, self.released)
        base = self.facts.site_url or recipes.PLACEHOLDER
        address = f"{base}{links.report(report.meta)}/data.csv"
        return (*cited, *recipes.load(address, (), (("resource", "figures"), ("group", key))))

    def version(self, report: Report, language: str) -> str:
        """Return which release of the data the pages of the report show, in words."""
        return self._citer(language).version(self.released)

    def cited(self, title: str, path: str, language: str) -> tuple[tuple[str, str], ...]:
        """Return (style, text) of the citations of a page of the report.

        Empty for its main page, which gives those of the report.
        """
        if path.endswith(links.page(links.report(self.one.report.meta))):
            return ()
        return self._citer(language).page(title, path, self.released)

    def alternates(self, path: str) -> tuple[tuple[str, str], ...]:
        """Return (media type, address) of the feeds of the report's department."""
        hub = links.department(self.one.report.meta)
        return tuple((kind, f"{hub}/{name}") for kind, name in FEEDS)

    def jsonld(self, report: Report) -> str:
        """Return the schema.org description of the report, safe inside a script element."""
        meta = report.meta
        folder = links.report(meta)
        here = links.page(folder)
        files = [
            (self.address(here, f"{folder}/{name}"), MEDIA[name.rpartition(".")[2]])
            for name in ("data.csv", "tables.xlsx", "data.json", f"{meta.report_id}.zip")
        ]
        return script(schema_org(self.own.about, files))


def chart_rows(file: File) -> int | None:
    """Return how many rows the data of a chart have; None for any other file."""
    folder, _, name = file.path.rpartition("/")
    if not (folder.endswith("/charts") and name.endswith(".csv")):
        return None
    return sum(1 for _ in csv.reader(io.StringIO(file.data.decode()))) - 1


def size(known: Known | None, words: Words) -> str:
    """Return size and rows of a file in words; empty for a file that is not written yet."""
    if known is None:
        return ""
    told = words("published.downloads.byte", count=f"{max(1, round(known.size / 1000)):,}")
    if known.rows is None:
        return told
    return words("published.downloads.rows", rows=f"{known.rows:,}", size=told)


def script(value: object) -> str:
    """Return JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("&", "\\u0026")
