"""What the readers of a report hand to each other and to the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from finalaccounts.model import Evaluation, Explanation, Fund, Indicator, Span, Statement


@dataclass(frozen=True, slots=True)
class Range:
    """Lines ``first``-``last`` (inclusive, 1-based) of a source that a reader claims.

    ``kind`` is table (with the gap up to the next title), table_list, form or narrative;
    ``key`` the table, form or section. Other readers leave the lines of a Range alone.
    """

    source: str
    first: int
    last: int
    kind: str
    key: str

    def holds(self, source: str, line: int) -> bool:
        """True when the line lies in the range."""
        return source == self.source and self.first <= line <= self.last


@dataclass(frozen=True, slots=True)
class NarrativeRead:
    """Statements and explanations of the narrative, with what was accounted for."""

    statements: tuple[Statement, ...]
    explanations: tuple[Explanation, ...]
    ranges: tuple[Range, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class FormsRead:
    """Evaluations with their funds and indicators, and what was accounted for."""

    evaluations: tuple[Evaluation, ...]
    funds: tuple[Fund, ...]
    indicators: tuple[Indicator, ...]
    ranges: tuple[Range, ...]
    spans: tuple[Span, ...]
