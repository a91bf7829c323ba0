"""The ways in which the numbers of one row can stand in its columns."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from math import comb

from finalaccounts import amounts, equations
from finalaccounts.equations import Change, RateOf
from finalaccounts.normalize.tables.parts import Row
from finalaccounts.normalize.tables.place.across import Within, broken, within
from finalaccounts.normalize.tables.place.wide import Sound, sound_ways

Option = tuple[int, ...]  # slot of each number
_MOST_OPTIONS = 1000


def options(table: str, row: Row) -> list[Option]:
    """Return the ways the numbers of a row can stand in its slots, in printed order.

    The first number of a row with a total stands there; a number printed with a percent sign is
    no money.
    """
    n, k = len(row.slots), len(row.numbers)
    if row.certain or k >= n:
        return [tuple(range(k))]
    if wide(row):
        return []
    if row.total_first and k:
        found = [(0, *rest) for rest in combinations(range(1, n), k - 1)]
    else:
        found = list(combinations(range(n), k))
    marked = [i for i, number in enumerate(row.numbers) if number.percent]
    if not marked:
        return found
    rates = {i for i, s in enumerate(row.slots) if _may_be_rate(table, s.column, s.line)}
    return [o for o in found if all(o[i] in rates for i in marked)] or found


def _may_be_rate(table: str, column: str, line: str) -> bool:
    return equations.kind(table, column, line) in ("rate", "")


def unread(row: Row) -> bool:
    """True for a row in which something stands that could not be read: its sums say nothing."""
    return any(n.state == "unread" for n in row.numbers)


def readable(pairs: list[tuple[str, str]], rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Return the (whole, part) of sums between lines, but for sums in which something could not
    be read: such a sum says nothing of its other numbers."""
    dark = {slot.line for row in rows if unread(row) for slot in row.slots}
    lost = {whole for whole, part in pairs if dark & {whole, part}}
    return [pair for pair in pairs if pair[0] not in lost]


def wide(row: Row) -> bool:
    """True for a row that has more ways than can be looked at one by one."""
    n, k = len(row.slots), len(row.numbers)
    return not row.certain and k < n and comb(n, k) > _MOST_OPTIONS


def places(rows: Sequence[Row]) -> int:
    """Return the decimals that the table prints (a single stray longer number does not count)."""
    seen = [amounts.decimals(n.amount) for r in rows for n in r.numbers if n.amount is not None]
    for most in sorted(set(seen), reverse=True):
        if sum(d >= most for d in seen) * 10 >= len(seen):
            return most
    return 2


def columns_of(row: Row, option: Option) -> dict[str, dict[str, Decimal]]:
    """Return the printed amounts of a row by line and column."""
    out: dict[str, dict[str, Decimal]] = {s.line: {} for s in row.slots}
    for number, at in zip(row.numbers, option, strict=True):
        if number.amount is not None:
            out[row.slots[at].line][row.slots[at].column] = number.amount
    return out


class Judge:
    """Counts what each way of a row breaks across its columns."""

    def __init__(self, table: str, row: Row, unit: Decimal) -> None:
        self.row, self.unit = row, unit
        have: dict[str, set[str]] = {}
        for slot in row.slots:
            have.setdefault(slot.line, set()).add(slot.column)
        self.have = have
        self.every = set().union(*have.values()) if have else set()
        self.rules = [rule for rule in within(table) if self.asks(rule)]
        self.seen: dict[Option, dict[str, dict[str, Decimal]]] = {}

    def asks(self, rule: Within) -> bool:
        """True when the columns of the row are among those that a relation looks at."""
        if isinstance(rule, Change | RateOf):
            return rule.column in self.every
        return bool(rule.columns & self.every)

    def breaks(self, rule: Within, option: Option) -> int:
        """Return how many lines of the row break a relation beyond rounding."""
        if unread(self.row):
            return 0
        lines = self.seen.get(option)
        if lines is None:
            lines = self.seen[option] = columns_of(self.row, option)
        return sum(broken(rule, lines[line], self.have[line], self.unit) for line in lines)

    def sound(self, option: Option) -> bool:
        """True when a way breaks nothing."""
        return not any(self.breaks(rule, option) for rule in self.rules)


def ways(table: str, row: Row, unit: Decimal) -> list[Option]:
    """Return the options of a row, with those that leave its total empty where they must be
    thought of: a lone number in a row with columns that the total does not count, or numbers
    that make no sum with the first of them as the total, where no other row holds that total (a
    misprint is likelier than a missing total where one does)."""
    if unread(row):
        return options(table, row)
    found = options(table, row) or _wide(table, row, unit)
    if row.certain or not row.total_first or not 0 < len(row.numbers) < len(row.slots):
        return found
    judge = Judge(table, row, unit)
    spare = [i for i, s in enumerate(row.slots) if s.column in row.outside]
    sound = any(judge.sound(o) for o in found)
    if len(row.numbers) == 1 and spare and sound:
        return found + list(combinations(spare, 1))
    # A line may have a budget, or last year's amount, and nothing spent.
    stages = [i for i in spare if equations.at_stage(table, row.slots[i].column)]
    found += combinations(stages, len(row.numbers))
    known = equations.sums(table)
    held = bool(known.down or known.lines)
    if sound or held or comb(len(row.slots) - 1, len(row.numbers)) > _MOST_OPTIONS:
        return found
    return found + list(combinations(range(1, len(row.slots)), len(row.numbers)))


def across_fits(table: str, row: Row) -> bool:
    """True when some way of placing the row's numbers breaks no sum across its columns."""
    if unread(row):
        return True
    unit = Decimal(1).scaleb(-max(2, places([row])))
    found = options(table, row) or _wide(table, row, unit)
    judge = Judge(table, row, unit)
    return any(judge.sound(o) for o in found)


def _wide(table: str, row: Row, unit: Decimal) -> list[Option]:
    """Return the ways of a wide row that break none of its sums."""

    def sound(rule: Within) -> Sound:
        return lambda values, have: not broken(rule, values, have, unit)

    return sound_ways(row, [(rule.columns, sound(rule)) for rule in within(table)])
