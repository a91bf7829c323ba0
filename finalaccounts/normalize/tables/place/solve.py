"""Columns that the text has lost, settled by sums: an exact search over a tree of rows.

Every row has its feasible ways of standing in its columns (options). The sums of a table tie rows
into a tree (total, class, section, item). For each option the least number of broken sums in the
whole table is computed bottom-up; the options that reach the overall least are feasible. So a
misprint breaks its own sum and does not push the rest into wrong columns. All solutions are
asked for, not one: that tells "settled" from "ambiguous".
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from finalaccounts import equations
from finalaccounts.equations import CLASSES, Down, Lines
from finalaccounts.normalize.tables.parts import Row
from finalaccounts.normalize.tables.place.across import Within
from finalaccounts.normalize.tables.place.node import NEVER, Node
from finalaccounts.normalize.tables.place.options import Judge, Option, places, readable, ways
from finalaccounts.normalize.tables.place.search import MOST_WORK, Search

_FEW = 64


class Tree:
    """The rows of one table tied by its sums, which may be off by rounding, but by no more than
    ``most`` units of the last printed place."""

    def __init__(self, table: str, rows: Sequence[Row], most: int = NEVER) -> None:
        self.table, self.most = table, most
        self.places = places(rows)
        self.unit = Decimal(1).scaleb(-self.places)
        self.nodes: list[Node] = []
        self.by_line: dict[str, Node] = {}
        self.vectors: dict[int, list[dict[tuple[str, str], int]]] = {}
        for row in rows:
            found = ways(table, row, self.unit)
            node = Node(row, found, [0] * len(found))
            self.nodes.append(node)
            self.vectors[id(node)] = [self._vector(row, o) for o in found]
            for slot in row.slots:
                self.by_line.setdefault(slot.line, node)
        self.heirs: dict[int, Node] = {}
        self.judges: dict[int, Judge] = {}
        self.work = self.cap = 0
        self._tie()

    def _vector(self, row: Row, option: Option) -> dict[tuple[str, str], int]:
        out: dict[tuple[str, str], int] = {}
        for number, at in zip(row.numbers, option, strict=True):
            slot = row.slots[at]
            adds = not number.percent and equations.adds_up(self.table, slot.column)
            if number.amount is not None and adds:
                out[slot.line, slot.column] = int(number.amount.scaleb(self.places))
        return out

    def _pairs(self, rule: Lines | Down) -> list[tuple[str, str]]:
        """Return (whole line, part line) of a sum between lines."""
        lines = list(self.by_line)
        if isinstance(rule, Down):
            codes = [c for c in lines if c.isdigit() and len(c) == rule.below]
            pairs = [(c[: rule.digits] if rule.digits else "total", c) for c in codes]
            return [(whole, c) for whole, c in pairs if whole in self.by_line]
        if rule.whole not in self.by_line:
            return []
        parts = [p for p in rule.parts if p != CLASSES]
        if CLASSES in rule.parts:
            parts += [c for c in lines if c.isdigit() and len(c) == len(CLASSES)]
        return [(rule.whole, p) for p in parts if p in self.by_line]

    def _tie(self) -> None:
        known = equations.sums(self.table)
        rules: tuple[Lines | Down, ...] = (*known.lines, *known.down)
        for rule in rules:
            for whole, part in readable(self._pairs(rule), [n.row for n in self.nodes]):
                above, below = self.by_line[whole], self.by_line[part]
                above = self.heirs.get(id(above), above)
                ancestor: Node | None = above
                while ancestor is not None and ancestor is not below:
                    ancestor = ancestor.parent
                if above is below or ancestor is below:
                    continue
                if below.parent not in (None, above) and not self._merge(below.parent, above):
                    continue
                above = self.heirs.get(id(above), above)
                if below.parent is None:
                    below.parent = above
                    above.children.append(below)
                above.edges.append((rule.rule, whole, part))
                self.by_line[whole].rules.add(rule.rule)
                below.rules.add(rule.rule)

    def _merge(self, first: Node | None, second: Node) -> bool:
        """Hang the rows below one of two totals, a settled one, under the other as well."""
        if first is None or second is first:
            return False
        if len(second.options) != 1:
            first, second = second, first
        if len(second.options) != 1:
            return False
        first.beside |= second.beside | self.vectors[id(second)][0]
        first.edges += second.edges
        first.children += second.children
        for child in second.children:
            child.parent = first
        second.children, second.edges = [], []
        self.heirs[id(second)] = first
        return True

    def judge(self, node: Node) -> Judge:
        """Return what counts the relations that the ways of a row break."""
        found = self.judges.get(id(node))
        if found is None:
            found = self.judges[id(node)] = Judge(self.table, node.row, self.unit)
        return found

    def across(self, rule: Within, node: Node) -> list[int]:
        """Return, for each option of the node, how many of its lines break the relation."""
        judge = self.judge(node)
        return [judge.breaks(rule, o) for o in node.options]

    def light(self) -> bool:
        """True when the rows below each row can make few sums (the search is then instant)."""
        for node in self.nodes:
            ways = 1
            for child in node.children:
                ways *= len(child.options)
                if ways > _FEW:
                    return False
        return True

    def _counted(self, steps: int) -> bool:
        """Count the steps of a search; False when they are too many."""
        self.work += steps
        return self.work <= MOST_WORK

    def _runs(self) -> list[tuple[int, dict[int, list[int]]]]:
        self.work = 0
        roots = [n for n in self.nodes if n.parent is None]
        return [Search(n, self.vectors, self.most, self._counted).run() for n in roots]

    def feasible(self) -> dict[int, list[int]]:
        """Return, by ``id(node)``, the options that reach the least number of broken sums."""
        out: dict[int, list[int]] = {}
        for _, found in self._runs():
            out |= found
        if self.work > MOST_WORK:  # too much to search: everything stays open, nothing is guessed
            return {id(n): list(range(len(n.options))) for n in self.nodes}
        return out

    def least(self) -> int:
        """Return how many sums even the best placing breaks."""
        return sum(least for least, _ in self._runs())

    def narrow(self, keep: dict[int, list[int]]) -> None:
        """Keep only the given options of each node."""
        for node in self.nodes:
            chosen = keep[id(node)]
            if len(chosen) < len(node.options):
                vectors = self.vectors[id(node)]
                self.vectors[id(node)] = [vectors[i] for i in chosen]
                node.options = [node.options[i] for i in chosen]
                node.costs = [node.costs[i] for i in chosen]
