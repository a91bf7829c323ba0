"""Which printed number is wrong: the smallest sets of a report's broken checks, weighed.

A number is *named* only when it is the only smallest set left, two checks point at it, the value it
would need is printed elsewhere or follows from both, and everything in its table was read. Else the
finding tells the readings, or that two places do not agree. How sets are found: ``search``; what
counts as the same amount elsewhere: ``evidence``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from finalaccounts.reconcile.applied import FAIL, ROUNDING, Applied, Linear
from finalaccounts.reconcile.findings.cells import Row
from finalaccounts.reconcile.findings.evidence import Suspect, Weighing
from finalaccounts.reconcile.findings.search import OutOfStepsError, Search, Solution
from finalaccounts.reconcile.findings.system import System
from finalaccounts.reconcile.tolerance import ZERO
from finalaccounts.reconcile.view import View
from finalaccounts.reference.rules import rules

CELL, READINGS, VERSIONS, NONE = "cell", "readings", "versions", "none"
BLANK_TOTAL, LIST_OPEN, WORD = "blank_total", "list_open", "word"
# Another base that a rate may rightly have: scope, no error. Current year or inverse are none.
RIGHT_BASES = ("initial_budget", "full_year_budget", "other_budget", "other_total")
OTHER_TOTAL = "other_total"
MOST_READINGS = 4  # more say nothing


@dataclass(slots=True)
class Diagnosis:
    """What is wrong behind some broken checks: one finding."""

    kind: str
    checks: list[Applied]
    readings: list[tuple[Suspect, ...]] = field(default_factory=list)
    base: str = ""
    undecided: str = ""

    @property
    def named(self) -> tuple[Suspect, ...]:
        """The suspects of the only reading, empty where there are several or none."""
        return self.readings[0] if self.kind in (CELL, BLANK_TOTAL) else ()

    @property
    def suspects(self) -> tuple[Suspect, ...]:
        """All suspects, each once."""
        found = {s.cells: s for reading in self.readings for s in reading}
        return tuple(found.values())


def diagnose(view: View, applied: Sequence[Applied]) -> tuple[System, list[Diagnosis]]:
    """Return the system of a report's checks, and a diagnosis for each group of broken ones."""
    if not any(check.outcome in (FAIL, ROUNDING) for check in applied):
        return System(view), []  # all agrees: nothing to explain
    system = System.of(view, applied)
    errors = {n for r in system.rows if r.broken and _counts(r.check) for n in r.cells}
    others = Counter(
        n for r in system.rows if r.broken and r.check.message == OTHER_TOTAL for n in r.cells
    )
    # A number that is another total of its table is no fault, unless that table's total is one:
    # it breaks a sum, and several sentences give the other number.
    errors &= {n for n, count in others.items() if count > 1}
    counted = {
        r.number
        for r in system.rows
        if r.broken
        and (
            _counts(r.check) or (r.check.message == OTHER_TOTAL and not errors.isdisjoint(r.cells))
        )
    }
    warned = {r.number for r in system.rows if r.broken} - counted
    search = Search(system, idle=warned)
    weighing = Weighing(view, system)
    broken = [r for r in system.rows if r.number in counted and search.sound(r.number)]
    solved: list[tuple[list[Row], list[Solution]]] = []
    left = _connected(broken)
    while left:
        rows = left.pop(0)
        try:
            solutions = search.smallest(rows)
        except OutOfStepsError:
            break  # what is left is told as it stands, without a suspect
        # A set that also mends another group is one cause with it (two numbers changed places).
        mended = [o for o in left if solutions and all(_touches(s, o) for s in solutions)]
        left = [o for o in left if o not in mended]
        solved.append(([*rows, *(r for o in mended for r in o)], solutions))
    found = [
        part
        for rows, solutions in solved
        for part in _apart(system, rows, _weighed(system, weighing, rows, solutions))
    ]
    found = _versions(system, found)
    found = _joined(weighing, found)
    for diagnosis in found:
        _explain_warnings(system, search, diagnosis)
        if diagnosis.kind == VERSIONS:
            diagnosis.checks.extend(_same_gap(system, diagnosis))
    return system, found


