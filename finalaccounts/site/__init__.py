"""Stage: site."""
