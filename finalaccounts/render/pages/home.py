"""The home page: what is here, a search box, the list, the weightiest findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from finalaccounts.render import shown
from finalaccounts.render.cards import Card
from finalaccounts.render.chapters import rank, tally
from finalaccounts.render.entries import Entry, Place
from finalaccounts.render.shell import Page
from finalaccounts.render.words import Words

MOST_ROWS = 60
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
    sum_year: int = field(metadata={"doc": "Year whose expenditure is added up."})
    sum: str = field(metadata={"doc": "That sum as shown, or empty."})
    sum_count: int = field(metadata={"doc": "How many departments it covers."})
    differences: int = field(metadata={"doc": "Findings where numbers differ."})
    rest: str = field(metadata={"doc": "The other chapters of findings with their counts."})
    findings: int = field(metadata={"doc": "All findings."})
    weightiest: tuple[Card, ...] = field(metadata={"doc": "The weightiest findings."})
    regions: tuple[Place, ...] = field(metadata={"doc": "Provinces with a page."})
    examples: tuple[tuple[str, str], ...] = field(metadata={"doc": "(address, words) to try."})
    ways: tuple[tuple[str, str], ...] = field(metadata={"doc": "(key, address) of other ways in."})


def weightiest(entries: Sequence[Entry], count: int) -> tuple[Card, ...]:
    """Return the weightiest findings of all reports; of equals the newest first."""
    found = [c for e in sorted(entries, key=lambda e: -e.year) for c in e.cards]
    return tuple(sorted(found, key=lambda c: rank(c.finding))[:count])


def _latest(entries: Sequence[Entry], words: Words) -> tuple[int, str, int]:
    """Return the year most reports are of (the newest of these), its expenditure, how many."""
    years = Counter(e.year for e in entries if e.year)
    if not years:
        return 0, "", 0
    year = max(years, key=lambda y: (years[y], y))
    facts = [e.headline.spent for e in entries if e.year == year]
    told = [f for f in facts if f and f.unit == words.list.unit]
    return year, shown.amount(sum((f.amount for f in told), Decimal(0))) if told else "", len(told)


def pages(entries: Sequence[Entry], words: Words) -> Iterator[Page]:
    """Yield the home page."""
    year, total, count = _latest(entries, words)
    years = [e.year for e in entries if e.year] or [0]
    departments = Counter(e.hub for e in entries)
    most = max(departments.values(), default=0)
    newest_of: dict[str, Entry] = {}
    for e in entries:
        newest_of.setdefault(e.hub, e)
    rows = entries if len(entries) <= MOST_ROWS else tuple(newest_of.values())[:MOST_ROWS]
    counted = tally((c.finding for e in entries for c in e.cards), words)
    regions = {e.places[0].code: e.places[0] for e in entries if e.places}
    context = HomePage(
        tuple(entries),
        tuple(rows),
        len(regions),
        len(departments),
        min(years),
        max(years),
        words("home.one_year") if most == 1 else words("home.many_years", count=most),
        year,
        total,
        count,
        counted.numbers,
        counted.rest,
        counted.all,
        weightiest(entries, WEIGHTIEST),
        tuple(regions[code] for code in sorted(regions)),
        (
            *((e.href, e.name) for e in entries[:1]),
            ("about/glossary/index.html", words.home.example_term),
        ),
        WAYS,
    )
    yield Page("index.html", "home.html", words.home.title, context, "departments", words.home.lead)
