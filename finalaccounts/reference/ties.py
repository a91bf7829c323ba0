"""Sums and ties that place lost columns: ``layouts.toml``."""

from __future__ import annotations

from functools import cache

from pydantic import Field, model_validator

from finalaccounts.reference import Strict, load_toml


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

    sum: tuple[Sum, ...]
    tie: tuple[Tie, ...]
    said: tuple[Said, ...]


@cache
def layouts() -> Layouts:
    """Return sums and ties."""
    found: Layouts = load_toml("layouts.toml", Layouts)
    return found
