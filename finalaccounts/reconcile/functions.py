"""The modules that hold rule functions; importing them registers their rules."""

from finalaccounts.reconcile import form_rules, table_rules

__all__ = ["form_rules", "table_rules"]
