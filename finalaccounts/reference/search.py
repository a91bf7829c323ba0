"""What searching needs to know of the language: data/reference/cn/search.toml, short_names.csv."""

from __future__ import annotations

from finalaccounts.reference import ReferenceDataError, Strict, load_csv, load_toml


class CharacterReading(Strict):
    """How a source's lines are put together into paragraphs."""

    heading: tuple[str, ...]
    heading_longest: int
    heading_ends: tuple[str, ...]
    ends: str
    pauses: str
    wrapped_from: int
    item: tuple[str, ...]


class Tables(Strict):
    """Which figures stand for a whole: the amount of a department-year, of a code."""

    total: tuple[str, ...]
    functional: tuple[str, ...]
    economic: tuple[str, ...]
    amount_columns: tuple[str, ...]


class Asking(Strict):
    """What people type around the words they look for."""

    filler: tuple[str, ...]
    year_endings: tuple[str, ...]
    department_endings: tuple[str, ...]
    topics: tuple[tuple[str, str], ...]


class SearchVocabulary(Strict):
    """``search.toml``: patterns of paragraphs, the tables that are searched, words of questions."""

    reading: CharacterReading
    tables: Tables
    asking: Asking


class ShortName(Strict):
    """One row of ``short_names.csv``: how people call a thing, and what it is called in full."""

    short: str
    full: str


class Synonym(Strict):
    """One row of ``synonyms.csv``: a word of everyday speech, and how reports print it.

    Several rows of one ``said`` are tried in their order.
    """

    said: str
    official: str


class SitePage(Strict):
    """A page that answers a question about the site: the words it is asked with, its names."""

    say: tuple[str, ...]
    page: str
    zh: str
    en: str


class SearchPageWords(Strict):
    """``strings/search.toml``: the words of the search page by language, same keys in each."""

    zh: dict[str, str]
    en: dict[str, str]
    pages: tuple[SitePage, ...]


def page_words(language: str) -> dict[str, str]:
    """Return the words of the search page; raises KeyError for a language that is not there."""
    words: SearchPageWords = load_toml("strings/search.toml", SearchPageWords)
    return {"zh": words.zh, "en": words.en}[language]


def site_pages() -> tuple[SitePage, ...]:
    """Return the pages that answer questions about the site itself."""
    words: SearchPageWords = load_toml("strings/search.toml", SearchPageWords)
    return words.pages


def synonyms() -> dict[str, tuple[str, ...]]:
    """Return what reports print for each word of everyday speech, first what is tried first."""
    found: dict[str, tuple[str, ...]] = {}
    for row in load_csv("synonyms.csv", Synonym):
        if row.said == row.official:
            raise ReferenceDataError(f"synonyms.csv: {row.said} stands for itself")
        found[row.said] = (*found.get(row.said, ()), row.official)
    return found


def search_words() -> SearchVocabulary:
    """Return the vocabulary of the search index."""
    words: SearchVocabulary = load_toml("search.toml", SearchVocabulary)
    return words


def short_names() -> tuple[ShortName, ...]:
    """Return the common short names, longest full name first."""
    rows = load_csv("short_names.csv", ShortName)
    return tuple(sorted(rows, key=lambda row: (-len(row.full), row.full)))
