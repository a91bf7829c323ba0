"""The lists of findings: all, by kind, by year; long lists run over several pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from finalaccounts.render.cards import Card
from finalaccounts.render.chapters import rank, tally
from finalaccounts.render.entries import Entry
from finalaccounts.render.links import page as address
from finalaccounts.render.shell import Crumb, Page
from finalaccounts.render.words import Words

PER_PAGE = 40  # cards; with shell and stylesheet below 100 KB


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """Context of ``findings.html``."""

    heading: str = field(metadata={"doc": "Heading of the list."})
    cards: tuple[Card, ...] = field(metadata={"doc": "The findings of this page."})
    counts: str = field(metadata={"doc": "All findings of the list by chapter, in a sentence."})
    sections: tuple[tuple[str, str, str, int], ...] = field(
        metadata={"doc": "Chapters of the list: key, name, address of its page, count."}
    )
    narrow: tuple[tuple[str, str, int], ...] = field(
        metadata={"doc": "Other lists: words, address (empty for this one), count."}
    )
    chips: tuple[tuple[str, str, int], ...] = field(
        metadata={"doc": "Filter over this page: CSS class of the kind, words, count."}
    )
    kinds: tuple[tuple[str, str, str], ...] = field(
        metadata={"doc": "What the kinds mean: CSS class, words, meaning."}
    )
    turn: tuple[tuple[str, str, bool], ...] = field(
        metadata={"doc": "Pages of the list: address, words, whether it is this one."}
    )


def _lists(cards: Sequence[Card], words: Words) -> list[tuple[str, str, list[Card]]]:
    """Return (folder, heading, cards) of every list."""
    lists = [("findings", words.differences.title, list(cards))]
    for tag in words.differences.order:
        chosen = [c for c in cards if c.tag == tag]
        if chosen:
            label = words.differences.tags[tag]
            lists.append((f"findings/type/{words.differences.slugs[tag]}", label, chosen))
    for year in sorted({c.year for c in cards}, reverse=True):
        chosen = [c for c in cards if c.year == year]
        lists.append((f"findings/y/{year}", words("differences.year", year=year), chosen))
    return lists


def pages(entries: Sequence[Entry], words: Words) -> Iterator[Page]:
    """Yield every page of every list of findings, by what they touch, weightiest first."""
    cards = [c for e in sorted(entries, key=lambda e: -e.year) for c in e.cards]
    cards.sort(key=lambda c: rank(c.finding))
    lists = _lists(cards, words)
    told = words.differences
    kinds = tuple((tag, told.tags[tag], told.meanings[tag]) for tag in told.order)
    for folder, heading, chosen in lists:
        parts = [chosen[i : i + PER_PAGE] for i in range(0, len(chosen), PER_PAGE)] or [[]]
        places = [address(folder if n == 1 else f"{folder}/{n}") for n in range(1, len(parts) + 1)]
        narrow = tuple((label, "" if f == folder else address(f), len(c)) for f, label, c in lists)
        counted = tally((c.finding for c in chosen), words)
        at = [c.chapter for c in chosen]
        sections = tuple(
            (key, name, f"{places[at.index(key) // PER_PAGE]}#{key}", count)
            for key, name, count in counted.parts
        )
        for number, (path, part) in enumerate(zip(places, parts, strict=True), 1):
            counts = Counter(c.tag for c in part)
            chips = [("all", words.differences.all, len(part))]
            chips += [(tag, label, counts[tag]) for tag, label, _ in kinds if counts[tag]]
            context = FindingsPage(
                heading,
                tuple(part),
                counted.text,
                sections,
                narrow,
                tuple(chips),
                kinds,
                tuple((place, str(n), n == number) for n, place in enumerate(places, 1)),
            )
            title = heading if number == 1 else words("differences.page", title=heading, n=number)
            crumbs = [Crumb(words.shell.home, "index.html")]
            if folder != "findings":
                crumbs.append(Crumb(words.differences.title, "findings/index.html"))
            yield Page(
                path,
                "findings.html",
                title,
                context,
                "findings",
                words.differences.not_wrong_why,
                (*crumbs, Crumb(title)),
                (("application/atom+xml", "findings/feed.xml"),),
            )
