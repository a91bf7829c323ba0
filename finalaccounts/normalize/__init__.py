"""Stage: normalize."""
