"""What a report spends under every code of a classification, ready for the pages of the codes."""

from __future__ import annotations

from dataclasses import dataclass, field

from finalaccounts.render.facts import Fact, Facts
from finalaccounts.render.sources import Sources
from finalaccounts.render.words import Words

# By kind of code, where its amount is looked for, in this order.
PLACES: dict[str, tuple[tuple[str, str], ...]] = {
    "function": (
        ("expenditure", "total"),
        ("general_expenditure", "total"),
        ("government_funds", "expenditure"),
        ("state_capital", "total"),
        ("revenue", ""),  # a code that only income has: no amount is shown
    ),
    "economic": (
        ("basic_expenditure", "final"),
        ("general_by_economic", "total"),
        ("appropriation_by_economic", "total"),
    ),
}
_WHOLE = {
    "expenditure": ("expenditure", "total", "total"),
    "general_expenditure": ("general_expenditure", "total", "total"),
}


@dataclass(frozen=True, slots=True)
class Use:
    """A report's amount under a code."""

    code: str = field(metadata={"doc": "The code."})
    label: str = field(metadata={"doc": "Its name as this report prints it."})
    table: str = field(metadata={"doc": "Key of the table it is read from."})
    title: str = field(metadata={"doc": "Title of that table."})
    place: str = field(metadata={"doc": "Anchor of the row on the report's page."})
    address: str = field(metadata={"doc": "Address of the printed line."})
    fact: Fact | None = field(metadata={"doc": "The amount; None when none is certain."})
    state: str = field(metadata={"doc": "Why there is none: a key of words.codes.state."})
    whole: Fact | None = field(metadata={"doc": "What its share is of; None when not printed."})


def uses(facts: Facts, sources: Sources, words: Words) -> dict[str, tuple[Use, ...]]:
    """Return by kind of code what a report prints under each, in the order of print."""
    titles = {t.table: t.title for t in reversed(facts.report.tables)}
    basic = facts.part("basic")
    found = {}
    for kind, places in PLACES.items():
        rows = []
        for code, (figure, fact) in facts.codes(places).items():
            whole = facts.amount(*_WHOLE[figure.table]) if figure.table in _WHOLE else None
            state = "undecided" if figure.placed == "ambiguous" else figure.state
            if state == "printed" and not figure.settled:
                state = "unconfirmed"
            rows.append(
                Use(
                    code,
                    facts.label(figure),
                    figure.table,
                    titles.get(figure.table, ""),
                    f"{figure.table}.{figure.line}",
                    sources.address(figure.source, figure.source_line),
                    fact,
                    "income" if figure.table == "revenue" else state,
                    basic if figure.table == "basic_expenditure" else whole,
                )
            )
        found[kind] = tuple(rows)
    return found
