"""``all.metadata.json``: what Datasette shows beside ``all.sqlite`` (titles, meanings, questions)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from finalaccounts.site.data.databases import VIEWS
from finalaccounts.site.data.describe import About
from finalaccounts.site.data.sheets import KEYS, Sheet

NAME = "all.metadata.json"
DATABASE = "all"  # the name of all.sqlite without its ending
_LABELS = {"entities": "name", "reports": "title", "rules": "title_zh", "codes": "name"}
_ORDER = {"spending": "amount_yuan", "findings": "severity"}


def metadata(about: About, sheets: Sequence[Sheet], holds: Mapping[str, str]) -> dict[str, Any]:
    """Return the metadata; ``holds`` says in words what each resource holds."""
    tables: dict[str, Any] = {}
    for sheet in sheets:
        names = [c.name for c in sheet.columns]
        table: dict[str, Any] = {
            "title": holds[sheet.name],
            "columns": {c.name: f"{c.title}: {c.words}" for c in sheet.columns},
        }
        if (label := _LABELS.get(sheet.name)) in names:
            table["label_column"] = label
        if (order := _ORDER.get(sheet.name)) in names:
            table["sort"] = order
        facets = [n for n in ("fiscal_year", "entity", "severity", "kind") if n in names]
        if facets and sheet.name not in KEYS:
            table["facets"] = facets
        tables[sheet.name] = table
    return {
        "title": about.title,
        "description": about.text,
        "license": about.facts.licence,
        "license_url": about.facts.licence_url,
        "source": about.facts.title,
        **({"source_url": about.facts.site_url} if about.facts.site_url else {}),
        "databases": {
            DATABASE: {
                "tables": tables,
                "queries": {name: {"sql": f"SELECT * FROM {name}"} for name in VIEWS},  # noqa: S608  ours
            }
        },
    }
