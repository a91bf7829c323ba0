"""Rules on tables that are no sums: line numbers, what must be present, unknown codes."""
