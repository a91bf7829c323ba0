"""One figure with its place."""

from __future__ import annotations

from collections.abc import Sequence

from finalaccounts import equations
from finalaccounts.model import Figure, Line
from finalaccounts.normalize.tables.parts import Number, RawTable, Slot
from finalaccounts.normalize.tables.patterns import compiled, pattern
from finalaccounts.reference import tables as reference
from finalaccounts.text import bare, fold


def _counted(slot: Slot) -> str:
    """Return the unit of a count that a row's label or a column's head prints in brackets."""
    for text in (slot.label, slot.column):
        folded = fold(text)
        m = pattern("count_unit").search(folded)
        if m and m.end() == len(folded):
            return bare(text[m.start("unit") : m.end("unit")])
    counted = reference.shared().text.counted if slot.column.startswith("other:") else {}
    return next((unit for p, unit in counted.items() if compiled(p).search(slot.label)), "")


def _unit(raw: RawTable, slot: Slot, number: Number) -> str:
    """Return the unit of a number: of its count, percent of a rate, else that of the table."""
    kind = equations.kind(raw.key, slot.column, slot.line)
    if kind == "rate" or number.percent:
        return "%"
    return _counted(slot) or (raw.unit if kind in ("money", "") else "")


def figure(
    figure_id: str,
    raw: RawTable,
    slot: Slot,
    number: Number,
    how: tuple[str, tuple[str, ...], tuple[str, ...]],
    lines: Sequence[Line],
) -> Figure:
    """Return the figure of ``number`` at ``slot``; ``how`` is placed, candidates, evidence."""
    placed, candidates, evidence = how
    at = number.pieces[0].line
    line = lines[at - 1] if 0 < at <= len(lines) else None
    return Figure(
        figure_id=figure_id,
        table=raw.key,
        line=slot.line,
        line_label=slot.label,
        column=slot.column,
        state=number.state,
        printed=number.printed,
        amount=number.amount,
        unit=_unit(raw, slot, number),
        placed=placed,
        candidates=candidates,
        evidence=evidence,
        source=raw.source,
        source_line=at,
        page="" if line is None or line.page is None else str(line.page),
        box=line.boxes[number.cell] if line and number.cell < len(line.boxes) else "",
        cell=line.cells[number.cell] if line and number.cell < len(line.cells) else "",
    )
