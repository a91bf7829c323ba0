"""A report as the rules see it: every printed number by its key, with its rounding error.

Built once per report; rules only look things up here. Keys of tables, lines and columns:
ARCHITECTURE section 3.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fnmatch import translate
from functools import cache, cached_property
from typing import Any

from finalaccounts.amounts import decimals, parse
from finalaccounts.model import Evaluation, Figure, Fund, Indicator, Line, Report, Statement, Table
from finalaccounts.reconcile.applied import Operand
from finalaccounts.reconcile.narrative import Narrative
from finalaccounts.reconcile.precision import PLACES, half_of, in_one_unit, of_statement
from finalaccounts.reconcile.unread import Unread
from finalaccounts.reference.rules import RuleUnits, units, words
from finalaccounts.text import bare


@cache
def _matcher(pattern: str) -> Callable[[str], object]:
    return re.compile(translate(pattern.replace("#", "[0-9]"))).match


class View:
    """Read-only look-ups over one report. All amounts keep the unit they are printed in."""

    def __init__(self, report: Report, at: RuleUnits | None = None) -> None:
        self.report = report
        self.units = at or units()
        self._figures: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
        self._lines: dict[str, dict[str, str]] = defaultdict(dict)
        self._columns: dict[str, dict[str, None]] = defaultdict(dict)
        self._ambiguous: dict[tuple[str, str], list[Figure]] = defaultdict(list)
        self._unread = Unread(report)
        for figure in report.figures:
            self._lines[figure.table].setdefault(figure.line, figure.line_label)
            if figure.state == "unread":
                self._columns[figure.table].setdefault(figure.column)
                continue
            if figure.placed == "ambiguous":
                self._ambiguous[figure.table, figure.line].append(figure)
                continue
            self._columns[figure.table].setdefault(figure.column)
            self._figures[figure.table, figure.line, figure.column].append(figure)
        self._operands: dict[str, Operand] = {}
        self._matching: dict[tuple[str, str], list[str]] = {}
        self.cells: dict[tuple[str, str, str], Any] = {}  # what the equations found at a place
        self.heads: dict[tuple[str, str], Operand | None] = {}  # numbers of forms and indicators

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """All figures by id."""
        return {f.figure_id: f for f in self.report.figures}

    @cached_property
    def main_source(self) -> str:
        """The file whose lines are named by their number alone: the report's first source."""
        sources = (
            *(s.file for s in self.report.meta.sources),
            *(d.source for d in self.report.documents),
        )
        return next(iter(sources), self.report.figures[0].source if self.report.figures else "")

    # ------------------------------------------------------------ tables

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Tables of the report by key; one with figures wins over one that is only listed."""
        found: dict[str, Table] = {}
        for table in self.report.tables:
            known = found.get(table.table)
            if known is None or known.state == "listed_only":
                found[table.table] = table
        return found

    def state(self, table: str) -> str:
        """Return the state of a table, ``absent`` when the report does not have it."""
        return self.tables[table].state if table in self.tables else "absent"

    def lines(self, table: str, pattern: str = "*") -> list[str]:
        """Return the line keys of a table in order of print; ``#`` in a pattern is a digit."""
        known = self._matching.get((table, pattern))
        if known is None:
            match = _matcher(pattern)
            known = [line for line in self._lines.get(table, {}) if match(line)]
            self._matching[table, pattern] = known
        return known

    def columns(self, table: str) -> list[str]:
        """Return the column keys of a table in which something decided is printed."""
        return list(self._columns.get(table, {}))

    def label(self, table: str, line: str) -> str:
        """Return the label of a line as printed."""
        return self._lines.get(table, {}).get(line, "")

    def figure(self, table: str, line: str, column: str) -> Operand | None:
        """Return the number at a place, a certain blank or dash, or None.

        A place printed twice with one value is one operand; with two values the first stands
        and the other is told by ``others``. Numbers whose column is undecided are never returned.
        """
        figures = self._figures.get((table, line, column))
        if not figures:
            return None
        return self.operand(next((f for f in figures if f.state == "printed"), figures[0]))

    def unreadable(self, table: str, line: str, *columns: str) -> tuple[Operand, ...]:
        """Return what stands, or may stand, at these places and is neither number nor blank."""
        return tuple(self.operand(f) for f in self._unread.at(table, line, columns))

    def nothing(self, table: str, line: str, column: str) -> bool:
        """True when certainly nothing but zero is printed at a place, or the place is not there."""
        if self.unreadable(table, line, column) or self.state(table) == "not_read":
            return False
        operand = self.figure(table, line, column)
        return operand is None or not operand.amount

    @property
    def merged(self) -> frozenset[str]:
        """Ids of the figures that are printed once over several cells."""
        return self._unread.merged

    def whole(self, table: str) -> bool:
        """True when every row and number of a table was understood, so that what is not found in
        it is certainly not printed there."""
        known = self.state(table) != "not_read" and not self.lines(table, "other:*")
        return known and not (self.unread(table) or self._unread.any(table))

    def others(self, table: str, line: str, column: str) -> list[Operand]:
        """Return further prints of the same place that carry another number."""
        figures = self._figures.get((table, line, column), ())
        if len(figures) < 2:
            return []
        printed = [f for f in figures if f.amount is not None]
        return [self.operand(f) for f in printed[1:] if f.amount != printed[0].amount]

    def ambiguous(self, table: str, line: str) -> list[Operand]:
        """Return the numbers of a line whose column is not decided (``candidates`` tell)."""
        return [self.operand(f) for f in self._ambiguous.get((table, line), ())]

    def declared_empty(self, table: str) -> Operand | None:
        """Return a zero standing at a table that the report declares empty, or None."""
        if self.state(table) != "declared_empty":
            return None
        found = self.tables[table]
        zero = Decimal(0)
        return Operand(
            table, None, zero, zero, found.unit, found.source, found.first_line,
            label=found.title, state="declared",
        )  # fmt: skip

    def operand(self, figure: Figure) -> Operand:
        """Return a figure as an operand."""
        known = self._operands.get(figure.figure_id)
        if known is None:
            state = "ambiguous" if figure.placed == "ambiguous" else figure.state
            half = coarse = half_of(figure.amount, self._table_places)
            known = self._operands[figure.figure_id] = Operand(
                figure.figure_id, figure.amount, half, coarse, figure.unit, figure.source,
                figure.source_line, figure.line_label, state, figure.candidates, figure.evidence,
                figure.state in ("blank", "dash"),
            )  # fmt: skip
        return known

    @cached_property
    def _table_places(self) -> int:
        printed = (decimals(f.amount) for f in self.report.figures if f.amount is not None)
        return min(PLACES, max(printed, default=PLACES))

    @cached_property
    def _amounts(self) -> frozenset[Decimal]:
        return frozenset(f.amount for f in self.report.figures if f.amount is not None)

    # ------------------------------------------------------------ narrative

    def statements(
        self,
        section: str | None = None,
        item: str | Iterable[str] | None = None,
        *,
        code: str | None = None,
        subject: str | None = None,
    ) -> list[Statement]:
        """Return the statements of the report's year that fit all given keys, in reading order.

        ``item`` may be several keys; ``subject`` compares exactly.
        """
        items = (item,) if isinstance(item, str) else item
        return [
            s
            for s in self.narrative.section(section)
            if (items is None or s.item in items)
            and (code is None or s.code == code)
            and (subject is None or s.subject == subject)
        ]

    @cached_property
    def narrative(self) -> Narrative:
        """The statements by section and by sentence."""
        return Narrative(self.report)

    @cached_property
    def stated_by_id(self) -> dict[str, Statement]:
        """All statements by id."""
        return {s.statement_id: s for s in self.report.statements}

    def stated(self, statement: Statement) -> Operand:
        """Return a statement as an operand (its precision: ``precision.of_statement``)."""
        amount = statement.amount
        money = self.units.factor(statement.unit) is not None
        half, coarse = of_statement(statement, money, self._table_places, self._amounts)
        return Operand(
            statement.statement_id, amount, half, coarse, statement.unit, statement.source,
            statement.source_line, statement.subject or statement.label,
        )  # fmt: skip

    # ------------------------------------------------------------ forms

    def field(self, form: Evaluation, name: str, line: int | None = None) -> Operand | None:
        """Return an amount, rate or score of a form's head (id ``<evaluation_id>.<field>``).

        ``line`` defaults to the line of the number in the form's funds block, else the form's
        first line. None when the form does not print it as one number.
        """
        value = getattr(form, name)
        amount = value if isinstance(value, Decimal) else parse(str(value or "").rstrip("%\uff05"))
        if amount is None:
            return None
        at = line if line is not None else form.first_line
        half = coarse = half_of(amount)
        unit = form.unit if isinstance(value, Decimal) else "%" if "%" in str(value) else ""
        return Operand(
            f"{form.evaluation_id}.{name}", amount, half, coarse, unit, form.source, at,
            form.project_name or form.competent_department,
        )  # fmt: skip

    def funds(self, form: Evaluation) -> list[Fund]:
        """Return the rows of a form's funds block, in order of print."""
        return self._funds.get(form.evaluation_id, [])

    @cached_property
    def _funds(self) -> dict[str, list[Fund]]:
        found: dict[str, list[Fund]] = defaultdict(list)
        for fund in self.report.funds:
            found[fund.evaluation_id].append(fund)
        return found

    @cached_property
    def indicators(self) -> dict[str, list[Indicator]]:
        """Rows of the indicators by form."""
        found: dict[str, list[Indicator]] = defaultdict(list)
        for row in self.report.indicators:
            found[row.evaluation_id].append(row)
        return found

    # ------------------------------------------------------------ text

    def text(self) -> Iterator[tuple[str, Line]]:
        """Yield (source, line) of all text of the report, in order."""
        for document in self.report.documents:
            for line in document.lines:
                yield document.source, line

    @cached_property
    def compact(self) -> dict[str, list[str]]:
        """All lines by source, without white space."""
        return {d.source: [bare(n.text) for n in d.lines] for d in self.report.documents}

    @cached_property
    def squeezed(self) -> dict[str, list[tuple[int, str]]]:
        """Lines that are not empty, by source: number, and text without white space."""
        lines = self.compact
        return {s: [(n, t) for n, t in enumerate(lines[s], 1) if t] for s in lines}

    @cached_property
    def zero_hides(self) -> bool:
        """True when the report says that a printed zero may hide a small amount."""
        said = ["".join(text for _, text in lines) for lines in self.squeezed.values()]
        return any(word in text for word in words().zero_hides for text in said)

    def unread(self, table: str) -> list[Operand]:
        """Return what no place was found for within a table; the amount is None where it is not
        even a number."""
        return self._unread.homeless(self.tables.get(table))

    def common(self, *operands: Operand) -> tuple[Operand, ...]:
        """Return the operands in the unit of the first (yuan, ten thousand yuan, ...).

        Operands whose unit is unknown, or no money, are left as they are.
        """
        return in_one_unit(self.units, operands)
