"""Lines that print their label and no number, where the text of a table has lost its cells.

Whether such a line is blank or its number is lost, nothing tells: a sum over it may be larger than it
reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate

from finalaccounts.reconcile.view import View


def numberless(view: View, table: str, pattern: str = "*") -> list[str]:
    """Return the lines of a table that print no number; ``#`` in a pattern is a digit."""
    found = view.tables[table].numberless if table in view.tables else ()
    if not found:
        return []
    match = re.compile(translate(pattern.replace("#", "[0-9]"))).match
    known = view.lines(table)
    return [line for line in found if match(line) and line not in known]


def is_numberless(view: View, table: str, line: str) -> bool:
    """True when a line of a table prints no number."""
    return table in view.tables and line in view.tables[table].numberless


def wholes_above(codes: Iterable[str], known: Iterable[str]) -> set[str]:
    """Return the printed codes right above ``codes``; nothing stands for the total."""
    have = set(known)
    return {
        next((code[:n] for n in range(len(code) - 1, 2, -1) if code[:n] in have), "")
        for code in codes
        if code.isdigit()
    }
