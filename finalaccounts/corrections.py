"""``corrections.csv``: where we use another value than the one printed, why, and since when.

A correction never touches what is printed. It names the number (a figure or statement id), the
number as printed when it was written, and the value to use; it expires when the source is
repaired, and an expired correction stops the build until somebody has looked at it.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, field_validator

from finalaccounts.amounts import parse
from finalaccounts.handtyped import DateTyped, TypedError, read_text
from finalaccounts.model import Correction, Figure, Statement
from finalaccounts.package import to_text
from finalaccounts.reference import ReferenceDataError, Strict

FILE = "corrections.csv"
HEAD = ("place", "printed", "used", "reason", "date")


class _Row(Strict):
    place: Annotated[str, Field(min_length=1)]
    printed: str
    used: Decimal
    reason: Annotated[str, Field(min_length=1)]
    date: DateTyped

    @field_validator("used", mode="before")
    @classmethod
    def _plain(cls, used: str) -> str:
        return str(used).strip().replace(",", "")

    @field_validator("used")
    @classmethod
    def _finite(cls, used: Decimal) -> Decimal:
        if not used.is_finite() or abs(used.adjusted()) > 20:
            raise ValueError("expected a number in plain digits")
        return used


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows as typed, with their line; nothing where there is no file."""
    if not path.exists():
        return
    text = read_text(path)
    # Excel saves "Unicode text" with tabs, and rows and columns of nothing around what was typed.
    tab = "\t" in text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if tab else ",")
    head = [name.strip() for name in next(reader, [])]
    for cells in reader:
        if any(cells[len(head) :]):
            raise TypedError(
                f"{path}:{reader.line_num}: more cells than the first row; a number with commas "
                "stands in quotes"
            )
        row = {name: cell for name, cell in zip(head, cells, strict=False) if name or cell}
        if any(row.values()):
            yield reader.line_num, row


def typed(path: Path) -> list[dict[str, str]]:
    """Return the rows as typed. Raises TypedError."""
    return [{name: row.get(name, "") for name in HEAD} for _, row in _rows(path)]


def read(
    folder: Path, figures: Iterable[Figure], statements: Iterable[Statement]
) -> tuple[Correction, ...]:
    """Read the corrections of a report and hold each against the number it speaks of.

    Raises TypedError when a row is wrong; and ReferenceDataError, which stops the build, when its
    place is not in the report, or the source prints another number than the row was written for.
    """
    path = folder / FILE
    printed = {f.figure_id: f.printed for f in figures}
    printed |= {s.statement_id: to_text(s.amount) for s in statements}
    found: list[Correction] = []
    for line, raw in _rows(path):
        where = f"{path}:{line}"
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
        if not _same(printed[row.place], row.printed):
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


def _same(printed: str, typed: str) -> bool:
    """True for the number as printed, also where a spreadsheet took its zeros and commas away."""
    amount = parse(printed)
    return printed == typed or (amount is not None and amount == parse(typed))
