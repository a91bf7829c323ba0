"""The publication: all files that others reuse, and what the pages say of them.

Files are made one report at a time and remembered by size and checksum only, so that the pages,
drawn after them, can name what can be downloaded and the list of files is complete at the end.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from finalaccounts.model import Report
from finalaccounts.render import links
from finalaccounts.render.languages import FIRST, LANGUAGES
from finalaccounts.render.shell import File, Shell, SiteReport, site_facts
from finalaccounts.render.words import Words
from finalaccounts.render.words import words as load_words
from finalaccounts.site.data import discovery, package
from finalaccounts.site.data.api import Api, addresses
from finalaccounts.site.data.bundle import sha256
from finalaccounts.site.data.changes import Change, State, cells, diff, state
from finalaccounts.site.data.cite import Citer
from finalaccounts.site.data.describe import About, schema_org
from finalaccounts.site.data.feeds import Feeds, Named
from finalaccounts.site.data.folder import Folder, spreadsheets
from finalaccounts.site.data.pages import DataPages
from finalaccounts.site.data.sheets import Column, Sheet, resources
from finalaccounts.site.data.tables import file_name
from finalaccounts.site.data.texts import text_rows
from finalaccounts.site.data.versions import Release, Versions, add, find, versions

MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
    "zip": "application/zip",
}
FORMATS = ("csv", "excel.csv", "xlsx", "json")


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a written file."""

    size: int
    rows: int | None
    sha256: str


