"""From the lines of a table to rows: heads, labels, numbers, and the places they can take."""

from finalaccounts.normalize.tables.read.readings import read_tables

__all__ = ["read_tables"]
