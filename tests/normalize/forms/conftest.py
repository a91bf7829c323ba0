"""Documents for the tests of forms: from lines, and from the committed reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from finalaccounts.model import Document, Evaluation, Indicator, Line
from finalaccounts.normalize.forms import read_forms
from finalaccounts.normalize.ledger import balance
from finalaccounts.normalize.parts import FormsRead, Range

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Case:
    """A document and its forms, with shorthands for assertions."""

    document: Document
    read: FormsRead

    @property
    def forms(self) -> tuple[Evaluation, ...]:
        return self.read.evaluations

    def rows(self, form: str) -> list[Indicator]:
        return [row for row in self.read.indicators if row.evaluation_id == form]

    def row(self, line: int) -> str:
        """Return the row that stands on a line, its text fields joined by bars."""
        (row,) = (row for row in self.read.indicators if row.source_line == line)
        fields = (row.level1, row.level2, row.level3, row.operator, row.target, row.target_unit)
        rest = (row.actual, row.weight, row.score, row.deviation, row.reason)
        return "|".join((*fields, *rest))

    def funds(self, form: str) -> dict[tuple[str, str], str]:
        return {(f.origin, f.column): f.printed for f in self.read.funds if f.evaluation_id == form}

    @property
    def unread(self) -> list[str]:
        """Tokens of the forms that no span covers."""
        ledger = balance([self.document], self.read.ranges, self.read.spans)
        return [entry.token for entry in ledger.unread]


def _case(text: str, name: str, taken: tuple[Range, ...] = ()) -> Case:
    lines = text.replace("\r", "").split("\n")
    document = Document(name, tuple(Line(i, line) for i, line in enumerate(lines, 1)))
    return Case(document, read_forms([document], taken))


@cache
def _file(path: str) -> Case:
    return _case((ROOT / path).read_text(encoding="utf-8"), Path(path).name)


@pytest.fixture
def text() -> Callable[..., Case]:
    """Read forms from a text: ``text(lines)``."""
    return lambda lines, taken=(): _case(lines, "report.txt", taken)


@pytest.fixture
def file() -> Callable[[str], Case]:
    """Read forms from a file of the repository (once per session)."""
    return _file
