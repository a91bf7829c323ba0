"""The lists of findings: all, by kind, year, place, department, share of spending.

Long lists run over several pages, and the longest end with their lightest findings left out; the
CSV beside each list holds all of it.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from finalaccounts.render.cards import Card
from finalaccounts.render.chapters import rank, tally
from finalaccounts.render.entries import Entry
from finalaccounts.render.links import page as address
from finalaccounts.render.shell import Crumb, File, Page
from finalaccounts.render.words import Words

PER_PAGE = 25  # cards; with shell and stylesheet below 60 KB
MOST_PAGES = 40  # of one list; nobody turns more pages, and the CSV holds all
MOST_REPORTS = 60  # reports that are listed with their own page of findings
COLUMNS = (
    *("finding_id", "report_id", "department", "year", "place", "chapter", "kind", "share"),
    *("title", "printed", "expected", "difference", "lines", "page"),
)

Narrow = tuple[str, str, int]


class Found(NamedTuple):
    """A finding and the report it is of."""

    card: Card
    entry: Entry


class Listed(NamedTuple):
    """A list of findings: the group it is one of, where it stands, what it is called."""

    group: str
    folder: str
    heading: str
    found: list[Found]


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """Context of ``findings.html``."""

    heading: str = field(metadata={"doc": "Heading of the list."})
    cards: tuple[Card, ...] = field(metadata={"doc": "The findings of this page."})
    counts: str = field(metadata={"doc": "All findings of the list by chapter, in a sentence."})
    sections: tuple[tuple[str, str, str, int], ...] = field(
        metadata={"doc": "Chapters of the list: key, name, address of its page, count."}
    )
    narrow: tuple[tuple[str, tuple[Narrow, ...]], ...] = field(
        metadata={"doc": "Other lists by group: words, address (empty for this one), count."}
    )
    chips: tuple[Narrow, ...] = field(
        metadata={"doc": "Filter over this page: CSS class of the kind, words, count."}
    )
    kinds: tuple[tuple[str, str, str], ...] = field(
        metadata={"doc": "What the kinds mean: CSS class, words, meaning."}
    )
    turn: tuple[tuple[str, str, bool], ...] = field(
        metadata={"doc": "Pages of the list: address, words, whether it is this one."}
    )
    csv: str = field(metadata={"doc": "Address of the list as CSV."})
    left: int = field(metadata={"doc": "Findings of the list that only the CSV holds."})


def _groups(found: Sequence[Found], words: Words) -> Iterator[Listed]:
    """Yield every list; the lists of a group hold every finding once, but for unknown places."""
    told = words.differences
    yield Listed("", "findings", told.title, list(found))
    for tag in told.order:
        yield Listed(
            "kind",
            f"findings/type/{told.slugs[tag]}",
            told.tags[tag],
            [f for f in found if f.card.tag == tag],
        )
    for slug, _, name in told.sizes:
        yield Listed(
            "size",
            f"findings/size/{slug}",
            name,
            [f for f in found if _size(f.card, words) == slug],
        )
    for year in sorted({f.card.year for f in found}, reverse=True):
        chosen = [f for f in found if f.card.year == year]
        yield Listed("year", f"findings/y/{year}", words("differences.year", year=year), chosen)
    yield from _by(found, "place", "findings/r", _place)
    yield from _by(found, "function", "findings/d", lambda e: (e.meta.slug, e.kind))


def _by(
    found: Sequence[Found],
    group: str,
    folder: str,
    key: Callable[[Entry], tuple[str, str]],
) -> Iterator[Listed]:
    names: dict[str, tuple[str, list[Found]]] = {}
    for one in found:
        slug, name = key(one.entry)
        if slug:
            names.setdefault(slug, (name, []))[1].append(one)
    for slug in sorted(names):
        name, chosen = names[slug]
        yield Listed(group, f"{folder}/{slug}", name, chosen)


def _place(e: Entry) -> tuple[str, str]:
    return (e.places[0].code, e.places[0].name) if e.places else ("", "")


def _size(card: Card, words: Words) -> str:
    """Return which size a finding has: a key of ``words.differences.sizes``."""
    weight = card.finding.weight
    sizes = words.differences.sizes
    if weight is None:
        return str(next(slug for slug, least, _ in sizes if not least))
    return str(next(slug for slug, least, _ in sizes if least and weight >= Decimal(least)))


def _reports(entries: Sequence[Entry], words: Words) -> tuple[Narrow, ...]:
    """Return the reports with their own pages of findings, where they are few."""
    if len(entries) > MOST_REPORTS:
        return ()
    return tuple(
        (
            words("report.title", entity=e.name, year=e.year or words.list.unknown),
            address(f"{e.href.rpartition('/')[0]}/findings"),
            len(e.cards),
        )
        for e in entries
        if e.cards
    )


def _table(found: Sequence[Found], words: Words) -> bytes:
    """Return a list of findings as CSV, weightiest first."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for card, entry in found:
        f = card.finding
        share = "" if f.weight is None else format(f.weight, "f")
        rows.writerow(
            (
                *(f.finding_id, f.report_id, card.department, card.year, entry.where),
                *(words.chapters.names[card.chapter], card.kind, share),
                *(card.title, f.printed, f.expected, f.difference, " ".join(f.source_lines)),
                card.href,
            )
        )
    return out.getvalue().encode()


