"""The publication over all reports: what others reuse as a whole, and what its pages say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from finalaccounts.model import Report
from finalaccounts.render import links
from finalaccounts.render.languages import FIRST, LANGUAGES
from finalaccounts.render.shell import File, Page, SiteReport, site_facts
from finalaccounts.render.words import Words
from finalaccounts.render.words import words as load_words
from finalaccounts.site.data import api, discovery, package, tidy
from finalaccounts.site.data.bundle import sha256
from finalaccounts.site.data.changes import Change, cells, diff, state
from finalaccounts.site.data.cite import Citer
from finalaccounts.site.data.data_page import Counts
from finalaccounts.site.data.describe import schema_org
from finalaccounts.site.data.feeds import Feeds, Named
from finalaccounts.site.data.openapi import openapi
from finalaccounts.site.data.pages import DataPages
from finalaccounts.site.data.parts import Held, Known
from finalaccounts.site.data.piece import Piece, piece_files
from finalaccounts.site.data.report import (
    FEEDS,
    MEDIA,
    ReportPublication,
    chart_rows,
    folder_of,
    script,
    size,
)
from finalaccounts.site.data.shards import shards
from finalaccounts.site.data.sheets import NUMBERS, Column, Sheet, heads, merged, shapes
from finalaccounts.site.data.texts import json_bytes, text_rows
from finalaccounts.site.data.versions import Dated, Release, Versions, add, by_report, find

DATA_PAGE = "data/index.html"


def parts(site: Iterable[SiteReport], data: Path, known: Versions) -> Iterator[Held]:
    """Yield reports in memory with their parts, without making their files."""
    facts = site_facts(data)
    base = by_report(known.last.state()) if known.last else {}
    for one in site:
        report_id = one.report.meta.report_id
        own = ReportPublication(one, facts, known.of(report_id), base.get(report_id))
        yield Held(own.part(), lambda rows=own.rows: rows)  # type: ignore[misc]


def _money(sheets: Sequence[Sheet]) -> Iterator[Column]:
    """Yield the columns of amounts of the tables for people, each title once."""
    own = [c for s in sheets if s.name in tidy.COLUMNS for c in s.columns if c.kind in NUMBERS]
    found = {c.title: c for c in own if c.name not in {"fiscal_year", "source_line"}}
    yield from found.values()


class Publication:
    """Everything behind the downloads over all reports; the pages that show them; the feeds."""

    def __init__(self, held: Sequence[Held], data: Path, known: Versions) -> None:
        """Take all reports, and the releases (``versions``)."""
        self.held, self.data = held, data
        self.parts = [one.part for one in held]
        self.facts = site_facts(data)
        self.words = load_words(FIRST)
        self.citer = Citer(self.facts, self.words)
        self.heads = heads((p.meta.fiscal_year or 0, p.heads) for p in self.parts)
        self.versions = replace(known, unreleased=self._unreleased(known))
        self.address = api.addresses(self.facts.site_url)
        self.known: dict[str, Known] = {p: k for part in self.parts for p, k in part.known.items()}
        self.distributions: list[package.Distribution] = []
        self.pieces = [self._piece(*one) for one in shards(self.parts).items()]
        self.hubs: dict[str, list[str]] = {}
        for part in self.parts:
            self.hubs.setdefault(links.department(part.meta), []).append(part.meta.report_id)

    def _piece(self, name: str, numbers: list[int]) -> Piece:
        """Return a piece; while reports of it are not released, its version says so."""
        last = self.versions.last
        version = self.versions.name
        if name and last:
            changed = any(self.parts[n].unreleased for n in numbers)
            version = f"{last.name}+" if changed else last.name
        return Piece(name, tuple(numbers), version, self.versions.date)

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Every resource with all its rows: for a release or a comparison, not for a build."""
        return merged((one.part.meta.fiscal_year or 0, one.rows()) for one in self.held)

    def _unreleased(self, known: Versions) -> tuple[Change, ...]:
        """Return what changed since the newest release, report by report in order of their ids."""
        by_id = {part.meta.report_id: part.unreleased for part in self.parts}
        base = by_report(known.last.state()) if known.last else {}
        for report_id in base.keys() - by_id.keys():
            by_id[report_id] = diff(base[report_id], {})
        return tuple(chain.from_iterable(by_id[report_id] for report_id in sorted(by_id)))

    def _keep(self, path: str, data: bytes, rows: int | None) -> File:
        self.known[path] = Known(len(data), rows, sha256(data))
        return File(path, data)

    def files(self) -> Iterator[File]:
        """Yield the package in all formats, the API, the feeds, and what programs look for."""
        for piece in self.pieces:
            held = [self.held[n] for n in piece.numbers]
            for made in piece_files(piece, held, self.facts):
                if made.path.startswith("data/"):
                    yield self._made(made)
                else:
                    yield File(made.path, made.content)
        yield from self.above()

    def enter(self, path: str, known: Known, media: str) -> None:
        """Take note of a file of a piece that was made elsewhere."""
        self.known[path] = known
        if media:
            name = path.removeprefix("data/")
            self.distributions.append((name, media, known.size, known.sha256))

    def _made(self, made: package.Made) -> File:
        self.enter(made.path, Known(len(made.content), made.rows, sha256(made.content)), made.media)
        return File(made.path, made.content)

    def above(self) -> Iterator[File]:
        """Yield the same but for the pieces, once all of these are made or entered."""
        sheets, many = shapes(self.heads), {one.name: one.numbers for one in self.pieces}
        versions = self.versions
        told = package.about(self.facts, self.words, sheets, versions.name, versions.date)
        if list(many) != [""]:
            there = {name: [self.parts[n] for n in numbers] for name, numbers in many.items()}
            yield from map(self._made, package.pieces(told, sheets, there))
        yield from map(
            self._made, package.versioned(told, self.words, versions, self.distributions)
        )
        yield from api.files(self.parts, self.heads, many, versions.name, self.address)
        schemas = api.json_schema({sheet.name: sheet for sheet in sheets})["$defs"]
        described = openapi(self.facts, self.words, schemas)
        yield File(f"{api.ROOT}/openapi.json", json_bytes(described))
        named = {}
        for part in self.parts:
            meta = part.meta
            title = self.words("report.title", entity=meta.entity, year=meta.fiscal_year)
            named[meta.report_id] = Named(
                title, links.page(links.report(meta)), links.department(meta), meta.entity
            )
        yield from Feeds(
            self.facts, self.words, self.versions.releases, named, self.address
        ).files()
        yield discovery.robots(self.facts)
        yield discovery.llms(self.facts, self.words, [part.meta for part in self.parts])

    def beside(self, items: Iterable[Page | File]) -> Iterator[Page | File]:
        """Yield pages and files; the numbers of charts are listed among the downloads."""
        for item in items:
            if isinstance(item, File) and (rows := chart_rows(item)) is not None:
                item = self._keep(item.path, item.data, rows)
            yield item

    def lists(self, pages: Iterable[str]) -> Iterator[File]:
        """Yield what lists everything: the sitemap of ``pages``, and the list of downloads."""
        yield from discovery.sitemap(self.facts, pages)
        listed = [(path, k.size, k.rows, k.sha256) for path, k in sorted(self.known.items())]
        yield File("data/files.csv", text_rows(("path", "bytes", "rows", "sha256"), listed))

    def pages(self) -> Iterator[Page]:
        """Yield the pages about the data, once the files are made."""
        reports = {p.meta.report_id: links.page(links.report(p.meta)) for p in self.parts}
        checksums = {release.name: sha256(release.package) for release in self.versions.releases}
        for language in LANGUAGES:
            words = load_words(language)
            made = DataPages(
                words,
                Counts(shapes(self.heads), self._counts(), self._listed()),
                self.versions,
                checksums,
                lambda path, words=words: self._size(path, words),  # type: ignore[misc]
                reports,
            )
            title = words("published.dataset", site=self.facts.title)
            cited = self.cited(title, DATA_PAGE, language)
            for page in made.pages(cited, self.facts.site_url, next(iter(reports), "")):
                own = page.path == DATA_PAGE
                yield replace(page, jsonld=self._described(words)) if own else page

    def _described(self, words: Words) -> str:
        """Return the schema.org description of all data, as its page in a language carries it."""
        sheets, versions = shapes(self.heads), self.versions
        told = package.about(self.facts, words, sheets, versions.name, versions.date)
        here = f"{words.prefix}{DATA_PAGE}"
        wanted = ("all.zip", "all.sqlite", *(f"{n}.csv" for n in sorted(package.FOR_PEOPLE)))
        there = [n for n in wanted if f"data/{n}" in self.known] or ["datapackage.json"]
        files = [(self.address(here, f"data/{n}"), MEDIA[n.rpartition(".")[2]]) for n in there]
        base = f"{self.facts.site_url}{here.removesuffix('index.html')}"
        told = replace(told, base=base if self.facts.site_url else "")
        measured = [c.title if words.key == FIRST else c.doc for c in _money(sheets)]
        return script(schema_org(told, files, measured))

    def _counts(self) -> dict[str, int]:
        """Return the number of rows of every resource."""
        counted = Counter({name: len(rows) for name, rows in self.heads.items()})
        for part in self.parts:
            counted.update({n: c for n, c in part.counts.items() if n not in self.heads})
        return dict(counted)

    def _listed(self) -> tuple[tuple[str, int, int], ...]:
        """Return (name, reports, rows) of the pieces, where there are many."""
        many = [one for one in self.pieces if one.name]
        sizes = (sum(sum(self.parts[n].counts.values()) for n in one.numbers) for one in many)
        return tuple((one.name, len(one.numbers), n) for one, n in zip(many, sizes, strict=True))

    def _size(self, path: str, words: Words) -> str:
        return size(self.known.get(path), words)

    # ------------------------------------------------------------ versions

    def since(self, base: str) -> tuple[str, list[tuple[str, ...]]]:
        """Return the name of a release, and every cell that changed since it."""
        release = find(self.versions, base)
        before, now = release.state(), state(self.sheets)
        return release.name, list(cells(diff(before, now), before, now))

    def release(self, name: str, date: str, note: str = "") -> tuple[Change, ...]:
        """Write the state now as a release below ``data/releases/``; return what it changes."""
        archive = package.archive(self.facts, self.words, self.sheets, name, date)
        made = Release(name, date, note, archive, self.versions.unreleased)
        add(self.data, self.versions, made)
        return made.changes

    # ------------------------------------------------------------ what the pages ask

    def downloads(self, report: Report, language: str) -> tuple[tuple[str, str, str], ...]:
        """Return nothing: pages over all reports offer no files of one."""
        return ()

    def citations(self, report: Report, language: str) -> tuple[tuple[str, str], ...]:
        """Return nothing, as ``downloads``."""
        return ()

    def table(self, report: Report, key: str, language: str) -> tuple[tuple[str, str], ...]:
        """Return nothing, as ``downloads``."""
        return ()

    def version(self, report: Report, language: str) -> str:
        """Return nothing, as ``downloads``."""
        return ""

    def jsonld(self, report: Report) -> str:
        """Return nothing, as ``downloads``."""
        return ""

    def cited(self, title: str, path: str, language: str) -> tuple[tuple[str, str], ...]:
        """Return (style, text) of the citations of any page, in the version of what it shows."""
        words = load_words(language)
        citer = self.citer if language == FIRST else Citer(self.facts, words)
        return citer.page(title, path, self._shown(path.removeprefix(words.prefix)))

    def _shown(self, path: str) -> Dated | None:
        """Return the release that last changed what a page shows, as far as its address tells."""
        parts = path.split("/")
        if parts[0] == "d" and len(parts) > 3:
            return self.versions.of(*self.hubs.get("/".join(parts[:3]), ()))
        if parts[0] in ("f", "e") and len(parts) > 2:
            return self.versions.of_code(parts[1])
        return self.versions.last.dated if self.versions.last else None

    def alternates(self, path: str) -> tuple[tuple[str, str], ...]:
        """Return (media type, address) of the feeds nearest to a page: its own, else one above."""
        folder = "/".join(path.split("/")[:3])
        if folder not in self.hubs:
            folder = "findings" if path.startswith("findings/") else ""
        lead = f"{folder}/" if folder else ""
        return tuple((kind, lead + name) for kind, name in FEEDS)


__all__ = ["Publication", "ReportPublication", "folder_of", "parts"]