def severity(check: Applied) -> str:
    """Return the severity of a broken check, its proven other base left aside."""
    return check.severity or rules()[check.rule].severity


def _counts(check: Applied) -> bool:
    """A warning is explained by a diagnosis, it never makes one."""
    return severity(check) == "error"


def _connected(broken: Sequence[Row]) -> list[list[Row]]:
    groups: list[list[Row]] = []
    for row in broken:
        hit = [g for g in groups if any(not set(row.cells).isdisjoint(o.cells) for o in g)]
        joined = sorted([row, *(o for g in hit for o in g)], key=lambda r: r.number)
        groups = [g for g in groups if g not in hit] + [joined]
    return sorted(groups, key=lambda g: g[0].number)


def _touches(solution: Solution, rows: Iterable[Row]) -> bool:
    cells = {name for fault in solution.faults for name in fault}
    return all(not cells.isdisjoint(row.cells) for row in rows)


# ---------------------------------------------------------------- one group


def _weighed(
    system: System, weighing: Weighing, rows: list[Row], solutions: list[Solution]
) -> Diagnosis:
    checks = [row.check for row in rows]
    base = next((b for c in checks if (b := c.words.get("base", ""))), "")
    if not solutions:
        return Diagnosis(NONE, checks, base=base)
    readings = [weighing.reading(solution, rows) for solution in solutions]
    standing = [reading for reading in readings if not any(s.vetoed for s in reading)]
    if base:
        rates = {row.rate for row in rows if row.check.words.get("base")}
        own: list[tuple[Suspect, ...]] = [
            r for r in standing if len(r) == 1 and r[0].cells[0] in rates
        ]
        standing = own or standing
    if len(standing) == 1 and all(s.pointed for s in standing[0]):
        undecided = next((u for s in standing[0] if (u := weighing.undecided(s))), "")
        if undecided:
            return Diagnosis(READINGS, checks, standing, base, undecided)
        if all(s.needed is not None for s in standing[0]):
            cells = [system.cells[s.cells[0]] for s in standing[0]]
            blank = all(c.operand.amount is None and _is_total(c.id) for c in cells)
            return Diagnosis(BLANK_TOTAL if blank else CELL, checks, standing, base)
    if len(readings) > MOST_READINGS:
        return Diagnosis(NONE, checks, base=base)
    return Diagnosis(READINGS, checks, readings, base)


def _apart(system: System, rows: Sequence[Row], diagnosis: Diagnosis) -> list[Diagnosis]:
    """Part a set of several numbers where no check needs two of them: each is a cause of its own."""
    named = diagnosis.named
    touched = [[s for s in named if not {*s.cells}.isdisjoint(row.cells)] for row in rows]
    if len(named) < 2 or any(len(own) != 1 for own in touched):
        return [diagnosis]
    out = []
    for suspect in named:
        checks = [row.check for row, own in zip(rows, touched, strict=True) if own == [suspect]]
        cell = system.cells[suspect.cells[0]]
        blank = cell.operand.amount is None and _is_total(cell.id)
        out.append(Diagnosis(BLANK_TOTAL if blank else CELL, checks, [(suspect,)], diagnosis.base))
    return out


def _is_total(name: str) -> bool:
    return any(part == "total" or part.endswith("_total") for part in name.split("."))


# ---------------------------------------------------------------- between groups


