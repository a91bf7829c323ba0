"""What other places of the report say of undecided cells: relations, and the narrative."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fnmatch import translate
from itertools import product

from finalaccounts import equations
from finalaccounts.equations import Relation
from finalaccounts.model import Statement
from finalaccounts.normalize.tables import names
from finalaccounts.normalize.tables.place.node import Node
from finalaccounts.normalize.tables.place.options import unread
from finalaccounts.normalize.tables.place.solve import Tree
from finalaccounts.reference.checks import Quantity, checks
from finalaccounts.reference.rules import rules

Cell = tuple[str, str, str]  # table, line, column
_UNIT = Decimal("0.01")
_ZERO = Decimal(0)
_THREE_PUBLIC = "three_public"  # its statements name their column by their subject


@dataclass(slots=True)
class Facts:
    """Settled amounts, places still open, and the tables and lines that are printed."""

    amounts: dict[Cell, Decimal] = field(default_factory=dict)
    open: set[Cell] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    lines: dict[tuple[str, str], None] = field(default_factory=dict)

    def value(self, cell: Cell, same_line: bool) -> Decimal | None:
        """Return the amount of a cell (blank is 0), or None when it cannot be told.

        ``same_line``: the line must be printed in that table.
        """
        if cell[0] not in self.tables or cell in self.open:
            return None
        if same_line and cell[:2] not in self.lines:
            return None
        return self.amounts.get(cell, _ZERO)

    def matching(self, table: str, pattern: str) -> list[str]:
        """Return the printed lines of a table that fit a pattern (``#`` is a digit)."""
        match = re.compile(translate(pattern.replace("#", "[0-9]"))).match
        return [line for at, line in self.lines if at == table and match(line)]


@dataclass(frozen=True, slots=True)
class Term:
    """Cells that add up; ``loose``: they may not belong to the sum."""

    cells: tuple[Cell, ...]
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Instance:
    """A relation at one place: terms of both sides, and whether a line runs through it."""

    relation: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    same_line: bool
    if_equal: tuple[Cell, ...] = ()

    @property
    def cells(self) -> Iterable[Cell]:
        """All cells of both sides."""
        return (cell for term in (*self.left, *self.right) for cell in term.cells)


class Ties:
    """The relations of a report that speak of each cell, by rule."""

    def __init__(self, facts: Facts) -> None:
        self.by_rule: dict[str, dict[Cell, list[Instance]]] = {}
        for relation in equations.relations():
            if not _decides(relation):
                continue
            found = self.by_rule.setdefault(relation.rule, {})
            for instance in _instances(relation, facts):
                for cell in dict.fromkeys(instance.cells):
                    found.setdefault(cell, []).append(instance)

    def costs(self, rule: str, tree: Tree, facts: Facts) -> dict[int, list[int]]:
        """Return, for each open node, how many relations of ``rule`` each of its options breaks."""
        out: dict[int, list[int]] = {}
        known = self.by_rule[rule]
        for node in tree.nodes:
            if len(node.options) < 2 or unread(node.row):
                continue
            cells = [(tree.table, s.line, s.column) for s in node.row.slots]
            for instance in dict.fromkeys(i for cell in cells for i in known.get(cell, ())):
                broken = [
                    _broken(instance, facts, cells, _amounts(node, tree.table, i))
                    for i in range(len(node.options))
                ]
                have = out.setdefault(id(node), [0] * len(node.options))
                out[id(node)] = [a + b for a, b in zip(have, broken, strict=True)]
        return out

    def hold(self, cell: Cell, facts: Facts) -> bool:
        """True when some equality between settled places holds an amount where it stands."""
        return any(
            _holds(instance, facts)
            for known in self.by_rule.values()
            for instance in known.get(cell, ())
            if instance.relation == "equal"
        )


def _decides(relation: Relation) -> bool:
    """True for a relation that must hold. Whether the condition of one holds for the report is not
    known here, but a part is at most the whole anyway."""
    if rules()[relation.rule].fails_as == "ask":
        return False
    return not relation.only_if or relation.relation != "equal" or bool(relation.if_equal)


def _instances(relation: Relation, facts: Facts) -> Iterable[Instance]:
    lines = [""]
    if relation.over:
        tables, patterns = relation.over.split(":")
        pairs = product(patterns.split(","), tables.split("+"))
        lines = list(dict.fromkeys(ln for p, t in pairs for ln in facts.matching(t, p)))
    for line, column in product(lines, relation.columns or ("",)):
        fill = {"line": line, "column": column}
        sides = [
            tuple(_term(t.format(**fill), facts) for t in side)
            for side in (relation.left, relation.right)
        ]
        same = [_cell(c.format(**fill)) for c in relation.if_equal]
        yield Instance(relation.relation, sides[0], sides[1], bool(relation.over), tuple(same))


def _cell(text: str) -> Cell:
    table, line, column = text.split(".")
    return table, line, column


def _term(text: str, facts: Facts) -> Term:
    """Return the first choice of a term of which a line is printed, or the first of all."""
    choices = []
    for choice in text.split("|"):
        cells: list[Cell] = []
        for key in choice.lstrip("?").split("+"):
            table, line, column = _cell(key)
            wild = "#" in line or "*" in line
            cells += [(table, n, column) for n in (facts.matching(table, line) if wild else [line])]
        choices.append(Term(tuple(cells), choice.startswith("?")))
    return next((t for t in choices if any(c[:2] in facts.lines for c in t.cells)), choices[0])


def _amounts(node: Node, table: str, index: int) -> dict[Cell, Decimal]:
    row, option = node.row, node.options[index]
    return {
        (table, row.slots[at].line, row.slots[at].column): n.amount
        for n, at in zip(row.numbers, option, strict=True)
        if n.amount is not None
    }


def _broken(
    instance: Instance, facts: Facts, own: Sequence[Cell], placed: dict[Cell, Decimal]
) -> int:
    """Return 1 where a placing breaks a relation whose other numbers are all settled."""

    def value(cell: Cell) -> Decimal | None:
        return placed.get(cell, _ZERO) if cell in own else facts.value(cell, instance.same_line)

    same = [value(cell) for cell in instance.if_equal]
    if any(v is None for v in same) or len({v for v in same if v is not None}) > 1:
        return 0
    sides, count = [], 0
    for side in (instance.left, instance.right):
        if not any(c in own or c[:2] in facts.lines for term in side for c in term.cells):
            return 0  # nothing is printed on this side
        sums = [_ZERO]
        for term in side:
            values = [value(cell) for cell in term.cells]
            if any(v is None for v in values):
                return 0
            more = sum((v for v in values if v is not None), _ZERO)
            count += len(values)
            sums = [s + add for s in sums for add in ({_ZERO, more} if term.loose else {more})]
        sides.append(sums)
    return int(all(_apart(instance.relation, a, b, count) for a in sides[0] for b in sides[1]))


def _holds(instance: Instance, facts: Facts) -> bool:
    """True when a relation of which all amounts are settled holds, and is not 0 = 0."""
    sums: list[Decimal] = []
    for side in (instance.left, instance.right):
        values = [facts.value(c, instance.same_line) for t in side if not t.loose for c in t.cells]
        if any(v is None for v in values):
            return False
        sums.append(sum((v for v in values if v is not None), _ZERO))
    count = sum(len(t.cells) for t in (*instance.left, *instance.right))
    return bool(sums[0]) and not _apart(instance.relation, sums[0], sums[1], count)


def _apart(relation: str, left: Decimal, right: Decimal, count: int) -> bool:
    room = _UNIT * max(1, count - 1)
    gap = left - right
    if relation == "at_most":
        return gap > room
    if relation == "at_least":
        return -gap > room
    return abs(gap) > room


# ---------------------------------------------------------------- the narrative


def said_rules() -> tuple[str, ...]:
    """Return the rules under which the narrative states amounts of tables, in order."""
    stated = [q.rule for q in checks().quantity if q.places]
    return tuple(dict.fromkeys([*stated, checks().three_public_rule]))


def said_costs(
    rule: str, tree: Tree, unit: str, statements: Sequence[Statement]
) -> dict[int, list[int]]:
    """Return, for each node, how many stated amounts each of its options contradicts."""
    stated = _stated(rule, tree.table, unit, statements)
    out: dict[int, list[int]] = {}
    for node in tree.nodes:
        if len(node.options) < 2 or unread(node.row):
            continue
        costs = [0] * len(node.options)
        for cell, values in stated.items():
            if not any(cell[1:] == (s.line, s.column) for s in node.row.slots):
                continue
            for i in range(len(node.options)):
                have = _amounts(node, tree.table, i).get(cell, _ZERO)
                costs[i] += int(all(abs(have - v) > _UNIT for v in values))
        out[id(node)] = costs
    return out


def said_amounts(
    table: str, unit: str, statements: Sequence[Statement]
) -> dict[Cell, set[Decimal]]:
    """Return what the narrative states of the cells of a table."""
    out: dict[Cell, set[Decimal]] = {}
    for rule in said_rules():
        for cell, amounts in _stated(rule, table, unit, statements).items():
            out.setdefault(cell, set()).update(amounts)
    return out


def _stated(
    rule: str, table: str, unit: str, statements: Sequence[Statement]
) -> dict[Cell, set[Decimal]]:
    stated: dict[Cell, set[Decimal]] = {}
    for s in statements:
        if s.amount is None or s.unit != unit or s.code:
            continue
        for cell in _named(rule, s):
            if cell[0] == table:
                stated.setdefault(cell, set()).add(s.amount)
    return stated


def _named(rule: str, statement: Statement) -> list[Cell]:
    """Return the cells whose amount a statement states."""
    if rule == checks().three_public_rule:
        column = names.column_key(_THREE_PUBLIC, (statement.subject,))
        line = statement.item if statement.item in equations.lines_of(_THREE_PUBLIC) else ""
        known = statement.section == _THREE_PUBLIC and line and column
        return [(_THREE_PUBLIC, line, column)] if known else []
    return [_cell(q.figures[0]) for q in checks().quantity if _states(q, rule, statement)]


def _states(quantity: Quantity, rule: str, statement: Statement) -> bool:
    said = (statement.section, statement.item)
    label = not quantity.label or re.search(quantity.label, statement.label)
    same = (quantity.section, quantity.item) == said
    return bool(quantity.places and quantity.rule == rule and same and label)
