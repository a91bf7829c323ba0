"""Stage: reports and their checks become pages and charts.

``report`` yields the pages of one report, from it alone; ``shared`` the pages over all reports,
from a line of each (``entries``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from gzip import compress
from itertools import chain

from finalaccounts.render import links, named
from finalaccounts.render.annexes import annexes
from finalaccounts.render.charts.drawn import embed, files
from finalaccounts.render.department import DepartmentPage, department
from finalaccounts.render.entries import Entry, places
from finalaccounts.render.languages import FIRST, LANGUAGES, translated
from finalaccounts.render.pages import MODULES, coverage
from finalaccounts.render.pages.hubs import HubPage
from finalaccounts.render.pages.missing import missing
from finalaccounts.render.previews import drawn
from finalaccounts.render.share import Report as ToShare
from finalaccounts.render.share import picture, share
from finalaccounts.render.shell import Crumb, File, Page, Shell, SiteReport

# Weight of a department-year page with its stylesheet (decision 0023), and the tables that
# are asked for first.
PAGE_BYTES, PACKED_BYTES = 60_000, 15_000
PLAIN_STYLES = 2  # of citation stand on the page, the one after them in a file
LEAST_CARDS = 1  # whatever the weight, one difference is shown whole
ASKED_FIRST = ("summary", "expenditure", "three_public", "revenue", "basic_expenditure")

__all__ = ["File", "SiteReport", "report", "shared"]


def shared(
    listed: Sequence[Entry], shell: Shell, language: str, unread: Sequence[str] = ()
) -> Iterator[Page | File]:
    """Yield the pages over all reports in one language; ``unread`` names what was left out.

    The files of charts and the page for unknown addresses come with the first language.
    """
    words, first = shell.words(language), language == FIRST
    pages = [module.pages(listed, words) for module in MODULES]
    for page in (*chain(*pages), *coverage.pages(listed, words, unread)):
        if isinstance(page, File):
            if first:
                yield page
            continue
        yield replace(page, language=language)
        if first and isinstance(page.context, HubPage) and page.context.trend:
            folder = page.path.rpartition("/")[0]
            yield from files(page.context.trend, folder)
            yield embed(page.context.trend, page, words)
    site = shell.preview(len(listed)) if first else None
    for _, data in drawn(site) if site else ():
        yield File(shell.image, data)
        break
    if first:
        yield missing(words, (shell.css, shell.more))


def report(one: SiteReport, years: Sequence[int], shell: Shell) -> Iterator[File]:
    """Yield the pages and charts of one report in every language.

    ``years`` are the years of its department that are here; ``shell`` answers for its downloads
    and citations (``render.published``). The same inputs give the same bytes.
    """
    for language in LANGUAGES:
        yield from _report(one, years, shell, language)


def _report(one: SiteReport, years: Sequence[int], shell: Shell, language: str) -> Iterator[File]:
    meta, words = one.report.meta, shell.words(language)
    hub = links.department(meta)
    crumbs = (
        Crumb(words.shell.home, "index.html"),
        *(Crumb(place.name, place.href) for place in places(meta.division, words)),
        Crumb(named.department(meta, words), links.page(hub)),
        Crumb(str(meta.fiscal_year)),
    )
    known = shell.published
    downloads = known.downloads(one.report, language)
    page, twin = department(
        one,
        words,
        _years(hub, meta.fiscal_year, years),
        crumbs,
        shell.facts.corrections,
        downloads,
        known.citations(one.report, language),
        language,
    )
    if language == FIRST:
        page = replace(page, jsonld=known.jsonld(one.report))
    context: DepartmentPage = page.context
    told = ToShare(
        meta, page.title, context.opening, context.cards, shell.facts.title, shell.facts.site_url,
        known.version(one.report, language),
    )  # fmt: skip
    image = picture(told, words) if shell.facts.previews else ""
    page = replace(page, image=image)
    yield _light(page, shell)
    wrong = context.mail
    for annex in annexes(
        one, words, crumbs, downloads, known, wrong, language, shell.facts.site_url
    ):
        if translated(annex.path, words):
            yield shell.draw(replace(annex, image=image))
    if language != FIRST:
        return
    yield shell.draw(twin)
    if image:
        for item in share(told, crumbs, words):
            yield shell.draw(item) if isinstance(item, Page) else item
    for _, text in context.citations[PLAIN_STYLES:]:
        yield File(context.bibtex, f"{text}\n".encode())
    for chart in context.charts:
        yield from files(chart, links.report(meta))
        yield shell.draw(embed(chart, page, words))


def _light(page: Page, shell: Shell) -> File:
    """Return the page with all its tables, or as many as its budget holds, those asked for first.

    Before a table goes, fewer findings are shown whole, then the list of terms, further words of
    the strip, and the titles of the lightest chapters of findings give way (their subjects stay).
    A table that is left out stands whole on the page of all tables; the addresses of its rows stay
    here.
    """
    context: DepartmentPage = page.context

    def fits(trial: DepartmentPage) -> File | None:
        drawn = shell.draw(replace(page, context=trial))
        # The sheet for more contrast is for those who ask for it (its media) and not counted.
        if len(drawn.data) + len(shell.css.data) > PAGE_BYTES:
            return None
        packed = len(compress(drawn.data)) + len(compress(shell.css.data))
        return drawn if packed <= PACKED_BYTES else None

    for shown in range(context.open_findings, LEAST_CARDS - 1, -1):
        context = replace(context, open_findings=shown)
        if whole := fits(context):
            return whole
    context = replace(context, terms=())  # the glossary is one step away
    if whole := fits(context):
        return whole
    context = replace(context, hundred=tuple(replace(p, more="") for p in context.hundred))
    if whole := fits(context):
        return whole
    for kept in range(len(context.numbers) - 1, 0, -1):  # the lightest chapter by its subjects
        context = replace(context, numbers=context.numbers[:kept])
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


def _years(hub: str, own: int | None, years: Sequence[int]) -> tuple[tuple[str, str, str], ...]:
    """Return every year between the first and the last of a department; gaps stay visible."""
    there = sorted(filter(None, years))
    if not there:
        return ()
    return tuple(
        (
            str(year),
            links.page(f"{hub}/{year}") if year in there else "",
            "here" if year == own else "there" if year in there else "missing",
        )
        for year in range(there[0], there[-1] + 1)
    )
