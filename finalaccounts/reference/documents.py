"""Kinds of documents and what tells them apart: ``documents.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from finalaccounts.reference import Strict, load_toml


class Points(Strict):
    """What a title, a heading and a sentence count, and what is needed to say anything."""

    title: int
    title_without_name: int
    heading: int
    headings_at_most: int
    phrase: int
    phrases_at_most: int
    needed: int


class Kind(Strict):
    """One kind of document: its names, the shapes of its title, and whether it is read."""

    key: str
    zh: str
    en: str
    read: bool = False
    beside: str
    title_points: int | None = None
    titles: tuple[str, ...]


class Beside(Strict):
    """Headings and sentences that speak for a kind."""

    headings: tuple[str, ...]
    phrases: tuple[str, ...]


class DocumentWords(Strict):
    """The whole of ``documents.toml``; every field is explained there."""

    year: str
    name: str
    place: str
    rest: str
    not_titles: tuple[str, ...]
    not_in_names: tuple[str, ...]
    in_names: str
    numbered: str
    sentence_ends: tuple[str, ...]
    opened: str
    governments: str
    of_departments: str
    points: Points
    kind: tuple[Kind, ...]
    beside: Mapping[str, Beside]


def words() -> DocumentWords:
    """Return the words, read once."""
    read: DocumentWords = load_toml("documents.toml", DocumentWords)
    return read


@cache
def titles() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """Return the shapes of titles with their kinds, in the order of the file."""
    rules = words()

    def whole(pattern: str) -> re.Pattern[str]:
        for part in ("year", "name", "place", "rest"):
            pattern = pattern.replace(f"{{{part}}}", f"(?:{getattr(rules, part)})")
        return re.compile(pattern)

    return tuple((kind, whole(pattern)) for kind in rules.kind for pattern in kind.titles)


@cache
def beside(key: str) -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    """Return the headings and the sentences that speak for a kind, compiled."""
    found = words().beside[key]
    return tuple(map(re.compile, found.headings)), tuple(map(re.compile, found.phrases))
