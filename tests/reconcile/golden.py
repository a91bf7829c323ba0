"""The example's expected CSVs as a report; columns and files it does not have are empty."""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path
from typing import Any

from finalaccounts.model import Document, Line, Meta, Report
from finalaccounts.package import READ, _value

GOLDEN = Path(__file__).parents[1] / "golden" / "example"


def rows(name: str) -> list[dict[str, str]]:
    path = GOLDEN / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def example() -> Report:
    """Return the report of ``tests/golden/example``."""
    read: dict[str, Any] = {}
    for name, record in READ.items():
        kinds = {f.name: f.metadata.get("kind", "text") for f in dataclasses.fields(record)}
        read[name] = tuple(
            record(**{column: _value(row.get(column, ""), kind) for column, kind in kinds.items()})
            for row in rows(name)
        )
    text = (GOLDEN / "report.txt").read_text(encoding="utf-8").split("\n")
    document = Document("report.txt", tuple(Line(n, t) for n, t in enumerate(text, 1)))
    meta = Meta("cn-000000-shuiliju-2023", "", "shuiliju", "000000", 2023, "")
    return Report(meta, (document,), **read)
