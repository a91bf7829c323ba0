"""What the resources of a report must be beyond the kinds of their columns, checked when loaded.

States and keys are known ones, ids are unique and belong together, lines lie inside the source
they cite, and the amount of a figure is the number printed. One row that is wrong sets the whole
report aside: nobody can tell which of its numbers to trust.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from finalaccounts import amounts
from finalaccounts.model import Document, Meta
from finalaccounts.reference.tables import kind, labels

OTHER = "other:"
_CODE = re.compile(r"[0-9]{3,9}")
# Resource -> column -> the values it may have.
CLOSED: Mapping[str, Mapping[str, frozenset[str]]] = {
    "tables": {"state": frozenset({"with_figures", "zero_only", "declared_empty", "listed_only"})},
    "figures": {
        "state": frozenset({"printed", "dash", "blank"}),
        "read_by": frozenset({"text", "ocr"}),
        "certain": frozenset({"yes", "no"}),
        "placed": frozenset({"position", "arithmetic", "ambiguous"}),
    },
    "statements": {"direction": frozenset({"", "increase", "decrease", "flat"})},
    "evaluations": {"kind": frozenset({"project", "department"})},
    "explanations": {"kind": frozenset({"reason", "problem", "measure", "empty_table"})},
}
# Resource -> the column that tells its rows apart.
IDS = {
    "figures": "figure_id",
    "statements": "statement_id",
    "evaluations": "evaluation_id",
    "indicators": "indicator_id",
}
_LINES = ("source_line", "first_line", "last_line", "total_line")
_MOST = 20  # faults of one report that are named


class IntegrityError(ValueError):
    """The resources of a report do not hold together: file, row, column and what is wrong."""


def check(
    folder: Path, meta: Meta, documents: Sequence[Document], resources: Mapping[str, Sequence[Any]]
) -> None:
    """Raise IntegrityError naming what is wrong with the resources read from ``folder``."""
    refuse(folder, [*_folder(folder, meta), *_resources(documents, resources)])


def refuse(folder: Path, faults: Sequence[str]) -> None:
    """Raise IntegrityError naming the first faults of a folder, if there are any."""
    if faults:
        more = f"\n… and {len(faults) - _MOST} more" if len(faults) > _MOST else ""
        named = "\n".join(f"{folder}: {fault}" for fault in faults[:_MOST])
        raise IntegrityError(named + more)


def _folder(folder: Path, meta: Meta) -> Iterator[str]:
    expected = (meta.division, meta.slug, str(meta.fiscal_year))
    if folder.parts[-3:] != expected:
        yield f"source.toml says {'/'.join(expected)}, the folder is {'/'.join(folder.parts[-3:])}"


def _resources(
    documents: Sequence[Document], resources: Mapping[str, Sequence[Any]]
) -> Iterator[str]:
    lines = {document.source: len(document.lines) for document in documents}
    forms = {row.evaluation_id for row in resources.get("evaluations", ())}
    for name, rows in resources.items():
        yield from _unique(name, rows)
        for number, row in enumerate(rows, 2):
            for fault in (*_row(name, row, lines), *_special(name, row, forms)):
                yield f"{name}.csv:{number}: {fault}"


def _unique(name: str, rows: Iterable[Any]) -> Iterator[str]:
    if name not in IDS:
        return
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        key = getattr(row, IDS[name])
        if not key or key in seen:
            said = f"is that of row {seen[key]} too" if key else "is empty"
            yield f"{name}.csv:{number}: {IDS[name]} {key!r} {said}"
        seen.setdefault(key, number)


def _row(name: str, row: Any, lines: Mapping[str, int]) -> Iterator[str]:
    for column, values in CLOSED.get(name, {}).items():
        if (value := getattr(row, column)) not in values:
            yield f"{column} {value!r} is none of {', '.join(sorted(filter(None, values)))}"
    source = getattr(row, "source", None)
    if source is not None and source not in lines:
        yield f"source {source!r} is no source of this report in force"
        return
    for column in _LINES:
        value = getattr(row, column, None)
        if value is not None and not 1 <= value <= lines.get(source or "", value):
            yield f"{column} {value} is outside the {lines[source or '']} lines of {source}"
    first, last = getattr(row, "first_line", None), getattr(row, "last_line", None)
    if first is not None and last is not None and first > last:
        yield f"first_line {first} follows last_line {last}"


def _special(name: str, row: Any, forms: set[str]) -> Iterator[str]:
    if name in ("tables", "figures") and not _known_table(row.table):
        yield f"table {row.table!r} is neither known nor {OTHER}<title>"
    if name in ("funds", "indicators") and row.evaluation_id not in forms:
        yield f"evaluation_id {row.evaluation_id!r} is not in evaluations.csv"
    if name == "figures":
        yield from _figure(row)
    if name == "funds" and (fault := _disagrees(row.printed, row.amount)):
        yield fault


def _figure(row: Any) -> Iterator[str]:
    for column in ("line", "column"):
        value = getattr(row, column)
        code = column == "line" and _CODE.fullmatch(value)
        undecided = column == "column" and not value and row.placed == "ambiguous"
        if not (code or undecided or value.startswith(OTHER) or value in _keys()):
            yield f"{column} {value!r} is neither a known key nor {OTHER}<label>"
    if row.state == "printed":
        if fault := _disagrees(row.printed, row.amount):
            yield fault
    elif row.amount is not None:
        yield f"a {row.state} has the amount {row.amount}"
    key = row.figure_id.partition("~")[0]
    if not key.startswith(f"{row.table}."):
        yield f"figure_id {row.figure_id!r} does not begin with the table {row.table!r}"


def _disagrees(printed: str, amount: Any) -> str:
    """Say how an amount differs from the number printed; empty when it is that number."""
    read = amounts.parse(printed.rstrip("%\uff05"))
    if read is not None and amount is not None and read != amount:
        return f"amount {amount} is not the number printed, {printed!r}"
    return ""


def _known_table(key: str) -> bool:
    return key.startswith(OTHER) or kind(key) is not None


@cache
def _keys() -> frozenset[str]:
    """Return the keys of lines and columns that the reference data knows."""
    return frozenset(label.key for label in labels())
