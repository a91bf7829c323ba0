"""The statements of a report, by section and by sentence: the look-ups of the rules on the narrative."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from finalaccounts.model import Report, Statement

FAR = 1000  # sentences between two files
LINES = 3  # lines that a sentence may span, where no sentences are told


class Narrative:
    """Statements of the report's own year by section, and of all years by sentence."""

    def __init__(self, report: Report) -> None:
        self.before = {str(report.meta.fiscal_year - 1) if report.meta.fiscal_year else "", "prior"}
        # An amount of an earlier year is no equal of this year's: rules meet it only by sentence.
        self.now = report.stated()
        self._order = {s.statement_id: n for n, s in enumerate(report.statements)}
        self._ids = {s.statement_id: s for s in report.statements}
        self._sections: dict[str, list[Statement]] = defaultdict(list)
        for statement in self.now:
            self._sections[statement.section].append(statement)
        self._sentences: dict[tuple[str, int | None], list[Statement]] = defaultdict(list)
        for statement in report.statements:
            if statement.sentence is not None:
                self._sentences[statement.source, statement.sentence].append(statement)

    def section(self, key: str | None) -> Sequence[Statement]:
        """Return this year's statements of a section (None: of all), in reading order."""
        return self.now if key is None else self._sections.get(key, ())

    def sentence(self, statement: Statement) -> Sequence[Statement]:
        """Return all statements of the sentence or row of one, of whatever year, in order."""
        return self._sentences.get((statement.source, statement.sentence), ())

    def order(self, statement: Statement) -> int:
        """Return the place of a statement in reading order."""
        return self._order[statement.statement_id]

    def earlier(
        self, statement: Statement, items: Iterable[str] | None = None
    ) -> Iterator[Statement]:
        """Yield this year's earlier statements of the section, nearest first (of the items)."""
        wanted = None if items is None else set(items)
        section = self.section(statement.section)
        at = next((n for n, s in enumerate(section) if s is statement), 0)
        for other in reversed(section[:at]):
            if wanted is None or other.item in wanted:
                yield other

    def apart(self, one: Statement, other: Statement) -> int:
        """Return how many sentences two statements are apart; lines tell where no sentence is told."""
        if one.source != other.source:
            return FAR
        if one.sentence is not None and other.sentence is not None:
            return abs(one.sentence - other.sentence)
        return abs(one.source_line - other.source_line) // LINES

    def spoken_of(self, statement: Statement) -> Statement | None:
        """Return the amount that a share, change, rate or part speaks of, None where none is told."""
        found = self._ids.get(statement.of)
        return found if found is not None and found.amount is not None else None

    def year_before(self, statement: Statement) -> Statement | None:
        """Return last year's amount of what one tells of this year, where it is told once.

        In the sentence it needs the item and the subject; elsewhere in the section also the label.
        """

        def own(s: Statement) -> bool:
            same = (s.item, s.subject, s.code) == (
                statement.item,
                statement.subject,
                statement.code,
            )
            return self.last_year(s) and same and s.section == statement.section

        here = [s for s in self.sentence(statement) if own(s)]
        found = here or [s for s in self._ids.values() if own(s) and s.label == statement.label]
        return found[0] if len({s.amount for s in found}) == 1 else None

    def last_year(self, statement: Statement) -> bool:
        """True for an amount of the year before the report's."""
        return statement.year in self.before