class Publication:
    """Everything behind the downloads of one build; ``around`` yields it with the pages."""

    def __init__(self, site: Sequence[SiteReport], data: Path) -> None:
        self.site, self.data = site, data
        self.facts = site_facts(data)
        self.words = load_words(FIRST)
        self.citer = Citer(self.facts, self.words)
        self.sheets = resources(site)
        self.now: State = state(self.sheets)
        self.versions: Versions = versions(data, self.now)
        self.address = addresses(self.facts.site_url)
        self.known: dict[str, Known] = {}
        self.pages: list[str] = []
        self.feeds_at: set[str] = set()
        self.about: dict[str, About] = {}
        metas = [one.report.meta for one in site]
        self.released = {meta.report_id: self.versions.of(meta.report_id) for meta in metas}
        self.by_folder = {links.report(meta): meta.report_id for meta in metas}

    def _keep(self, path: str, data: bytes, rows: int | None) -> File:
        self.known[path] = Known(len(data), rows, sha256(data))
        return File(path, data)

    def around(self, pages: Iterable[File]) -> Iterator[File]:
        """Yield the downloads, then the pages, what belongs to their charts, and the lists."""
        for one in self.site:
            yield from self._folder(one)
        for name, content, rows in package.files(
            self.facts, self.words, self.sheets, self.versions
        ):
            yield self._keep(name, content, rows)
        yield from self._interfaces()
        yield from self._pages()
        for page in pages:
            yield page
            self._seen(page)
            if "/charts/" in page.path and page.path.endswith(".csv"):
                yield from self._chart(page)
        yield from discovery.sitemap(self.facts, self.pages)
        listed = [(path, k.size, k.rows, k.sha256) for path, k in sorted(self.known.items())]
        yield File("data/files.csv", text_rows(("path", "bytes", "rows", "sha256"), listed))

    def _seen(self, page: File) -> File:
        # The page for unknown addresses and the frames for other sites are no places to be found.
        if page.path.endswith("index.html") and "/embed/" not in page.path:
            self.pages.append(page.path)
        return page

    def _pages(self) -> Iterator[File]:
        shell = Shell(self.facts, self)
        metas = [one.report.meta for one in self.site]
        reports = {meta.report_id: links.page(links.report(meta)) for meta in metas}
        checksums = {release.name: sha256(release.package) for release in self.versions.releases}
        for language in LANGUAGES:
            words = load_words(language)
            made = DataPages(
                words,
                self.sheets,
                self.versions,
                checksums,
                lambda path, words=words: self._size(path, words),  # type: ignore[misc]
                reports,
            )
            title = words("published.dataset", site=self.facts.title)
            cited = self.cited(title, "data/index.html", language)
            for page in made.pages(cited, self.facts.site_url, next(iter(reports), "")):
                yield self._seen(shell.draw(page))

    def _folder(self, one: SiteReport) -> Iterator[File]:
        meta = one.report.meta
        kept = self.data / "reports" / meta.division / meta.slug / str(meta.fiscal_year)
        received = {s.file: (kept / s.file).read_bytes() for s in meta.sources}
        folder = Folder(one, self.citer, self.released[meta.report_id])
        self.about[meta.report_id] = folder.about
        for name, content, rows in folder.written(received):
            yield self._keep(f"{links.report(meta)}/{name}", content, rows)

    def _interfaces(self) -> Iterator[File]:
        versions = {key: release.name if release else "" for key, release in self.released.items()}
        yield from Api(self.site, self.sheets, self.address).files(versions, self.versions.name)
        named = {}
        for one in self.site:
            meta = one.report.meta
            title = self.words("report.title", entity=meta.entity, year=meta.fiscal_year)
            named[meta.report_id] = Named(
                title, links.page(links.report(meta)), links.department(meta), meta.entity
            )
        feeds = Feeds(self.facts, self.words, self.versions.releases, named, self.address)
        for file in feeds.files():
            self.feeds_at.add(file.path)
            yield file
        yield discovery.robots(self.facts)
        yield discovery.llms(self.facts, self.words, self.site)

    def _chart(self, page: File) -> Iterator[File]:
        """Yield the other formats of a chart's numbers, as its page shows them."""
        head, *rows = csv.reader(io.StringIO(page.data.decode()))
        columns = tuple(Column(title, "text", title, "", "") for title in head)
        folder, _, name = page.path.rpartition("/")
        sheet = Sheet(name.removesuffix(".csv"), columns, tuple(map(tuple, rows)))
        self._keep(page.path, page.data, len(rows))
        for name, content, count in spreadsheets(sheet, {}, [], self.words.published.about):
            if name != f"{sheet.name}.csv":
                yield self._keep(f"{folder}/{name}", content, count)

    # ------------------------------------------------------------ versions

    def since(self, base: str) -> tuple[str, list[tuple[str, ...]]]:
        """Return the name of a release, and every cell that changed since it."""
        release = find(self.versions, base)
        before = release.state()
        return release.name, list(cells(diff(before, self.now), before, self.now))

    def release(self, name: str, date: str, note: str = "") -> tuple[Change, ...]:
        """Write the state now as a release below ``data/releases/``; return what it changes."""
        archive = package.archive(self.facts, self.words, self.sheets, name, date)
        made = Release(name, date, note, archive, self.versions.unreleased)
        add(self.data, self.versions, made)
        return made.changes

    # ------------------------------------------------------------ what the pages ask

    def _citer(self, language: str) -> Citer:
        return self.citer if language == FIRST else Citer(self.facts, load_words(language))

    def _size(self, path: str, words: Words) -> str:
        known = self.known.get(path)
        if known is None:  # the list of files itself, written last
            return ""
        size = words("published.downloads.byte", count=f"{known.size:,}")
        if known.rows is None:
            return size
        return words("published.downloads.rows", rows=f"{known.rows:,}", size=size)

    def downloads(self, report: Report, language: str) -> tuple[tuple[str, str, str], ...]:
        """Return (address, name, size and rows) of the files of a department-year."""
        words = load_words(language)
        folder, said = links.report(report.meta), words.published.downloads
        names = {
            "data.csv": said.data_csv,
            "data.excel.csv": said.data_excel_csv,
            "tables.xlsx": said.tables_xlsx,
            "data.json": said.data_json,
            f"{report.meta.report_id}.zip": said.zip,
            "citations.csv": said.citations_csv,
        }
        paths = [(f"{folder}/{name}", told) for name, told in names.items()]
        return tuple((path, told, self._size(path, words)) for path, told in paths)

    def table(self, report: Report, key: str, language: str) -> tuple[tuple[str, str], ...]:
        """Return (address, format) of the files of a table; nothing when it has no rows."""
        base = f"{links.report(report.meta)}/{file_name(key)}"
        said = load_words(language).published.downloads
        return tuple(
            (f"{base}.{ending}", said[ending.replace(".", "_")])
            for ending in FORMATS
            if f"{base}.{ending}" in self.known
        )

    def citations(self, report: Report, language: str) -> tuple[tuple[str, str], ...]:
        """Return (style, text) of the citations of a report."""
        return self._citer(language).report(report.meta, self.released[report.meta.report_id])

    def cited(self, title: str, path: str, language: str) -> tuple[tuple[str, str], ...]:
        """Return (style, text) of the citations of any page, in the version of what it shows."""
        neutral = path.removeprefix(load_words(language).prefix)
        return self._citer(language).page(title, path, self._shown(neutral))

    def _shown(self, path: str) -> Release | None:
        """Return the release that last changed what a page shows, as far as its address tells."""
        parts = path.split("/")
        if parts[0] == "d" and len(parts) > 3:
            own = f"{'/'.join(parts[:4])}/"
            hub = f"{'/'.join(parts[:3])}/"
            folders = [f for f in self.by_folder if f"{f}/" == own] or [
                f for f in self.by_folder if f.startswith(hub)
            ]
            ids = {self.by_folder[folder] for folder in folders}
            return self.versions.touched(lambda change: change.report_id in ids)
        if parts[0] in ("f", "e") and len(parts) > 2:
            return self.versions.of_code(parts[1])
        return self.versions.last

    def alternates(self, path: str) -> tuple[tuple[str, str], ...]:
        """Return (media type, address) of the feeds nearest to a page: its own, else one above."""
        folder = path.rpartition("/")[0]
        while folder and f"{folder}/feed.xml" not in self.feeds_at:
            folder = folder.rpartition("/")[0]
        lead = f"{folder}/" if folder else ""
        kinds = (("application/atom+xml", "feed.xml"), ("application/feed+json", "feed.json"))
        return tuple((k, lead + name) for k, name in kinds if lead + name in self.feeds_at)

    def jsonld(self, report: Report) -> str:
        """Return the schema.org description of a department-year, safe inside a script element."""
        meta = report.meta
        folder = links.report(meta)
        here = links.page(folder)
        files = [
            (self.address(here, f"{folder}/{name}"), MEDIA[name.rpartition(".")[2]])
            for name in ("data.csv", "tables.xlsx", "data.json", f"{meta.report_id}.zip")
        ]
        return script(schema_org(self.about[meta.report_id], files))


def script(value: object) -> str:
    """Return JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("&", "\\u0026")
