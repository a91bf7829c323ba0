"""The placings of the rows of one tree that break fewest sums.

First each sum is looked at by itself, column by column: where no sum need break, most ways of a
row make one impossible and are out at once. Then the least number of broken sums is found from the
leaves up, and from the root down which ways reach it. Every pass goes over the tree once; what
would take more than ``MOST_WORK`` steps stays undecided, nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import add

from finalaccounts.normalize.tables.place.node import NEVER, Node

_MOST_STATES, MOST_WORK = 4000, 300_000
# Sums by column that rows can make, each with its least cost.
Steps = dict[tuple[int, ...], int]
Vector = dict[tuple[str, str], int]  # amounts by line and column
Key = tuple[str, str, int]  # line of the whole, column, most printed terms
Count = Callable[[int], bool]  # adds to the work done; False when it is too much


class Search:
    """The search below one root; ``most`` is by how many units of the last place a sum may be off,
    ``count`` says whether there is still time."""

    def __init__(
        self, root: Node, vectors: dict[int, list[Vector]], most: int, count: Count
    ) -> None:
        self.root, self.vectors, self.most, self.count = root, vectors, most, count
        self.nodes = [root]
        for node in self.nodes:
            self.nodes += node.children
        self.open: dict[int, Sequence[int]] = {id(n): range(len(n.options)) for n in self.nodes}
        self.cap = 0

    def run(self) -> tuple[int, dict[int, list[int]]]:
        """Return the least number of broken sums, and by ``id(node)`` the options that reach it."""
        base = sum(min(n.costs, default=0) for n in self.nodes)
        whole = self.open
        self.open = self._consistent() or whole
        memo = self._search(base, base if self.open is not whole else NEVER)
        if memo is None:  # some sum must break
            self.open = whole
            memo = self._search(base + 1, NEVER)
        assert memo is not None
        return min(memo[id(self.root)], default=0), self._reaching(memo)

    def _search(self, cap: int, last: int) -> dict[int, list[int]] | None:
        """Return the least costs of all options, exact up to the least of the root; None where
        that is more than ``last``."""
        self.cap = cap
        while self.cap <= last:
            memo: dict[int, list[int]] = {}
            for node in reversed(self.nodes):
                memo[id(node)] = self._costs(node, memo)
            if min(memo[id(self.root)], default=0) <= self.cap:
                return memo
            self.cap += 1
        return None

    def _costs(self, node: Node, memo: dict[int, list[int]]) -> list[int]:
        """Return, for each option of ``node``, the least broken sums in it and below it.

        Costs above ``self.cap`` are not told apart: such a placing is out anyway.
        """
        own = [c if i in self.open[id(node)] else NEVER for i, c in enumerate(node.costs)]
        if node.children and own and min(own) <= self.cap:
            keys = self._keys(node)
            steps = [self._steps(node, child, keys, memo[id(child)]) for child in node.children]
            for i in range(len(own)):
                if own[i] <= self.cap:
                    _, least = self._layers(node, i, keys, steps, self.cap - own[i])
                    own[i] += least
        return own

    # ------------------------------------------------------------ sums of many rows

    def _keys(self, node: Node) -> list[Key]:
        """Return the sums below ``node``."""
        terms: dict[tuple[str, str], int] = {}
        wholes = {part: whole for _, whole, part in node.edges}
        for child in node.children:
            seen = {
                (wholes[line], column)
                for i in self.open[id(child)]
                for line, column in self.vectors[id(child)][i]
                if line in wholes
            }
            for at in seen:
                terms[at] = terms.get(at, 0) + 1
        upper = set(wholes.values())
        for vector in [*self.vectors[id(node)], node.beside]:
            for line, column in vector:
                if line in upper:
                    terms.setdefault((line, column), 0)
        return [(line, column, n) for (line, column), n in sorted(terms.items())]

    def _adds(self, node: Node, child: Node, keys: Sequence[Key]) -> list[tuple[int, ...]]:
        """Return what each option of ``child`` adds to the sums of ``node``."""
        index = {(line, column): i for i, (line, column, _) in enumerate(keys)}
        wholes = {part: whole for _, whole, part in node.edges}
        out = []
        for vector in self.vectors[id(child)]:
            step = [0] * len(keys)
            for (line, column), value in vector.items():
                at = index.get((wholes[line], column)) if line in wholes else None
                if at is not None:
                    step[at] += value
            out.append(tuple(step))
        return out

    def _steps(self, node: Node, child: Node, keys: Sequence[Key], costs: Sequence[int]) -> Steps:
        """Return what the placings of ``child`` add to the sums of ``node``, with their costs."""
        steps: Steps = {}
        adds = self._adds(node, child, keys)
        for i in self.open[id(child)]:
            steps[adds[i]] = min(costs[i], steps.get(adds[i], NEVER))
        return steps

    def _target(self, node: Node, option: int, keys: Sequence[Key]) -> list[tuple[int, int]]:
        """Return between which bounds each sum below an option must lie."""
        target = {**node.beside, **self.vectors[id(node)][option]}
        wants = [(target.get((ln, col), 0), min((n + 1) // 2, self.most)) for ln, col, n in keys]
        return [(want - near, want + near) for want, near in wants]

    def _layers(
        self, node: Node, option: int, keys: Sequence[Key], steps: Sequence[Steps], room: int
    ) -> tuple[list[Steps] | None, int]:
        """Return the sums that the rows below an option can make, after each row, and the least cost
        of the rows plus the sums that the option then breaks.

        A partial sum that can no longer come near its target is a broken sum already; with more
        than ``room`` of them it is dropped, so that few are ever carried. Nothing left: NEVER.
        Too many left: None and 0, not decided.
        """
        bounds = [self._target(node, option, keys)]
        for step in reversed(steps[1:]):
            sums = list(zip(*step, strict=True))
            last = zip(bounds[-1], sums, strict=True) if sums else ()
            bounds.append([(a - max(s), b - min(s)) for (a, b), s in last] or bounds[-1])
        states: Steps = {(0,) * len(keys): 0}
        layers, missed = [states], {(0,) * len(keys): 0}
        for step in steps:
            if not step or not self.count(len(states) * len(step)):
                return None, 0
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
                return None, 0
            layers.append(states)
        least = min((cost + missed[state] for state, cost in states.items()), default=NEVER)
        layers[-1] = {s: c for s, c in states.items() if c + missed[s] == least}
        return layers, least

    # ------------------------------------------------------------ from the root down

    def _reaching(self, memo: dict[int, list[int]]) -> dict[int, list[int]]:
        """Return the options of all nodes that some best placing of the whole tree has."""
        top = memo[id(self.root)]
        good = {id(n): set[int]() for n in self.nodes}
        good[id(self.root)] = {i for i, c in enumerate(top) if c == min(top)}
        for node in self.nodes:
            if not node.children:
                continue
            keys = self._keys(node)
            costs = [memo[id(child)] for child in node.children]
            steps = [
                self._steps(node, c, keys, p) for c, p in zip(node.children, costs, strict=True)
            ]
            adds = [self._adds(node, child, keys) for child in node.children]
            for option in good[id(node)]:
                room = memo[id(node)][option] - node.costs[option]
                layers, _ = self._layers(node, option, keys, steps, room)
                for at, found in enumerate(self._used(layers, steps)):
                    child = node.children[at]
                    prices = zip(adds[at], costs[at], strict=True)
                    good[id(child)] |= {
                        i
                        for i, (step, price) in enumerate(prices)
                        if i in self.open[id(child)] and (found is None or (step, price) in found)
                    }
        return {key: sorted(found) for key, found in good.items()}

    @staticmethod
    def _used(
        layers: list[Steps] | None, steps: Sequence[Steps]
    ) -> list[set[tuple[tuple[int, ...], int]] | None]:
        """Return, for each row, the steps (with their costs) that lie on a best way to the last
        layer; None for all where the layers are not known."""
        if layers is None:
            return [None] * len(steps)
        out: list[set[tuple[tuple[int, ...], int]] | None] = []
        ends = layers[-1]
        for states, step in zip(reversed(layers[:-1]), reversed(steps), strict=True):
            used: set[tuple[tuple[int, ...], int]] = set()
            starts: Steps = {}
            for state, cost in states.items():
                for more, price in step.items():
                    if ends.get(tuple(map(add, state, more)), NEVER) == cost + price:
                        used.add((more, price))
                        starts[state] = cost
            out.append(used)
            ends = starts
        return out[::-1]

    # ------------------------------------------------------------ one column at a time

    def _consistent(self) -> dict[int, Sequence[int]] | None:
        """Return the cheapest options that no sum, looked at by itself, rules out; None where a row
        would have none left, or nothing is ruled out."""
        kept = {id(n): [i for i, c in enumerate(n.costs) if c == min(n.costs)] for n in self.nodes}
        if not any(len(kept[id(n)]) > 1 for n in self.nodes):
            return None
        parents = [n for n in reversed(self.nodes) if n.children and n.options]
        changed = True
        while changed:
            changed = False
            for node in parents:
                before = [len(kept[id(n)]) for n in (node, *node.children)]
                if not self._sums_apart(node, kept):
                    return None
                changed |= before != [len(kept[id(n)]) for n in (node, *node.children)]
        return dict(kept)

    def _sums_apart(self, node: Node, kept: dict[int, list[int]]) -> bool:
        """Rule out options of a row and of those below it by each sum alone; False where none of
        a row is left."""
        keys = self._keys(node)
        adds = [self._adds(node, child, keys) for child in node.children]
        targets = [self._target(node, i, keys) for i in range(len(node.options))]
        for k in range(len(keys)):
            ends = {targets[i][k] for i in kept[id(node)]}
            domains = [
                {adds[at][i][k] for i in kept[id(child)]} for at, child in enumerate(node.children)
            ]
            if len(ends) == 1 and all(len(d) == 1 for d in domains):
                low, high = next(iter(ends))
                if not low <= sum(next(iter(d)) for d in domains) <= high:
                    return False
                continue
            found = _supported(ends, domains, self.count)
            if found is None:
                continue
            allowed, fits = found
            kept[id(node)] = [i for i in kept[id(node)] if targets[i][k] in fits]
            for at, child in enumerate(node.children):
                kept[id(child)] = [i for i in kept[id(child)] if adds[at][i][k] in allowed[at]]
            if not all(kept[id(n)] for n in (node, *node.children) if n.options):
                return False
        return True


def _supported(
    ends: set[tuple[int, int]], domains: Sequence[set[int]], count: Count
) -> tuple[list[set[int]], set[tuple[int, int]]] | None:
    """Return the values of each row that some choice of the others makes one of ``ends`` with, and
    the ends that are met; None where that takes too many steps."""
    low, high = min(a for a, _ in ends), max(b for _, b in ends)
    least, most = sum(map(min, domains)), sum(map(max, domains))
    layers = [{0}]
    for domain in domains:
        least, most = least - min(domain), most - max(domain)
        if not count(len(layers[-1]) * len(domain) // 8):
            return None
        grown = {s + v for s in layers[-1] for v in domain}
        layers.append({s for s in grown if low <= s + most and s + least <= high})
        if len(layers[-1]) > _MOST_STATES:
            return None
    fits = {(a, b) for a, b in ends if any(a <= s <= b for s in layers[-1])}
    good = {s for s in layers[-1] if any(a <= s <= b for a, b in fits)}
    allowed: list[set[int]] = []
    for states, domain in zip(reversed(layers[:-1]), reversed(domains), strict=True):
        pairs = [(s, v) for s in states for v in domain if s + v in good]
        allowed.append({v for _, v in pairs})
        good = {s for s, _ in pairs}
    return allowed[::-1], fits


def _outside(sums: Iterable[int], ends: Iterable[tuple[int, int]]) -> int:
    return sum(not low <= at <= high for at, (low, high) in zip(sums, ends, strict=True))
