"""What the numbers of a column are: its kind, and whether anybody knows it."""

from __future__ import annotations

import re
from functools import cache

from finalaccounts.amounts import plain
from finalaccounts.reference import tables as reference
from finalaccounts.reference import tabular

OTHER = "other:"  # a column under a head that no data names is kept as ``other:<head>``


@cache
def columns_of(table: str) -> dict[str, tabular.Column]:
    """Return the columns that a table can have, by key: its own, then those any table can have."""
    found = reference.labelled(table)
    own = {c.key: c for c in found.column} if found else {}
    return own | {c.key: c for c in reference.shared().column if c.key not in own}


@cache
def lines_of(table: str) -> dict[str, tabular.LineOf]:
    """Return the lines without a code that a table can have, by key."""
    found = reference.labelled(table)
    own = {line.key: line for line in found.line} if found else {}
    return own | {line.key: line for line in reference.shared().line if line.key not in own}


@cache
def stages() -> dict[str, tabular.Column]:
    """Return the columns that any table can have (other stages and years, changes, rates)."""
    return {c.key: c for c in reference.shared().column if not c.key.startswith("#")}


@cache
def totals(table: str) -> frozenset[str]:
    """Return the columns that are the total of a row of the table."""
    columns = columns_of(table).values()
    main = frozenset(c.key for c in columns if c.main)
    whole = frozenset(c.key for c in columns if c.sum and not c.adds_to)
    return main or whole or frozenset(("total", "final"))


def staged(table: str, stage: str, column: str) -> str:
    """Return the key of a column of the table at another stage: of its total, the stage itself."""
    return stage if column in totals(table) else f"{stage}_{column}"


@cache
def parted(table: str, column: str) -> tuple[tabular.Column | None, str]:
    """Return stage and column of a key made by ``staged``, or (None, "")."""
    for key, stage in stages().items():
        own = column.removeprefix(f"{key}_")
        if own != column and own in columns_of(table):
            return stage, own
    return None, ""


def at_stage(table: str, column: str) -> bool:
    """True for a column of another stage or year, a change or a rate."""
    return column in stages() or parted(table, column)[0] is not None


@cache
def kind(table: str, column: str, line: str = "") -> str:
    """Return the kind of a column, or nothing where nobody knows what its numbers are.

    A line can have a kind too (budget, final and rate of one item below each other). A head that
    no column names has a kind where its words tell it; such a column is part of no sum.
    """
    of_line = lines_of(table).get(line)
    if of_line is not None and of_line.kind != "money":
        return of_line.kind
    if line in stages() and stages()[line].kind != "money":
        return stages()[line].kind
    known = columns_of(table).get(column)
    if known is not None:
        return known.kind
    stage, own = parted(table, column)
    if stage is not None:
        return stage.kind if stage.kind != "money" else columns_of(table)[own].kind
    if column.isdigit():
        return "money"  # an economic code as the head of a column
    if not column.startswith(OTHER):
        return ""
    head = plain(column.removeprefix(OTHER))
    words = columns_of(table).get(reference.OWN)
    if words is not None and any(plain(word) == head for word in words.heads):
        return words.kind
    kinds = reference.shared().kinds.items()
    return next((name for name, pattern in kinds if re.search(pattern, head)), "")


@cache
def total_of(table: str, column: str) -> tuple[str, str]:
    """Return line and column where the total of a column stands: the line of the total, or a line
    that the table has for the total of this column alone."""
    line = f"{column}_total"
    return (line, "final") if line in lines_of(table) else ("total", column)


def adds_up(table: str, column: str) -> bool:
    """True when the lines of a column add up to those above them: money, and not a change."""
    stage, _ = parted(table, column)
    known = stage or columns_of(table).get(column)
    return kind(table, column) == "money" and (known is None or known.down)
