"""The home page: what is here, a search box, the list, the weightiest findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from finalaccounts.render.cards import Card
from finalaccounts.render.chapters import rank, tally
from finalaccounts.render.entries import Entry, Place
from finalaccounts.render.links import page as address
from finalaccounts.render.shell import Page
from finalaccounts.render.words import Words

MOST_DEPARTMENTS = 12  # listed here; of more, places, kinds and the newest reports
NEWEST, MOST_KINDS = 6, 12
WEIGHTIEST = 5
WAYS = (
    ("findings", "findings/index.html"),
    ("compare", "compare/index.html"),
    ("codes", "f/index.html"),
    ("completeness", "completeness/index.html"),
    ("coverage", "coverage/index.html"),
    ("data", "data/index.html"),
)


@dataclass(frozen=True, slots=True)
class HomePage:
    """Context of ``home.html``."""

    entries: tuple[Entry, ...] = field(metadata={"doc": "All reports."})
    shown: tuple[Entry, ...] = field(metadata={"doc": "Those listed here."})
    provinces: int = field(metadata={"doc": "Number of provinces."})
    departments: int = field(metadata={"doc": "Number of departments."})
    first_year: int = field(metadata={"doc": "Oldest fiscal year."})
    last_year: int = field(metadata={"doc": "Newest fiscal year."})
    years_note: str = field(metadata={"doc": "How many years per department."})
    places: int = field(metadata={"doc": "Number of places that departments are of."})
    kinds_count: int = field(metadata={"doc": "Number of kinds of departments."})
    differences: int = field(metadata={"doc": "Findings where numbers differ."})
    rest: str = field(metadata={"doc": "The other chapters of findings with their counts."})
    findings: int = field(metadata={"doc": "All findings."})
    weightiest: tuple[Card, ...] = field(metadata={"doc": "The weightiest findings."})
    regions: tuple[tuple[Place, int], ...] = field(
        metadata={"doc": "Provinces with their number of departments."}
    )
    kinds: tuple[tuple[str, str, int], ...] = field(
        metadata={"doc": "Kinds of departments: name, where they are compared or empty, count."}
    )
    few: bool = field(metadata={"doc": "Whether every report is listed here."})
    examples: tuple[tuple[str, str], ...] = field(metadata={"doc": "(address, words) to try."})
    ways: tuple[tuple[str, str], ...] = field(metadata={"doc": "(key, address) of other ways in."})


def weightiest(entries: Sequence[Entry], count: int) -> tuple[Card, ...]:
    """Return the weightiest findings of all reports; of equals the newest first."""
    found = [c for e in sorted(entries, key=lambda e: -e.year) for c in e.cards]
    return tuple(sorted(found, key=lambda c: rank(c.finding))[:count])


def _kinds(entries: Sequence[Entry]) -> Iterator[tuple[str, str, int]]:
    """Yield kinds of departments with how many there are and where they are compared, if they are.

    Most departments first.
    """
    found: dict[str, dict[str, Entry]] = {}
    compared: set[str] = set()
    years: Counter[tuple[str, int]] = Counter()
    for e in entries:
        found.setdefault(e.meta.slug, {}).setdefault(e.hub, e)
        years[e.meta.slug, e.year] += bool(e.year)
    compared = {slug for (slug, _), count in years.items() if count > 1}
    for slug, own in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        href = address(f"compare/{slug}") if slug in compared else ""
        yield next(iter(own.values())).kind, href, len(own)


def _regions(entries: Sequence[Entry]) -> tuple[tuple[Place, int], ...]:
    """Return the provinces with how many departments each has."""
    found: dict[Place, set[str]] = {}
    for e in entries:
        if e.places:
            found.setdefault(e.places[0], set()).add(e.hub)
    return tuple((p, len(hubs)) for p, hubs in sorted(found.items(), key=lambda i: i[0].code))


def _newest(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the newest report of each department, the one published last first."""
    newest: dict[str, Entry] = {}
    for e in entries:
        newest.setdefault(e.hub, e)

    def when(e: Entry) -> tuple[str, int]:
        return str(e.meta.found.get("published_month", "")), e.year

    return tuple(sorted(newest.values(), key=when, reverse=True)[:NEWEST])


def pages(entries: Sequence[Entry], words: Words) -> Iterator[Page]:
    """Yield the home page."""
    years = [e.year for e in entries if e.year] or [0]
    departments = Counter(e.hub for e in entries)
    most = max(departments.values(), default=0)
    few = len(departments) <= MOST_DEPARTMENTS
    kinds = tuple(_kinds(entries))
    counted = tally((c.finding for e in entries for c in e.cards), words)
    regions = _regions(entries)
    context = HomePage(
        tuple(entries),
        tuple(entries) if few else _newest(entries),
        len(regions),
        len(departments),
        min(years),
        max(years),
        words("home.one_year") if most == 1 else words("home.many_years", count=most),
        len({e.places for e in entries if e.places}),
        len(kinds),
        counted.numbers,
        counted.rest,
        counted.all,
        weightiest(entries, WEIGHTIEST),
        regions,
        kinds[:MOST_KINDS],
        few,
        (
            *((e.href, e.name) for e in entries[:1]),
            ("about/glossary/index.html", words.home.example_term),
        ),
        WAYS,
    )
    yield Page("index.html", "home.html", words.home.title, context, "departments", words.home.lead)
