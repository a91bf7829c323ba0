"""Comparisons prepared in advance: the same function (slug), one year, side by side; a page per
function lists its years.

Departments of different levels stand in one set with their region named; amounts of different
years are never put together.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import NamedTuple

from finalaccounts.render import shown
from finalaccounts.render.chapters import NUMBERS
from finalaccounts.render.charts.drawn import Drawn, draw
from finalaccounts.render.charts.marks import MarkRow, Segment, stacked_rows
from finalaccounts.render.charts.views import ChartView
from finalaccounts.render.entries import Entry
from finalaccounts.render.links import page as address
from finalaccounts.render.pages.cut import Below, Cut, by_region
from finalaccounts.render.shell import Crumb, File, Page
from finalaccounts.render.words import Words

MOST = 20  # rows of the chart
MOST_ROWS = 40  # of a page; more are listed by region
Set = tuple[str, str, int, tuple[tuple[str, str], ...]]
KEYS = ("expenditure", "basic", "project", "three_public", "agency_operation", "staff")


class ComparedCell(NamedTuple):
    """A number, the line it is printed on, and what it is of another number of the report."""

    text: str
    href: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Context of ``compare.html``."""

    heading: str = field(metadata={"doc": "Heading."})
    heads: tuple[str, ...] = field(metadata={"doc": "Column heads after the department."})
    count: int = field(metadata={"doc": "Number of departments."})
    rows: tuple[tuple[Entry, tuple[ComparedCell, ...]], ...] = field(
        metadata={"doc": "A report and its cells."}
    )
    csv: str = field(metadata={"doc": "Address of the same numbers as CSV."})
    below: Below = field(metadata={"doc": "Pages by region: name, address, how many."})
    chart: Drawn | None = field(metadata={"doc": "Shares of basic and project expenditure."})


@dataclass(frozen=True, slots=True)
class CompareList:
    """Context of ``compare_list.html``: of all comparisons, or those of one function."""

    heading: str = field(metadata={"doc": "Heading."})
    sets: tuple[Set, ...] = field(metadata={"doc": "Address, words, reports, pages by year."})


def _chart(rows: Sequence[Entry], words: Words) -> ChartView | None:
    drawn, table, facts = [], [], []
    for e in rows:
        basic, project = e.headline.numbers["basic"], e.headline.numbers["project"]
        if not basic or not project or basic.unit != project.unit:
            continue
        total = basic.amount + project.amount
        if total <= 0 or min(basic.amount, project.amount) < 0:
            continue
        shares = [shown.percent(f.amount / total * 100) for f in (basic, project)]
        parts = tuple(
            Segment(words.columns[key], f.amount, share, colour)
            for key, f, share, colour in zip(
                ("basic", "project"), (basic, project), shares, ("c1", "c2"), strict=True
            )
        )
        drawn.append((basic.amount / total, MarkRow(e.name, f"{e.spent} {e.unit}", parts)))
        table.append((basic.amount / total, (e.name, *shares, e.spent)))
        facts += [basic, project]
    if len(drawn) < 2:
        return None
    drawn.sort(key=lambda pair: -pair[0])
    table.sort(key=lambda pair: -pair[0])
    low, high = (shown.percent(share * Decimal(100), 0) for share in (drawn[-1][0], drawn[0][0]))
    cells = tuple(cells for _, cells in table)
    return ChartView(
        "shares",
        words("compare.chart_title", count=len(drawn), low=low, high=high),
        words.compare.chart_sub,
        (("c1", words.columns.basic), ("c2", words.columns.project)),
        stacked_rows([row for _, row in drawn[:MOST]]),
        words(
            "charts.alt",
            kind=words.charts.stacked,
            rows=words.charts.comma.join(f"{c[0]} {c[1]}" for c in cells[:3]),
            rest="",
        ),
        (words.list.department, words.columns.basic, words.columns.project, words.list.spent),
        cells,
        tuple(facts),
    )


def _cells(e: Entry, words: Words) -> tuple[ComparedCell, ...]:
    found = e.headline.numbers
    cells = []
    for key in KEYS:
        fact = found[key]
        if fact is None:
            cells.append(ComparedCell("", ""))
            continue
        money = fact.unit == words.list.unit
        text = shown.amount(fact.amount) if money else f"{shown.plain(fact.amount)} {fact.unit}"
        cells.append(ComparedCell(text, e.address(fact), _more(e, key, words)))
    return tuple(cells)


