"""What the system of a report is made of: cells (printed numbers), rows (checks), demands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from finalaccounts.reconcile.applied import Applied, Linear, Operand, Ratio

MONEY, OTHER = 6, 10  # decimals kept of a yuan, and of everything else
SCALE = 10**OTHER


@dataclass(slots=True)
class Cell:
    """One printed number: ``value`` and ``half`` (its rounding) as integers."""

    id: str
    operand: Operand
    money: bool
    value: int
    half: int

    @property
    def block(self) -> str:
        """The table, form or section of the narrative that the cell stands in."""
        return block_of(self.operand.id)


@dataclass(slots=True)
class Row:
    """One check; ``broken`` when the printed values do not satisfy it."""

    number: int
    check: Applied
    asked: Linear | Ratio
    cells: tuple[str, ...]
    broken: bool

    @property
    def rate(self) -> str:
        """The cell of the printed ratio, empty for sums and comparisons."""
        return self.cells[0] if isinstance(self.asked, Ratio) else ""


@dataclass(slots=True)
class Demand:
    """low <= sum of weight x cell + constant <= high, of one row (None: no limit on that side)."""

    row: int
    weights: dict[str, int]
    constant: int
    low: int | None
    high: int | None


def block_of(name: str) -> str:
    """Return the table, form or section of the narrative that an id stands in."""
    parts = name.split(".")
    return ".".join(parts[: 2 if parts[0] in ("text", "project", "department") else 1])


def scaled(amount: Decimal | None, factor: Decimal | None, places: int) -> int | None:
    """Return an amount as an integer (a blank is nothing); None when it has more decimals."""
    if amount is None:
        return 0
    number = (amount if factor is None else amount * factor).scaleb(places)
    whole = int(number)
    return whole if whole == number else None
