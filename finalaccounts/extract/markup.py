"""Tables of web pages: their rows and cells, and tables that only arrange a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# A row or cell that claims to span more than this is a typing error, not a table.
_WIDEST = 300


def cells(table: Any) -> Iterator[Any]:
    """Yield the cells of a table, row by row."""
    return (cell for row in rows(table) for cell in row.iter() if cell.tag in ("td", "th"))


def arranges(table: Any) -> bool:
    """True for a table that only arranges the page: most of its cells hold other tables."""
    if len(table.css("table")) < 2:
        return False
    filled = [cell for cell in cells(table) if (cell.text(deep=True) or "").strip()]
    holding = sum(bool(cell.css("table")) for cell in filled)
    return len(filled) < 6 or holding * 2 > len(filled)


def rows(table: Any) -> Iterator[Any]:
    """Yield the rows of a table, not those of tables inside its cells."""
    for child in table.iter():
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child.iter() if row.tag == "tr")


def span(cell: Any, name: str) -> int:
    """Return how many rows or columns a cell says it spans."""
    printed = (cell.attributes.get(name) or "1").strip()
    return min(max(int(printed[:9]), 1), _WIDEST) if printed.isdecimal() else 1
