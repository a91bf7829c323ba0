"""The smallest sets of printed numbers that, with other values, would let every check hold.

Consistency-based diagnosis (Reiter 1987): a hitting-set tree over the checks that clash, deepened
one fault at a time. A fault is one cell, or one amount with all its copies in one table or form,
taking one new value. Amounts are integers, intervals exact, and the work is counted in steps, so
the same report gives the same answer everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from finalaccounts.reconcile.findings.cells import SCALE, Demand, Row
from finalaccounts.reconcile.findings.system import System

MOST_FAULTS = 3
STEPS = 6000  # of one report; beyond it what is left is told without a suspect

Fault = tuple[str, ...]  # cells that take one shift
Ends = tuple[Fraction | None, Fraction | None]


class OutOfStepsError(Exception):
    """The report is too entangled to be diagnosed within the limit."""


@dataclass(frozen=True, slots=True)
class Solution:
    """A smallest set: its faults, and the shift that each would need (low, high)."""

    faults: tuple[Fault, ...]
    shifts: tuple[Ends, ...]


@dataclass(slots=True)
class _Limit:
    """sum of weight x shift of a fault <= bound, because of ``rows``."""

    weights: dict[int, Fraction]
    bound: Fraction
    rows: frozenset[int]


class Search:
    """One report's search; ``steps`` are shared by all its groups."""

    def __init__(self, system: System, steps: int = STEPS, idle: Iterable[int] = ()) -> None:
        """Take rows that are ``idle`` for asking nothing: broken ones that only warn."""
        self.system = system
        self.steps = steps
        self._idle = frozenset(idle)
        self._sound: dict[int, bool] = {}
        self._negative = {c.block for c in system.cells.values() if c.value < 0}

    def smallest(self, broken: Sequence[Row], most: int = MOST_FAULTS) -> list[Solution]:
        """Return all smallest sets that mend the broken rows, none when more than ``most``."""
        for size in range(1, most + 1):
            found: dict[frozenset[Fault], Solution] = {}
            self._deepen((), size, broken, found, set())
            if found:
                return self._leanest(list(found.values()))
        return []

    # ------------------------------------------------------------ the tree

    def _deepen(
        self,
        faults: tuple[Fault, ...],
        left: int,
        broken: Sequence[Row],
        found: dict[frozenset[Fault], Solution],
        seen: set[frozenset[Fault]],
    ) -> None:
        key = frozenset(faults)
        if key in seen:
            return
        seen.add(key)
        free = {name: n for n, fault in enumerate(faults) for name in fault}
        untouched = [row for row in broken if not any(name in free for name in row.cells)]
        if untouched:
            if left < self._at_least(untouched):
                return
            row = min(untouched, key=lambda r: (len(r.cells), r.number))
            for name in row.cells:
                for fault in self.options(name):
                    self._deepen((*faults, fault), left - 1, broken, found, seen)
            return
        clash = self._clash(faults, free)
        if clash is None:
            if not left:
                found[key] = Solution(faults, self.shifts(faults))
            return
        if not left:
            return
        names = dict.fromkeys(n for number in sorted(clash) for n in self.system.rows[number].cells)
        for name in names:
            if name not in free:
                for fault in self.options(name):
                    self._deepen((*faults, fault), left - 1, broken, found, seen)

    @staticmethod
    def _at_least(rows: Sequence[Row]) -> int:
        """Return how many faults rows need that share no cell (greedily packed)."""
        used: set[str] = set()
        count = 0
        for row in sorted(rows, key=lambda r: (len(r.cells), r.number)):
            if used.isdisjoint(row.cells):
                used.update(row.cells)
                count += 1
        return count

    def options(self, name: str) -> list[Fault]:
        """Return the faults a cell can be of: itself, and itself with its copies in its block."""
        cell = self.system.cells[name]
        copies = [
            other
            for other in self.system.same(name)
            if (c := self.system.cells[other]).block == cell.block and c.value == cell.value
        ]
        return [(name,), *([tuple(sorted(copies))] if len(copies) > 1 and cell.value else [])]

    def _leanest(self, found: list[Solution]) -> list[Solution]:
        """Drop sets whose copies need not change, and rates that only follow their amount."""
        cells = [frozenset(n for f in s.faults for n in f) for s in found]
        lean = [s for s, own in zip(found, cells, strict=True) if not any(o < own for o in cells)]
        return sorted((s for s in lean if not self._follows(s)), key=lambda s: s.faults)

    def _follows(self, solution: Solution) -> bool:
        """True when a set frees a ratio that holds, together with an amount of it."""
        if len(solution.faults) < 2:
            return False
        free = {n for f in solution.faults for n in f}
        return any(
            not row.broken and len(free.intersection(row.cells)) > 1
            for name in free
            for number in self.system.by_cell[name]
            if (row := self.system.rows[number]).rate == name
        )

    # ------------------------------------------------------------ feasibility

    def _demands(self, faults: Sequence[Fault], free: Iterable[str]) -> list[Demand]:
        names = set(free)
        numbers = dict.fromkeys(n for f in faults for name in f for n in self.system.by_cell[name])
        self.steps -= 1 + len(numbers) // 4
        if self.steps < 0:
            raise OutOfStepsError
        rows = [self.system.rows[n] for n in numbers if self.sound(n) and n not in self._idle]
        return [d for row in rows for d in self.system.demands(row, names)]

    def sound(self, number: int) -> bool:
        """True when a row comes out here as its rule judged it; others take no part."""
        known = self._sound.get(number)
        if known is None:
            row = self.system.rows[number]
            known = self._sound[number] = self.system.holds(row) != row.broken
        return known

    def _limits(self, faults: Sequence[Fault], free: dict[str, int]) -> list[_Limit]:
        out: list[_Limit] = []
        for demand in self._demands(faults, free):
            weights: dict[int, Fraction] = {}
            for name, weight in demand.weights.items():
                if name in free:
                    at = free[name]
                    weights[at] = weights.get(at, Fraction(0)) + weight
            weights = {at: w for at, w in weights.items() if w}
            gap = self.system.value(demand)
            rows = frozenset((demand.row,))
            if demand.high is not None:
                out.append(_Limit(weights, Fraction(demand.high - gap), rows))
            if demand.low is not None:
                less = {at: -w for at, w in weights.items()}
                out.append(_Limit(less, Fraction(gap - demand.low), rows))
        for at, fault in enumerate(faults):
            low, high = self._bounds(fault)
            if low is not None:
                out.append(_Limit({at: Fraction(-1)}, Fraction(-low), frozenset()))
            if high is not None:
                out.append(_Limit({at: Fraction(1)}, Fraction(high), frozenset()))
        return out

    def _bounds(self, fault: Fault) -> tuple[int | None, int | None]:
        """Return the least and greatest shift: no amount below 0, no share above 100."""
        cells = [self.system.cells[name] for name in fault]
        low = high = None
        if not any(c.block in self._negative for c in cells):
            low = -min(c.value for c in cells)
        if any(_is_share(c.operand.id) for c in cells):
            high = 100 * SCALE - max(c.value for c in cells)
        return low, high

    def _clash(self, faults: Sequence[Fault], free: dict[str, int]) -> frozenset[int] | None:
        """Return the rows that cannot all hold, or None when some shifts let them."""
        limits = self._limits(faults, free)
        for at in range(len(faults)):
            limits = _without(limits, at)
        bad = [limit for limit in limits if not limit.weights and limit.bound < 0]
        return min((limit.rows for limit in bad), key=lambda r: (len(r), sorted(r)), default=None)

    def shifts(self, faults: Sequence[Fault]) -> tuple[Ends, ...]:
        """Return the interval of each fault's shift."""
        free = {name: n for n, fault in enumerate(faults) for name in fault}
        limits = self._limits(faults, free)
        out = []
        for at in range(len(faults)):
            own = limits
            for other in range(len(faults)):
                own = own if other == at else _without(own, other)
            low = [limit.bound / limit.weights[at] for limit in own if limit.weights.get(at, 0) < 0]
            high = [
                limit.bound / limit.weights[at] for limit in own if limit.weights.get(at, 0) > 0
            ]
            out.append((max(low, default=None), min(high, default=None)))
        return tuple(out)


