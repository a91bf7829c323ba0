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
from operator import add

from finalaccounts import equations
from finalaccounts.equations import CLASSES, Down, Lines
from finalaccounts.normalize.tables.parts import Row
from finalaccounts.normalize.tables.place.across import Within
from finalaccounts.normalize.tables.place.node import Node
from finalaccounts.normalize.tables.place.options import Judge, Option, places, readable, ways

_MOST_STATES, _MOST_WORK, _FEW = 4000, 300_000, 64
NEVER = 10**6
# Sums by column that rows can make, each with its least cost.
Steps = dict[tuple[int, ...], int]


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

    # ------------------------------------------------------------ least broken sums

    def _below(self, node: Node, memo: dict[int, list[int]], fixed: dict[int, int]) -> list[int]:
        """Return, for each option of ``node``, the least broken sums in it and below it.

        Costs above ``self.cap`` are not told apart: such a placing is out anyway.
        """
        if id(node) in memo:
            return memo[id(node)]
        chosen = fixed.get(id(node))
        own = [c if chosen in (None, i) else NEVER for i, c in enumerate(node.costs)]
        if node.children and own and min(own) <= self.cap:
            keys = self._keys(node)
            steps = [self._steps(node, child, keys, memo, fixed) for child in node.children]
            for i, vector in enumerate(self.vectors[id(node)]):
                if own[i] <= self.cap:
                    target = {**node.beside, **vector}
                    own[i] += self._least(keys, target, steps, self.cap - own[i])
        return memo.setdefault(id(node), own)

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

    def _steps(
        self,
        node: Node,
        child: Node,
        keys: list[tuple[str, str, int]],
        memo: dict[int, list[int]],
        fixed: dict[int, int],
    ) -> Steps:
        """Return what each placing of ``child`` adds to the sums of ``node``, with its cost."""
        index = {(line, column): i for i, (line, column, _) in enumerate(keys)}
        wholes = {part: whole for _, whole, part in node.edges}
        steps: Steps = {}
        costs = self._below(child, memo, fixed)
        for vector, cost in zip(self.vectors[id(child)], costs, strict=True):
            step = [0] * len(keys)
            for (line, column), value in vector.items():
                if line in wholes:
                    step[index[wholes[line], column]] += value
            at = tuple(step)
            steps[at] = min(cost, steps.get(at, cost))
        return steps

    def _least(
        self,
        keys: list[tuple[str, str, int]],
        target: dict[tuple[str, str], int],
        steps: list[Steps],
        room: int,
    ) -> int:
        """Return the least cost of the rows below plus the sums that ``target`` then breaks.

        A partial sum that can no longer come near its target is a broken sum already; with more
        than ``room`` of them it is dropped, so that few are ever carried. Nothing left: NEVER.
        Too many left: 0, not decided.
        """
        wants = [(target.get((ln, col), 0), min((n + 1) // 2, self.most)) for ln, col, n in keys]
        bounds = [[(want - near, want + near) for want, near in wants]]
        for step in reversed(steps[1:]):
            sums = list(zip(*step, strict=True))
            last = zip(bounds[-1], sums, strict=True) if sums else ()
            bounds.append([(a - max(s), b - min(s)) for (a, b), s in last] or bounds[-1])
        states: Steps = {(0,) * len(keys): 0}
        for step in steps:
            self.work += len(states) * len(step)
            if not step or self.work > _MOST_WORK:
                return 0
            grown: Steps = {}
            for state, cost in states.items():
                for more, price in step.items():
                    if cost + price <= room:
                        to = tuple(map(add, state, more))
                        if cost + price < grown.get(to, NEVER):
                            grown[to] = cost + price
            ends = bounds.pop()
            missed = {s: _outside(s, ends) for s in grown}
            states = {s: c for s, c in grown.items() if c + missed[s] <= room}
            if len(states) > _MOST_STATES:
                return 0
        return min((cost + missed[state] for state, cost in states.items()), default=NEVER)

    def light(self) -> bool:
        """True when the rows below each row can make few sums (the search is then instant)."""
        for node in self.nodes:
            ways = 1
            for child in node.children:
                ways *= len(child.options)
                if ways > _FEW:
                    return False
        return True

    def _search(self, root: Node) -> dict[int, list[int]]:
        """Return the costs of the nodes below a root, exact up to the least of all placings."""
        tree = [root]
        for node in tree:
            tree += node.children
        self.cap = sum(min(n.costs, default=0) for n in tree)
        while True:
            memo: dict[int, list[int]] = {}
            if min(self._below(root, memo, {}), default=0) <= self.cap:
                return memo
            self.cap += 1

    def feasible(self) -> dict[int, list[int]]:
        """Return, by ``id(node)``, the options that reach the least number of broken sums."""
        out: dict[int, list[int]] = {}
        self.work = 0
        for root in self.nodes:
            if root.parent is None:
                self._reaching(root, out)
        if self.work > _MOST_WORK:  # too much to search: everything stays open, nothing is guessed
            return {id(n): list(range(len(n.options))) for n in self.nodes}
        return out

    def _reaching(self, root: Node, out: dict[int, list[int]]) -> None:
        memo = self._search(root)
        paths = [[root]]
        for path in paths:
            node = path[-1]
            paths += [[*path, child] for child in node.children]
            totals = []
            for i in range(len(node.options)):
                fresh = {k: v for k, v in memo.items() if k not in {id(p) for p in path}}
                totals.append(
                    min(self._below(root, fresh, {id(node): i})) if len(node.options) > 1 else 0
                )
            out[id(node)] = [i for i, t in enumerate(totals) if t == min(totals)]

    def least(self) -> int:
        """Return how many sums even the best placing breaks."""
        self.work = 0
        roots = [n for n in self.nodes if n.parent is None and n.options]
        return sum(min(self._search(n)[id(n)]) for n in roots)

    def narrow(self, keep: dict[int, list[int]]) -> None:
        """Keep only the given options of each node."""
        for node in self.nodes:
            chosen = keep[id(node)]
            if len(chosen) < len(node.options):
                vectors = self.vectors[id(node)]
                self.vectors[id(node)] = [vectors[i] for i in chosen]
                node.options = [node.options[i] for i in chosen]
                node.costs = [node.costs[i] for i in chosen]


def _outside(sums: tuple[int, ...], ends: list[tuple[int, int]]) -> int:
    return sum(not low <= at <= high for at, (low, high) in zip(sums, ends, strict=True))
