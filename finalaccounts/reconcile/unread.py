"""What stands in the tables of a report and could not be read, or has no place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from finalaccounts.amounts import parse
from finalaccounts.model import Figure, Report, Table
from finalaccounts.reconcile.applied import Operand
from finalaccounts.reconcile.precision import half_of

_NEAR = 2  # lines below a table in which its rest may stand


class Unread:
    """Look-ups over the cells that hold no number and the numbers that no place was found for."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._cells: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
        # Of rows whose text has lost its cells: what of one is unread may be any cell of it.
        self._rows: dict[tuple[str, str], list[Figure]] = defaultdict(list)
        self._lines = {d.source: d.lines for d in report.documents}
        self._placed: dict[str, set[tuple[str, int, str]]] = defaultdict(set)
        taken = {(f.source, f.source_line, f.cell) for f in report.figures if f.cell}
        shared = {
            (o.source, o.source_line, o.cell)
            for o in report.objects
            if o.kind == "merged" and o.cell
        }
        # Amounts that are printed once for several cells.
        self.merged = frozenset(
            f.figure_id for f in report.figures if (f.source, f.source_line, f.cell) in shared
        )
        # Rows that are hidden, and pictures in cells that are no figure's.
        self._objects = [
            o
            for o in report.objects
            if (o.source, o.source_line, o.cell) not in taken
            and (o.done == "not_read" or o.kind.startswith("hidden"))
            and o.cell
        ]
        for figure in report.figures:
            if figure.state == "unread":
                for column in figure.candidates or (figure.column,):
                    self._cells[figure.table, figure.line, column].append(figure)
                if self._loose(figure):
                    self._rows[figure.table, figure.line].append(figure)
                at = (figure.source, figure.source_line, figure.printed)
                self._placed[figure.table].add(at)

    def at(self, table: str, line: str, columns: Iterable[str]) -> list[Figure]:
        """Return the cells at, or possibly at, these places."""
        if found := self._rows.get((table, line)):
            return found
        return [f for c in columns for f in self._cells.get((table, line, c), ())]

    def _loose(self, figure: Figure) -> bool:
        lines = self._lines.get(figure.source, ())
        at = figure.source_line - 1
        return 0 <= at < len(lines) and "\t" not in lines[at].text

    def any(self, table: str) -> bool:
        """True when some cell of the table could not be read."""
        return bool(self._placed.get(table))

    def homeless(self, table: Table | None) -> list[Operand]:
        """Return what is listed as unread within a table and is none of its cells."""
        if table is None:
            return []
        placed = self._placed.get(table.table, set())
        out = []
        last = table.last_line
        # What follows at once and has no place may be the rest of the table.
        near = [u.source_line for u in self.report.unread if u.reason == "unplaced"]
        if any(last < line <= last + _NEAR for line in near):
            last += _NEAR
        for token in self.report.unread:
            inside = table.first_line <= token.source_line <= last
            at = (token.source, token.source_line, token.token)
            if not inside or token.source != table.source or at in placed:
                continue
            out.append(_operand(token.source, token.source_line, parse(token.token)))
        for one in self._objects:
            if (
                one.source == table.source
                and table.first_line <= one.source_line <= table.last_line
            ):
                out.append(_operand(one.source, one.source_line, None))
        return out


def _operand(source: str, line: int, amount: Decimal | None) -> Operand:
    state, half = "unread" if amount is None else "printed", half_of(None)
    return Operand(f"{source}:{line}", amount, half, half, "", source, line, state=state)
