"""Terms as the reports themselves define them (``terms.csv``), for the glossary and its links."""

from __future__ import annotations

from pydantic import Field

from finalaccounts.reference import Strict, load_csv


class Term(Strict):
    """One definition: its anchor on the glossary page (pinyin), and where it is printed."""

    anchor: str = Field(pattern=r"^[a-z]+$")
    term: str
    report_id: str
    source_line: int
    definition: str


def terms() -> dict[str, tuple[Term, ...]]:
    """Return all definitions by the term, in the order of pinyin."""
    found: dict[str, tuple[Term, ...]] = {}
    for row in load_csv("terms.csv", Term):
        found[row.term] = (*found.get(row.term, ()), row)
    return found
