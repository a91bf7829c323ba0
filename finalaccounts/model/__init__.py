"""The nouns that flow between the stages: frozen records, text and ``Decimal`` only.

Every record that becomes a CSV names its columns once, in order; ``package`` writes and reads
them by these fields, and the data dictionary and the schemas are generated from the ``doc``
texts. Column names and conventions of values: ARCHITECTURE.md sections 3 and 4.
"""

from __future__ import annotations

from finalaccounts.model.built import Check, Completeness, Evidence, Finding, OperandRow
from finalaccounts.model.columns import col
from finalaccounts.model.printed import Document, Line, Source, Span
from finalaccounts.model.recognised import Mark, Recognition, Run, Sheet
from finalaccounts.model.report import Meta, Reconciled, Report, SourceFile, of_year
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

__all__ = [
    "Check",
    "Completeness",
    "Correction",
    "Document",
    "Evaluation",
    "Evidence",
    "Explanation",
    "Figure",
    "Finding",
    "Fund",
    "Indicator",
    "Line",
    "Mark",
    "Meta",
    "Object",
    "OperandRow",
    "Problem",
    "Recognition",
    "Reconciled",
    "Report",
    "Run",
    "Sheet",
    "Source",
    "SourceFile",
    "Span",
    "Statement",
    "Table",
    "Unread",
    "col",
    "of_year",
]
