"""What the other places of a report print about a suspected number.

Places count outside the suspect's own block (table, form, section). The same quantity: cells that
equalities and single-part sums join. The same amount without a proven common meaning is never a
proof, only a veto: a number that stands in more other places than the one it should be is not
named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from finalaccounts.amounts import decimals
from finalaccounts.model import Figure
from finalaccounts.reconcile.applied import Operand
from finalaccounts.reconcile.findings.cells import MONEY, OTHER, Cell, Row, block_of
from finalaccounts.reconcile.findings.search import Ends, Fault, Solution
from finalaccounts.reconcile.findings.slips import slip
from finalaccounts.reconcile.findings.system import System
from finalaccounts.reconcile.view import View

TELLING = 3  # digits from which an equal amount is no coincidence
CENTS = 2


@dataclass(frozen=True, slots=True)
class Suspect:
    """A printed number that may be wrong, with what it would have to be.

    ``cells`` are the cell and its copies; ``target`` the needed value inside the system, ``low``
    and ``high`` the needed interval in the printed unit. ``prints_printed`` and ``prints_needed``
    are the other places that print either value for the same quantity.
    """

    cells: tuple[str, ...]
    printed: Decimal | None
    needed: Decimal | None
    low: Decimal | None
    high: Decimal | None
    target: int
    same_printed: int
    same_needed: int
    prints_printed: tuple[str, ...] = ()
    prints_needed: tuple[str, ...] = ()
    vetoed: bool = False
    pointed: bool = False
    looks_like: str = ""


def is_total(figure: Figure) -> bool:
    """True for a figure that is a total of its table, not of an item's row."""
    line = figure.line == "total" or figure.line.endswith("_total")
    return line or (figure.column == "total" and not figure.line.isdigit())


