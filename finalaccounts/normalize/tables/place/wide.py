"""Rows of many columns: only the ways that keep the row's own sums are thought of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from finalaccounts.normalize.tables.parts import Row, Slot

_MOST = 400  # ways of one row; more say nothing about where its numbers stand

# Whether the amounts of a line, by column, are in order; asked once all its columns are decided.
Sound = Callable[[dict[str, Decimal], frozenset[str]], bool]


def sound_ways(row: Row, sums: Sequence[tuple[frozenset[str], Sound]]) -> list[tuple[int, ...]]:
    """Return the ways the numbers of a row can stand in its slots that break none of ``sums``
    (the columns of each, and its test); nothing when there are too many."""
    due: dict[int, list[tuple[str, frozenset[str], Sound]]] = {}
    for line in dict.fromkeys(slot.line for slot in row.slots):
        have = frozenset(slot.column for slot in row.slots if slot.line == line)
        for columns, sound in sums:
            spots = [i for i, s in enumerate(row.slots) if s.line == line and s.column in columns]
            if spots:
                due.setdefault(max(spots), []).append((line, have, sound))
    found: list[tuple[int, ...]] = []

    def place(at: int, taken: tuple[int, ...]) -> None:
        if len(found) > _MOST or len(row.numbers) - len(taken) > len(row.slots) - at:
            return
        if at and not all(
            sound(_values(row, taken, line), have) for line, have, sound in due.get(at - 1, ())
        ):
            return
        if at == len(row.slots):
            if len(taken) == len(row.numbers):
                found.append(taken)
            return
        if len(taken) < len(row.numbers):
            place(at + 1, (*taken, at))
        if at or not row.total_first or not row.numbers:
            place(at + 1, taken)

    place(0, ())
    return found if len(found) <= _MOST else []


def _values(row: Row, taken: tuple[int, ...], line: str) -> dict[str, Decimal]:
    slots: list[Slot] = [row.slots[i] for i in taken]
    return {
        slot.column: number.amount
        for slot, number in zip(slots, row.numbers, strict=False)
        if slot.line == line and number.amount is not None
    }
