"""The modules that hold rule functions; importing them registers their rules."""

from finalaccounts.reconcile import (
    document_same,
    document_text,
    form_rules,
    form_summary_rules,
    form_text_rules,
    narrative_completion,
    narrative_items,
    narrative_names,
    narrative_other,
    narrative_rates,
    narrative_threepublic,
    narrative_totals,
    table_rules,
)

__all__ = [
    "document_same",
    "document_text",
    "form_rules",
    "form_summary_rules",
    "form_text_rules",
    "narrative_completion",
    "narrative_items",
    "narrative_names",
    "narrative_other",
    "narrative_rates",
    "narrative_threepublic",
    "narrative_totals",
    "table_rules",
]
