"""The search page and the complete lists that need no script, as contexts for the templates."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from finalaccounts.reference.codes import english_names
from finalaccounts.reference.places import path as division_path
from finalaccounts.reference.search import page_words, site_pages
from finalaccounts.reference.terms import terms
from finalaccounts.render.languages import address
from finalaccounts.render.words import words as catalogue
from finalaccounts.site.search.entries import Card
from finalaccounts.site.search.names import entities
from finalaccounts.site.search.readings import spell


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a filter: the value in the address and the words shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Context of ``search.html``. ``words_json`` is the words for search.js, safe in a script.

    ``root`` leads from the page to the site's root, ``index`` to the folder of the index, ``home``
    to the pages in the reader's language. ``here`` lists the departments for readers without
    script, empty where they are too many for one page; ``site_pages`` are the pages that answer a
    question about the site: address from the root, name, the words it is asked with.
    """

    words: dict[str, str]
    words_json: str
    root: str
    index: str
    home: str
    places: tuple[Option, ...]
    levels: tuple[Option, ...]
    years: tuple[Option, ...]
    kinds: tuple[Option, ...]
    here: tuple[tuple[str, tuple[ListItem, ...]], ...]
    site_pages: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    """A line of a list: what it is, where it leads (relative to the site's root), a remark."""

    label: str
    path: str
    note: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """Context of ``search_list.html``: groups of lines under headings, in order."""

    words: dict[str, str]
    title: str
    groups: tuple[tuple[str, tuple[ListItem, ...]], ...]


MOST_LISTED = 300  # departments or codes of a list; of more, places and classes lead on
CLASS = 3  # digits of the code of a class
MOST_HERE = 100  # departments that the search page itself lists for readers without script
LONGEST_TERM = 14  # a longer one is the full path of a code

# The kinds a reader may choose, in the order of relevance, by their word.
CHOICES = (
    ("department", "department"),
    ("place", "place_kind"),
    ("code", "code"),
    ("project", "project"),
    ("finding", "finding"),
    ("heading", "heading"),
    ("explanation", "explanation"),
    ("text", "text"),
    ("figure", "figure"),
)


def search_page(
    cards: Sequence[Card], language: str = "zh", root: str = "../", prefix: str = ""
) -> SearchPage:
    """Return the context of the search page for the reports of ``cards``.

    ``prefix`` is the folder of the language below the root of the site.
    """
    words = page_words(language)
    answering = _site_pages(language)
    told = {**words, "pages": answering, "terms": _terms()}
    listed = by_place(cards, language).groups
    places: dict[str, str] = {}
    for card in cards:
        ways = division_path(card.division)
        for depth, row in enumerate(ways[:2]):
            places[row.code] = "\u3000" * depth + row.name
    levels = {card.level for card in cards}
    return SearchPage(
        words=words,
        words_json=json.dumps(told, ensure_ascii=False).replace("<", "\\u003c"),
        root=root,
        index=f"{root}search/",
        home=f"{root}{prefix}",
        places=tuple(Option(code, places[code]) for code in sorted(places)),
        levels=tuple(Option(v, words[v]) for v in ("province", "city", "county") if v in levels),
        years=tuple(Option(y, y) for y in sorted({c.year for c in cards if c.year}, reverse=True)),
        kinds=tuple(Option(kind, words[word]) for kind, word in CHOICES),
        here=listed if sum(len(items) for _, items in listed) <= MOST_HERE else (),
        site_pages=answering,
    )


def _site_pages(language: str) -> tuple[tuple[str, ...], ...]:
    """Return per page that answers a question: its address, its name, the words it is asked with."""
    around = catalogue(language)
    return tuple(
        (address(p.page, around), p.en if language == "en" else p.zh, *p.say) for p in site_pages()
    )


def _terms() -> list[list[str]]:
    """Return the terms that the glossary explains: its anchor there, the term."""
    return [[rows[0].anchor, term] for term, rows in terms().items() if len(term) <= LONGEST_TERM]


def _item(card: Card, years: dict[tuple[str, str], list[str]]) -> ListItem:
    key = (card.division, card.slug)
    return ListItem(card.entity, f"d/{card.division}/{card.slug}/", " ".join(sorted(years[key])))


