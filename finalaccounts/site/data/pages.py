"""The pages about the data: all downloads, the changes from release to release, the API."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from finalaccounts.render import languages
from finalaccounts.render.shell import Crumb, Page
from finalaccounts.render.words import Words
from finalaccounts.site.data.changes import Change
from finalaccounts.site.data.data_page import Counts, ReportChanges, Version, data_page
from finalaccounts.site.data.package import ARCHIVE
from finalaccounts.site.data.versions import CHANGES, PACKAGE, Versions

SHOWN = 200  # changes of a release on the page; its change list has all
# A report that came or went is told in a line: what it holds stands on its own page.
_WHOLE_REPORT = {"new_report": "entry_new", "withdrawn_report": "entry_withdrawn"}
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

    def pages(
        self, citations: tuple[tuple[str, str], ...], base: str, report_id: str
    ) -> Iterator[Page]:
        """Yield the pages; ``base`` is the public address or empty."""
        words, said = self.words, self.words.published
        released = self._released()
        context = data_page(words, self.counts, released, citations, self.size, base)
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