def _more(e: Entry, key: str, words: Words) -> str:
    """Return the share of the year's expenditure, or what an office costs per member of staff.

    Nothing where a number of another kind, unit or in doubt would be divided by.
    """
    found, fact = e.headline.numbers, e.headline.numbers[key]
    doubted = {n for c in e.cards if c.chapter in NUMBERS for n in c.finding.figures[:2]}
    if fact is None or fact.id in doubted:
        return ""
    spent, staff = found["expenditure"], found["staff"]
    if key in ("basic", "project", "three_public") and spent and spent.unit == fact.unit:
        share = shown.ratio(fact.amount, spent.amount)
        return shown.percent(share) if share is not None and spent.id not in doubted else ""
    if key == "agency_operation" and staff and staff.amount > 0 and staff.id not in doubted:
        each = (fact.amount / staff.amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return words("compare.each", amount=shown.amount(each))
    return ""


def _table(rows: Sequence[Entry], words: Words) -> bytes:
    """Return the numbers of a comparison as CSV: as printed, missing ones empty."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    units = [f"{key}_unit" for key in KEYS]
    table.writerow(("report_id", "department", "place", "year", *KEYS, *units, "page"))
    for e in rows:
        facts = [e.headline.numbers[key] for key in KEYS]
        table.writerow(
            (
                *(e.meta.report_id, e.name, e.where, e.year),
                *(format(f.amount, "f") if f else "" for f in facts),
                *(f.unit if f else "" for f in facts),
                e.href,
            )
        )
    return out.getvalue().encode()


def _compared(cut: Cut[Entry], heading: str, folder: str, words: Words) -> ComparePage:
    view = _chart(cut.all, words)
    lines = [(e.line, e.name) for e in cut.all if e.line]
    return ComparePage(
        heading,
        tuple(words.tiles[key] for key in KEYS),
        len(cut.all),
        tuple((e, _cells(e, words)) for e in cut.here),
        f"{cut.folder(folder)}/compare.csv",
        cut.below(folder),
        draw(view, (cut.folder(folder), heading), lines, words, more=False) if view else None,
    )


def pages(entries: Sequence[Entry], words: Words) -> Iterator[Page | File]:
    """Yield the list of comparisons, and every set with at least two departments."""
    sets: dict[tuple[str, int], list[Entry]] = {}
    for e in entries:
        if e.year:
            sets.setdefault((e.meta.slug, e.year), []).append(e)
    home = Crumb(words.shell.home, "index.html")
    title = words.compare.title
    top = Crumb(title, "compare/index.html")
    listed: list[Set] = []
    for slug, own in groupby(
        sorted(sets.items(), key=lambda item: (item[0][0], -item[0][1])), lambda item: item[0][0]
    ):
        years = [(year, rows) for (_, year), rows in own if len(rows) > 1]
        if not years:
            continue
        name = years[0][1][0].kind
        kind = Crumb(words("compare.kind", name=name), address(f"compare/{slug}"))
        here: list[Set] = []
        for year, rows in years:
            path = address(f"compare/{slug}/{year}")
            heading = words("compare.heading", name=name, year=year)
            here.append((path, heading, len(rows), ()))
            of_year = Crumb(words("report.year", year=year))
            for cut in by_region(rows, lambda e: e, MOST_ROWS):
                folder = f"compare/{slug}/{year}"
                told = f"{cut.name} {heading}".lstrip()
                crumbs = (home, top, kind, of_year._replace(href=path), Crumb(cut.name))
                context = _compared(cut, told, folder, words)
                trail = crumbs if cut.trail else (home, top, kind, of_year)
                at = address(cut.folder(folder))
                yield Page(at, "compare.html", told, context, "compare", "", trail)
                yield File(context.csv, _table(cut.all, words))
        yield Page(
            kind.href,
            "compare_list.html",
            kind.label,
            CompareList(kind.label, tuple(here)),
            "compare",
            "",
            (home, top, Crumb(kind.label)),
        )
        by_year = tuple(
            (path, str(year)) for (path, *_), (year, _) in zip(here, years, strict=True)
        )
        listed.append((kind.href, kind.label, sum(one[2] for one in here), by_year))
    page = CompareList(title, tuple(listed))
    yield Page(top.href, "compare_list.html", title, page, "compare", "", (home, Crumb(title)))
