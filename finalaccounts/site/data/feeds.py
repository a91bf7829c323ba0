"""Feeds: what changed, as Atom and JSON Feed, made from the change lists of releases alone.

An entry stands for one report in one release; its id and date never change, so that a rebuild
without a release leaves every byte as it was.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape as escape_xml
from xml.sax.saxutils import quoteattr

from finalaccounts.render import links
from finalaccounts.render.shell import File, SiteFacts
from finalaccounts.render.words import Words
from finalaccounts.site.data.changes import Change
from finalaccounts.site.data.texts import json_bytes
from finalaccounts.site.data.versions import Release

SHOWN = 20  # changes told in an entry; the change list has all
NEVER = "1970-01-01T00:00:00Z"  # Atom demands a date where nothing has been released yet
CHANGELOG = "data/changes/index.html"
_SPACE = uuid.UUID("6f1a7a63-3b5e-5d0c-9d3b-0c5a2f4e7a11")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One report in one release."""

    id: str
    date: str
    title: str
    page: str
    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """What a feed needs to know of a report: name, page, its department's folder and name."""

    name: str
    page: str
    hub: str
    entity: str


def escape(text: str) -> str:
    """Return text for XML: what a report prints but XML cannot hold becomes a question mark."""
    return escape_xml(re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", text))


def told(change: Change, words: Words) -> str:
    """Return one change in a line of words."""
    said = words.published.changes
    values = f"{change.old or said.nothing} → {change.new or said.nothing}"
    what = said.kinds[change.change]
    return (
        f"{change.resource} {change.id} {what} {change.column}: {values} ({said.whys[change.why]})"
    )


class Feeds:
    """Makes the entries and files of all feeds in one language."""

    def __init__(
        self,
        facts: SiteFacts,
        words: Words,
        releases: Sequence[Release],
        named: Mapping[str, Named],
        address: Callable[[str, str], str],
    ) -> None:
        self.facts, self.words, self.releases = facts, words, releases
        self.named, self.address = named, address

    def _entries(
        self,
        topic: str,
        wanted: Callable[[Change], bool],
        title: Callable[[str, Sequence[Change]], str],
    ) -> list[FeedEntry]:
        entries = []
        for release in reversed(self.releases):
            by_report: dict[str, list[Change]] = {}
            for change in release.changes:
                if wanted(change):
                    by_report.setdefault(change.report_id, []).append(change)
            for report_id, changes in by_report.items():
                lines = [told(change, self.words) for change in changes[:SHOWN]]
                if rest := len(changes) - SHOWN:
                    lines += [self.words("published.changes.more", count=rest)] if rest > 0 else []
                known = self.named.get(report_id)
                entries.append(
                    FeedEntry(
                        f"urn:uuid:{uuid.uuid5(_SPACE, f'{topic} {release.name} {report_id}')}",
                        f"{release.date}T00:00:00Z",
                        title(known.name if known else report_id, changes),
                        known.page if known else CHANGELOG,
                        "\n".join(lines),
                    )
                )
        return entries

    def _title(self, name: str, changes: Sequence[Change]) -> str:
        said = self.words.published.changes
        whys = {change.why for change in changes}
        if "new_report" in whys:
            return self.words("published.changes.entry", name=name, what=said.entry_new)
        if "withdrawn_report" in whys:
            return self.words("published.changes.entry", name=name, what=said.entry_withdrawn)
        what = self.words("published.changes.entry_changes", count=len(changes))
        return self.words("published.changes.entry", name=name, what=what)

    def _findings_title(self, name: str, changes: Sequence[Change]) -> str:
        return self.words("published.changes.findings_entry", name=name, count=len(changes))

    def files(self) -> Iterator[File]:
        """Yield the feeds of the site, of the findings, and of every department."""
        title = self.words("published.feeds.site", site=self.facts.title)
        entries = self._entries("site", lambda change: True, self._title)
        yield from self._pair("", "index.html", title, entries)
        title = self.words("published.feeds.findings", site=self.facts.title)
        found = self._entries("findings", lambda c: c.resource == "findings", self._findings_title)
        yield from self._pair("findings/", "findings/index.html", title, found)
        hubs: dict[str, set[str]] = {}
        for report_id, known in self.named.items():
            hubs.setdefault(known.hub, set()).add(report_id)
        for hub, ids in sorted(hubs.items()):
            name = self.named[max(ids)].entity
            title = self.words("published.feeds.department", entity=name)
            own = self._entries("site", lambda c, ids=ids: c.report_id in ids, self._title)  # type: ignore[misc]
            yield from self._pair(f"{hub}/", links.page(hub), title, own)

    def _pair(
        self, folder: str, page: str, title: str, entries: Sequence[FeedEntry]
    ) -> Iterator[File]:
        yield File(f"{folder}feed.xml", self._atom(f"{folder}feed.xml", page, title, entries))
        yield File(f"{folder}feed.json", self._json(f"{folder}feed.json", page, title, entries))

    def _atom(self, here: str, page: str, title: str, entries: Sequence[FeedEntry]) -> bytes:
        author = self.facts.operator or self.facts.title
        lines = [
            '<?xml version="1.0" encoding="utf-8"?>',
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{self.words.language}">',
            f"<id>urn:uuid:{uuid.uuid5(_SPACE, here)}</id>",
            f"<title>{escape(title)}</title>",
            f"<updated>{entries[0].date if entries else NEVER}</updated>",
            f"<author><name>{escape(author)}</name></author>",
            f"<rights>{escape(self.facts.licence)}</rights>",
            f'<link rel="alternate" type="text/html" href={quoteattr(self.address(here, page))}/>',
            f'<link rel="self" type="application/atom+xml" href={quoteattr(self.address(here, here))}/>',
        ]
        for entry in entries:
            lines += [
                "<entry>",
                f"<id>{entry.id}</id>",
                f"<title>{escape(entry.title)}</title>",
                f"<updated>{entry.date}</updated>",
                f"<link href={quoteattr(self.address(here, entry.page))}/>",
                f'<content type="text">{escape(entry.text)}</content>',
                "</entry>",
            ]
        return "\n".join([*lines, "</feed>", ""]).encode()

    def _json(self, here: str, page: str, title: str, entries: Sequence[FeedEntry]) -> bytes:
        made: dict[str, object] = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": title,
            "language": self.words.language,
            "home_page_url": self.address(here, page),
            "feed_url": self.address(here, here),
            "authors": [{"name": self.facts.operator or self.facts.title}],
            "items": [
                {
                    "id": entry.id,
                    "url": self.address(here, entry.page),
                    "title": entry.title,
                    "content_text": entry.text,
                    "date_published": entry.date,
                }
                for entry in entries
            ],
        }
        return json_bytes(made)
