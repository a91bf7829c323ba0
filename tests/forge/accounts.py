"""Accounts of an invented department: exact amounts in fen that add up in every direction.

Printed amounts are these, each rounded by itself to 0.01 of the unit (10,000 yuan), so a report
has the rounding tails of a real one and no others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

PUBLIC = ("abroad", "vehicle_purchase", "vehicle_operation", "hospitality", "meetings", "training")
# Their economic codes, in the same order.
PUBLIC_CODES = ("30212", "31013", "30231", "30217", "30215", "30216")

Place = tuple[str, ...]


def shown(fen: int) -> Decimal:
    """Return an exact amount as printed: 10,000 yuan, two decimals, half rounded up."""
    return (Decimal(fen) / 1_000_000).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Flow:
    """Money of one function code: brought forward, received, spent, carried forward (fen)."""

    opening: int = 0
    revenue: int = 0
    basic: int = 0
    project: int = 0
    closing: int = 0

    @property
    def spent(self) -> int:
        return self.basic + self.project

    def __add__(self, other: Flow) -> Flow:
        return Flow(*(a + b for a, b in zip(self.parts, other.parts, strict=True)))

    @property
    def parts(self) -> tuple[int, ...]:
        return (self.opening, self.revenue, self.basic, self.project, self.closing)


@dataclass(frozen=True)
class Project:
    """One evaluated project: name, full-year budget and execution in fen, weights and scores."""

    name: str
    budget: int
    executed: int
    indicators: tuple[tuple[str, str, str, str, str, int, Decimal], ...]

    @property
    def rate(self) -> Decimal:
        return (100 * shown(self.executed) / shown(self.budget)).quantize(
            Decimal("0.01"), ROUND_HALF_UP
        )

    @property
    def budget_score(self) -> Decimal:
        # From the amounts themselves: a rounded rate would be rounded twice.
        ratio = min(shown(self.executed) / shown(self.budget), Decimal(1))
        return (10 * ratio).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def score(self) -> Decimal:
        return self.budget_score + sum((row[-1] for row in self.indicators), Decimal(0))


@dataclass(frozen=True)
class Accounts:
    """One department-year; ``overrides`` replaces printed values by place (see ``inject``)."""

    place: str
    division: str
    department: str
    year: int
    scope: str
    general: dict[str, Flow]
    funds: dict[str, Flow]
    capital: dict[str, Flow]
    other: dict[str, Flow]
    economic: dict[str, int]
    budget: dict[str, int]
    final: dict[str, int]
    initial: dict[str, int]
    previous: int
    staff: tuple[int, int, int, int]
    procurement: tuple[int, int, int]
    vehicles: int
    hosted: tuple[int, int]
    projects: tuple[Project, ...]
    overrides: dict[Place, str] = field(default_factory=dict)

    @property
    def entity(self) -> str:
        return self.place + self.department

    @property
    def appropriated(self) -> dict[str, Flow]:
        """The three budgets together, by function item."""
        return added(self.general, self.funds, self.capital)

    @property
    def everything(self) -> dict[str, Flow]:
        return added(self.appropriated, self.other)


def added(*budgets: dict[str, Flow]) -> dict[str, Flow]:
    """Add budgets code by code."""
    out: dict[str, Flow] = {}
    for budget in budgets:
        for code, flow in budget.items():
            out[code] = out.get(code, Flow()) + flow
    return dict(sorted(out.items()))


def total(budget: dict[str, Flow]) -> Flow:
    """Add all codes of a budget."""
    return sum(budget.values(), Flow())


def levels(budget: dict[str, Flow]) -> dict[str, Flow]:
    """Return classes, sections and items with their sums, in code order."""
    out: dict[str, Flow] = {}
    for code, flow in budget.items():
        for size in (3, 5, 7):
            out[code[:size]] = out.get(code[:size], Flow()) + flow
    return dict(sorted(out.items()))
