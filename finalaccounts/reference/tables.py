"""Tables as data: titles (``tables.toml``), layouts and sums (``layouts.toml``), labels."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from pydantic import Field, field_validator, model_validator

from finalaccounts.reference import Strict, load_csv, load_toml

Shape = Literal["codes", "sides", "blocks", "items"]


def _compile(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p) for p in patterns)


class Also(Strict):
    """A second key for some titles of a table, used where a report prints both."""

    key: str
    titles: tuple[str, ...]


class TableKind(Strict):
    """A table: its key, how it is printed, and the patterns of its titles."""

    key: str
    shape: Shape
    titles: tuple[str, ...]
    named_lines: bool = False
    also: Also | None = None

    def fits(self, folded: str) -> bool:
        """True when the folded title is one of this table's."""
        return any(p.fullmatch(folded) for p in _compile(self.titles))


class Text(Strict):
    """Patterns (regular expressions) of what stands around the numbers of a table."""

    title_word: str
    running: str
    ordinals: tuple[str, ...]
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    leader: str
    number: str
    unit: str
    unit_in_brackets: str
    count_unit: str
    counted: dict[str, str]
    entity: str
    year: str
    date: str
    page: str
    note: str
    note_item: str
    note_label: str
    stop: tuple[str, ...]
    forms: str
    unknown_title: str
    sentence: str
    empty: str
    not_empty: str
    list_head: str
    list_row: str
    list_yes: tuple[str, ...]
    line_numbers: str
    total: str
    ordinal: str

    @field_validator("*")
    @classmethod
    def _is_pattern(cls, value: object) -> object:
        for pattern in (value,) if isinstance(value, str) else tuple(value):  # type: ignore[arg-type]
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"no regular expression: {error}") from error
        return value


class Tables(Strict):
    """``tables.toml``."""

    table: tuple[TableKind, ...]
    text: Text


class Layout(Strict):
    """The printed order of a table's columns, in one of the ways it is printed."""

    table: str
    name: str
    columns: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()  # columns elsewhere, here words that only group
    words: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_form(self) -> Layout:
        if not (self.columns or self.slots or (self.left and self.right)):
            raise ValueError("a layout needs columns, slots, or left and right")
        return self


class Sum(Strict):
    """A sum inside one table: across columns, down code levels, between lines, or a balance."""

    rule: str
    table: str
    across: str = ""
    parts: tuple[str, ...] = ()
    within: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    down: tuple[str, ...] = ()
    whole: str = ""
    lines: tuple[str, ...] = ()
    balance: tuple[tuple[str, ...], ...] = ()


class Tie(Strict):
    """What another place of the report says of an undecided cell."""

    rule: str
    cell: str
    is_: tuple[str, ...] = ()
    least: tuple[str, ...] = ()
    most: tuple[str, ...] = ()
    if_equal: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _rename(cls, value: dict[str, object]) -> dict[str, object]:
        return {("is_" if k == "is" else k): v for k, v in value.items()}


class Said(Strict):
    """Which statements of the narrative name a cell of a table."""

    rule: str
    section: str
    items: dict[str, str]


class Layouts(Strict):
    """``layouts.toml``."""

    layout: tuple[Layout, ...]
    sum: tuple[Sum, ...]
    tie: tuple[Tie, ...]
    said: tuple[Said, ...]


class Label(Strict):
    """A printed label of a line or column; ``under`` names what must stand above or before it."""

    table: str
    kind: Literal["line", "column", "left", "right", "through"]
    key: str
    label: str
    under: str = ""
    valid_from: str = ""
    valid_to: str = ""


class Code(Strict):
    """A row of ``functional.csv`` or ``economic.csv``."""

    code: str
    name: str
    level: str
    parent: str
    valid_from: str = ""
    valid_to: str = ""
    source: str = ""
    name_en: str = ""
    group: str = ""
    note: str = ""


@cache
def tables() -> Tables:
    """Return the tables and patterns."""
    found: Tables = load_toml("tables.toml", Tables)
    return found


@cache
def layouts() -> Layouts:
    """Return layouts, sums and ties."""
    found: Layouts = load_toml("layouts.toml", Layouts)
    return found


@cache
def labels() -> tuple[Label, ...]:
    """Return all labels."""
    return load_csv("labels.csv", Label)


@cache
def codes(name: Literal["functional", "economic"]) -> tuple[Code, ...]:
    """Return a classification."""
    return load_csv(f"{name}.csv", Code)


@cache
def kind(key: str) -> TableKind | None:
    """Return the table of a key, or None when it is not known."""
    for table in tables().table:
        if table.key == key or (table.also and table.also.key == key):
            return table
    return None