class Weighing:
    """Look-ups of one report for weighing the sets that the search found."""

    def __init__(self, view: View, system: System) -> None:
        self.view = view
        self.system = system

    def reading(self, solution: Solution, rows: Sequence[Row]) -> tuple[Suspect, ...]:
        """Return the suspects of a set, weighed."""
        free = {name for fault in solution.faults for name in fault}
        return tuple(
            self._suspect(fault, ends, rows, free)
            for fault, ends in zip(solution.faults, solution.shifts, strict=True)
        )

    def _suspect(self, fault: Fault, ends: Ends, rows: Sequence[Row], free: set[str]) -> Suspect:
        cell = self.system.cells[fault[0]]
        low, high = ((None if e is None else cell.value + e) for e in ends)
        others = [n for n in self._same(fault) if n not in free]
        target = self._target(fault, cell, (low, high), rows, free, others)
        needed = None if target is None else self._shown(cell, target, others)
        suspect = Suspect(
            fault, cell.operand.amount, needed, self._decimal(cell, low, up=True),
            self._decimal(cell, high, up=False), cell.value if target is None else target, 0, 0,
        )  # fmt: skip
        suspect = self.elsewhere(suspect, free)
        return replace(
            suspect, vetoed=self._vetoed(suspect, cell), pointed=self._pointed(fault, rows, free),
            looks_like=self._slip(cell, needed),
        )  # fmt: skip

    def elsewhere(self, suspect: Suspect, free: set[str]) -> Suspect:
        """Count again the other places that print either value; ``free`` are no witnesses."""
        cell = self.system.cells[suspect.cells[0]]
        names = [n for n in self._same(suspect.cells) if n not in free]
        others = [c for n in names if (c := self.system.cells[n]).operand.amount is not None]
        printed = [c.id for c in others if c.value == cell.value]
        needed = [c.id for c in others if suspect.needed is not None and c.value == suspect.target]
        printed += self._of_item(cell, cell.value, {*names, *free})
        if suspect.needed is not None:
            needed += self._of_item(cell, suspect.target, {*names, *free})
        return replace(
            suspect,
            same_printed=sum(block_of(n) != cell.block for n in printed),
            same_needed=sum(block_of(n) != cell.block for n in needed),
            prints_printed=tuple(printed), prints_needed=tuple(needed),
        )  # fmt: skip

    def _of_item(self, cell: Cell, value: int, known: set[str]) -> list[str]:
        """Return other tables' cells of the suspect's own item (a code) that print a value.

        Revenue and expenditure of one item are two quantities that often are one sum of money.
        """
        figures = self.view.figures
        lines = {figures[n].line for n in (*self.system.same(cell.id), cell.id) if n in figures}
        codes = {line for line in lines if line.isdigit()}
        return [
            name
            for name in self.system.printed.get((cell.money, value), ())
            if name not in known and name in figures and figures[name].line in codes
        ]

    def _same(self, fault: Fault) -> list[str]:
        return list(dict.fromkeys(n for name in fault for n in self.system.same(name)))

    def one_quantity(self, one: Suspect, other: Suspect) -> bool:
        """True when two suspects stand in one block and print one quantity."""
        a, b = (self.system.cells[s.cells[0]] for s in (one, other))
        return a.block == b.block and self.system.find(a.id) == self.system.find(b.id)

    # ------------------------------------------------------------ what it would have to be

    def _target(
        self, fault: Fault, cell: Cell, ends: tuple[Fraction | None, Fraction | None],
        rows: Sequence[Row], free: set[str], others: Sequence[str],
    ) -> int | None:  # fmt: skip
        """Return the needed value: printed for the same quantity, or asked for by every row."""
        low, high = ends
        inside = [
            c.value
            for n in others
            if (c := self.system.cells[n]).operand.amount is not None
            and (low is None or c.value >= low)
            and (high is None or c.value <= high)
        ]
        if inside:
            return Counter(inside).most_common(1)[0][0]
        asked: set[int] = set()
        for row in rows:
            if len(free.intersection(row.cells)) == 1 and not free.isdisjoint(row.cells):
                value = self._asked(row, fault, cell)
                if value is not None and (low is None or value >= low) and (high is None or value <= high):  # fmt: skip
                    asked.add(value)
        return asked.pop() if len(asked) == 1 else None

    def _asked(self, row: Row, fault: Fault, cell: Cell) -> int | None:
        """Return the value with which a row would hold exactly, rounded as the number is printed."""
        if not any(name in row.cells for name in fault):
            return None
        demands = self.system.demands(row, fault)
        if row.rate in fault:
            low, high = (demands[0].low, demands[0].high) if demands else (None, None)
            if low is None or high is None:
                return None
            return self._rounded(cell, Fraction(low + high, 2))
        if row.rate or len(demands) != 1:
            return None
        weight = sum(w for n, w in demands[0].weights.items() if n in fault)
        gap = self.system.value(demands[0])
        return self._rounded(cell, Fraction(cell.value * weight - gap, weight)) if weight else None

    def _rounded(self, cell: Cell, value: Fraction) -> int:
        """Round a value of the system to the places the cell is printed with."""
        exact = self._in_unit(cell, value)
        places = self._places(cell, ())
        shown = Decimal(exact.numerator) / Decimal(exact.denominator)
        shown = shown.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        factor = self.view.units.factor(cell.operand.unit) if cell.money else Decimal(1)
        return int(shown * (factor or 1) * 10 ** (MONEY if cell.money else OTHER))

    def _places(self, cell: Cell, others: Sequence[str]) -> int:
        amounts = [self.system.cells[n].operand.amount for n in others]
        own = cell.operand.amount
        known = [decimals(a) for a in (own, *amounts) if a is not None]
        if own is not None and not cell.money:
            return decimals(own)
        return max([CENTS if cell.money else 0, *known][: 1 + (own is not None)])

    def _in_unit(self, cell: Cell, value: Fraction) -> Fraction:
        factor = self.view.units.factor(cell.operand.unit) if cell.money else Decimal(1)
        return Fraction(value, 10 ** (MONEY if cell.money else OTHER)) / Fraction(factor or 1)

    def _shown(self, cell: Cell, value: int, others: Sequence[str]) -> Decimal:
        """Return a value as it would be printed: as another place prints it, or as the cell is."""
        for name in others:
            other = self.system.cells[name]
            alike = self.view.units.factor(other.operand.unit) == self.view.units.factor(cell.operand.unit)  # fmt: skip
            if other.value == value and alike and other.operand.amount is not None:
                return other.operand.amount
        exact = self._in_unit(cell, Fraction(value))
        shown = Decimal(exact.numerator) / Decimal(exact.denominator)
        rounded = shown.quantize(Decimal(1).scaleb(-self._places(cell, ())), ROUND_HALF_UP)
        return rounded if rounded == shown else shown

    def _decimal(self, cell: Cell, value: Fraction | None, *, up: bool) -> Decimal | None:
        """Return an end of an interval in the printed unit, rounded into the interval."""
        if value is None:
            return None
        exact = self._in_unit(cell, value)
        places = max(self._places(cell, ()) + 2, 4)
        scaled = exact * 10**places
        whole = -((-scaled).__floor__()) if up else scaled.__floor__()
        return (Decimal(whole).scaleb(-places)).normalize()

    # ------------------------------------------------------------ may it be named?

    def _vetoed(self, suspect: Suspect, cell: Cell) -> bool:
        """True when the printed value stands in more other places than the needed one."""
        if len(suspect.cells) > len(suspect.prints_needed) + 1:
            return True  # copies of one amount outnumber what speaks against them
        if suspect.printed is None or not suspect.printed:
            return suspect.same_printed > suspect.same_needed
        places = suspect.same_printed
        if cell.money and len(suspect.printed.normalize().as_tuple().digits) >= TELLING:
            anywhere = self.system.printed.get((True, cell.value), ())
            places = max(places, sum(block_of(n) != cell.block for n in anywhere))
        return places > suspect.same_needed

    def _pointed(self, fault: Fault, rows: Sequence[Row], free: set[str]) -> bool:
        """True when two broken rows point at a cell, or one whose other cells are held elsewhere."""
        own = [row for row in rows if not set(fault).isdisjoint(row.cells)]
        if len(own) > 1:
            return True
        return all(
            any(
                not self.system.rows[n].broken and free.isdisjoint(self.system.rows[n].cells)
                for n in self.system.by_cell[name]
            )
            for row in own
            for name in row.cells
            if name not in free
        )

    def undecided(self, suspect: Suspect) -> str:
        """Return a number near the suspect that was not read or not placed, empty when none."""
        for name in suspect.cells:
            figure = self.view.figures.get(self.system.cells[name].operand.id)
            if figure is not None:
                open_ = self.view.ambiguous(figure.table, figure.line)
                lost = [o for o in self.view.unread(figure.table) if o.line == figure.source_line]
                found = [*open_, *lost, *self._unreadable(figure)]
                if found:
                    return found[0].id
            operand = self.system.cells[name].operand
            for token in self.view.report.unread:
                if (token.source, token.source_line) == (operand.source, operand.line):
                    return f"{token.source}:{token.source_line}"
        return ""

    def _unreadable(self, figure: Figure) -> list[Operand]:
        """Return the cells of a figure's row and column that could not be read as numbers."""
        table, column = figure.table, figure.column
        row = self.view.unreadable(table, figure.line, *self.view.columns(table))
        below = [o for n in self.view.lines(table) for o in self.view.unreadable(table, n, column)]
        return [*row, *below]

    def _slip(self, cell: Cell, needed: Decimal | None) -> str:
        if needed is None or cell.operand.amount is None or needed == cell.operand.amount:
            return ""
        return slip(cell.operand.amount, needed)