def _versions(system: System, found: list[Diagnosis]) -> list[Diagnosis]:
    """Join comparisons of one rule that differ by one amount.

    With opposite signs each side adds up on its own: two versions of one statement, neither of
    them a slip. With one sign and one printed number it is that number, told twice.
    """
    out: list[Diagnosis] = []
    for diagnosis in found:
        twin = next((o for o in out if _alike(o, diagnosis)), None)
        if twin is None:
            out.append(diagnosis)
            continue
        signs = {(c.difference or 0) > 0 for c in (*twin.checks, *diagnosis.checks)}
        kind = VERSIONS if len(signs) > 1 else twin.kind
        joint = (*twin.readings, *diagnosis.readings)
        both: tuple[Suspect, ...] = tuple(s for reading in joint for s in reading)
        readings: list[tuple[Suspect, ...]] = []
        if kind != VERSIONS:
            readings.append(both)
        joined = replace(twin, kind=kind, checks=[*twin.checks, *diagnosis.checks], readings=readings)  # fmt: skip
        out[out.index(twin)] = joined
    return out


def _alike(one: Diagnosis, other: Diagnosis) -> bool:
    a, b = one.checks[-1], other.checks[0]
    if a.rule != b.rule or len(other.checks) > 1 or not (_pair(a) and _pair(b)):
        return False
    gaps = [abs(c.difference or ZERO) for c in (a, b)]
    width = sum((o.coarse for c in (a, b) for o in c.operands), ZERO)
    if abs(gaps[0] - gaps[1]) > width or min(gaps) <= width:
        return False
    opposite = ((a.difference or 0) > 0) != ((b.difference or 0) > 0)
    return opposite or (one.kind == other.kind and a.operands[0].amount == b.operands[0].amount)


def _same_gap(system: System, diagnosis: Diagnosis) -> list[Applied]:
    """Return the warnings of the same rule that differ by the amount of two versions."""
    root = diagnosis.checks[0]
    return [
        row.check
        for row in system.rows
        if row.broken and row.check.rule == root.rule and not _counts(row.check)
        and _pair(row.check)
        and abs(row.check.difference or 0) == abs(root.difference or 0)
    ]  # fmt: skip


def _pair(check: Applied) -> bool:
    asked = check.asked
    return isinstance(asked, Linear) and len(asked.terms) == 2 and check.difference is not None


def _joined(weighing: Weighing, found: list[Diagnosis]) -> list[Diagnosis]:
    """Join named cells of one quantity in one table that need one value."""
    out: list[Diagnosis] = []
    for diagnosis in found:
        twin = next((o for o in out if _one_cause(weighing, o, diagnosis)), None)
        if twin is None:
            out.append(diagnosis)
            continue
        reading = (*twin.named, *diagnosis.named)
        alone = {name for s in reading for name in s.cells}
        reading = tuple(weighing.elsewhere(s, alone) for s in reading)
        out[out.index(twin)] = replace(
            twin, checks=[*twin.checks, *diagnosis.checks], readings=[reading]
        )
    return out


def _one_cause(weighing: Weighing, one: Diagnosis, other: Diagnosis) -> bool:
    if one.kind != CELL or other.kind != CELL or len(other.named) != 1:
        return False
    a, b = one.named[-1], other.named[0]
    if one.base and one.base == other.base and one.checks[0].rule == other.checks[0].rule:
        return one.checks[0].rule.startswith("P")
    return weighing.one_quantity(a, b) and a.needed == b.needed


def _explain_warnings(system: System, search: Search, diagnosis: Diagnosis) -> None:
    """Add the warnings that a named value mends."""
    if not diagnosis.named:
        return
    own = {id(c) for c in diagnosis.checks}
    values = {name: s.target for s in diagnosis.named for name in s.cells}
    numbers = dict.fromkeys(n for name in values for n in system.by_cell[name])
    for number in numbers:
        row = system.rows[number]
        if row.broken and id(row.check) not in own and search.sound(number):
            changed = {n: system.cells[n].value for n in values}
            for name, value in values.items():
                system.cells[name].value = value
            mended = system.holds(row)
            for name, value in changed.items():
                system.cells[name].value = value
            if mended:
                diagnosis.checks.append(row.check)
