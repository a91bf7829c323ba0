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
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from finalaccounts import limits, model
from finalaccounts.handtyped import TypedError, read_text
from finalaccounts.home import command

R = TypeVar("R")
# A paragraph of a report is one field; how long a line of a source may be is bounded elsewhere.
csv.field_size_limit(64 * 1024 * 1024)
# Numbers as ``to_text`` writes them. Longer ones are no amounts, and would cost time without end.
_DECIMAL = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?")
_INTEGER = re.compile(r"-?[0-9]{1,18}")

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
    "evidence": model.Evidence,
    "operands": model.OperandRow,
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


def _rows(path: Path, wanted: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line, cells by column) of a CSV, every row as long as its header.

    Raises PackageError naming file, line and column.
    """
    try:
        text = read_text(path)
    except TypedError as error:
        what = "" if path.exists() else f"; run `{command()} refresh` to read the report again"
        raise PackageError(f"{error}{what}") from error
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        header = next(reader, [])
        missing = [name for name in wanted if name not in header]
        if missing:
            raise PackageError(f"{path}: column {', '.join(missing)} missing")
        if twice := sorted({name for name in header if header.count(name) > 1}):
            raise PackageError(f"{path}: column {', '.join(twice)} stands twice")
        for cells in reader:
            if len(cells) != len(header):
                raise PackageError(
                    f"{path}:{reader.line_num}: {len(cells)} cells, the header has {len(header)}"
                )
            limits.at_most("lines", reader.line_num, path.name)
            yield reader.line_num, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise PackageError(f"{path}:{reader.line_num}: {error}") from error


def _value(text: str, kind: str) -> Any:
    if kind == "decimal":
        return _number(text, _DECIMAL, Decimal)
    if kind == "integer":
        return _number(text, _INTEGER, int)
    if kind == "list":
        return tuple(text.split(" ")) if text else ()
    return text


def _number(text: str, form: re.Pattern[str], kind: type[Any]) -> Any:
    if not text:
        return None
    if not form.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is no number in plain digits")
    return kind(text)


def read_csv(path: Path, record: type[R]) -> tuple[R, ...]:
    """Read the rows of one resource.

    Raises PackageError, with file and line, when a column is missing or a value is not of its kind.
    """
    fields = {f.name: f.metadata.get("kind", "text") for f in dataclasses.fields(record)}  # type: ignore[arg-type]
    rows: list[R] = []
    for line, cells in _rows(path, tuple(fields)):
        values = {}
        for name, kind in fields.items():
            try:
                values[name] = _value(cells[name], kind)
            except ValueError as error:
                raise PackageError(f"{path}:{line}: {name}: {error}") from error
        rows.append(record(**values))
    return tuple(rows)


def named(rows: Iterable[R], names: Mapping[str, str]) -> tuple[R, ...]:
    """Return rows with their ``source`` under another name, where ``names`` has one."""
    return tuple(
        dataclasses.replace(row, source=names[row.source])  # type: ignore[type-var,attr-defined]
        if names.get(getattr(row, "source", ""), "") not in ("", getattr(row, "source", ""))
        else row
        for row in rows
    )


def write_report(folder: Path, report: model.Report, keys: Mapping[str, str] | None = None) -> None:
    """Write the normalized resources of a report into ``folder``; ``keys`` are its sources' keys."""
    for name, record in READ.items():
        rows = named(getattr(report, name), keys or {})
        write_text(folder / f"{name}.csv", csv_text(record, rows))
    counts = "".join(f"{key},{count}\n" for key, count in report.ledger.items())
    write_text(folder / "ledger.csv", f"count,tokens\n{counts}")


def write_built(folder: Path, built: model.Reconciled) -> None:
    """Write what checking gave beside the normalized resources."""
    for name, record in BUILT.items():
        write_text(folder / f"{name}.csv", csv_text(record, getattr(built, name)))


def read_resources(
    folder: Path, files: Mapping[str, str] | None = None
) -> dict[str, tuple[Any, ...]]:
    """Read the normalized resources of a folder, by resource name.

    ``files`` names the file that stands now for each source's key.
    """
    return {
        name: named(read_csv(folder / f"{name}.csv", record), files or {})
        for name, record in READ.items()
    }


def read_ledger(folder: Path) -> dict[str, int]:
    """Read the counts of numeric tokens that were weighed when the report was read."""
    path = folder / "ledger.csv"
    found: dict[str, int] = {}
    for line, cells in _rows(path, ("count", "tokens")):
        if cells["count"] in found or not _INTEGER.fullmatch(cells["tokens"]):
            raise PackageError(f"{path}:{line}: {cells['count']!r} twice, or no whole number")
        found[cells["count"]] = int(cells["tokens"])
    return found
