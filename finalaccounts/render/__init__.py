"""Stage: reports and their checks become pages and charts. ``render`` yields the site's files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from finalaccounts.render import links
from finalaccounts.render.annexes import annexes
from finalaccounts.render.charts.svg import png, spec_json, standalone
from finalaccounts.render.department import DepartmentPage, Drawn, department
from finalaccounts.render.entries import Entry, entries
from finalaccounts.render.pages import MODULES
from finalaccounts.render.shell import Crumb, File, Page, Shell, SiteReport, site_facts
from finalaccounts.render.words import Words

# Weight of a department-year page with its stylesheet (design section 12), and the tables that
# are asked for first.
PAGE_BYTES = 60_000
FIRST = ("summary", "expenditure", "three_public", "revenue", "basic_expenditure")

__all__ = ["File", "SiteReport", "render"]


def render(site: Sequence[SiteReport], data: Path, unread: Sequence[str] = ()) -> Iterator[File]:
    """Yield every page, chart and file as received; ``unread`` names reports that were left out.

    The same inputs give the same bytes; nothing comes from the clock.
    """
    shell = Shell(site_facts(data))
    words = shell.words("zh")
    listed = entries(site, words)
    yield shell.css
    for one in site:
        yield from _report(one, listed, shell, words, data)
    for module in MODULES:
        for page in module.pages(listed, words):
            yield shell.draw(page)


def _report(
    one: SiteReport, listed: Sequence[Entry], shell: Shell, words: Words, data: Path
) -> Iterator[File]:
    meta = one.report.meta
    own = next(e for e in listed if e.meta.report_id == meta.report_id)
    crumbs = (
        Crumb(words.shell.home, "index.html"),
        *(Crumb(place.name, place.href) for place in own.places),
        Crumb(meta.entity, own.hub),
        Crumb(str(meta.fiscal_year)),
    )
    page, twin = department(one, words, _years(own, listed), crumbs, shell.facts.corrections)
    yield _light(page, shell)
    yield shell.draw(twin)
    for annex in annexes(one, words, crumbs):
        yield shell.draw(annex)
    context: DepartmentPage = page.context
    for chart in context.charts:
        yield from _chart(chart, page, words)
    folder = links.report(meta)
    kept = data / "reports" / meta.division / meta.slug / str(meta.fiscal_year)
    for source in meta.sources:
        yield File(f"{folder}/{source.file}", (kept / source.file).read_bytes())


def _light(page: Page, shell: Shell) -> File:
    """Return the page with as many tables as its budget holds, the least asked for left out first.

    What is left out stands whole on the page of all tables; the addresses of its rows stay here.
    """
    context: DepartmentPage = page.context
    kept = [grid for grid in context.grids if grid.rows and not grid.same_as]
    kept.sort(key=lambda grid: FIRST.index(grid.key) if grid.key in FIRST else len(FIRST))
    while True:
        drawn = shell.draw(page)
        if len(drawn.data) + len(shell.css.data) <= PAGE_BYTES or not kept:
            return drawn
        last = kept.pop().key
        grids = tuple(replace(g, elsewhere=g.elsewhere or g.key == last) for g in context.grids)
        context = replace(context, grids=grids)
        page = replace(page, context=context)


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


def _chart(chart: Drawn, page: Page, words: Words) -> Iterator[File]:
    """Yield the downloads of a chart: PNG, SVG, CSV, Vega-Lite specification."""
    view = chart.view
    base = f"{page.path.rpartition('/')[0]}/charts/{view.id}"
    lines = words.charts.comma.join(
        words("report.line", line=line) for _, line in chart.sources[:3]
    )
    svg = standalone(
        view.drawing, view.title, view.sub, f"{page.title}  {words.charts.source}{lines}"
    )
    yield File(f"{base}.svg", svg.encode())
    yield File(f"{base}.png", png(svg))
    yield File(f"{base}.vl.json", spec_json(view.drawing))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([view.heads, *view.rows])
    yield File(f"{base}.csv", out.getvalue().encode())
