"""Rules on tables that are no plain sums."""
