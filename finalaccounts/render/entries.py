"""One line per report for every list of the site: who, where, which year, how much, how many findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from finalaccounts.model import Completeness, Meta
from finalaccounts.reference.places import path as division_path
from finalaccounts.render import links, named, shown
from finalaccounts.render.cards import Card, cards
from finalaccounts.render.chapters import Tally, tally
from finalaccounts.render.facts import Fact, Facts
from finalaccounts.render.headline import Headline, headline
from finalaccounts.render.languages import glosses
from finalaccounts.render.shell import SiteReport
from finalaccounts.render.sources import Addresses, Sources
from finalaccounts.render.tiles import change
from finalaccounts.render.uses import Use, uses
from finalaccounts.render.words import Words
from finalaccounts.understood import Understood, understood


@dataclass(frozen=True, slots=True)
class Place:
    """A region: its code, its name, and its page."""

    code: str = field(metadata={"doc": "Six-digit code (GB/T 2260)."})
    name: str = field(metadata={"doc": "Name."})
    href: str = field(metadata={"doc": "Its page."})


@dataclass(frozen=True, slots=True)
class Entry:
    """A report as lists show it."""

    meta: Meta = field(metadata={"doc": "What is known of the report."})
    name: str = field(metadata={"doc": "Name of the department in the language of the page."})
    href: str = field(metadata={"doc": "Its page."})
    hub: str = field(metadata={"doc": "The department's page over all years."})
    places: tuple[Place, ...] = field(metadata={"doc": "Province first; empty when not known."})
    year: int = field(metadata={"doc": "Fiscal year; 0 when not known."})
    spent: str = field(metadata={"doc": "Expenditure as shown, or empty."})
    unit: str = field(metadata={"doc": "Its unit."})
    line: str = field(metadata={"doc": "Address of the line it is printed on."})
    change: str = field(metadata={"doc": "Stated change on the year before, or empty."})
    differences: int = field(metadata={"doc": "Findings where numbers differ."})
    tally: Tally = field(metadata={"doc": "All findings by chapter."})
    cards: tuple[Card, ...] = field(metadata={"doc": "All findings."})
    completeness: tuple[Completeness, ...] = field(metadata={"doc": "What the report holds."})
    outcomes: dict[tuple[str, str], int] = field(metadata={"doc": "Checks by rule and outcome."})
    headline: Headline = field(metadata={"doc": "The numbers that lists and comparisons show."})
    uses: dict[str, tuple[Use, ...]] = field(
        metadata={"doc": "By kind of code: its amount under every code."}
    )
    sources: Addresses = field(metadata={"doc": "Addresses of lines."})
    prose: Understood = field(metadata={"doc": "How much of the narrative was understood."})

    @property
    def where(self) -> str:
        """The names of its region, province first."""
        return " ".join(place.name for place in self.places)

    @property
    def kind(self) -> str:
        """What kind of department it is: its name without that of its place."""
        name = self.name
        for place in self.places:
            name = name.removeprefix(place.name).lstrip()
        return name

    def address(self, fact: Fact | None) -> str:
        """Return the page and anchor of the line a fact is printed on."""
        return self.sources.address(fact.source, fact.line) if fact else ""


def places(division: str, words: Words) -> tuple[Place, ...]:
    """Return a division and those above it, province first."""
    return tuple(
        Place(d.code, named.place(d, words), links.page(f"r/{d.code}"))
        for d in division_path(division)
    )


def entry(one: SiteReport, words: Words) -> Entry:
    """Return the line of a report."""
    facts, sources = Facts(one.report, glosses(words)), Sources(one.report)
    meta = one.report.meta
    spent: Fact | None = facts.year("expenditure") or facts.total("expenditure")
    moved: Decimal | None = change(facts, ("summary",))
    found = cards(one, sources, words)
    counted = tally((c.finding for c in found), words)
    return Entry(
        meta,
        named.department(meta, words),
        links.page(links.report(meta)),
        links.page(links.department(meta)),
        places(meta.division, words),
        meta.fiscal_year or 0,
        shown.amount(spent.amount) if spent else "",
        spent.unit if spent else "",
        sources.address(spent.source, spent.line) if spent else "",
        shown.signed_percent(moved) if moved is not None else "",
        counted.numbers,
        counted,
        found,
        one.reconciled.completeness,
        dict(Counter((check.rule, check.outcome) for check in one.reconciled.checks)),
        headline(facts),
        uses(facts, sources, words),
        sources.addresses(),
        understood(one.report.statements),
    )


def entries(site: Sequence[SiteReport], words: Words) -> tuple[Entry, ...]:
    """Return the lines of all reports: by region, department, newest year first."""
    return in_order(entry(one, words) for one in site)


def in_order(listed: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return lines of reports in the order of lists: by region, department, newest year first."""
    return tuple(sorted(listed, key=lambda e: (e.meta.division, e.meta.slug, -e.year)))
