"""Why a total may differ: one part of it that another place of the report prints otherwise.

Where two places print one amount differently and the one is a total that adds up, a part of it may
carry the slip and the total follow. A part is told only when it would be the other amount by one
slip of the hand, and that amount stands elsewhere in the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Protocol

from finalaccounts.amounts import text
from finalaccounts.reconcile.applied import Linear
from finalaccounts.reconcile.findings.cells import MONEY, block_of
from finalaccounts.reconcile.findings.evidence import TELLING, Suspect
from finalaccounts.reconcile.findings.slips import slip
from finalaccounts.reconcile.findings.system import System
from finalaccounts.reconcile.findings.wording import place, unit_name
from finalaccounts.reconcile.view import View

FEWEST = 2  # other places that print the amount


class Words(Protocol):
    """The templates of one language."""

    language: str

    def __call__(self, key: str, **given: str) -> str:
        """Return a filled template."""
        ...


def part_that_explains(
    system: System, view: View, suspects: Sequence[Suspect], words: Words
) -> list[str]:
    """Return the sentence on the part of the other total that carries the slip, if there is one."""
    for suspect in suspects:
        for part, needed, count in _parts(system, suspect):
            cell = system.cells[part]
            unit = unit_name(cell.operand.unit, words.language)
            given = {
                "spot": place(view, cell.operand, words.language),
                "printed": text(cell.operand.amount),
                "needed": text(needed),
                "unit": unit if words.language == "zh" else f" {unit}",
                "count": str(count),
            }
            return [words("part", **given)]
    return []


def _parts(system: System, suspect: Suspect) -> Iterator[tuple[str, Decimal, int]]:
    for number in system.by_cell[suspect.cells[0]]:
        row = system.rows[number]
        if not row.broken or row.rate or len(row.cells) != 2:
            continue
        own = system.cells[suspect.cells[0]]
        other = next(n for n in row.cells if n != suspect.cells[0])
        gap = own.value - system.cells[other].value
        for above in system.by_cell[other]:
            total = system.rows[above]
            if total.broken or not isinstance(total.asked, Linear) or len(total.cells) < 3:
                continue
            demand = system.demands(total)[0]
            for name, weight in demand.weights.items():
                cell = system.cells[name]
                amount = cell.operand.amount
                if cell.value == system.cells[other].value:
                    continue  # a copy of the total, no part of it
                if name == other or weight == demand.weights.get(other) or not amount:
                    continue
                yield from _printed(system, name, cell.value + gap)


def _printed(system: System, name: str, value: int) -> Iterator[tuple[str, Decimal, int]]:
    cell = system.cells[name]
    factor = system.view.units.factor(cell.operand.unit)
    names = list(system.printed.get((True, value), ()))
    count = sum(block_of(n) != cell.block for n in names)
    if factor is None or count < FEWEST:
        return
    needed = system.place(names[0]).amount
    exact = Decimal(value).scaleb(-MONEY) / factor
    if needed is None or len(exact.normalize().as_tuple().digits) < TELLING:
        return
    if slip(cell.operand.amount or Decimal(0), exact):
        cents = exact.quantize(Decimal("0.01"))
        yield name, cents if cents == exact else exact, count
