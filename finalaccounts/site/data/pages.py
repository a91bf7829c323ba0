"""The pages about the data: all downloads, the changes from release to release, the API."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from finalaccounts.render import languages
from finalaccounts.render.shell import Crumb, Page
from finalaccounts.render.words import Words
from finalaccounts.site.data.changes import Change
from finalaccounts.site.data.databases import with_parquet
from finalaccounts.site.data.package import ARCHIVE, FOR_PEOPLE
from finalaccounts.site.data.sheets import Sheet
from finalaccounts.site.data.versions import CHANGES, PACKAGE, Versions

SHOWN = 200  # changes of a release on the page; its change list has all
# A report that came or went is told in a line: what it holds stands on its own page.
_WHOLE_REPORT = {"new_report": "entry_new", "withdrawn_report": "entry_withdrawn"}
_FORMATS = ("csv", "excel.csv", "parquet")
_WHOLE = (
    *("all.sqlite", "all.zip", "dictionary.csv", "datapackage.json"),
    *(
        "fiscal.datapackage.json",
        "csvw.json",
        "catalog.jsonld",
        "files.csv",
        "versions.json",
        "changes.csv",
    ),
)
# Files over all resources that stand in the pieces, where there are many.
_PIECES = ("all.sqlite", "all.zip", "fiscal.datapackage.json")
_API = (
    *("index", "entities", "reports", "report", "figures"),
    *("categories", "category", "findings", "schema"),
)
_API_AT = {
    "report": "reports/{report_id}.json",
    "figures": "reports/{report_id}/figures.json",
    "category": "categories/{code}.json",
}


class Counts(NamedTuple):
    """What the pages say of the resources, without their rows."""

    sheets: Sequence[Sheet]  # with the rows of the short ones
    rows: Mapping[str, int]
    pieces: tuple[tuple[str, int, int], ...]  # name, reports, rows; empty where all is in one


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource on the data page."""

    name: str = field(metadata={"doc": "Name of the resource."})
    holds: str = field(metadata={"doc": "What it holds."})
    rows: int = field(metadata={"doc": "Rows."})
    files: tuple[tuple[str, str, str], ...] = field(
        metadata={"doc": "(address, format, size); nothing where it stands in the pieces."}
    )
    columns: tuple[tuple[str, str, str], ...] = field(metadata={"doc": "(key, title, meaning)."})


@dataclass(frozen=True, slots=True)
class ReportChanges:
    """What a release changed in one report."""

    name: str = field(metadata={"doc": "Title of the report."})
    href: str = field(metadata={"doc": "Its page, or empty."})
    what: str = field(metadata={"doc": "In words: new, withdrawn, or how many changes."})
    rows: tuple[tuple[str, str, str, str, str, str], ...] = field(
        metadata={"doc": "Changes in words: what, kind of record, id, column, values, why."}
    )
    more: int = field(metadata={"doc": "Changes that are only in the list."})


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
    reports: tuple[ReportChanges, ...] = field(metadata={"doc": "What changed, by report."})


@dataclass(frozen=True, slots=True)
class DataPage:
    """Context of ``data.html``."""

    resources: tuple[Resource, ...] = field(metadata={"doc": "Resources in order."})
    pieces: tuple[tuple[str, int, int, tuple[tuple[str, str, str], ...]], ...] = field(
        metadata={"doc": "Of many: name, reports, rows, (address, file name, size)."}
    )
    whole: tuple[tuple[str, str, str, str], ...] = field(
        metadata={"doc": "Files over all resources: (address, name, what it is, size)."}
    )
    versions: tuple[Version, ...] = field(metadata={"doc": "Releases, the newest first."})
    citations: tuple[tuple[str, str], ...] = field(metadata={"doc": "(style, text)."})
    sheets_guard: str = field(metadata={"doc": "How text is guarded for spreadsheets."})
    left_out: str = field(metadata={"doc": "What this build could not make, or empty."})


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


