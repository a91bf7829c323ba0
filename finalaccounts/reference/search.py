"""What searching needs to know of the language: data/reference/cn/search.toml, short_names.csv."""

from __future__ import annotations

from finalaccounts.reference import Strict, load_csv, load_toml


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


class SearchVocabulary(Strict):
    """``search.toml``: patterns of headings and paragraphs, and the tables that are searched."""

    reading: CharacterReading
    tables: Tables


class ShortName(Strict):
    """One row of ``short_names.csv``: how people call a thing, and what it is called in full."""

    short: str
    full: str


class SearchPageWords(Strict):
    """``strings/search.toml``: the words of the search page by language, same keys in each."""

    zh: dict[str, str]
    en: dict[str, str]


def page_words(language: str) -> dict[str, str]:
    """Return the words of the search page; raises KeyError for a language that is not there."""
    words: SearchPageWords = load_toml("strings/search.toml", SearchPageWords)
    return {"zh": words.zh, "en": words.en}[language]


def search_words() -> SearchVocabulary:
    """Return the vocabulary of the search index."""
    words: SearchVocabulary = load_toml("search.toml", SearchVocabulary)
    return words


def short_names() -> tuple[ShortName, ...]:
    """Return the common short names, longest full name first."""
    rows = load_csv("short_names.csv", ShortName)
    return tuple(sorted(rows, key=lambda row: (-len(row.full), row.full)))
