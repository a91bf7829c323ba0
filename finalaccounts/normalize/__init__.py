"""Stage: which number stands where. ``normalize`` turns what is printed into records.

``identify`` is the gate before it: what kind of document is this, of whom, of which year?
The order is the order of certainty: tables say what is a table, forms what is a form, the rest
is narrative; then lost columns are placed by arithmetic, and the ledger weighs every token.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from finalaccounts.model import Document, Explanation, Report, of_year
from finalaccounts.normalize.forms import read_forms
from finalaccounts.normalize.kind import RefusedError, identify
from finalaccounts.normalize.ledger import balance, with_tables
from finalaccounts.normalize.metadata import read_metadata
from finalaccounts.normalize.narrative import read_narrative
from finalaccounts.normalize.recognised import marked
from finalaccounts.normalize.tables import place_figures, read_tables

__all__ = ["RefusedError", "identify", "normalize"]


def _in_order(documents: Sequence[Document], rows: Sequence[Explanation]) -> list[Explanation]:
    order = {document.source: i for i, document in enumerate(documents)}
    return sorted(rows, key=lambda e: (order.get(e.source, 0), e.source_line))


def normalize(documents: Sequence[Document], known: Mapping[str, Any] | None = None) -> Report:
    """Read one report from its documents (in the order text, tables; all of one fiscal year).

    ``known`` holds what a maintainer has said of the report (``[report]`` of source.toml); it
    wins over what the text says of itself.
    """
    meta = read_metadata(documents, known)
    tables = read_tables(documents)
    forms = read_forms(documents, tables.ranges)
    taken = (*tables.ranges, *forms.ranges)
    narrative = read_narrative(documents, taken, tables.names, meta.fiscal_year)
    stated = of_year(narrative.statements, meta.fiscal_year)
    figures, printed_tables, figure_spans = place_figures(tables, stated)
    ledger = balance(
        documents,
        (*taken, *narrative.ranges),
        (*tables.spans, *figure_spans, *forms.spans, *narrative.spans),
    )
    ledger = with_tables(ledger, printed_tables)
    return Report(
        meta=meta,
        documents=tuple(documents),
        tables=tuple(printed_tables),
        figures=tuple(marked(figures, documents)),
        statements=tuple(narrative.statements),
        evaluations=tuple(forms.evaluations),
        funds=tuple(forms.funds),
        indicators=tuple(forms.indicators),
        explanations=tuple(_in_order(documents, [*tables.explanations, *narrative.explanations])),
        unread=ledger.unread,
        objects=tuple(found for document in documents for found in document.objects),
        problems=tables.problems,
        ledger=ledger.counts(),
    )
