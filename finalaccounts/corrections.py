"""``corrections.csv``: where we use another value than the one printed, why, and since when.

A correction never touches what is printed. It names the number (a figure or statement id), the
number as printed when it was written, and the value to use; it expires when the source is
repaired, and an expired correction stops the build until somebody has looked at it.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationError, field_validator

from finalaccounts.handtyped import TypedError, read_text
from finalaccounts.model import Correction, Figure, Statement
from finalaccounts.package import to_text
from finalaccounts.reference import ReferenceDataError, Strict

FILE = "corrections.csv"


def _iso(given: str) -> str:
    """Return a date as 2026-01-02, which a spreadsheet program writes as 2026/1/2."""
    parts = re.fullmatch(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})", str(given))
    if not parts:
        raise ValueError("expected a date like 2026-01-31")
    return date(*map(int, parts.groups())).isoformat()


class _Row(Strict):
    place: Annotated[str, Field(min_length=1)]
    printed: str
    used: Decimal
    reason: Annotated[str, Field(min_length=1)]
    date: Annotated[str, BeforeValidator(_iso)]

    @field_validator("used")
    @classmethod
    def _finite(cls, used: Decimal) -> Decimal:
        if not used.is_finite() or abs(used.adjusted()) > 20:
            raise ValueError("expected a number in plain digits")
        return used


def read(
    folder: Path, figures: Iterable[Figure], statements: Iterable[Statement]
) -> tuple[Correction, ...]:
    """Read the corrections of a report and hold each against the number it speaks of.

    Raises TypedError when a row is wrong; and ReferenceDataError, which stops the build, when its
    place is not in the report, or the source prints another number than the row was written for.
    """
    path = folder / FILE
    if not path.exists():
        return ()
    printed = {f.figure_id: f.printed for f in figures}
    printed |= {s.statement_id: to_text(s.amount) for s in statements}
    found: list[Correction] = []
    text = read_text(path)
    reader = csv.DictReader(io.StringIO(text, newline=""))
    for raw in reader:
        where = f"{path}:{reader.line_num}"
        try:
            row = _Row.model_validate(raw)
        except ValidationError as error:
            said = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
            raise TypedError(f"{where}: {said}") from error
        if row.place not in printed:
            near = difflib.get_close_matches(row.place, printed, 1, 0)
            raise ReferenceDataError(
                f"{where}: the report has no number {row.place!r}; "
                f"the nearest one is {near[0] if near else None!r}; give the id as in figures.csv "
                "or statements.csv, or remove the correction"
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
