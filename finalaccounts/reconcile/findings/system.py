"""All checks of a report as one system: printed numbers, and what must hold between them.

A *cell* is one printed number (or a blank), a *row* one check that compares numbers. Printed values
are kept as integers (money in 10^-10 of ten thousand yuan, all else in 10^-10), so every interval
is exact. Each row holds within the width of its own rounding, as the rule judges it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from finalaccounts.amounts import decimals, half_unit
from finalaccounts.reconcile.applied import (
    FAIL,
    NOT_EVALUABLE,
    Applied,
    Linear,
    Operand,
    Ratio,
)
from finalaccounts.reconcile.findings.cells import (
    MONEY,
    OTHER,
    SCALE,
    Cell,
    Demand,
    Row,
    scaled,
)
from finalaccounts.reconcile.view import View
from finalaccounts.reference.rules import rules

HARD = ("arithmetic", "same_quantity", "definition", "form")  # what a rule must rest on


@dataclass
class System:
    """The cells and rows of one report, with look-ups; built once, never changed."""

    view: View
    cells: dict[str, Cell] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    by_cell: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _same: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, view: View, applied: Sequence[Applied]) -> System:
        """Build the system of a report's checks."""
        system = cls(view)
        listed = rules()
        order = {name: n for n, name in enumerate(listed)}
        # In the order of rules and lines, however the checks came: one report, one diagnosis.
        for check in sorted(applied, key=lambda a: (order[a.rule], _line(a), a.place)):
            asked = check.asked
            if asked is None or check.relation == "near":
                continue
            rule = listed[check.rule]
            if check.outcome == NOT_EVALUABLE:
                system._link(asked)
            elif rule.basis in HARD and rule.fails_as == "fail" and rule.severity != "note":
                system._add(check, asked)
        return system

    # ------------------------------------------------------------ building

    def _cell(self, operand: Operand) -> str | None:
        """Return the key of an operand's cell, made when new; None for what cannot be weighed."""
        if not operand.id:
            return None
        key = operand.id
        known = self.cells.get(key)
        factor = self.view.units.factor(operand.unit)
        places = OTHER if factor is None else MONEY
        value = scaled(operand.amount, factor, places)
        half = scaled(operand.coarse, factor, places) if operand.amount is not None else 0
        if value is None or half is None:
            return None
        while known is not None and (known.value, known.money) != (value, factor is not None):
            key += "'"  # an id that is no single number is never joined into one cell
            known = self.cells.get(key)
        if known is None:
            own = operand
            if key in self.view.figures or self.view.stated_by_id.get(key) is not None:
                own = self.place(key)
            self.cells[key] = Cell(key, own, factor is not None, value, half)
        return key

    def _add(self, check: Applied, asked: Linear | Ratio) -> None:
        if isinstance(asked, Ratio):
            terms = [asked.printed, *(o for o, _ in (*asked.top, *asked.base))]
        else:
            terms = [t for t in asked.terms if not t.fixed]
        keys = [self._cell(term) for term in terms]
        if None in keys or not keys:
            return
        names = tuple(dict.fromkeys(k for k in keys if k is not None))
        kinds = {self.cells[n].money for n in names[isinstance(asked, Ratio) :]}
        if len(kinds) > 1:
            return  # amounts of a known and of an unknown unit are no one system
        row = Row(len(self.rows), check, asked, names, check.outcome == FAIL)
        self.rows.append(row)
        for name in names:
            self.by_cell[name].append(row.number)
        if check.severity != "warning" or not row.broken or check.message == "other_total":
            self._link(asked)

    def _link(self, asked: Linear | Ratio) -> None:
        """Join the two cells of an equality: one quantity, printed twice."""
        if isinstance(asked, Ratio):
            return
        printed = [
            (t, s) for t, s in zip(asked.terms, asked.signs, strict=True) if t.amount is not None
        ]
        if [s for _, s in printed] in ([1, -1], [-1, 1]) and not any(t.fixed for t, _ in printed):
            one, other = (self._cell(t) for t, _ in printed)
            if one is not None and other is not None:
                self._same[self.find(one)] = self.find(other)

    # ------------------------------------------------------------ looking up

    def find(self, name: str) -> str:
        """Return the name of the quantity that a cell prints."""
        while (above := self._same.get(name, name)) != name:
            name = above
        return name

    @cached_property
    def quantities(self) -> dict[str, list[str]]:
        """The cells of each quantity, in the order in which the rules meet them."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self.cells:
            found[self.find(name)].append(name)
        return found

    def same(self, name: str) -> list[str]:
        """Return the cells that print the same quantity as ``name``, itself among them."""
        return self.quantities.get(self.find(name), [name])

    @cached_property
    def printed(self) -> dict[tuple[bool, int], list[str]]:
        """Where each number is printed, whatever it means: figures, statements and form cells."""
        found: dict[tuple[bool, int], dict[str, None]] = defaultdict(dict)
        for cell in self.cells.values():
            if cell.operand.amount is not None:
                found[cell.money, cell.value].setdefault(cell.id)
        report, units = self.view.report, self.view.units
        numbers: Iterable[tuple[str, Decimal | None, str]] = (
            *((f.figure_id, f.amount, f.unit) for f in report.figures),
            *((s.statement_id, s.amount, s.unit) for s in report.statements),
        )
        for name, amount, unit in numbers:
            if amount is None or name in self.cells:
                continue
            factor = units.factor(unit)
            value = scaled(amount, factor, OTHER if factor is None else MONEY)
            if value is not None:
                found[factor is not None, value].setdefault(name)
        return {key: list(names) for key, names in found.items()}

    def place(self, name: str) -> Operand:
        """Return the number of an id as it is printed: a figure, a statement, or a form's cell."""
        if name in self.view.figures:
            return self.view.operand(self.view.figures[name])
        said = self.view.stated_by_id.get(name)
        if said is not None:
            return self.view.stated(said)
        return self.cells[name].operand

    def demands(self, row: Row, free: Iterable[str] = ()) -> list[Demand]:
        """Return a row as linear demands, its free ratio dissolved; empty when it asks nothing."""
        if isinstance(row.asked, Linear):
            return [self._linear(row)]
        return list(self._ratio(row, row.asked, set(free)))

    def _linear(self, row: Row) -> Demand:
        asked = row.asked
        assert isinstance(asked, Linear)
        weights: dict[str, int] = defaultdict(int)
        constant = width = 0
        for term, sign in zip(asked.terms, asked.signs, strict=True):
            if term.fixed:
                constant += sign * (scaled(term.amount, None, OTHER) or 0)
                width += scaled(term.coarse, None, OTHER) or 0
            else:
                name = self._cell(term)
                assert name is not None
                weights[name] += sign
                width += self.cells[name].half if row.broken else self.fine(name, term)
        gap = constant + sum(w * self.cells[n].value for n, w in weights.items())
        if not row.broken:
            width = max(width, abs(gap)) if row.check.relation == "equal" else width
        relation = row.check.relation
        low = None if relation == "at_most" else -width
        high = None if relation == "at_least" else width
        return Demand(row.number, weights, constant, low, high)

    def fine(self, name: str, term: Operand) -> int:
        """Return half the last place of a term, trailing zeros taken as trimmed."""
        if term.amount is None:
            return 0
        cell = self.cells[name]
        factor = self.view.units.factor(term.unit) if cell.money else None
        return scaled(term.half, factor, MONEY if cell.money else OTHER) or 0

    def _ratio(self, row: Row, asked: Ratio, free: set[str]) -> Iterator[Demand]:
        """A printed p = scale x top / base, within half its last digit (one digit where cut).

        With p free and its amounts kept, p is free within what they allow; with both free the
        row asks nothing. A printed 0 is exact: no share of nothing is more than nothing.
        """
        name, *_ = row.cells
        amounts = [n for n in row.cells[1:] if n in free]
        if name in free and amounts:
            return
        half = scaled(half_unit(decimals(asked.printed.amount or Decimal(0))), None, OTHER) or 0
        scale = int(asked.scale * 100)
        p = self.cells[name].value * 100
        if name in free:
            # p x base = scale x top: ends of the quotient, one linear demand on p alone.
            top, base = self._side(asked.top), self._side(asked.base)
            if base[1] <= 0:
                return
            low = top[0] * scale * SCALE // (max(base[1], 1) * 100) - half
            high = -(-top[1] * scale * SCALE // (max(base[0], 1) * 100)) + half
            yield Demand(row.number, {name: 1}, 0, low, high)
            return
        for edge, side in ((p - half * 100, 1), (p + 2 * half * 100, -1)):
            weights: dict[str, int] = defaultdict(int)
            for operand, sign in asked.top:
                weights[self._cell(operand) or ""] += sign * scale * SCALE
            for operand, sign in asked.base:
                weights[self._cell(operand) or ""] -= sign * edge
            slack = sum(abs(w) * self._half(n) for n, w in weights.items())
            if side > 0:
                yield Demand(row.number, weights, 0, -slack, None)
            else:
                yield Demand(row.number, weights, 0, None, slack)

    def _half(self, name: str) -> int:
        cell = self.cells[name]
        return cell.half if cell.value else 0

    def _side(self, terms: Sequence[tuple[Operand, int]]) -> tuple[int, int]:
        """Return the least and the greatest true value of one side of a ratio."""
        names = [(self._cell(o) or "", sign) for o, sign in terms]
        mid = sum(sign * self.cells[n].value for n, sign in names)
        half = sum(self._half(n) for n, _ in names)
        return max(mid - half, 0), mid + half

    def holds(self, row: Row) -> bool:
        """True when the printed values satisfy the demands of a row."""
        return all(
            (d.low is None or self.value(d) >= d.low)
            and (d.high is None or self.value(d) <= d.high)
            for d in self.demands(row)
        )

    def value(self, demand: Demand) -> int:
        """Return the left side of a demand at the printed values."""
        return demand.constant + sum(w * self.cells[n].value for n, w in demand.weights.items())


def _line(check: Applied) -> int:
    return check.operands[0].line if check.operands else 0
