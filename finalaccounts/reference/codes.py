"""Names of the classification codes: ``functional.csv`` and ``economic.csv``.

The lists are not complete and partly from memory (column ``source``); names from them are shown
as a gloss, and no report is judged by them.
"""

from __future__ import annotations

from functools import cache

from finalaccounts.reference import Strict, load_csv


class Code(Strict, extra="ignore"):
    """One row: the code, its official name, and an unofficial English one where there is any."""

    code: str
    name: str
    name_en: str = ""


@cache
def function_codes() -> dict[str, tuple[str, ...]]:
    """Return the codes of the functional classification by name."""
    found: dict[str, list[str]] = {}
    for row in load_csv("functional.csv", Code):
        found.setdefault(row.name, []).append(row.code)
    return {name: tuple(dict.fromkeys(codes)) for name, codes in found.items()}


@cache
def item_names() -> frozenset[str]:
    """Return the names of both classifications."""
    economic = (row.name for row in load_csv("economic.csv", Code))
    return frozenset((*function_codes(), *economic))


@cache
def english_names() -> dict[str, str]:
    """Return the unofficial English names by code, functional and economic codes together."""
    rows = (*load_csv("functional.csv", Code), *load_csv("economic.csv", Code))
    return {row.code: row.name_en for row in reversed(rows) if row.name_en}
