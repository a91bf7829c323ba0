"""The undecided rows of one table, and which rules have shut out which columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from finalaccounts.normalize.tables.parts import RawTable, Row
from finalaccounts.normalize.tables.place.across import within
from finalaccounts.normalize.tables.place.confine import confine
from finalaccounts.normalize.tables.place.node import Node
from finalaccounts.normalize.tables.place.options import wide
from finalaccounts.normalize.tables.place.solve import Tree


@dataclass(slots=True)
class Trail:
    """Which rules shut out candidates of a row's numbers, in order; the last is the newest."""

    own: set[str] = field(default_factory=set)
    outer: list[str] = field(default_factory=list)
    narrowed: list[list[str]] = field(default_factory=list)  # by number
    settled: list[tuple[str, ...] | None] = field(default_factory=list)  # outer rules when settled


class Board:
    """The undecided rows of one table and what has been found out about them."""

    def __init__(self, raw: RawTable) -> None:
        self.raw = raw
        self.tree = Tree(raw.key, raw.rows)
        self.trails = {
            id(n): Trail(narrowed=[[] for _ in n.row.numbers], settled=[None] * len(n.row.numbers))
            for n in self.tree.nodes
        }
        self.lost: dict[int, tuple[int, ...]] = {}  # by row, where a number of it may be lost
        self.late = False  # the sums down the table wait until its total is settled
        self.bare = {id(n): _candidates(n) for n in self.tree.nodes}
        for node in self.tree.nodes:
            if wide(node.row) and node.options:  # its sums have narrowed it already
                least, room = int(node.row.total_first), len(node.row.slots) - len(node.row.numbers)
                spots = range(len(node.row.numbers))
                self.bare[id(node)] = [{*range(i, i + 1 + room * (i >= least))} for i in spots]
                asked = [r for r in within(raw.key) if self.tree.judge(node).asks(r)]
                self.trails[id(node)].own |= {rule.rule for rule in asked}

    def candidates(self, node: Node) -> list[set[int]]:
        """Return the slots that each number of the row can still take."""
        return _candidates(node)

    def open(self) -> bool:
        """True while some number has more than one candidate."""
        return any(len(n.options) > 1 for n in self.tree.nodes)

    def own(self) -> None:
        """Apply the sums of the table itself."""
        if not self.open():
            self._settle()
            return
        for rule in within(self.raw.key):
            for node in self.tree.nodes:
                if not self.tree.judge(node).asks(rule):
                    continue
                broken = self.tree.across(rule, node)
                before = self._best(node)
                node.costs = [a + b for a, b in zip(node.costs, broken, strict=True)]
                self._note(node, rule.rule, before, self._best(node))
                self.trails[id(node)].own.add(rule.rule)
        self._cheapest()
        heads = [n for n in self.tree.nodes if n.parent is None and n.children]
        if any(len(n.options) > 1 for n in heads) and not self.tree.light():
            self.late = True
            return
        self._down()

    def _cheapest(self) -> None:
        """Keep, of each row, the placings that break fewest sums across it."""
        keep = {}
        for node in self.tree.nodes:
            least = min(node.costs, default=0)
            keep[id(node)] = [i for i, c in enumerate(node.costs) if c == least]
        self.tree.narrow(keep)

    def _down(self) -> None:
        """Apply the sums between lines."""
        self.late = False
        before = {id(n): self._best(n) for n in self.tree.nodes}
        self._restrict()
        for node in self.tree.nodes:
            self.trails[id(node)].own |= node.rules
            for rule_id in sorted(node.rules):
                self._note(node, rule_id, before[id(node)], self.candidates(node))
        self._settle()

    def outer(self, rule: str, costs: dict[int, list[int]]) -> bool:
        """Apply what another place says; True when it shut something out."""
        if not any(len(set(c)) > 1 for c in costs.values()):
            return False
        before = {id(n): self.candidates(n) for n in self.tree.nodes}
        ways = {id(n): len(n.options) for n in self.tree.nodes}
        for node in self.tree.nodes:
            extra = costs.get(id(node))
            if extra:
                node.costs = [a + b for a, b in zip(node.costs, extra, strict=True)]
        if self.late:
            self._cheapest()
        else:
            self._restrict()
        moved = [n for n in self.tree.nodes if len(n.options) != ways[id(n)]]
        if not moved:
            return False
        for node in self.tree.nodes:
            self._note(node, rule, before[id(node)], self.candidates(node))
        for node in self._together(moved):
            trail = self.trails[id(node)]
            if rule not in trail.outer:
                trail.outer.append(rule)
        if self.late and all(
            len(n.options) < 2 for n in self.tree.nodes if n.parent is None and n.children
        ):
            self._down()
        self._settle()
        return True

    def finish(self) -> None:
        """Apply the sums between lines where no other place has settled the total."""
        if self.late:
            self._down()

    def _together(self, nodes: list[Node]) -> list[Node]:
        """Return all nodes of the trees that hold ``nodes``."""

        def root(node: Node) -> int:
            while node.parent is not None:
                node = node.parent
            return id(node)

        roots = {root(n) for n in nodes}
        return [n for n in self.tree.nodes if root(n) in roots]

    def _best(self, node: Node) -> list[set[int]]:
        least = min(node.costs, default=0)
        keep = [o for o, c in zip(node.options, node.costs, strict=True) if c == least]
        return _slots(node.row, keep)

    def _restrict(self) -> None:
        confine(self.tree)
        self.tree.narrow(self.tree.feasible())
        self._repeat()

    def _repeat(self) -> None:
        """A line printed twice with the same numbers stands twice in the same columns."""
        for node in self.tree.nodes:
            first = self.tree.by_line.get(node.row.slots[0].line) if node.row.slots else None
            if first is None or first is node:
                continue
            same = [n.amount for n in first.row.numbers] == [n.amount for n in node.row.numbers]
            if same and set(first.options) < set(node.options):
                keep = {
                    id(n): [
                        i for i, o in enumerate(n.options) if n is not node or o in first.options
                    ]
                    for n in self.tree.nodes
                }
                self.tree.narrow(keep)
                self.trails[id(node)].own |= self.trails[id(first)].own
                self.trails[id(node)].outer = list(self.trails[id(first)].outer)

    def _note(self, node: Node, rule: str, before: list[set[int]], after: list[set[int]]) -> None:
        narrowed = self.trails[id(node)].narrowed
        for i, (a, b) in enumerate(zip(before, after, strict=True)):
            if b < a and rule not in narrowed[i]:
                narrowed[i].append(rule)

    def _settle(self) -> None:
        for node in self.tree.nodes:
            trail = self.trails[id(node)]
            for i, slots in enumerate(self.candidates(node)):
                if len(slots) == 1 and trail.settled[i] is None:
                    trail.settled[i] = tuple(trail.outer)

    def broken(self, node: Node) -> set[str]:
        """Return the rules across the row that its only remaining placing breaks."""
        return {
            rule.rule
            for rule in within(self.raw.key)
            if node.options and all(self.tree.across(rule, node))
        }


def _slots(row: Row, chosen: Sequence[tuple[int, ...]]) -> list[set[int]]:
    return [{o[i] for o in chosen} for i in range(len(row.numbers))]


def _candidates(node: Node) -> list[set[int]]:
    return _slots(node.row, node.options)
