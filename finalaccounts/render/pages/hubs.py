"""A department over all its years: which are here, the headline numbers side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from finalaccounts.render import links, shown
from finalaccounts.render.cards import Card
from finalaccounts.render.charts.drawn import Drawn, draw
from finalaccounts.render.charts.marks import YearColumn, columns
from finalaccounts.render.charts.views import ChartView
from finalaccounts.render.entries import Entry
from finalaccounts.render.facts import Fact
from finalaccounts.render.shell import Crumb, Page
from finalaccounts.render.words import Words

MOST_YEARS = 8
MOST_FINDINGS = 5  # per report; the rest stand on its page


@dataclass(frozen=True, slots=True)
class HubPage:
    """Context of ``hub.html``."""

    name: str = field(metadata={"doc": "The department, as its newest report calls it."})
    entries: tuple[Entry, ...] = field(metadata={"doc": "Its reports, newest first."})
    years: tuple[tuple[int, str], ...] = field(
        metadata={"doc": "Years from first to last with their page, empty when not here."}
    )
    unit: str = field(metadata={"doc": "Unit of the numbers."})
    table: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = field(
        metadata={"doc": "Rows: label, and per year the number, its line, or why there is none."}
    )
    trend: Drawn | None = field(metadata={"doc": "Expenditure over the years, drawn."})
    scopes: tuple[str, ...] = field(metadata={"doc": "Scopes of its reports, as printed."})
    findings: tuple[tuple[Entry, tuple[Card, ...]], ...] = field(
        metadata={"doc": "Per report its gravest findings."}
    )


def trend(rows: Sequence[tuple[int, Fact | None]], unit: str, words: Words) -> ChartView | None:
    """How did expenditure move? One column per year; a year that is not here stays a gap."""
    rows = [(year, f if f and f.unit == unit else None) for year, f in rows][-MOST_YEARS:]
    facts = [f for _, f in rows if f]
    if len(facts) < 2 or any(f.amount < 0 for f in facts):
        return None
    last = max(year for year, f in rows if f)
    drawn = [
        YearColumn(
            str(year),
            f.amount if f else None,
            shown.amount(f.amount) if f else words.hub.not_here,
            "c1" if year == last else "c4",
        )
        for year, f in rows
    ]
    table = tuple((label, text) for label, _, text, _ in drawn)
    told = words.charts.comma.join(f"{label} {text}" for label, text in table)
    return ChartView(
        "trend",
        words("hub.trend_title", first=rows[0][0], last=rows[-1][0]),
        words("hub.trend_sub", unit=unit),
        (),
        columns(drawn),
        words("hub.trend_alt", rows=told),
        (words.list.year, words("charts.amount", unit=unit)),
        table,
        tuple(facts),
    )


def _page(rows: tuple[Entry, ...], words: Words) -> Page:
    newest = rows[0]
    by_year = {e.year: e for e in rows}
    years = range(min(by_year), max(by_year) + 1)
    unit = newest.headline.unit
    named = {e.year: e.headline.numbers for e in rows}
    table = []
    for key in named[newest.year]:
        cells = []
        for year in years:
            e = by_year.get(year)
            fact = named[year][key] if e else None
            if e is None:
                cells.append(("", "", words.hub.not_here))
            elif fact is None:
                cells.append(("", "", words.list.unprinted))
            else:
                own = "" if fact.unit == unit else f" {fact.unit}"
                text = shown.plain(fact.amount) if own else shown.amount(fact.amount)
                cells.append((text + own, e.address(fact), ""))
        table.append((words.tiles[key], tuple(cells)))
    counts = []
    for year in years:
        e = by_year.get(year)
        counts.append(
            (str(e.differences), f"{e.href}#findings", "") if e else ("", "", words.hub.not_here)
        )
    table.append((words.tiles.findings, tuple(counts)))
    places = newest.places
    crumbs = (Crumb(words.shell.home, "index.html"), *(Crumb(p.name, p.href) for p in places))
    spent = [(y, by_year[y].headline.spent if y in by_year else None) for y in years]
    view = trend(spent, unit, words)
    folder = links.department(newest.meta)
    name = newest.name
    title = words("hub.title", name=name)
    lines = [(by_year[y].address(f), words("report.year", year=y)) for y, f in spent if f]
    context = HubPage(
        name,
        rows,
        tuple((year, by_year[year].href if year in by_year else "") for year in years),
        unit,
        tuple(table),
        draw(view, (folder, title), lines, words) if view else None,
        tuple(dict.fromkeys(e.meta.scope for e in rows if e.meta.scope)),
        tuple((e, e.cards[:MOST_FINDINGS]) for e in rows),
    )
    return Page(
        newest.hub,
        "hub.html",
        title,
        context,
        "departments",
        words("hub.lead", count=len(rows)),
        (*crumbs, Crumb(name)),
    )


def pages(entries: Sequence[Entry], words: Words) -> Iterator[Page]:
    """Yield one page per department; reports of an unknown year stand in the lists only."""
    dated = [e for e in entries if e.year]
    for _, rows in groupby(dated, key=lambda e: e.hub):
        yield _page(tuple(rows), words)
