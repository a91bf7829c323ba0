"""The pages about the data: all downloads, the changes from release to release, the API."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from finalaccounts.render import languages
from finalaccounts.render.shell import Crumb, Page
from finalaccounts.render.words import Words
from finalaccounts.site.data.changes import Change
from finalaccounts.site.data.package import ARCHIVE
from finalaccounts.site.data.sheets import Sheet
from finalaccounts.site.data.versions import CHANGES, PACKAGE, Release, Versions

SHOWN = 200  # changes of a release on the page; its change list has all
_FORMATS = ("csv", "excel.csv", "json", "parquet")
_WHOLE = (
    *("all.xlsx", "all.sqlite", "all.zip", "dictionary.csv", "datapackage.json"),
    *("csvw.json", "catalog.jsonld", "files.csv", "versions.json", "changes.csv"),
)
_API = (
    *("index", "entities", "reports", "report", "figures"),
    *("categories", "category", "findings", "schema"),
)
_API_AT = {
    "report": "reports/{report_id}.json",
    "figures": "reports/{report_id}/figures.json",
    "category": "categories/{code}.json",
}


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource on the data page."""

    name: str = field(metadata={"doc": "Name of the resource."})
    holds: str = field(metadata={"doc": "What it holds."})
    rows: int = field(metadata={"doc": "Rows."})
    files: tuple[tuple[str, str, str], ...] = field(metadata={"doc": "(address, format, size)."})
    columns: tuple[tuple[str, str, str], ...] = field(metadata={"doc": "(key, title, meaning)."})


@dataclass(frozen=True, slots=True)
class Version:
    """A release as the pages show it."""

    name: str = field(metadata={"doc": "Name and date, or words for what is not released."})
    anchor: str = field(metadata={"doc": "Permanent anchor on the page of changes."})
    note: str = field(metadata={"doc": "What was said of it."})
    counts: str = field(metadata={"doc": "How many records came, went, changed."})
    package: str = field(metadata={"doc": "Address of its archive, or empty."})
    changes: str = field(metadata={"doc": "Address of its change list."})
    sha256: str = field(metadata={"doc": "Checksum of the archive."})
    rows: tuple[tuple[Change, str], ...] = field(metadata={"doc": "(change, address of report)."})
    more: int = field(metadata={"doc": "Changes that are only in the list."})


@dataclass(frozen=True, slots=True)
class DataPage:
    """Context of ``data.html``."""

    resources: tuple[Resource, ...] = field(metadata={"doc": "Resources in order."})
    whole: tuple[tuple[str, str, str, str], ...] = field(
        metadata={"doc": "Files over all resources: (address, name, what it is, size)."}
    )
    versions: tuple[Version, ...] = field(metadata={"doc": "Releases, the newest first."})
    citations: tuple[tuple[str, str], ...] = field(metadata={"doc": "(style, text)."})
    sheets_guard: str = field(metadata={"doc": "How text is guarded for spreadsheets."})


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Context of ``changes.html``."""

    versions: tuple[Version, ...] = field(metadata={"doc": "The newest first."})


@dataclass(frozen=True, slots=True)
class ApiPage:
    """Context of ``api.html``."""

    addresses: tuple[tuple[str, str, str], ...] = field(
        metadata={"doc": "(address to click or empty, address shown, what it holds)."}
    )
    base: str = field(metadata={"doc": "Address before every path in the examples."})
    is_local: bool = field(metadata={"doc": "True when the site has no public address."})
    report_id: str = field(metadata={"doc": "A report for the examples."})


def _counts(changes: Sequence[Change], words: Words) -> str:
    kinds = ("added", "removed", "changed")
    counted = {kind: sum(c.change == kind for c in changes) for kind in kinds}
    return words("published.changes.counts", **counted)


def _version(release: Release, known: dict[str, str], words: Words, checksum: str) -> Version:
    return Version(
        words("published.changes.release", name=release.name, date=release.date),
        release.name,
        release.note,
        _counts(release.changes, words),
        f"data/{ARCHIVE}{release.name}/{PACKAGE}",
        f"data/{ARCHIVE}{release.name}/{CHANGES}",
        checksum,
        tuple((c, known.get(c.report_id, "")) for c in release.changes[:SHOWN]),
        max(0, len(release.changes) - SHOWN),
    )


class DataPages:
    """Makes the pages in one language from what has been written."""

    def __init__(
        self,
        words: Words,
        sheets: Sequence[Sheet],
        versions: Versions,
        checksums: dict[str, str],
        size: Callable[[str], str],
        reports: dict[str, str],
    ) -> None:
        self.words, self.sheets, self.versions = words, sheets, versions
        self.checksums, self.size, self.reports = checksums, size, reports

    def _page(self, path: str, template: str, title: str, context: object, lead: str) -> Page:
        home = Crumb(self.words.shell.home, "index.html")
        top = Crumb(self.words.datapage.title, "data/index.html")
        crumbs = (home, Crumb(title)) if path == top.href else (home, top, Crumb(title))
        key = self.words.key
        return Page(path, template, title, context, "data", lead, crumbs, (), key)

    def _released(self) -> tuple[Version, ...]:
        return tuple(
            _version(r, self.reports, self.words, self.checksums.get(r.name, ""))
            for r in reversed(self.versions.releases)
        )

    def _resources(self) -> Iterator[Resource]:
        first = self.words.key == languages.FIRST
        for sheet in self.sheets:
            paths = [(f"data/{sheet.name}.{ending}", ending) for ending in _FORMATS]
            yield Resource(
                sheet.name,
                self.words.datapage.resources[sheet.name],
                len(sheet.rows),
                tuple((path, ending, self.size(path)) for path, ending in paths),
                tuple((c.name, c.title, c.words if first else c.doc) for c in sheet.columns),
            )

    def pages(
        self, citations: tuple[tuple[str, str], ...], base: str, report_id: str
    ) -> Iterator[Page]:
        """Yield the pages; ``base`` is the public address or empty."""
        words, said = self.words, self.words.published
        released = self._released()
        whole = tuple(
            (f"data/{name}", name, said.whole[name.replace(".", "_")], self.size(f"data/{name}"))
            for name in _WHOLE
        )
        context = DataPage(tuple(self._resources()), whole, released, citations, said.notes.guard)
        title, lead = words.datapage.title, words.datapage.lead
        yield self._page("data/index.html", "data.html", title, context, lead)
        open_changes = self.versions.unreleased
        pending = Version(
            *(said.changes.unreleased, "unreleased", "", _counts(open_changes, words)),
            *("", "data/changes.csv", ""),
            tuple((c, self.reports.get(c.report_id, "")) for c in open_changes[:SHOWN]),
            max(0, len(open_changes) - SHOWN),
        )
        listed = ((pending,) if open_changes else ()) + released
        title, lead = said.changes.title, said.changes.lead
        yield self._page(
            "data/changes/index.html", "changes.html", title, ChangesPage(listed), lead
        )
        rows = []
        for name in _API:
            at = _API_AT.get(name, f"{name}.json")
            href = "" if "{" in at else f"api/v1/{at}"
            rows.append((href, f"api/v1/{at}", said.api[name]))
        local = "" if base else words("published.api.local", placeholder="SITE/")
        api = ApiPage(tuple(rows), base or "SITE/", bool(local), report_id)
        yield self._page("data/api/index.html", "api.html", said.api.title, api, said.api.lead)
