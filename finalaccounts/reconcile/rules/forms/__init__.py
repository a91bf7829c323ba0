"""Rules on performance forms: amounts, indicators and scores, wording, against the text."""
