"""Stage: reports and their checks become pages and charts. ``render`` yields the site's files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from gzip import compress
from itertools import chain
from pathlib import Path
from urllib.parse import unquote

from finalaccounts.render import links
from finalaccounts.render.annexes import annexes
from finalaccounts.render.charts.drawn import embed, files
from finalaccounts.render.department import DepartmentPage, department
from finalaccounts.render.entries import Entry, entries
from finalaccounts.render.languages import FIRST, LANGUAGES, translated
from finalaccounts.render.pages import MODULES, coverage
from finalaccounts.render.pages.hubs import HubPage
from finalaccounts.render.pages.missing import missing
from finalaccounts.render.published import Published
from finalaccounts.render.shell import Crumb, File, Page, Shell, SiteReport, site_facts
from finalaccounts.render.words import Words

# Weight of a department-year page with its stylesheet (design section 12), and the tables that
# are asked for first.
PAGE_BYTES, PACKED_BYTES = 60_000, 15_000
LEAST_CARDS = 1  # whatever the weight, one difference is shown whole
ASKED_FIRST = ("summary", "expenditure", "three_public", "revenue", "basic_expenditure")

__all__ = ["File", "SiteReport", "render"]


def render(
    site: Sequence[SiteReport],
    data: Path,
    unread: Sequence[str] = (),
    published: Published | None = None,
) -> Iterator[File]:
    """Yield every page, chart and file as received; ``unread`` names reports that were left out.

    ``published`` answers for downloads, citations and feeds (``finalaccounts.site.data``).

    The same inputs give the same bytes; nothing comes from the clock.
    """
    shell = Shell(site_facts(data), published)
    yield from (shell.css, shell.more)
    for language in LANGUAGES:
        yield from _pages(site, language, shell, data, unread)


def _pages(
    site: Sequence[SiteReport], language: str, shell: Shell, data: Path, unread: Sequence[str]
) -> Iterator[File]:
    """Yield the site in one language; files and the full text come with the first one only."""
    words, first = shell.words(language), language == FIRST
    listed = entries(site, words)
    for one in site:
        yield from _report(one, listed, shell, words, language)
        if first:
            yield from _received(one, data)
    pages = [module.pages(listed, words) for module in MODULES]
    for page in (*chain(*pages), *coverage.pages(listed, words, unread)):
        yield shell.draw(replace(page, language=language))
        if first and isinstance(page.context, HubPage) and page.context.trend:
            folder = page.path.rpartition("/")[0]
            yield from files(page.context.trend, folder, page.title, words)
            yield shell.draw(embed(page.context.trend, page, words))
    if first:
        yield shell.draw(missing(words, (shell.css, shell.more)))


def _report(
    one: SiteReport, listed: Sequence[Entry], shell: Shell, words: Words, language: str
) -> Iterator[File]:
    meta = one.report.meta
    own = next(e for e in listed if e.meta.report_id == meta.report_id)
    crumbs = (
        Crumb(words.shell.home, "index.html"),
        *(Crumb(place.name, place.href) for place in own.places),
        Crumb(meta.entity, own.hub),
        Crumb(str(meta.fiscal_year)),
    )
    years = _years(own, listed)
    known = shell.published
    table_files = {t.table: known.table(one.report, t.table, language) for t in one.report.tables}
    page, twin = department(
        one,
        words,
        years,
        crumbs,
        shell.facts.corrections,
        known.downloads(one.report, language),
        known.citations(one.report, language),
        language,
    )
    if language == FIRST:
        page = replace(page, jsonld=known.jsonld(one.report))
    yield _light(page, shell)
    wrong = page.context.mail
    for annex in annexes(one, words, crumbs, table_files, wrong, language):
        if translated(annex.path, words):
            yield shell.draw(annex)
    if language != FIRST:
        return
    yield shell.draw(twin)
    context: DepartmentPage = page.context
    for chart in context.charts:
        yield from files(chart, links.report(meta), page.title, words)
        yield shell.draw(embed(chart, page, words))


def _received(one: SiteReport, data: Path) -> Iterator[File]:
    """Yield the files of a report as they were received."""
    meta = one.report.meta
    kept = data / "reports" / meta.division / meta.slug / str(meta.fiscal_year)
    for source in meta.sources:
        yield File(unquote(links.received(meta, source.file)), (kept / source.file).read_bytes())


def _light(page: Page, shell: Shell) -> File:
    """Return the page with all its tables, or as many as its budget holds, those asked for first.

    Before a table goes, fewer findings are shown whole. A table that is left out stands whole on
    the page of all tables; the addresses of its rows stay here.
    """
    context: DepartmentPage = page.context

    def fits(trial: DepartmentPage) -> File | None:
        drawn = shell.draw(replace(page, context=trial))
        plain = len(drawn.data) + len(shell.css.data)
        if plain > PAGE_BYTES:
            return None
        packed = len(compress(drawn.data)) + len(compress(shell.css.data))
        return drawn if packed <= PACKED_BYTES else None

    for shown in range(context.open_findings, LEAST_CARDS - 1, -1):
        context = replace(context, open_findings=shown)
        if whole := fits(context):
            return whole
    wanted = [grid.key for grid in context.grids if grid.rows and not grid.same_as]
    rank = {key: n for n, key in enumerate(ASKED_FIRST)}
    wanted.sort(key=lambda key: rank.get(key, len(rank)))
    away = set(wanted)

    def without(keys: set[str]) -> DepartmentPage:
        grids = tuple(replace(grid, elsewhere=grid.key in keys) for grid in context.grids)
        return replace(context, grids=grids)

    best = fits(without(away))
    for key in wanted:
        if drawn := fits(without(away - {key})):
            away.discard(key)
            best = drawn
    return best or shell.draw(replace(page, context=without(away)))


def _years(own: Entry, listed: Sequence[Entry]) -> tuple[tuple[str, str, str], ...]:
    """Return every year between the first and the last of a department; gaps stay visible."""
    there = {e.year: e.href for e in listed if e.hub == own.hub and e.year}
    if not there:
        return ()
    return tuple(
        (
            str(year),
            there.get(year, ""),
            "here" if year == own.year else "there" if year in there else "missing",
        )
        for year in range(min(there), max(there) + 1)
    )
