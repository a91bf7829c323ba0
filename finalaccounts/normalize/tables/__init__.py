"""Stage: normalize.tables."""
