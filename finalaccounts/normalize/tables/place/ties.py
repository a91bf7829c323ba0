"""What other tables and the narrative say of undecided cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from finalaccounts.model import Statement
from finalaccounts.normalize.tables import names
from finalaccounts.normalize.tables.place.solve import Node, Tree
from finalaccounts.reference import ties as ties_data

Cell = tuple[str, str, str]  # table, line, column
_UNIT = Decimal("0.01")


@dataclass(slots=True)
class Facts:
    """Settled amounts, places still open, and the tables and lines that are printed."""

    amounts: dict[Cell, Decimal] = field(default_factory=dict)
    open: set[Cell] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    lines: set[tuple[str, str]] = field(default_factory=set)

    def value(self, cell: Cell, same_line: bool) -> Decimal | None:
        """Return the amount of a cell (blank is 0), or None when it cannot be told.

        ``same_line``: the line must be printed in that table.
        """
        if cell[0] not in self.tables or cell in self.open:
            return None
        if same_line and cell[:2] not in self.lines:
            return None
        return self.amounts.get(cell, Decimal(0))


def _cell(text: str, line: str) -> Cell:
    table, where, column = text.split(".")
    return table, where.replace("{line}", line), column


def _amounts(node: Node, table: str, index: int) -> dict[Cell, Decimal]:
    row, option = node.row, node.options[index]
    return {
        (table, row.slots[at].line, row.slots[at].column): n.amount
        for n, at in zip(row.numbers, option, strict=True)
        if n.amount is not None
    }


def tie_costs(rule: str, tree: Tree, facts: Facts) -> dict[int, list[int]]:
    """Return, for each node, how many ties of ``rule`` each of its options breaks."""
    out: dict[int, list[int]] = {}
    for tie in ties_data.layouts().tie:
        if tie.rule != rule or not tie.cell.startswith(f"{tree.table}."):
            continue
        for node in tree.nodes:
            if len(node.options) < 2:
                continue
            for slot in node.row.slots:
                cell = _cell(tie.cell, slot.line)
                if cell[1:] != (slot.line, slot.column):
                    continue
                broken = _broken(tie, node, tree.table, cell, slot.line, facts)
                have = out.setdefault(id(node), [0] * len(node.options))
                out[id(node)] = [a + b for a, b in zip(have, broken, strict=True)]
    return out


def _broken(
    tie: ties_data.Tie, node: Node, table: str, cell: Cell, line: str, facts: Facts
) -> list[int]:
    none = [0] * len(node.options)
    same_line = "{line}" in tie.cell
    if tie.if_equal:
        values = [facts.value(_cell(c, line), same_line) for c in tie.if_equal]
        if any(v is None for v in values) or abs(values[0] - values[1]) > _UNIT:  # type: ignore[operator]
            return none
    others = [facts.value(_cell(c, line), same_line) for c in (tie.is_ or tie.least or tie.most)]
    if any(v is None for v in others):
        return none
    total = sum((v for v in others if v is not None), Decimal(0))
    out = []
    for i in range(len(node.options)):
        value = _amounts(node, table, i).get(cell, Decimal(0))
        apart = abs(total - value) if tie.is_ else (total - value) * (1 if tie.least else -1)
        out.append(int(apart > _UNIT * max(1, len(others))))
    return out


def said_costs(
    said: ties_data.Said, tree: Tree, unit: str, statements: Sequence[Statement]
) -> dict[int, list[int]]:
    """Return, for each node, how many stated amounts each of its options contradicts."""
    stated: dict[Cell, set[Decimal]] = {}
    for s in statements:
        target = said.items.get(s.item) if s.section == said.section else None
        if target is None or s.amount is None or s.unit != unit:
            continue
        column = names.column_key(tree.table, (s.subject,)) if s.subject else ""
        if "{subject}" in target and not column:
            continue
        table, line, where = target.split(".")
        if table == tree.table:
            stated.setdefault((table, line, where.replace("{subject}", column)), set()).add(
                s.amount
            )
    out: dict[int, list[int]] = {}
    for node in tree.nodes:
        if len(node.options) < 2:
            continue
        costs = [0] * len(node.options)
        for cell, values in stated.items():
            if not any(cell[1:] == (s.line, s.column) for s in node.row.slots):
                continue
            for i in range(len(node.options)):
                have = _amounts(node, tree.table, i).get(cell, Decimal(0))
                costs[i] += int(all(abs(have - v) > _UNIT for v in values))
        out[id(node)] = costs
    return out