def _years(cards: Sequence[Card]) -> dict[tuple[str, str], list[str]]:
    years: dict[tuple[str, str], list[str]] = {}
    for card in cards:
        years.setdefault((card.division, card.slug), []).append(card.year)
    return years


def by_place(cards: Sequence[Card], language: str = "zh", most: int = 0) -> ListPage:
    """List every department under its place, places in the order of their codes.

    More than ``most`` are not listed: the places lead to their own pages, which list them.
    """
    words, years = page_words(language), _years(cards)
    groups: dict[str, list[ListItem]] = {}
    listed = entities(cards)
    if most and len(listed) > most:
        return ListPage(words, words["by_place"], tuple(_places(listed, words)))
    for card in listed:
        ways = division_path(card.division)
        name = " ".join(row.name for row in ways) or words["unknown_place"]
        groups.setdefault(name, []).append(_item(card, years))
    return ListPage(words, words["by_place"], tuple((n, tuple(i)) for n, i in groups.items()))


def _places(
    listed: Sequence[Card], words: dict[str, str]
) -> Iterator[tuple[str, tuple[ListItem, ...]]]:
    """Yield provinces, each with itself and its cities, and how many departments each has."""
    counted: dict[str, Counter[tuple[str, str]]] = {}
    for card in listed:
        ways = division_path(card.division)
        if ways:
            own = counted.setdefault(ways[0].name, Counter())
            own.update((row.code, row.name) for row in ways[:2])
    for name, own in counted.items():
        yield (
            name,
            tuple(
                ListItem(place, f"r/{code}/", words["departments_of"].format(n=n))
                for (code, place), n in sorted(own.items())
            ),
        )


def by_letter(cards: Sequence[Card], language: str = "zh") -> ListPage:
    """List every department under the first letter of its name's pinyin."""
    words, years = page_words(language), _years(cards)
    rows = sorted((spell(card.entity), card.entity, card) for card in entities(cards))
    groups: dict[str, list[ListItem]] = {}
    for syllables, _, card in rows:
        letter = syllables[0][0].upper() if syllables else words["other_letter"]
        groups.setdefault(letter, []).append(_item(card, years))
    return ListPage(words, words["by_letter"], tuple((n, tuple(i)) for n, i in groups.items()))


def letter_folder(letter: str) -> str:
    """Return the folder of the page of a letter, where the letters have pages of their own."""
    return f"search/letters/{letter.lower() if letter.isascii() else 'other'}/"


def letters_apart(listed: ListPage) -> ListPage:
    """Return the list of the letters alone, each leading to its page."""
    items = tuple(
        ListItem(letter, letter_folder(letter), listed.words["departments_of"].format(n=len(items)))
        for letter, items in listed.groups
    )
    return replace(listed, groups=(("A\u2013Z", items),))


def by_code(reports: Iterable[Sequence[tuple[str, str, str]]], language: str = "zh") -> ListPage:
    """List every classification code that a report prints, with the name printed most often.

    ``reports`` gives (kind, code, name as printed) of every print, report by report.
    """
    words = page_words(language)
    english = english_names() if language == "en" else {}
    names: dict[tuple[str, str], Counter[str]] = {}
    many: Counter[tuple[str, str]] = Counter()
    for report in reports:
        for kind, code, printed in report:
            names.setdefault((kind, code), Counter())[english.get(code, printed)] += 1
        many.update({(kind, code) for kind, code, _ in report})
    groups: dict[str, list[ListItem]] = {"f": [], "e": []}
    top = {
        pair for pair in names if len(pair[1]) <= CLASS or (pair[0], pair[1][:CLASS]) not in names
    }
    for kind, code in sorted(names if len(names) <= MOST_LISTED else top):
        name = names[kind, code].most_common(1)[0][0]
        note = words["reports_of"].format(n=many[kind, code])
        groups[kind].append(ListItem(f"{code} {name}", f"{kind}/{code}/", note))
    return ListPage(
        words,
        words["by_code"],
        ((words["functional"], tuple(groups["f"])), (words["economic"], tuple(groups["e"]))),
    )
