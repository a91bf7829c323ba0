"""A report as a whole: what is known of it, all its resources, and the text they point into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from finalaccounts.model.built import Check, Completeness, Evidence, Finding, OperandRow
from finalaccounts.model.printed import Document
from finalaccounts.model.resources import (
    Correction,
    Evaluation,
    Explanation,
    Figure,
    Fund,
    Indicator,
    Object,
    Problem,
    Statement,
    Table,
    Unread,
)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Birth certificate of one source file of a report (a ``[[source]]`` of source.toml)."""

    file: str
    role: str = "all"
    media_type: str = ""
    sha256: str = ""
    bytes: int = 0
    pages: int | None = None
    lines: int = 0
    url: str = ""
    published: str = ""
    retrieved: str = ""
    licence: str = ""
    note: str = ""
    supersedes: str = ""
    received: str = ""


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known of a report: ``[report]``, ``[[source]]`` and ``[found]`` of source.toml."""

    report_id: str
    entity: str
    slug: str
    division: str
    fiscal_year: int | None
    title: str
    scope: str = ""
    kind: str = ""
    sources: tuple[SourceFile, ...] = ()
    found: dict[str, Any] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        """The title as printed, else who and which year: for a report without a title."""
        return self.title or f"{self.entity} {self.fiscal_year or ''}".strip()


@dataclass(frozen=True, slots=True)
class Report:
    """One report, read: all normalized resources and the text they point into."""

    meta: Meta
    documents: tuple[Document, ...]
    tables: tuple[Table, ...] = ()
    figures: tuple[Figure, ...] = ()
    statements: tuple[Statement, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    funds: tuple[Fund, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    unread: tuple[Unread, ...] = ()
    objects: tuple[Object, ...] = ()
    problems: tuple[Problem, ...] = ()
    ledger: dict[str, int] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()

    def stated(self) -> tuple[Statement, ...]:
        """Return the statements of the report's own year; those of earlier years are no equals."""
        return of_year(self.statements, self.meta.fiscal_year)


def of_year(statements: Sequence[Statement], fiscal_year: int | None) -> tuple[Statement, ...]:
    """Return the statements of a report's own year."""
    own = "" if fiscal_year is None else str(fiscal_year)
    return tuple(s for s in statements if s.year in ("", own))


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What checking a report gave: every outcome, the findings, and the completeness list."""

    checks: tuple[Check, ...] = ()
    findings: tuple[Finding, ...] = ()
    completeness: tuple[Completeness, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    operands: tuple[OperandRow, ...] = ()
