"""A row in the tree of the sums of its table."""

from __future__ import annotations

from dataclasses import dataclass, field

from finalaccounts.normalize.tables.parts import Row
from finalaccounts.normalize.tables.place.options import Option

NEVER = 10**6  # the cost of what cannot be


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
