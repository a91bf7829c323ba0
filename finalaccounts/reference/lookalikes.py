"""``lookalikes.toml``: what text recognition confuses and loses, and the labels that are known."""

from __future__ import annotations

import re
from functools import cache

from pydantic import field_validator

from finalaccounts.reference import Strict, load_toml
from finalaccounts.reference.tables import codes, labels, shared, tables


class Lookalikes(Strict):
    """The table of characters that look alike."""

    groups: tuple[str, ...]
    lost: tuple[str, ...]
    merged: dict[str, str]
    before: str
    bare: str
    words: tuple[str, ...]

    @field_validator("before")
    @classmethod
    def _is_a_pattern(cls, value: str) -> str:
        re.compile(value)
        return value


@cache
def lookalikes() -> Lookalikes:
    """Return the table."""
    found: Lookalikes = load_toml("lookalikes.toml", Lookalikes)
    return found


@cache
def alike() -> dict[str, str]:
    """Return for each character those it is confused with."""
    found: dict[str, str] = {}
    for group in lookalikes().groups:
        for ch in group:
            found[ch] = found.get(ch, "") + group.replace(ch, "")
    return found


@cache
def known_labels() -> frozenset[str]:
    """Return every label of a line, column or code that the reference data knows."""
    names = [code.name for kind in ("functional", "economic") for code in codes(kind)]
    return frozenset(
        [*(label.label for label in labels()), *names, *shared().through, *lookalikes().words]
    )


@cache
def titles() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of the titles of tables."""
    return tuple(re.compile(title) for table in tables() for title in table.titles)
