"""Names and meanings of the columns of the published data: ``columns.csv``.

A row without a resource speaks of the column in every resource that has no row of its own.
"""

from __future__ import annotations

from functools import cache

from finalaccounts.reference import ReferenceDataError, Strict, load_csv


class ColumnWords(Strict):
    """One row of ``columns.csv``."""

    resource: str
    column: str
    title: str
    description: str


@cache
def _all() -> dict[tuple[str, str], ColumnWords]:
    return {(row.resource, row.column): row for row in load_csv("columns.csv", ColumnWords)}


def column_words(resource: str, column: str) -> ColumnWords:
    """Return the words for a column; raises ReferenceDataError when nobody has written any."""
    found = _all().get((resource, column)) or _all().get(("", column))
    if found is None:
        raise ReferenceDataError(f"columns.csv: no words for column {column!r} of {resource!r}")
    return found
