"""Numbers of one report by key, with the line each is printed on.

Only certain numbers are given out: an undecided figure, a blank and a dash have no amount here,
and what is missing stays missing. A corrected number has the value used (corrections.csv).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from finalaccounts.model import Figure, Report, Statement
from finalaccounts.text import bare


class Fact(NamedTuple):
    """An amount with its unit and the place it is printed at."""

    amount: Decimal
    unit: str
    source: str
    line: int
    id: str


class Facts:
    """Lookup over the figures and statements of a report."""

    def __init__(self, report: Report, names: Mapping[str, str] | None = None) -> None:
        """Take a report; ``names`` stand for the printed labels of their codes."""
        self.report = report
        self._names = names or {}
        self._figures: dict[tuple[str, str, str], Figure] = {}
        used = {c.place: c.used for c in report.corrections}
        for figure in report.figures:
            if figure.figure_id in used:
                figure = replace(figure, amount=used[figure.figure_id])
            self._figures.setdefault((figure.table, figure.line, figure.column), figure)
        self._statements = [
            replace(s, amount=used[s.statement_id]) if s.statement_id in used else s
            for s in report.stated()
        ]
        self._states = {t.table: t.state for t in report.tables}

    def state(self, table: str) -> str:
        """Return the state of a table, or ``absent``."""
        return self._states.get(table, "absent")

    def figure(self, table: str, line: str, column: str = "final") -> Figure | None:
        """Return the figure printed at a place, whatever its state."""
        return self._figures.get((table, line, column))

    def amount(self, table: str, line: str, column: str = "final") -> Fact | None:
        """Return the certain amount at a place."""
        figure = self.figure(table, line, column)
        if figure is None or figure.amount is None or not figure.settled:
            return None
        return Fact(figure.amount, figure.unit, figure.source, figure.source_line, figure.figure_id)

    def lines(self, table: str, column: str) -> list[tuple[str, str, Fact]]:
        """Return (line, label, amount) of every certain amount in a column, in printed order."""
        found = []
        for (in_table, line, in_column), figure in self._figures.items():
            if (
                in_table == table
                and in_column == column
                and (fact := self.amount(table, line, column))
            ):
                found.append((line, self._names.get(line, figure.line_label), fact))
        return found

    def codes(self, places: Iterable[tuple[str, str]]) -> dict[str, tuple[Figure, Fact | None]]:
        """Return every code printed in the tables of ``places`` with the first certain amount.

        ``places`` are (table, column) in the order in which an amount is looked for; a code whose
        amount is blank or undecided everywhere keeps the figure that says so.
        """
        found: dict[str, tuple[Figure, Fact | None]] = {}
        for table, column in places:
            for (in_table, line, in_column), figure in self._figures.items():
                if in_table != table or not line.isdigit() or found.get(line, (0, None))[1]:
                    continue
                fact = self.amount(table, line, column) if in_column == column else None
                if fact or line not in found:
                    found[line] = (figure, fact)
        return found

    def label(self, figure: Figure) -> str:
        """Return the name of a figure's line, white space removed."""
        return self._names.get(figure.line) or bare(figure.line_label)

    def statements(self, sections: Iterable[str], item: str, subject: str = "") -> list[Statement]:
        """Return the statements of an item in the first of ``sections`` that has any."""
        for section in sections:
            rows = [
                s
                for s in self._statements
                if s.section == section and s.item == item and not s.code and s.amount is not None
            ]
            rows = [s for s in rows if not subject or subject in s.subject] or rows
            if rows:
                return rows
        return []

    def stated(self, sections: Iterable[str], *items: str) -> Fact | None:
        """Return the first statement of the first of ``items`` that is stated in ``sections``."""
        sections = tuple(sections)
        for item in items:
            for s in self.statements(sections, item):
                if s.amount is not None:
                    return Fact(s.amount, s.unit, s.source, s.source_line, s.statement_id)
        return None

    def total(self, side: str) -> Fact | None:
        """Return the grand total of ``revenue`` or ``expenditure``: the table, else the text."""
        key = f"{side}_grand_total"
        return self.amount("summary", key) or self.stated(("summary", "appropriation_summary"), key)

    def year(self, side: str) -> Fact | None:
        """Return this year's total of a side (without balances): the table, else the text."""
        key = f"{side}_total"
        return (
            self.amount("summary", key)
            or self.amount(side, "total", "total")
            or self.stated((side, "summary"), key)
        )

    def three_public(self, row: str) -> Fact | None:
        """Return the total of ``budget`` or ``final``: the table, else the text."""
        return self.amount("three_public", row, "total") or self.stated(("three_public",), row)

    def agency_operation(self) -> Fact | None:
        """Return what running the agency cost, as the text states it."""
        return self.stated(("agency_operation",), "agency_operation", "final", "executed")

    def staff(self, item: str) -> Fact | None:
        """Return the first stated number of ``staff_actual`` or ``staff_quota``."""
        return self.stated(("staff", "profile"), item)

    def part(self, column: str) -> Fact | None:
        """Return ``basic`` or ``project`` expenditure: the tables, else the text."""
        return (
            self.amount("expenditure", "total", column)
            or self.amount("general_expenditure", "total", column)
            or self.stated(("expenditure",), column)
        )
