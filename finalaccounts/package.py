"""The door between reading reports and making the site: a folder of CSVs per report.

``write_report`` and ``read_report`` are inverse to each other; the site is rebuilt from what
they leave on disk, with no reader of PDF, DOCX or XLSX installed. Every file is always written,
with its header only when there is nothing in it; files are replaced whole, never half.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import os
import tempfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO, TypeVar

from finalaccounts import model

R = TypeVar("R")

# Resource name -> record. The order is the order in which a reader meets them.
READ: dict[str, type] = {
    "tables": model.Table,
    "figures": model.Figure,
    "statements": model.Statement,
    "evaluations": model.Evaluation,
    "funds": model.Fund,
    "indicators": model.Indicator,
    "explanations": model.Explanation,
    "unread": model.Unread,
    "objects": model.Object,
    "problems": model.Problem,
}
BUILT: dict[str, type] = {
    "checks": model.Check,
    "findings": model.Finding,
    "completeness": model.Completeness,
}


class PackageError(ValueError):
    """A file of a package does not hold what its columns promise; the message says where."""


def columns(record: type) -> tuple[str, ...]:
    """Return the CSV columns of a record type, in order."""
    return tuple(f.name for f in dataclasses.fields(record))


def to_text(value: Any) -> str:
    """Return a field as CSV text: None is empty, a list is joined by spaces, nothing is padded."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple | list):
        return " ".join(str(v) for v in value)
    return str(value)


def to_row(record: Any) -> dict[str, str]:
    """Return a record as a mapping of column to CSV text."""
    return {f.name: to_text(getattr(record, f.name)) for f in dataclasses.fields(record)}


def csv_text(record: type, rows: Iterable[Any], extra: Sequence[str] = ()) -> str:
    """Return the CSV of ``rows``; ``extra`` names leading columns taken from ``(values, row)``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*extra, *columns(record)])
    for row in rows:
        lead, rec = row if extra else ((), row)
        writer.writerow([*lead, *to_row(rec).values()])
    return out.getvalue()


def write_text(path: Path, text: str | bytes) -> None:
    """Write a file whole or not at all: into a neighbour first, then renamed over the old one.

    A file that already holds the same bytes is left untouched.
    """
    data = text.encode("utf-8") if isinstance(text, str) else text
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _opened(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8", newline="")
    except OSError as error:
        what = "run `python build.py refresh` to read the report again"
        raise PackageError(f"{path}: {error.strerror or error}; {what}") from error


def _value(text: str, kind: str) -> Any:
    if kind == "decimal":
        return Decimal(text) if text else None
    if kind == "integer":
        return int(text) if text else None
    if kind == "list":
        return tuple(text.split(" ")) if text else ()
    return text


def read_csv(path: Path, record: type[R]) -> tuple[R, ...]:
    """Read the rows of one resource.

    Raises PackageError, with file and line, when a column is missing or a value is not of its kind.
    """
    fields = {f.name: f.metadata.get("kind", "text") for f in dataclasses.fields(record)}  # type: ignore[arg-type]
    rows: list[R] = []
    with _opened(path) as handle:
        reader = csv.DictReader(handle)
        missing = [name for name in fields if name not in (reader.fieldnames or ())]
        if missing:
            raise PackageError(f"{path}: column {', '.join(missing)} missing")
        for row in reader:
            try:
                rows.append(
                    record(**{name: _value(row[name], kind) for name, kind in fields.items()})
                )
            except (ValueError, ArithmeticError) as error:
                raise PackageError(f"{path}:{reader.line_num}: {error}") from error
    return tuple(rows)


def write_report(folder: Path, report: model.Report) -> None:
    """Write the normalized resources of a report into ``folder``."""
    for name, record in READ.items():
        write_text(folder / f"{name}.csv", csv_text(record, getattr(report, name)))
    counts = "".join(f"{key},{count}\n" for key, count in report.ledger.items())
    write_text(folder / "ledger.csv", f"count,tokens\n{counts}")


def write_built(folder: Path, built: model.Reconciled) -> None:
    """Write what checking gave beside the normalized resources."""
    for name, record in BUILT.items():
        write_text(folder / f"{name}.csv", csv_text(record, getattr(built, name)))


def read_resources(folder: Path) -> dict[str, tuple[Any, ...]]:
    """Read the normalized resources of a folder, by resource name."""
    return {name: read_csv(folder / f"{name}.csv", record) for name, record in READ.items()}


def read_ledger(folder: Path) -> dict[str, int]:
    """Read the counts of numeric tokens that were weighed when the report was read."""
    path = folder / "ledger.csv"
    with _opened(path) as handle:
        return {row["count"]: int(row["tokens"]) for row in csv.DictReader(handle)}
