"""Terms as reports define them: ``terms.csv`` (the glossary), ``terms.toml`` (what pages link)."""

from __future__ import annotations

import re

from pydantic import Field, field_validator

from finalaccounts.reference import Strict, load_csv, load_toml


class Term(Strict):
    """One definition: its anchor on the glossary page (pinyin), and where it is printed."""

    anchor: str = Field(pattern=r"^[a-z]+$")
    term: str
    report_id: str
    source_line: int
    definition: str


class Linked(Strict):
    """A term that department pages link, and its unofficial English name."""

    term: str
    en: str


class Reading(Strict):
    """How a report's own definition is found; patterns over text without white space."""

    heading: str
    end: str
    definition: str
    linked: tuple[Linked, ...]

    @field_validator("heading", "end", "definition")
    @classmethod
    def _is_a_pattern(cls, pattern: str) -> str:
        re.compile(pattern.replace("{term}", ""))
        return pattern


def terms() -> dict[str, tuple[Term, ...]]:
    """Return all definitions by the term, in the order of pinyin."""
    found: dict[str, tuple[Term, ...]] = {}
    for row in load_csv("terms.csv", Term):
        found[row.term] = (*found.get(row.term, ()), row)
    return found


def reading() -> Reading:
    """Return which terms are linked, and how a report's own definition is found."""
    whole: Reading = load_toml("terms.toml", Reading)
    return whole
