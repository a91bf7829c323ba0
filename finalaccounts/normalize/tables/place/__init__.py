"""Columns that the text has lost, settled by sums, by other tables, and by the narrative."""

from finalaccounts.normalize.tables.place.settle import place_figures

__all__ = ["place_figures"]
