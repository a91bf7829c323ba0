"""Rules on the whole document: one amount in several places, numbering, placeholders, dates."""
