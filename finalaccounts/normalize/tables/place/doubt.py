"""Rows of text without cells that print a number too many or too few.

Where the text has lost its cells, the columns of a row follow from how many numbers it prints and
from what they add up to. A row that adds up in no way left may hold a misprint, or its numbers are
not what they seem: one is in pieces, one belongs to the label, one is lost. The two are told apart by
the other sums that the numbers stand in. A misprint leaves all numbers but one where other sums, other
tables or the narrative have them. Where fewer are held, the row was not understood and its numbers
are unread; where all are and still make less than the total, a number of the row is lost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from finalaccounts.equations import Across, Balance
from finalaccounts.model import Statement
from finalaccounts.normalize.tables.parts import Number, Row
from finalaccounts.normalize.tables.place.across import Within, broken
from finalaccounts.normalize.tables.place.board import Board
from finalaccounts.normalize.tables.place.node import Node
from finalaccounts.normalize.tables.place.options import across_fits, columns_of, unread
from finalaccounts.normalize.tables.place.ties import Facts, Ties, said_amounts

_TWO = 2  # numbers: without one of them the other is no sum
_FEW, _HALF = 3, 2  # rows that do not add up: so many, and one in two, are no misprints
_ZERO = Decimal(0)
Cell = tuple[str, str]  # line, column


class Doubts:
    """Finds the rows of one table whose numbers are not what they seem."""

    def __init__(
        self, board: Board, ties: Ties, facts: Facts, statements: Sequence[Statement]
    ) -> None:
        self.board, self.ties, self.facts = board, ties, facts
        self.tree, self.table = board.tree, board.raw.key
        self.said = said_amounts(self.table, board.raw.unit, statements)
        self.held: set[Cell] = set()  # in a sum down the table that holds
        self.empty: set[Cell] = set()  # rightly so: the sum above holds without them
        self.asked: dict[Cell, int] = {}  # what would mend the sum above that does not hold
        self._down()

    def settle(self) -> None:
        """Make unread what was not understood, and note the columns in which a number is lost."""
        rows = [n for n in self.tree.nodes if n.row.numbers and not unread(n.row)]
        off = [n for n in rows if self._off(n)]
        several = [n for n in rows if len(_filled(n.row)) > 1]
        strange = [n for n in off if len(_filled(n.row)) > 1]
        if len(strange) >= _FEW and len(strange) * _HALF >= len(several):
            for node in strange:  # the columns are not what they seem
                self._unread(node, _filled(node.row)[int(node.row.total_first) :])
        for node in off:
            if not unread(node.row):
                self._row(node)

    def _off(self, node: Node) -> bool:
        """True when the numbers of a row add up in none of the ways that are left."""
        judge = self.tree.judge(node)
        return bool(node.options) and not any(judge.sound(o) for o in node.options)

    def _row(self, node: Node) -> None:
        row = node.row
        if self._headless(node):
            return  # the report leaves the total blank
        loose = self._loose(node)
        if len(loose) == 1 and self._fits(node, loose[0]):
            self._unread(node, loose)  # without it the others add up: it is no number of the row
        elif len(loose) == 1 and self._elsewhere(node, loose[0]):
            self._unread(node, loose)
        elif len(loose) > 1 or len(loose) == len(_filled(row)) == 1:
            whole = len(row.numbers) == len(row.slots) and not _other_way(self.table, row)
            if not whole:
                self._unread(node, loose)
        else:
            self._lost(node)

    def _headless(self, node: Node) -> bool:
        """True when only a total is lacking, and another sum of the row, or the total that the
        narrative states, says that the numbers stand where they should."""
        if len(node.options) != 1:
            return False
        judge, proven = self.tree.judge(node), False
        for line, values in columns_of(node.row, node.options[0]).items():
            for rule in judge.rules:
                if not broken(rule, values, judge.have[line], self.tree.unit):
                    proven |= _asks(rule, values, judge.have[line])
                elif not isinstance(rule, Across) or rule.whole in values:
                    return False
                else:
                    stated = self.said.get((self.table, line, rule.whole), ())
                    whole = {rule.whole: next(iter(stated))} if stated else {}
                    proven |= bool(whole) and not broken(
                        rule, {**values, **whole}, judge.have[line], self.tree.unit
                    )
        return proven

    def _loose(self, node: Node) -> list[int]:
        """Return the numbers of a row that nothing else in the report holds where they stand."""
        slots = self.board.candidates(node)
        out = []
        for i in _filled(node.row):
            if len(slots[i]) != 1 or not self._holds(node, next(iter(slots[i])), i):
                out.append(i)
        return out

    def _elsewhere(self, node: Node, number: int) -> bool:
        """True when a number is what a sum down the table lacks in another column of its line."""
        amount = node.row.numbers[number].amount or _ZERO
        value = int(amount.scaleb(self.tree.places))
        own = self.board.candidates(node)[number]
        lines = {node.row.slots[i].line for i in own}
        return any(
            slot.line in lines
            and i not in own
            and self.asked.get((slot.line, slot.column)) == value
            for i, slot in enumerate(node.row.slots)
        )

    def _holds(self, node: Node, at: int, number: int) -> bool:
        slot, amount = node.row.slots[at], node.row.numbers[number].amount
        cell = (self.table, slot.line, slot.column)
        return (
            (slot.line, slot.column) in self.held
            or (slot.line, slot.column) in self._within(node)
            or self.ties.hold(cell, self.facts)
            or amount in self.said.get(cell, ())
        )

    def _within(self, node: Node) -> set[Cell]:
        """Return the cells of a row that make a sum of its own with others of it."""
        if len(node.options) != 1:
            return set()
        out: set[Cell] = set()
        judge = self.tree.judge(node)
        for line, values in columns_of(node.row, node.options[0]).items():
            for rule in (r for r in judge.rules if _asks(r, values, judge.have[line])):
                if not broken(rule, values, judge.have[line], self.tree.unit):
                    out |= {(line, column) for column in rule.columns if values.get(column)}
        return out

    def _down(self) -> None:
        """Note the cells of the sums down the table that hold, wholes and parts."""
        for node in self.tree.nodes:
            if not node.children or len(node.options) != 1:
                continue
            wholes = {part: whole for _, whole, part in node.edges}
            target = {**node.beside, **self.tree.vectors[id(node)][0]}
            sums: dict[Cell, list[tuple[Cell, int]]] = {}
            for child in node.children:
                for (line, column), value in self._vector(child):
                    if line in wholes:
                        sums.setdefault((wholes[line], column), []).append(((line, column), value))
            columns = {s.column for n in (node, *node.children) for s in n.row.slots}
            for cell in ((whole, c) for whole in set(wholes.values()) for c in columns):
                parts = sums.get(cell, [])
                gap = target.get(cell, 0) - sum(value for _, value in parts)
                if abs(gap) > (len(parts) + 1) // 2:
                    self._ask(cell, gap, target, parts, wholes)
                    continue
                if parts:
                    self.held |= {cell, *(part for part, _ in parts)}
                self.empty |= {(line, cell[1]) for line, at in wholes.items() if at == cell[0]}

    def _ask(
        self,
        whole: Cell,
        gap: int,
        target: Mapping[Cell, int],
        parts: Sequence[tuple[Cell, int]],
        wholes: Mapping[str, str],
    ) -> None:
        """Note what a sum that does not hold asks each of its cells to be."""
        own = dict(parts)
        self.asked[whole] = target.get(whole, 0) - gap
        for line, above in wholes.items():
            if above == whole[0]:
                self.asked[line, whole[1]] = own.get((line, whole[1]), 0) + gap

    def _vector(self, node: Node) -> Iterator[tuple[Cell, int]]:
        """Yield what all ways of a row agree on."""
        first, *rest = self.tree.vectors[id(node)] or [{}]
        yield from ((c, v) for c, v in first.items() if v and all(w.get(c) == v for w in rest))

    def _fits(self, node: Node, number: int) -> bool:
        """True when the other numbers of a row add up where they stand."""
        judge = self.tree.judge(node)
        for option in node.options:
            rest = [j for j in range(len(option)) if j != number]
            row = replace(node.row, numbers=tuple(node.row.numbers[j] for j in rest))
            lines = columns_of(row, tuple(option[j] for j in rest))
            if any(lines.values()) and not any(
                broken(rule, lines[line], judge.have[line], self.tree.unit)
                for rule in judge.rules
                for line in lines
            ):
                return True
        return False

    def _lost(self, node: Node) -> None:
        """Where a total is more than its parts, a number may be lost: in a cell that is empty and
        that no sum down the table says is rightly so."""
        judge, row = self.tree.judge(node), node.row
        for option in node.options[:1]:
            lost: list[int] = []
            for line, values in columns_of(row, option).items():
                have = judge.have[line]
                rules = [r for r in judge.rules if broken(r, values, have, self.tree.unit)]
                named = {c for r in _short(rules, values) for c in r.columns}
                for i, slot in enumerate(row.slots):
                    empty = slot.line == line and not values.get(slot.column)
                    if empty and slot.column in named and (line, slot.column) not in self.empty:
                        lost.append(i)
            if lost:
                self.board.lost[id(node)] = tuple(lost)

    def _unread(self, node: Node, numbers: Sequence[int]) -> None:
        own = [
            replace(n, amount=None, state="unread") if i in numbers else n
            for i, n in enumerate(node.row.numbers)
        ]
        node.row = replace(node.row, numbers=tuple(own))


def certain_rows(table: str, rows: Sequence[Row]) -> list[Row]:
    """Return rows of text without cells; one that adds up in no way, but does with a number less
    or two put together, has no number that is known, and places no other row's."""
    out = []
    for row in rows:
        several = len(_filled(row)) > _TWO and not unread(row)
        if several and not across_fits(table, row) and _other_way(table, row):
            numbers = tuple(replace(n, amount=None, state="unread") for n in row.numbers)
            row = replace(row, numbers=numbers)
        out.append(row)
    return out