def pages(entries: Sequence[Entry], words: Words) -> Iterator[Page | File]:
    """Yield every page of every list of findings, by what they touch, weightiest first."""
    found = [Found(c, e) for e in sorted(entries, key=lambda e: -e.year) for c in e.cards]
    found.sort(key=lambda one: rank(one.card.finding))
    lists = [one for one in _groups(found, words) if one.found or not one.group]
    reports = _reports(entries, words)
    for one in lists:
        yield File(f"{one.folder}/findings.csv", _table(one.found, words))
        yield from _list(one, lists, reports, words)


def _narrow(
    here: Listed, lists: Sequence[Listed], reports: tuple[Narrow, ...], words: Words
) -> Iterator[tuple[str, tuple[Narrow, ...]]]:
    for group in ("size", "place", "function", "kind", "year"):
        members = [one for one in lists if one.group == group]
        if len(members) > 1 or here in members:
            yield (
                words.differences.groups[group],
                tuple(
                    (one.heading, "" if one is here else address(one.folder), len(one.found))
                    for one in members
                ),
            )
    if reports:
        yield words.differences.groups.report, reports


def _list(
    one: Listed, lists: Sequence[Listed], reports: tuple[Narrow, ...], words: Words
) -> Iterator[Page]:
    told = words.differences
    kinds = tuple((tag, told.tags[tag], told.meanings[tag]) for tag in told.order)
    cards = [f.card for f in one.found]
    shown = cards[: PER_PAGE * MOST_PAGES]
    parts = [shown[i : i + PER_PAGE] for i in range(0, len(shown), PER_PAGE)] or [[]]
    places = [address(one.folder if n == 1 else f"{one.folder}/{n}") for n in _from_one(parts)]
    narrow = tuple(_narrow(one, lists, reports, words))
    counted = tally((c.finding for c in cards), words)
    at = [c.chapter for c in shown]
    sections = tuple(
        (key, name, f"{places[at.index(key) // PER_PAGE]}#{key}" if key in at else "", count)
        for key, name, count in counted.parts
    )
    for number, (path, part) in enumerate(zip(places, parts, strict=True), 1):
        counts = Counter(c.tag for c in part)
        chips = [("all", told.all, len(part))]
        chips += [(tag, label, counts[tag]) for tag, label, _ in kinds if counts[tag]]
        context = FindingsPage(
            one.heading,
            tuple(part),
            counted.text,
            sections,
            narrow,
            tuple(chips),
            kinds,
            tuple((place, str(n), n == number) for n, place in enumerate(places, 1)),
            f"{one.folder}/findings.csv",
            len(cards) - len(shown),
        )
        heading = one.heading
        title = heading if number == 1 else words("differences.page", title=heading, n=number)
        crumbs = [Crumb(words.shell.home, "index.html")]
        if one.group:
            crumbs.append(Crumb(told.title, "findings/index.html"))
        yield Page(
            path,
            "findings.html",
            title,
            context,
            "findings",
            told.not_wrong_why,
            (*crumbs, Crumb(title)),
            (("application/atom+xml", "findings/feed.xml"),),
        )


def _from_one(parts: Sequence[object]) -> range:
    return range(1, len(parts) + 1)
