"""What stands in a cell beside its plain text: pictures, fields, hidden and struck-out numbers."""

from __future__ import annotations

from collections.abc import Sequence

from finalaccounts.model import Document, Line, Object
from finalaccounts.normalize.tables.parts import Body


def by_line(document: Document) -> dict[int, Sequence[Object]]:
    """Return the objects of a document by the line they stand in."""
    found: dict[int, list[Object]] = {}
    for one in document.objects:
        found.setdefault(one.source_line, []).append(one)
    return dict(found)


def covered(body: Body, index: int, line: Line) -> bool:
    """True where an empty cell of a line holds a picture, or numbers hidden or struck out: it is
    then no certain blank."""
    return any(
        one.done == "not_read" or (one.done == "left_out" and any(ch.isdigit() for ch in one.text))
        for one in body.objects.get(line.number, ())
        if _stands_in(one, index, line)
    )


def _stands_in(one: Object, index: int, line: Line) -> bool:
    if one.cell and index < len(line.cells):
        return line.cells[index] == one.cell
    if one.box and index < len(line.boxes) and line.boxes[index]:
        x0, y0, x1, y1 = map(float, line.boxes[index].split())
        left, top, right, bottom = map(float, one.box.split())
        return x0 <= (left + right) / 2 <= x1 and y0 <= (top + bottom) / 2 <= y1
    return False
