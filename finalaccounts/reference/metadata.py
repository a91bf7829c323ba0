"""Words by which a report tells who it is, which year, which scope: ``metadata.toml``."""

from __future__ import annotations

from finalaccounts.reference import Strict, load_toml


class Scope(Strict):
    """Words for the scope of a report; ``own`` and ``consolidated`` are the values written."""

    own: str
    consolidated: str
    own_words: tuple[str, ...]
    consolidated_words: tuple[str, ...]
    own_in_title: str
    consolidated_in_title: str
    unit_count: tuple[str, ...]


class Found(Strict):
    """Patterns for what a report says of itself beside its figures."""

    budget_code: tuple[str, ...]
    contact: tuple[str, ...]
    month: tuple[str, ...]
    months: tuple[str, ...]
    reviews: tuple[str, ...]
    unit: tuple[str, ...]
    units_after: tuple[str, ...]
    units_row: str


class Places(Strict):
    """How names of places are shortened and where a name must not be taken for a place."""

    generic: tuple[str, ...]
    prefixes: tuple[str, ...]
    national: str
    township: str
    bodies: tuple[str, ...]
    peoples: tuple[str, ...]
    autonomous: str
    endings: tuple[str, ...]
    short_levels: tuple[str, ...]
    unknown_place: str
    not_places: tuple[str, ...]


class MetadataWords(Strict):
    """The whole of ``metadata.toml``; every field is explained there."""

    entity_labels: tuple[str, ...]
    entity_weak_labels: tuple[str, ...]
    cell_ends: tuple[str, ...]
    entity_endings: tuple[str, ...]
    not_entities: tuple[str, ...]
    bare_place: str
    seal: str
    short_entities: tuple[str, ...]
    cover_ends: tuple[str, ...]
    cover_lines: int
    headings: tuple[str, ...]
    sentences: tuple[str, ...]
    belongs: str
    parents: tuple[str, ...]
    mention_tail: str
    not_after_name: tuple[str, ...]
    year_strong: tuple[str, ...]
    year_cover: tuple[str, ...]
    year_weak: tuple[str, ...]
    year_in_title: str
    digits: dict[str, str]
    scope: Scope
    found: Found
    places: Places


def words() -> MetadataWords:
    """Return the words, read once."""
    read: MetadataWords = load_toml("metadata.toml", MetadataWords)
    return read
