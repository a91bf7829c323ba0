"""What stands in the tables of a report and could not be read, or has no place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from finalaccounts.amounts import parse
from finalaccounts.model import Figure, Report, Table
from finalaccounts.reconcile.applied import Operand
from finalaccounts.reconcile.precision import half_of


class Unread:
    """Look-ups over the cells that hold no number and the numbers that no place was found for."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._cells: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
        self._placed: dict[str, set[tuple[str, int, str]]] = defaultdict(set)
        for figure in report.figures:
            if figure.state == "unread":
                for column in figure.candidates or (figure.column,):
                    self._cells[figure.table, figure.line, column].append(figure)
                at = (figure.source, figure.source_line, figure.printed)
                self._placed[figure.table].add(at)

    def at(self, table: str, line: str, columns: Iterable[str]) -> list[Figure]:
        """Return the cells at, or possibly at, these places."""
        return [f for c in columns for f in self._cells.get((table, line, c), ())]

    def any(self, table: str) -> bool:
        """True when some cell of the table could not be read."""
        return bool(self._placed.get(table))

    def homeless(self, table: Table | None) -> list[Operand]:
        """Return what is listed as unread within a table and is none of its cells."""
        if table is None:
            return []
        placed = self._placed.get(table.table, set())
        out = []
        for token in self.report.unread:
            inside = table.first_line <= token.source_line <= table.last_line
            at = (token.source, token.source_line, token.token)
            if not inside or token.source != table.source or at in placed:
                continue
            amount, half = parse(token.token), half_of(None)
            place = f"{token.source}:{token.source_line}"
            state = "unread" if amount is None else "printed"
            out.append(
                Operand(place, amount, half, half, "", token.source, token.source_line, state=state)
            )
        return out
