"""Charts: what is drawn, and how it becomes a file."""
