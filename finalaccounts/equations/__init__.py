"""What must hold between the numbers of a report, each said once.

Sums inside a table follow from what its columns and lines add to and from the tree of codes;
relations between places are one list. Two readers use them: the solver that places numbers whose
columns the text has lost (``normalize/tables/place``) and the judge (``reconcile``).
"""

from __future__ import annotations

from functools import cache

from finalaccounts.equations.between import Relation, relations, under
from finalaccounts.equations.columns import (
    adds_up,
    at_stage,
    columns_of,
    kind,
    lines_of,
    parted,
    staged,
    stages,
    total_of,
)
from finalaccounts.equations.inside import (
    CLASSES,
    LEVELS,
    Across,
    Balance,
    Change,
    Down,
    Lines,
    Part,
    RateOf,
    Sums,
    outside,
    sums,
)
from finalaccounts.reference import ReferenceDataError, tables
from finalaccounts.reference.rules import rules

__all__ = [
    "CLASSES",
    "LEVELS",
    "Across",
    "Balance",
    "Change",
    "Down",
    "Lines",
    "Part",
    "RateOf",
    "Relation",
    "Sums",
    "adds_up",
    "at_stage",
    "bound",
    "columns_of",
    "every_sum",
    "kind",
    "lines_of",
    "outside",
    "parted",
    "relations",
    "staged",
    "stages",
    "sums",
    "total_of",
    "under",
]


@cache
def every_sum() -> tuple[Sums, ...]:
    """Return the sums of all tables, in the order of the tables."""
    return tuple(sums(t.key) for t in tables.tables())


@cache
def bound() -> None:
    """Raise ReferenceDataError unless each equation names a rule and each such rule an equation."""
    named = {rule for s in every_sum() for rule in s.rules} | {r.rule for r in relations()}
    wanted = {r.id for r in rules().values() if r.kind == "equation"}
    if named != wanted:
        raise ReferenceDataError(
            f"rules.toml: kind equation, but no equation names it: "
            f"{', '.join(sorted(wanted - named)) or '-'}; equations of tables/*.toml or "
            f"relations.toml whose rule is none of kind equation: "
            f"{', '.join(sorted(named - wanted)) or '-'}"
        )
