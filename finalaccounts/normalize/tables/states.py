"""What a table is: with figures, only zeros, declared empty, only listed or not read, and in what
words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from finalaccounts.model import Explanation, Object
from finalaccounts.normalize.tables.find.bodies import is_instruction
from finalaccounts.normalize.tables.find.listing import Listed
from finalaccounts.normalize.tables.parts import Body, RawTable, Row
from finalaccounts.normalize.tables.patterns import pattern
from finalaccounts.text import bare, fold


def _remarks(body: Body) -> list[Explanation]:
    """Return the sentences of the notes that declare the table empty."""
    text, places = "", []
    for line in body.notes:
        if is_instruction(line):
            continue
        for offset, ch in enumerate(line.text):
            if not ch.isspace():
                text += ch
                places.append((line, offset))
    folded = fold(text)
    out: list[Explanation] = []
    for m in re.finditer(r"[^\u3002;]+", folded):
        start = m.start()
        if label := pattern("note_label").match(folded[start : m.end()]):
            start += label.end()
        if item := pattern("note_item").match(folded[start : m.end()]):
            start += item.end()
        sentence = folded[start : m.end()]
        if start >= m.end() or not pattern("empty").search(sentence):
            continue
        if pattern("not_empty").search(sentence):
            continue
        line = places[start][0]
        out.append(
            Explanation(
                section=body.key,
                kind="empty_table",
                text=text[start : m.end()],
                source=body.source,
                source_line=line.number,
                page="" if line.page is None else str(line.page),
            )
        )
    return out


# What hides numbers of a table, in the order in which it is told, with the reason it gives.
_HIDES = {"form_field": "form_field", "picture": "picture", "object": "object"}


def _why(body: Body, rows: list[Row], last: int, objects: Sequence[Object]) -> str:
    """Return why nothing was read of a table that prints no number and no word on that."""
    seen = {
        o.kind
        for o in objects
        if o.done == "not_read" and body.first <= o.source_line <= max(body.end, last)
    }
    known = next((why for kind, why in _HIDES.items() if kind in seen), "")
    return known or ("object" if seen else "no_number" if rows else "no_row")


def printed(
    body: Body,
    rows: list[Row],
    last: int,
    listed: Listed | None,
    objects: Sequence[Object] = (),
) -> tuple[RawTable, list[Explanation]]:
    """Return a printed table and the remarks under it that declare it empty."""
    amounts = [n.amount for r in rows for n in r.numbers if n.amount is not None]
    filled = any(a != 0 for a in amounts)
    numbers = amounts or any(n.state == "unread" for r in rows for n in r.numbers)
    remarks = [] if filled else _remarks(body)
    notes = [line.number for line in body.notes]
    declared = bool(remarks) or bool(listed and listed.empty)
    reason = ""
    if declared and not filled:
        reason = (listed.reason if listed and listed.empty else "") or (
            remarks[0].text if remarks else ""
        )
    elif not numbers:
        reason = _why(body, rows, last, objects)
    table = RawTable(
        body.key,
        body.title,
        body.number or (listed.number if listed else ""),
        body.unit,
        body.source,
        body.first,
        max([body.first, last, *notes]),
        True,
        declared,
        reason,
        tuple(rows),
        body.loose,
        tuple(dict.fromkeys(body.numberless)),
    )
    return table, remarks


def only_listed(source: str, row: Listed) -> RawTable:
    """Return a table that the list names and the report does not print."""
    return RawTable(
        row.key, row.title, row.number, "", source, row.line, row.line, False, row.empty, row.reason
    )


def listed_reason(source: str, row: Listed) -> Explanation:
    """Return the list's reason for an empty table."""
    return Explanation(
        section=row.key,
        kind="empty_table",
        text=bare(row.reason).rstrip("\u3002"),
        source=source,
        source_line=row.reason_line,
    )


def state(table: RawTable, amounts: list[object]) -> str:
    """Return the state of a table given the amounts that were placed in it."""
    if not table.printed:
        return "declared_empty" if table.declared else "listed_only"
    numbers = [n for row in table.rows for n in row.numbers]
    unplaced = [n.amount for n in numbers if n.amount is not None]
    if any(a != 0 for a in [*amounts, *unplaced]) or any(n.state == "unread" for n in numbers):
        return "with_figures"
    if table.declared:
        return "declared_empty"
    # Cells that hold nothing are the form's; without a number in any, nothing says what they mean.
    return "zero_only" if amounts or unplaced else "not_read"
