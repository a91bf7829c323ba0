"""Rules on what the sentences of a report say: totals, items, changes, completion, names."""
