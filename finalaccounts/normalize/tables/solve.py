"""Columns that the text has lost, settled by sums: an exact search over a tree of rows.

Every row has its feasible ways of standing in its columns (options). The sums of a table tie rows
into a tree (total, class, section, item). For each option the least number of broken sums in the
whole table is computed bottom-up; the options that reach the overall least are feasible. So a
misprint breaks its own sum and does not push the rest into wrong columns. A general solver
(CP-SAT, ILP) was not taken: the tree needs no search, answers in milliseconds, and gives all
solutions, not one, which is what tells "settled" from "ambiguous".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from finalaccounts.normalize.tables.options import Option, breaks, places, sums_of, ways
from finalaccounts.normalize.tables.parts import Row
from finalaccounts.reference import tables as reference

_MOST_STATES = 4000
_MOST_WORK = 1_500_000
_FEW = 64


@dataclass(slots=True)
class Node:
    """A row in the tree: its options with their own cost, and the sums of the rows below it."""

    row: Row
    options: list[Option]
    costs: list[int]
    children: list[Node] = field(default_factory=list)
    edges: list[tuple[str, str, str]] = field(default_factory=list)  # rule, whole line, part line
    parent: Node | None = None
    rules: set[str] = field(default_factory=set)
    # Settled totals of other rows whose parts stand in the same rows (two halves side by side).
    beside: dict[tuple[str, str], int] = field(default_factory=dict)


class Tree:
    """The rows of one table tied by its sums."""

    def __init__(self, table: str, rows: Sequence[Row]) -> None:
        self.table = table
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
        self.work = 0
        self._tie()

    def _vector(self, row: Row, option: Option) -> dict[tuple[str, str], int]:
        out: dict[tuple[str, str], int] = {}
        for number, at in zip(row.numbers, option, strict=True):
            if number.amount is not None:
                slot = row.slots[at]
                out[slot.line, slot.column] = int(number.amount.scaleb(self.places))
        return out

    def _pairs(self, rule: reference.Sum) -> list[tuple[str, str]]:
        """Return (whole line, part line) of a sum between lines."""
        lines = list(self.by_line)
        if rule.down:
            sizes = {"total": 0, "class": 3, "section": 5, "item": 7}
            out = []
            for upper, lower in zip(rule.down, rule.down[1:], strict=False):
                for line in lines:
                    if line.isdigit() and len(line) == sizes[lower]:
                        whole = "total" if upper == "total" else line[: sizes[upper]]
                        if whole in self.by_line:
                            out.append((whole, line))
            return out
        if rule.whole and rule.whole in self.by_line:
            parts = [p for p in rule.lines if p != "class"]
            if "class" in rule.lines:
                parts += [c for c in lines if c.isdigit() and len(c) == 3]
            return [(rule.whole, p) for p in parts if p in self.by_line]
        return []

    def _tie(self) -> None:
        for rule in sums_of(self.table):
            for whole, part in self._pairs(rule):
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

    def across(self, rule: reference.Sum, node: Node) -> list[int]:
        """Return, for each option of the node, how many of its lines break the sum."""
        return [breaks(rule, node.row, o, self.unit) for o in node.options]

    # ------------------------------------------------------------ least broken sums

    def _below(self, node: Node, memo: dict[int, list[int]], fixed: dict[int, int]) -> list[int]:
        """Return, for each option of ``node``, the least broken sums in it and below it."""
        if id(node) in memo:
            return memo[id(node)]
        own = list(node.costs)
        if node.children:
            keys = self._keys(node)
            states = sorted(self._states(node, keys, memo, fixed).items(), key=lambda s: s[1])
            for i, vector in enumerate(self.vectors[id(node)]):
                if fixed.get(id(node), i) == i:
                    own[i] += self._least(keys, {**node.beside, **vector}, states)
        chosen = fixed.get(id(node))
        if chosen is not None:
            own = [c if i == chosen else 10**6 for i, c in enumerate(own)]
        memo[id(node)] = own
        return own

    def _keys(self, node: Node) -> list[tuple[str, str, int]]:
        """Return (whole line, column, most printed terms) of the sums below ``node``."""
        terms: dict[tuple[str, str], int] = {}
        wholes = {part: whole for _, whole, part in node.edges}
        for child in node.children:
            seen = {
                (wholes[line], column)
                for vector in self.vectors[id(child)]
                for line, column in vector
                if line in wholes
            }
            for at in seen:
                terms[at] = terms.get(at, 0) + 1
        for vector in [*self.vectors[id(node)], node.beside]:
            for line, column in vector:
                if line in wholes.values():
                    terms.setdefault((line, column), 0)
        return [(line, column, n) for (line, column), n in sorted(terms.items())]

    def _states(
        self,
        node: Node,
        keys: list[tuple[str, str, int]],
        memo: dict[int, list[int]],
        fixed: dict[int, int],
    ) -> dict[tuple[int, ...], int]:
        """Return the sums that the rows below ``node`` can make, each with its least cost."""
        index = {(line, column): i for i, (line, column, _) in enumerate(keys)}
        wholes = {part: whole for _, whole, part in node.edges}
        states: dict[tuple[int, ...], int] = {(0,) * len(keys): 0}
        for child in node.children:
            costs = self._below(child, memo, fixed)
            steps: dict[tuple[int, ...], int] = {}
            for vector, cost in zip(self.vectors[id(child)], costs, strict=True):
                step = [0] * len(keys)
                for (line, column), value in vector.items():
                    if line in wholes:
                        step[index[wholes[line], column]] += value
                at = tuple(step)
                steps[at] = min(cost, steps.get(at, cost))
            self.work += len(states) * len(steps)
            if len(states) * len(steps) > 10 * _MOST_STATES or self.work > _MOST_WORK:
                return {}
            grown: dict[tuple[int, ...], int] = {}
            for state, cost in states.items():
                for step_, more in steps.items():
                    to = tuple(a + b for a, b in zip(state, step_, strict=True))
                    least = cost + more
                    if least < grown.get(to, 10**9):
                        grown[to] = least
            if len(grown) > _MOST_STATES:
                grown = self._pruned(node, keys, grown)
            states = grown
        return states

    def _pruned(
        self, node: Node, keys: list[tuple[str, str, int]], states: dict[tuple[int, ...], int]
    ) -> dict[tuple[int, ...], int]:
        """Drop states that no option of ``node`` can reach any more; none left: not decided."""
        bounds = [
            max(v.get((line, column), 0) for v in [*self.vectors[id(node)], node.beside]) + n + 1
            for line, column, n in keys
        ]
        kept = {
            s: c for s, c in states.items() if all(a <= b for a, b in zip(s, bounds, strict=True))
        }
        return kept if len(kept) <= _MOST_STATES else {}

    @staticmethod
    def _least(
        keys: list[tuple[str, str, int]],
        vector: dict[tuple[str, str], int],
        states: list[tuple[tuple[int, ...], int]],
    ) -> int:
        """Return the least cost of the rows below plus the sums that ``vector`` then breaks."""
        marks = [(vector.get((line, column), 0), n + 1) for line, column, n in keys]
        best = 10**6
        for state, cost in states:
            if cost >= best:
                break
            for have, (want, limit) in zip(state, marks, strict=True):
                if have != want and 2 * abs(have - want) > limit:
                    cost += 1
                    if cost >= best:
                        break
            best = min(best, cost)
        return 0 if best == 10**6 else best

    def light(self) -> bool:
        """True when the rows below each row can make few sums (the search is then instant)."""
        for node in self.nodes:
            ways = 1
            for child in node.children:
                ways *= len(child.options)
                if ways > _FEW:
                    return False
        return True

    def feasible(self) -> dict[int, list[int]]:
        """Return, by ``id(node)``, the options that reach the least number of broken sums."""
        memo: dict[int, list[int]] = {}
        out: dict[int, list[int]] = {}
        self.work = 0
        for root in self.nodes:
            if root.parent is None:
                self._below(root, memo, {})
        for node in self.nodes:
            if len(node.options) < 2:
                out[id(node)] = list(range(len(node.options)))
                continue
            totals = []
            path = [node]
            while path[-1].parent is not None:
                path.append(path[-1].parent)
            for i in range(len(node.options)):
                fresh = {k: v for k, v in memo.items() if k not in {id(p) for p in path}}
                totals.append(min(self._below(path[-1], fresh, {id(node): i})))
            if (
                self.work > _MOST_WORK
            ):  # too much to search: everything stays open, nothing is guessed
                return {id(n): list(range(len(n.options))) for n in self.nodes}
            least = min(totals)
            out[id(node)] = [i for i, t in enumerate(totals) if t == least]
        return out

    def least(self) -> int:
        """Return how many sums even the best placing breaks."""
        memo: dict[int, list[int]] = {}
        return sum(
            min(self._below(n, memo, {})) for n in self.nodes if n.parent is None and n.options
        )

    def narrow(self, keep: dict[int, list[int]]) -> None:
        """Keep only the given options of each node."""
        for node in self.nodes:
            chosen = keep[id(node)]
            if len(chosen) < len(node.options):
                vectors = self.vectors[id(node)]
                self.vectors[id(node)] = [vectors[i] for i in chosen]
                node.options = [node.options[i] for i in chosen]
                node.costs = [node.costs[i] for i in chosen]