def _other_way(table: str, row: Row) -> bool:
    """True when a row adds up without one of its numbers, or with two of them put together."""
    for i in _filled(row):
        rest = (*row.numbers[:i], *row.numbers[i + 1 :])
        if across_fits(table, replace(row, numbers=rest, certain=False)):
            return True
    return any(
        across_fits(table, replace(row, numbers=joined, certain=False)) for joined in _joined(row)
    )


def _asks(rule: Within, values: dict[str, Decimal], have: Collection[str]) -> bool:
    """True for a sum that has an amount on either side, and all its columns in the line."""
    if isinstance(rule, Across):
        return bool(values.get(rule.whole)) and any(
            values.get(column) for column in rule.columns - {rule.whole}
        )
    return isinstance(rule, Balance) and all(
        all(any(n in have for n in p.names()) for p in side)
        and any(values.get(n) for p in side for n in p.names())
        for side in (rule.left, rule.right)
    )


def _filled(row: Row) -> list[int]:
    return [i for i, n in enumerate(row.numbers) if n.amount]


def _joined(row: Row) -> Iterator[tuple[Number, ...]]:
    """Yield the numbers of a row with each two that may be pieces of one put together."""
    for i in range(len(row.numbers) - 1):
        one, two = row.numbers[i], row.numbers[i + 1]
        text = one.printed + two.printed
        if one.amount is None or two.amount is None or text.count(".") > 1:
            continue
        whole = Decimal("".join(ch for ch in text if ch.isdigit() or ch == "."))
        one = replace(one, printed=text, amount=whole)
        yield (*row.numbers[:i], one, *row.numbers[i + 2 :])


def _short(rules: Sequence[Within], values: dict[str, Decimal]) -> list[Across]:
    """Return the sums whose whole is more than what is printed beside it."""
    return [
        r
        for r in rules
        if isinstance(r, Across)
        and values.get(r.whole, _ZERO)
        > sum(v for c, v in values.items() if c in r.columns and c != r.whole)
    ]
