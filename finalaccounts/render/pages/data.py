"""The data page: every file of the published package, its columns, its licence."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from finalaccounts.package import BUILT, READ
from finalaccounts.render.entries import Entry
from finalaccounts.render.shell import Crumb, Page
from finalaccounts.render.words import Words


@dataclass(frozen=True, slots=True)
class DataPage:
    """Context of ``data.html``."""

    resources: tuple[tuple[str, str, int], ...] = field(
        metadata={"doc": "Resource, what it holds, rows."}
    )
    others: tuple[tuple[str, str], ...] = field(metadata={"doc": "Other files: address, words."})
    fields: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = field(
        metadata={"doc": "Per resource its columns and what they hold."}
    )


def pages(entries: Sequence[Entry], words: Words) -> Iterator[Page]:
    """Yield the data page."""
    counts = {name: sum(len(getattr(e.facts.report, name)) for e in entries) for name in READ}
    counts["checks"] = sum(sum(e.outcomes.values()) for e in entries)
    counts["findings"] = sum(len(e.cards) for e in entries)
    counts["completeness"] = sum(len(e.completeness) for e in entries)
    records = {**READ, **BUILT}
    listed = {"report_id": "The report."}
    fields = tuple(
        (
            name,
            tuple(
                (
                    listed | {f.name: f.metadata.get("doc", "") for f in dataclasses.fields(record)}
                ).items()
            ),
        )
        for name, record in records.items()
    )
    title = words.datapage.title
    context = DataPage(
        tuple((name, words.datapage.resources[name], counts[name]) for name in records),
        (("data/datapackage.json", "datapackage.json"),),
        fields,
    )
    crumbs = (Crumb(words.shell.home, "index.html"), Crumb(title))
    yield Page("data/index.html", "data.html", title, context, "data", words.datapage.lead, crumbs)
