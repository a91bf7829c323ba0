"""Codes and names from the reference lists, for the years in which they are valid."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

REFERENCE = Path(__file__).parents[2] / "data" / "reference" / "cn"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


@cache
def names(year: int) -> dict[str, str]:
    """Return the names of the function codes valid in a year."""
    valid = {
        row["code"]: row["name"]
        for row in rows("functional.csv")
        if (row["valid_from"] or "0") <= str(year) <= (row["valid_to"] or "9999")
    }
    return {code: name for code, name in valid.items() if {code[:3], code[:5]} <= {*valid}}


@cache
def economic_names(year: int) -> dict[str, str]:
    """Return the names of the economic codes valid in a year."""
    return {
        row["code"]: row["name"]
        for row in rows("economic.csv")
        if (row["valid_from"] or "0") <= str(year) <= (row["valid_to"] or "9999")
    }


def classes(year: int) -> list[tuple[str, str]]:
    """Return the function classes that the summaries print, in order."""
    # Codes of funds, reserves and transfers are classes of the budget, not rows of these tables.
    left_out = ("209", "218", "225", "226", "227", "228", "230", "233")
    return [(c, n) for c, n in names(year).items() if len(c) == 3 and c not in left_out]
