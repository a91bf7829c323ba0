"""What a figure is part of: its level, the line above it, whether anything stands below it.

Without these a sum over a column counts every amount once for the total, the class, the section
and the item. The tree is that of the equations: codes, and what lines and columns add to.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from finalaccounts.equations import CLASSES, LEVELS, adds_up, columns_of, lines_of, sums
from finalaccounts.model import Figure, Report
from finalaccounts.reference.rules import units

TOTAL = "total"


class Place(NamedTuple):
    """Where a figure stands in the tree of its table."""

    level: str  # total, class, section, item; line for a line without a code; empty: no money
    parent_line: str  # the printed line above it; empty for none
    leaf: str  # yes: nothing printed below it in its column; no; empty: no certain money
    adds_to: str  # the column of its table that its column adds to; empty for none


def places(report: Report) -> dict[str, Place]:
    """Return the place of every figure of a report by its id."""
    found: dict[str, Place] = {}
    tables: dict[str, list[Figure]] = {}
    for figure in report.figures:
        tables.setdefault(figure.table, []).append(figure)
    for table, figures in tables.items():
        lines = dict.fromkeys(figure.line for figure in figures if certain(figure))
        lines |= dict.fromkeys(figure.line for figure in figures)
        parents = {line: _parent(table, line, lines) for line in lines}
        wholes = set(parents.values()) - {""}
        below = {(parents[f.line], f.column) for f in figures if certain(f)}
        printed = {figure.column for figure in figures}
        for f in figures:
            money = adds_up(table, f.column)
            leaf = (
                "" if not (money and certain(f)) else "no" if (f.line, f.column) in below else "yes"
            )
            found[f.figure_id] = Place(
                _level(f.line, wholes) if money else "",
                parents[f.line] if money else "",
                leaf,
                _adds_to(table, f.column, printed) if money else "",
            )
    return found


def certain(figure: Figure) -> bool:
    """Tell whether a figure has an amount whose column is decided."""
    return figure.amount is not None and figure.placed != "ambiguous" and figure.state != "unread"


def _adds_to(table: str, column: str, printed: set[str]) -> str:
    known = columns_of(table).get(column)
    wholes = (name.lstrip("?") for name in (known.adds_to if known else ()))
    return next((whole for whole in wholes if whole in printed), "")


def _parent(table: str, line: str, lines: Mapping[str, object]) -> str:
    if line.isdigit():
        above = [c for c in lines if c.isdigit() and c != line and line.startswith(c)]
        if above:
            return max(above, key=len)
        wholes = [TOTAL, *(e.whole for e in sums(table).lines if CLASSES in e.parts)]
        return next((whole for whole in wholes if whole in lines), "")
    known = lines_of(table).get(line)
    above_line = known.adds_to if known else ""
    return above_line if above_line in lines else ""


def _level(line: str, wholes: set[str]) -> str:
    if line.isdigit():
        return LEVELS.get(len(line), "")
    return TOTAL if line == TOTAL or line in wholes else "line"


def in_yuan(amount: Decimal | None, unit: str) -> Decimal | None:
    """Return an amount of money in yuan, exactly; None where the unit is no known money."""
    factor = units().factor(unit)
    if amount is None or factor is None:
        return None
    return amount * factor
