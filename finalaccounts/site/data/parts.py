"""What the publication keeps of one report once its own files are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from finalaccounts.model import Meta
from finalaccounts.site.data.changes import Change

Rows = dict[str, tuple[tuple[Any, ...], ...]]  # by resource


class Known(NamedTuple):
    """What is remembered of a written file."""

    size: int
    rows: int | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    """One report in the data over all reports: little enough to hold all of them at once."""

    meta: Meta = field(metadata={"doc": "What is known of it."})
    heads: Rows = field(metadata={"doc": "Its row among the reports and among the entities."})
    counts: dict[str, int] = field(metadata={"doc": "Number of rows by resource."})
    codes: dict[str, int] = field(metadata={"doc": "Number of amounts by code."})
    unreleased: tuple[Change, ...] = field(metadata={"doc": "Changes since the last release."})
    known: dict[str, Known] = field(metadata={"doc": "Its downloads by address."})


class Held(NamedTuple):
    """A report whose rows are read when they are needed, and not kept."""

    part: Part
    rows: Callable[[], Rows]