def _without(limits: list[_Limit], at: int) -> list[_Limit]:
    """Eliminate one unknown (Fourier-Motzkin)."""
    kept = [limit for limit in limits if at not in limit.weights]
    above = [limit for limit in limits if limit.weights.get(at, 0) > 0]
    below = [limit for limit in limits if limit.weights.get(at, 0) < 0]
    if all(len(limit.weights) == 1 for limit in (*above, *below)):
        # One unknown: only the tightest two can clash.
        above = sorted(above, key=lambda x: (x.bound / x.weights[at], sorted(x.rows)))[:1]
        below = sorted(below, key=lambda x: (-x.bound / x.weights[at], sorted(x.rows)))[:1]
    for up in above:
        for down in below:
            a, b = up.weights[at], -down.weights[at]
            weights: dict[int, Fraction] = {}
            for own, factor in ((up, b), (down, a)):
                for name, weight in own.weights.items():
                    if name != at:
                        weights[name] = weights.get(name, Fraction(0)) + weight * factor
            bound = up.bound * b + down.bound * a
            kept.append(_Limit({n: w for n, w in weights.items() if w}, bound, up.rows | down.rows))
    return kept


def _is_share(name: str) -> bool:
    parts = name.split(".")
    return parts[0] == "text" and len(parts) > 2 and parts[2].split("~")[0] == "share"
