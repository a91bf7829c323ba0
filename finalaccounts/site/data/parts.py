"""What the publication keeps of one report once its own files are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from finalaccounts.model import Meta
from finalaccounts.site.data.changes import Change


class Known(NamedTuple):
    """What is remembered of a written file."""

    size: int
    rows: int | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    """One report in the data over all reports."""

    meta: Meta = field(metadata={"doc": "What is known of it."})
    rows: dict[str, tuple[tuple[Any, ...], ...]] = field(metadata={"doc": "Rows by resource."})
    unreleased: tuple[Change, ...] = field(metadata={"doc": "Changes since the last release."})
    coded: tuple[tuple[str, int, str], ...] = field(
        metadata={"doc": "Code, number of the figure, address of its row."}
    )
    known: dict[str, Known] = field(metadata={"doc": "Its downloads by address."})
