"""The rules that are functions, a folder per part of a report; importing this registers them."""

from finalaccounts.reconcile.rules.document import denials, same_amounts, unfilled
from finalaccounts.reconcile.rules.document import wording as document_wording
from finalaccounts.reconcile.rules.forms import amounts, summaries
from finalaccounts.reconcile.rules.forms import wording as form_wording
from finalaccounts.reconcile.rules.narrative import (
    classes,
    item_names,
    items,
    other_sections,
    three_public,
)
from finalaccounts.reconcile.rules.tables import structure

__all__ = [
    "amounts",
    "classes",
    "denials",
    "document_wording",
    "form_wording",
    "item_names",
    "items",
    "other_sections",
    "same_amounts",
    "structure",
    "summaries",
    "three_public",
    "unfilled",
]
