"""Stage: normalize.forms."""
