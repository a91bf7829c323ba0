"""Tables as data: ``tables/<key>.toml`` says a table once, ``tables.toml`` what all of them share.

A table has titles, columns, lines and layouts. A column has a ``kind`` and says what it
``adds_to``; from that the sums of the table are derived (``finalaccounts.equations``).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from pydantic import Field, field_validator

from finalaccounts import reference
from finalaccounts.reference import ReferenceDataError, Strict, load_csv, load_toml
from finalaccounts.reference.tabular import BalanceOf, Column, Kind, Layout, LineOf

Shape = Literal["codes", "sides", "blocks", "items"]
Level = Literal["total", "class", "section"]
SHARED = "*"  # the table of labels that every table knows
OWN = "#own"  # a known word without a key: kept under itself, part of no sum
_UNDER = " > "  # "what stands above > the head"


class TableKind(Strict):
    """A table: how it is printed, the patterns of its titles, its columns, lines and layouts.

    ``beside`` names another table: where a report prints both, these titles are this table's,
    else that one's; one without columns has those of the other.
    """

    key: str = ""  # the name of the file
    order: int  # its place in tables.csv
    shape: Shape
    titles: tuple[str, ...]
    beside: str = ""
    named_lines: bool = False  # lines without a code are names, no labels that could be known
    levels: dict[Level, str] = Field(default_factory=dict)  # rules of the sums down the codes
    column: tuple[Column, ...] = ()
    line: tuple[LineOf, ...] = ()
    balance: tuple[BalanceOf, ...] = ()
    layout: tuple[Layout, ...] = ()

    def fits(self, folded: str) -> bool:
        """True when the folded title is one of this table's."""
        return any(re.fullmatch(p, folded) for p in self.titles)


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
    unit_behind: str
    unit_in_brackets: str
    count_unit: str
    counted: dict[str, str]
    entity: str
    year: str
    year_before: str
    this_year: str
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
    about_table: str
    instruction: str
    list_head: str
    list_row: str
    list_yes: tuple[str, ...]
    line_numbers: str
    total: str
    ordinal: str
    failed_value: str
    no_amount: str
    label_digits: str

    @field_validator("*")
    @classmethod
    def _is_pattern(cls, value: object) -> object:
        for pattern in (value,) if isinstance(value, str) else tuple(value):  # type: ignore[arg-type]
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"no regular expression: {error}") from error
        return value


class SharedColumns(Strict):
    """``tables.toml``: columns and lines that any table can have, and the patterns around them."""

    through: tuple[str, ...]  # heads that only group the columns below them
    kinds: dict[Kind, str] = Field(default_factory=dict)  # words that tell an unknown column's kind
    column: tuple[Column, ...]
    line: tuple[LineOf, ...]
    text: Text


class Label(Strict):
    """A printed label of a line or column; ``under`` names what must stand above or before it."""

    table: str
    kind: Literal["line", "column", "left", "right", "through"]
    key: str
    label: str
    under: str = ""


class CodePattern(Strict):
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
def shared() -> SharedColumns:
    """Return what all tables share."""
    found: SharedColumns = load_toml("tables.toml", SharedColumns)
    return found


@cache
def tables() -> tuple[TableKind, ...]:
    """Return the tables in their order."""
    out = []
    for path in sorted((reference.ROOT / "tables").glob("*.toml")):
        found: TableKind = load_toml(f"tables/{path.name}", TableKind)
        layouts = tuple(lay.model_copy(update={"table": path.stem}) for lay in found.layout)
        out.append(found.model_copy(update={"key": path.stem, "layout": layouts}))
    keys = {t.key for t in out}
    for table in out:
        if table.beside and table.beside not in keys:
            raise ReferenceDataError(f"tables/{table.key}.toml: beside {table.beside!r}: no table")
    return tuple(sorted(out, key=lambda t: t.order))


@cache
def kind(key: str) -> TableKind | None:
    """Return the table of a key, or None when it is not known."""
    return next((t for t in tables() if t.key == key), None)


@cache
def layouts(table: str) -> tuple[Layout, ...]:
    """Return the layouts of a table."""
    found = kind(table)
    return found.layout if found else ()


@cache
def labelled(table: str) -> TableKind | None:
    """Return the table whose columns and lines ``table`` has: its own, or where it has none, those
    of the table that it is printed beside."""
    found = kind(table)
    bare = found is not None and not found.column and not found.line and found.beside
    return kind(found.beside) if found is not None and bare else found


@cache
def labels() -> tuple[Label, ...]:
    """Return all labels, of the shared ones ``table`` is ``*``."""
    out: list[Label] = []
    named = [(SHARED, shared().column, shared().line)]
    for name, columns, lines in [*named, *((t.key, t.column, t.line) for t in tables())]:
        for column in columns:
            out += [_label(name, "column", column.key, text) for text in column.heads]
        for line in lines:
            out += [_label(name, line.side or "line", line.key, text) for text in line.labels]
    through = [_label(SHARED, "through", "#through", text) for text in shared().through]
    return (*out, *through)


def _label(table: str, kind: str, key: str, text: str) -> Label:
    under, _, label = text.rpartition(_UNDER)
    return Label.model_validate(
        {"table": table, "kind": kind, "key": key, "label": label, "under": under}
    )


@cache
def codes(name: Literal["functional", "economic"]) -> tuple[CodePattern, ...]:
    """Return a classification."""
    return load_csv(f"{name}.csv", CodePattern)
