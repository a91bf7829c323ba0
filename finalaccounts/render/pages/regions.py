"""Lists of departments: one page per region that has any, of all regions (``r/``), of all (``d/``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from finalaccounts.render.entries import Entry, Place
from finalaccounts.render.shell import Crumb, Page
from finalaccounts.render.words import Words

MOST_ROWS = 80  # above it a page lists the regions below and what belongs to none of them


@dataclass(frozen=True, slots=True)
class RegionPage:
    """Context of ``region.html``."""

    heading: str = field(metadata={"doc": "Name of the region."})
    entries: tuple[Entry, ...] = field(metadata={"doc": "Its reports."})
    reports: int = field(metadata={"doc": "Number of reports, those not listed here too."})
    departments: int = field(metadata={"doc": "Number of departments."})
    below: tuple[tuple[Place, int], ...] = field(
        metadata={"doc": "Regions right below it, with their number of reports."}
    )


@dataclass(frozen=True, slots=True)
class RegionsPage:
    """Context of ``regions.html``."""

    provinces: tuple[tuple[Place, int, tuple[tuple[Place, int], ...]], ...] = field(
        metadata={"doc": "Provinces, their number of reports, and the same of what is below."}
    )
    departments: int = field(metadata={"doc": "Number of departments."})
    reports: int = field(metadata={"doc": "Number of reports."})
    placeless: int = field(metadata={"doc": "Reports whose region is not known."})


def _below(entries: Sequence[Entry], depth: int) -> tuple[tuple[Place, int], ...]:
    counted: dict[Place, int] = {}
    for e in entries:
        if len(e.places) > depth:
            counted[e.places[depth]] = counted.get(e.places[depth], 0) + 1
    return tuple(sorted(counted.items(), key=lambda pair: pair[0].code))


def _rows(entries: Sequence[Entry], depth: int) -> tuple[Entry, ...]:
    if len(entries) <= MOST_ROWS:
        return tuple(entries)
    own = [e for e in entries if len(e.places) <= depth]
    if len(own) <= MOST_ROWS:
        return tuple(own)
    newest: dict[str, Entry] = {}
    for e in own:  # newest year first
        newest.setdefault(e.hub, e)
    return tuple(newest.values())


def pages(entries: Sequence[Entry], words: Words) -> Iterator[Page]:
    """Yield the list of all departments, and the page of every region that has some."""
    home = Crumb(words.shell.home, "index.html")
    title = words.region.all
    context = RegionPage(
        title, _rows(entries, 0), len(entries), len({e.hub for e in entries}), _below(entries, 0)
    )
    yield Page(
        "d/index.html", "region.html", title, context, "departments", "", (home, Crumb(title))
    )
    within: dict[tuple[Place, ...], list[Entry]] = {}
    for e in entries:
        for depth in range(len(e.places)):
            within.setdefault(e.places[: depth + 1], []).append(e)
    provinces = tuple(
        (place, count, _below(within[(place,)], 1)) for place, count in _below(entries, 0)
    )
    tree = RegionsPage(
        provinces, context.departments, len(entries), sum(not e.places for e in entries)
    )
    top = Crumb(words.region.regions, "r/index.html")
    crumbs: tuple[Crumb, ...] = (home, Crumb(top.label))
    yield Page(top.href, "regions.html", top.label, tree, "departments", "", crumbs)
    for chain, rows in sorted(within.items(), key=lambda pair: pair[0][-1].code):
        place = chain[-1]
        context = RegionPage(
            place.name,
            _rows(rows, len(chain)),
            len(rows),
            len({e.hub for e in rows}),
            _below(rows, len(chain)),
        )
        crumbs = (home, top, *(Crumb(p.name, p.href) for p in chain[:-1]), Crumb(place.name))
        name = " ".join(p.name for p in chain)
        yield Page(
            place.href,
            "region.html",
            words("region.title", name=name),
            context,
            "departments",
            "",
            crumbs,
        )
