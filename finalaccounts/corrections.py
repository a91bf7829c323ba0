"""``corrections.csv``: where we use another value than the one printed, why, and since when.

A correction never touches what is printed. It names the number (a figure or statement id), the
number as printed when it was written, and the value to use; it expires when the source is
repaired, and an expired correction stops the build until somebody has looked at it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from finalaccounts.model import Correction, Figure, Statement
from finalaccounts.package import to_text
from finalaccounts.reference import ReferenceDataError, Strict

FILE = "corrections.csv"


class _Row(Strict):
    place: Annotated[str, Field(min_length=1)]
    printed: str
    used: Decimal
    reason: Annotated[str, Field(min_length=1)]
    date: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


def read(
    folder: Path, figures: Iterable[Figure], statements: Iterable[Statement]
) -> tuple[Correction, ...]:
    """Read the corrections of a report and hold each against the number it speaks of.

    Raises ReferenceDataError, which stops the build, when a row is wrong, when its place is not in
    the report, or when the source prints another number than the one the row was written for.
    """
    path = folder / FILE
    if not path.exists():
        return ()
    printed = {f.figure_id: f.printed for f in figures}
    printed |= {s.statement_id: to_text(s.amount) for s in statements}
    found: list[Correction] = []
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        for raw in reader:
            where = f"{path}:{reader.line_num}"
            try:
                row = _Row.model_validate(raw)
            except ValidationError as error:
                told = "; ".join(f"{e['loc'][0]}: {e['msg']}" for e in error.errors())
                raise ReferenceDataError(f"{where}: {told}") from error
            if row.place not in printed:
                raise ReferenceDataError(
                    f"{where}: the report has no number {row.place!r}; "
                    "give the id as in figures.csv or statements.csv, or remove the correction"
                )
            if printed[row.place] != row.printed:
                raise ReferenceDataError(
                    f"{where}: the correction of {row.place} has expired: it was written for "
                    f"{row.printed!r}, the source now prints {printed[row.place]!r}; "
                    "remove it, or renew it for the number printed now"
                )
            found.append(Correction(row.place, row.printed, row.used, row.reason, row.date))
    places = [correction.place for correction in found]
    if twice := sorted({place for place in places if places.count(place) > 1}):
        raise ReferenceDataError(f"{path}: corrected twice: {', '.join(twice)}")
    return tuple(found)
