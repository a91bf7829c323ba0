"""Which departments and years are here, which are not, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from finalaccounts.reference import ROOT, Strict, load_csv
from finalaccounts.reference.places import path as division_path
from finalaccounts.render.entries import Entry
from finalaccounts.render.links import page as address
from finalaccounts.render.pages.cut import Below, by_region
from finalaccounts.render.shell import Crumb, Page
from finalaccounts.render.words import Words

MOST = 30  # departments of a page; more are listed by region
EXPECTED = "expected.csv"  # optional: division, name, first_year, last_year


class Expected(Strict):
    """A department that should publish, given as data."""

    division: str
    name: str
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """Context of ``coverage.html``."""

    unread: tuple[str, ...] = field(metadata={"doc": "Reports that could not be read, and why."})
    rows: tuple[tuple[str, str, str, str, str, tuple[str, ...]], ...] = field(
        metadata={"doc": "Name, region, page, years here, years between that are not, addresses."}
    )
    below: Below = field(metadata={"doc": "Pages by region: name, address, how many departments."})
    prose: tuple[tuple[str, str, int, int, int, str], ...] = field(
        metadata={"doc": "Department and year, page, numbers stated, understood, other, where."}
    )
    expected: tuple[tuple[str, str, str], ...] = field(
        metadata={"doc": "Expected and not here: name, region, years."}
    )


def _expected(entries: Sequence[Entry], words: Words) -> Iterator[tuple[str, str, str]]:
    if not (ROOT / EXPECTED).exists():
        return
    here = {(e.meta.division, e.meta.entity, e.year) for e in entries}
    for row in load_csv(EXPECTED, Expected):
        years = range(row.first_year, row.last_year + 1)
        absent = [str(y) for y in years if (row.division, row.name, y) not in here]
        if absent:
            where = " ".join(d.name for d in division_path(row.division))
            yield row.name, where, words.charts.comma.join(absent)


def _prose(entries: Sequence[Entry], words: Words) -> Iterator[tuple[str, str, int, int, int, str]]:
    """Yield how much of each narrative was understood, and in which sections the rest stands."""
    for e in entries:
        if e.prose.stated:
            where = words.charts.comma.join(
                f"{words.topics.get(section, words.topics.other)} {count}"
                for section, count in e.prose.sections
            )
            name = f"{e.name} {e.year or words.list.unknown}"
            yield name, e.href, e.prose.stated, e.prose.understood, e.prose.other, where


def pages(entries: Sequence[Entry], words: Words, unread: Sequence[str] = ()) -> Iterator[Page]:
    """Yield the coverage page, and those of regions where there is too much for one."""
    title, home = words.coverage.title, Crumb(words.shell.home, "index.html")
    groups = [tuple(group) for _, group in groupby(entries, key=lambda e: e.hub)]
    expected = tuple(_expected(entries, words))
    for cut in by_region(groups, lambda group: group[0], MOST):
        context = CoveragePage(
            () if cut.trail else tuple(unread),
            tuple(_row(group, words) for group in cut.here),
            cut.below("coverage"),
            tuple(_prose([e for group in cut.here for e in group], words)),
            () if cut.trail else expected,
        )
        crumbs: tuple[Crumb, ...] = (home, Crumb(title))
        if cut.trail:
            crumbs = (home, Crumb(title, address("coverage")), Crumb(cut.name))
        yield Page(
            address(cut.folder("coverage")),
            "coverage.html",
            f"{title} {cut.name}".rstrip(),
            context,
            "departments",
            words.coverage.lead,
            crumbs,
        )


def _row(group: Sequence[Entry], words: Words) -> tuple[str, str, str, str, str, tuple[str, ...]]:
    years = sorted({e.year for e in group if e.year})
    gaps = [str(y) for y in range(years[0], years[-1]) if y not in years] if years else []
    urls = tuple(dict.fromkeys(s.url for e in group for s in e.meta.sources if s.url))
    comma = words.charts.comma
    return (
        group[0].name,
        group[0].where or words.list.unknown_place,
        group[0].hub,
        comma.join(map(str, years)) or words.list.unknown,
        comma.join(gaps),
        urls,
    )
