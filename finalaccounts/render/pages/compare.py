"""Comparisons prepared in advance: the same function (slug), one year, side by side.

Departments of different levels stand in one set with their region named; amounts of different
years are never put together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from finalaccounts.render import shown
from finalaccounts.render.charts.drawn import Drawn, draw
from finalaccounts.render.charts.marks import Row, Segment, stacked_rows
from finalaccounts.render.charts.views import ChartView
from finalaccounts.render.entries import Entry
from finalaccounts.render.links import page as address
from finalaccounts.render.pages.hubs import headline
from finalaccounts.render.shell import Crumb, Page
from finalaccounts.render.words import Words

MOST = 20  # rows of the chart
KEYS = ("expenditure", "basic", "project", "three_public", "agency_operation", "staff")


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Context of ``compare.html``."""

    heading: str = field(metadata={"doc": "Heading."})
    heads: tuple[str, ...] = field(metadata={"doc": "Column heads after the department."})
    rows: tuple[tuple[Entry, tuple[tuple[str, str], ...]], ...] = field(
        metadata={"doc": "A report and its cells: text and line."}
    )
    chart: Drawn | None = field(metadata={"doc": "Shares of basic and project expenditure."})


@dataclass(frozen=True, slots=True)
class CompareList:
    """Context of ``compare_list.html``."""

    sets: tuple[tuple[str, str, int], ...] = field(metadata={"doc": "Address, words, reports."})


def _chart(rows: Sequence[Entry], words: Words) -> ChartView | None:
    drawn, table, facts = [], [], []
    for e in rows:
        basic, project = e.facts.part("basic"), e.facts.part("project")
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
        drawn.append((basic.amount / total, Row(e.meta.entity, f"{e.spent} {e.unit}", parts)))
        table.append((basic.amount / total, (e.meta.entity, *shares, e.spent)))
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


def _cells(e: Entry, words: Words) -> tuple[tuple[str, str], ...]:
    found = headline(e.facts)
    cells = []
    for key in KEYS:
        fact = found[key]
        if fact is None:
            cells.append(("", ""))
            continue
        money = fact.unit == words.list.unit
        text = shown.amount(fact.amount) if money else f"{shown.plain(fact.amount)} {fact.unit}"
        cells.append((text, e.address(fact)))
    return tuple(cells)


def pages(entries: Sequence[Entry], words: Words) -> Iterator[Page]:
    """Yield the list of comparisons, and every set with at least two departments."""
    sets: dict[tuple[str, int], list[Entry]] = {}
    for e in entries:
        if e.year:
            sets.setdefault((e.meta.slug, e.year), []).append(e)
    crumb = Crumb(words.shell.home, "index.html")
    listed = []
    for (slug, year), rows in sorted(sets.items(), key=lambda item: (item[0][0], -item[0][1])):
        if len(rows) < 2:
            continue
        folder = f"compare/{slug}/{year}"
        name = rows[0].meta.entity
        for place in rows[0].places:
            name = name.removeprefix(place.name)
        heading = words("compare.heading", name=name, year=year)
        view = _chart(rows, words)
        lines = [(e.line, e.meta.entity) for e in rows if e.line]
        context = ComparePage(
            heading,
            tuple(words.tiles[key] for key in KEYS),
            tuple((e, _cells(e, words)) for e in rows),
            draw(view, folder, lines, words, more=False) if view else None,
        )
        listed.append((address(folder), heading, len(rows)))
        crumbs = (crumb, Crumb(words.compare.title, "compare/index.html"), Crumb(heading))
        yield Page(address(folder), "compare.html", heading, context, "compare", "", crumbs)
    yield Page(
        "compare/index.html",
        "compare_list.html",
        words.compare.title,
        CompareList(tuple(listed)),
        "compare",
        "",
        (crumb, Crumb(words.compare.title)),
    )
