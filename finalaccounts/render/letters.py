"""Letters to a department: for each finding a request for information, to copy and to send.

A letter names the report, the numbers and their lines, and asks; it claims nothing. Rounding
differences are no reason to ask anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from finalaccounts.model import Meta
from finalaccounts.render.cards import Card, Value
from finalaccounts.render.chapters import NUMBERS
from finalaccounts.render.words import Words

MOST_LINES = 6  # of one number or finding; the page of the finding has all


@dataclass(frozen=True, slots=True)
class Letter:
    """A finding and what to write about it."""

    card: Card = field(metadata={"doc": "The finding."})
    text: str = field(metadata={"doc": "The letter, line by line."})


@dataclass(frozen=True, slots=True)
class LettersPage:
    """Context of ``letters.html``."""

    name: str = field(metadata={"doc": "Title of the report."})
    department: str = field(metadata={"doc": "Name of the department."})
    back: str = field(metadata={"doc": "The department-year page."})
    letters: tuple[Letter, ...] = field(metadata={"doc": "Letters, weightiest finding first."})
    general: str = field(metadata={"doc": "A letter about the whole report."})
    mail: str = field(metadata={"doc": "Where readers write (mailto: or https:), or empty."})


def letters(
    cards: Iterable[Card], meta: Meta, name: str, back: str, site_url: str, mail: str, words: Words
) -> LettersPage:
    """Return the letters about the findings of a report."""
    title = meta.title or name

    def made(card: Card) -> Letter:
        key = "numbers" if card.chapter in NUMBERS else card.chapter
        # The last sentence of every finding leaves the word to the department: the letter asks it.
        told = card.message.removesuffix(words.letters.closing_of_findings)
        return Letter(
            card,
            words(
                "letters.text",
                department=meta.entity,
                title=title,
                message=told,
                places=_places(card, words),
                wish=words.letters.wishes[key],
                related=_related(card, meta, words),
                finding=card.finding.finding_id,
                address=_address(card.href, site_url, words),
            ),
        )

    return LettersPage(
        name,
        meta.entity,
        back,
        tuple(made(card) for card in cards if card.ask),
        words("letters.general", department=meta.entity, title=title),
        mail,
    )


def _address(href: str, site_url: str, words: Words) -> str:
    return words("letters.address", address=site_url + href) if site_url else ""


def _places(card: Card, words: Words) -> str:
    """Return the numbers that are compared, each with its place and lines."""
    return "".join(
        words(
            "letters.place",
            number=number,
            where=value.where,
            value=_printed(value, words),
            lines=_listed((spot.line for spot in value.spots), words),
        )
        for number, value in enumerate(card.values, 1)
    )


def _printed(value: Value, words: Words) -> str:
    return value.value or str(words.findings.blank)


def _related(card: Card, meta: Meta, words: Words) -> str:
    """Return the lines of a finding and the file they are counted in; nothing where it has none."""
    if not card.lines:
        return ""
    return words(
        "letters.related",
        lines=_listed((line for _, line in card.lines), words),
        file=words.letters.comma.join(s.file for s in meta.sources),
    )


def _listed(lines: Iterable[str], words: Words) -> str:
    """Return line numbers in a row, each once, not more than a reader can take in."""
    every = list(dict.fromkeys(lines))
    listed = str(words.letters.comma).join(every[:MOST_LINES])
    return listed + (words.letters.more if len(every) > MOST_LINES else "")
