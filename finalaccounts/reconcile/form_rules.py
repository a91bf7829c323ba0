"""Rules on the performance forms."""
