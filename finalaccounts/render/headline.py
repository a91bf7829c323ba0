"""The few numbers of a report that lists, comparisons and the page of its department show."""

from __future__ import annotations

from dataclasses import dataclass, field

from finalaccounts.render.facts import Fact, Facts
from finalaccounts.render.tiles import main_unit


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline numbers of a report; None where one is not certain."""

    unit: str = field(metadata={"doc": "Unit of the headline totals."})
    spent: Fact | None = field(metadata={"doc": "Expenditure of the year, without balances."})
    numbers: dict[str, Fact | None] = field(metadata={"doc": "By the key of their tile."})


def headline(facts: Facts) -> Headline:
    """Return the headline numbers of a report."""
    return Headline(
        main_unit(facts),
        facts.year("expenditure"),
        {
            "revenue": facts.year("revenue") or facts.total("revenue"),
            "expenditure": facts.year("expenditure") or facts.total("expenditure"),
            "basic": facts.part("basic"),
            "project": facts.part("project"),
            "three_public": facts.three_public("final"),
            "agency_operation": facts.agency_operation(),
            "staff": facts.staff("staff_actual"),
        },
    )