class DataPages:
    """Makes the pages in one language from what has been written."""

    def __init__(
        self,
        words: Words,
        counts: Counts,
        versions: Versions,
        checksums: dict[str, str],
        size: Callable[[str], str],
        reports: dict[str, str],
    ) -> None:
        self.words, self.sheets, self.versions = words, counts.sheets, versions
        self.counts = counts
        self.checksums, self.size, self.reports = checksums, size, reports

    def _page(self, path: str, template: str, title: str, context: object, lead: str) -> Page:
        home = Crumb(self.words.shell.home, "index.html")
        top = Crumb(self.words.datapage.title, "data/index.html")
        crumbs = (home, Crumb(title)) if path == top.href else (home, top, Crumb(title))
        key = self.words.key
        return Page(path, template, title, context, "data", lead, crumbs, (), key)

    def _released(self) -> tuple[Version, ...]:
        return tuple(
            Version(
                self.words("published.changes.release", name=r.name, date=r.date),
                r.name,
                r.note,
                _counts(r.changes, self.words),
                f"data/{ARCHIVE}{r.name}/{PACKAGE}",
                f"data/{ARCHIVE}{r.name}/{CHANGES}",
                self.checksums.get(r.name, ""),
                self._by_report(r.changes),
            )
            for r in reversed(self.versions.releases)
        )

    def _by_report(self, changes: Sequence[Change]) -> tuple[ReportChanges, ...]:
        titles = {c.report_id: c.new or c.old for c in changes if c.resource == "reports"}
        titles |= self._titles()
        found: dict[str, list[Change]] = {}
        for c in changes:
            found.setdefault(c.report_id, []).append(c)
        left = SHOWN
        grouped = []
        for report_id, own in found.items():
            whole = next((_WHOLE_REPORT[c.why] for c in own if c.why in _WHOLE_REPORT), "")
            what = self.words("published.changes.entry_changes", count=len(own))
            rows = [] if whole else own[:left]
            left -= len(rows)
            grouped.append(
                ReportChanges(
                    titles.get(report_id, report_id),
                    self.reports.get(report_id, ""),
                    self.words.published.changes[whole] if whole else what,
                    tuple(map(self._told, rows)),
                    0 if whole else len(own) - len(rows),
                )
            )
        return tuple(grouped)

    def _titles(self) -> dict[str, str]:
        sheet = next((sheet for sheet in self.sheets if sheet.name == "reports"), None)
        if sheet is None:
            return {}
        names = [c.name for c in sheet.columns]
        at, title = names.index("report_id"), names.index("title")
        return {row[at]: row[title] for row in sheet.texts() if row[title]}

    def _columns(self) -> dict[tuple[str, str], str]:
        """Return the titles of today's columns; an older list may name others."""
        return {(sheet.name, c.name): c.title for sheet in self.sheets for c in sheet.columns}

    def _told(self, c: Change) -> tuple[str, str, str, str, str, str]:
        said = self.words.published.changes
        first = self.words.key == languages.FIRST
        return (
            said.kinds[c.change],
            said.resources.get(c.resource, c.resource),
            c.id,
            self._columns().get((c.resource, c.column), c.column) if first else c.column,
            f"{c.old or said.nothing} → {c.new or said.nothing}",
            said.whys[c.why],
        )

    def _resources(self) -> Iterator[Resource]:
        first = self.words.key == languages.FIRST
        for sheet in self.sheets:
            left_out = set() if sheet.name in FOR_PEOPLE else {"excel.csv"}
            left_out |= set() if with_parquet() else {"parquet"}
            endings = [ending for ending in _FORMATS if ending not in left_out]
            paths = [(f"data/{sheet.name}.{ending}", ending) for ending in endings]
            yield Resource(
                sheet.name,
                self.words.datapage.resources[sheet.name],
                self.counts.rows[sheet.name],
                tuple((path, ending, size) for path, ending in paths if (size := self.size(path))),
                tuple((c.name, c.title, c.words if first else c.doc) for c in sheet.columns),
            )

    def _in_piece(self, piece: str) -> Iterator[tuple[str, str, str]]:
        for name in _PIECES:
            path = f"data/{piece}/{name}"
            yield path, name, self.size(path)

    def pages(
        self, citations: tuple[tuple[str, str], ...], base: str, report_id: str
    ) -> Iterator[Page]:
        """Yield the pages; ``base`` is the public address or empty."""
        words, said = self.words, self.words.published
        released = self._released()
        whole = tuple(
            (f"data/{name}", name, said.whole[name.replace(".", "_")], self.size(f"data/{name}"))
            for name in _WHOLE
            if not (self.counts.pieces and name in _PIECES)
        )
        pieces = tuple(
            (name, reports, rows, tuple(self._in_piece(name)))
            for name, reports, rows in self.counts.pieces
        )
        missing = "" if with_parquet() else said.notes.no_parquet
        context = DataPage(
            tuple(self._resources()), pieces, whole, released, citations, said.notes.guard, missing
        )
        title, lead = words.datapage.title, words.datapage.lead
        yield self._page("data/index.html", "data.html", title, context, lead)
        open_changes = self.versions.unreleased
        pending = Version(
            *(said.changes.unreleased, "unreleased", "", _counts(open_changes, words)),
            *("", "data/changes.csv", ""),
            self._by_report(open_changes),
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
