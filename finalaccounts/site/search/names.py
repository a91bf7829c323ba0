"""Departments, places and years: small enough for the page to hold them all once asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from finalaccounts.reference.metadata import words
from finalaccounts.reference.places import Division
from finalaccounts.reference.places import path as division_path
from finalaccounts.site.search.corpus import Ordered, base36
from finalaccounts.site.search.entries import KINDS, Card
from finalaccounts.site.search.fold import fold, folds


def entities(cards: Sequence[Card]) -> list[Card]:
    """Return one card per department (its newest), by place and address."""
    first: dict[tuple[str, str], Card] = {}
    for card in cards:
        first.setdefault((card.division, card.slug), card)
    return [first[key] for key in sorted(first)]


def names(ordered: Ordered, filed: Mapping[int, tuple[int, list[int], int]]) -> dict[str, object]:
    """Return what every query needs of a part of the index.

    ``p`` places ``code level name short``; ``e`` departments ``division slug name`` (a division
    like the one before is left out, the division's name at the start of a name is ``~``);
    ``r`` reports in the order of their ranks, ``department year findings`` (department less the
    one before it in the year, in base 36, left out when 1; a year like the one before left out);
    ``k`` per kind the first number, how often texts occur, and where the texts are filed;
    ``n`` how many texts there are.
    """
    known = entities(ordered.cards)
    at = {(card.division, card.slug): i for i, card in enumerate(known)}
    reports, year, last = [], "", -1
    for card in ordered.cards:
        last = -1 if card.year != year else last
        step = at[card.division, card.slug] - last
        many = base36(card.findings) if card.findings else ""
        new = "" if card.year == year else card.year
        reports.append(f"{'' if step == 1 else base36(step)} {new} {many}".rstrip())
        year, last = card.year, last + step
    places = {}
    for card in known:
        for row in division_path(card.division):
            short = without_ending(row)
            line = f"{row.code} {row.level} {row.name}"
            places[row.code] = line if short == row.name else f"{line} {short}"
    return {
        "p": "\n".join(places[code] for code in sorted(places)),
        "e": "\n".join(_entity_lines(known)),
        "r": "\n".join(reports),
        "k": [
            [int(ordered.kinds[kind]), ordered.steps(kind), *filed[kind]]
            for kind in range(len(KINDS))
        ],
        "n": int(ordered.kinds[-1]),
    }


def without_ending(row: Division) -> str:
    """Return a place's name as people say it, when two characters are left."""
    ending = next((e for e in words().places.endings if row.name.endswith(e)), "")
    stem = row.name.removesuffix(ending)
    return stem if len(stem) > 1 else row.name


def _entity_lines(known: Sequence[Card]) -> list[str]:
    lines, before = [], ""
    for card in known:
        ways = division_path(card.division)
        name = card.entity
        if ways and name.startswith(ways[-1].name):
            name = "~" + name.removeprefix(ways[-1].name)
        lines.append(f"{'' if card.division == before else card.division} {card.slug} {name}")
        before = card.division
    return lines


def amounts(ordered: Ordered) -> str:
    """Return the expenditure of every report, by rank; an empty line where it is not known."""
    return "\n".join(card.amount for card in ordered.cards)


def characters(ordered: Ordered) -> set[str]:
    """Return every folded character that occurs in names and texts."""
    found: set[str] = set()
    for card in ordered.cards:
        found.update(fold(card.entity))
        for row in division_path(card.division):
            found.update(row.name)
    for text in ordered.texts:
        found.update(text)
    return set(fold("".join(sorted(found))))


def fold_table(found: set[str]) -> str:
    """Return the characters that fold to one of ``found``, as pairs."""
    return folds(found)
