"""Rules that are data: equations between printed numbers, rates, relations of statements."""
