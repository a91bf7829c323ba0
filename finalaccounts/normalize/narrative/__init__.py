"""Stage: normalize.narrative."""
