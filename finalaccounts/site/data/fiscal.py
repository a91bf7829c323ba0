"""``fiscal.datapackage.json``: the tables of money as a Fiscal Data Package (version 1).

Every column that is a fiscal concept names its column type; what no column holds (currency, sense)
is a constant. A reader of ordinary tabular data packages reads it too, so ``profile`` says that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from finalaccounts.site.data.bundle import sha256
from finalaccounts.site.data.describe import About, schema
from finalaccounts.site.data.sheets import Sheet

NAME = "fiscal.datapackage.json"
PROFILE = "tabular-data-package"
TAXONOMY = (
    "https://specs.frictionlessdata.io/taxonomies/fiscal/budgets.json",
    "https://specs.frictionlessdata.io/taxonomies/fiscal/spending.json",
)
_WHO = {
    "entity_id": "administrative-classification:generic:code",
    "entity": "administrative-classification:generic:label",
    "fiscal_year": "date:fiscal-year",
    "amount_yuan": "value",
    "kind": "value-kind:code",
    "source_id": "budget-line-id",
}
# The classification has three levels, each named by its whole code: 208, 20805, 2080501.
TYPES: dict[str, dict[str, str]] = {
    "spending": {
        **_WHO,
        "function_class": "functional-classification:generic:level1:code",
        "function_section": "functional-classification:generic:level2:code",
        "function_item": "functional-classification:generic:level3:code",
        "function_name": "functional-classification:generic:label",
        "economic_code": "economic-classification:generic:code",
        "spending_type": "expenditure-type:code",
        "phase": "phase:id",
    },
    "revenue": {
        **_WHO,
        "revenue_source": "fin-source:generic:code",
        "revenue_name": "fin-source:generic:label",
    },
}
_DIRECTION = {"spending": "expenditure", "revenue": "revenue"}
# The model of version 0.3, which the published profile still demands: resource, kind, columns from
# the top of the hierarchy down, and the column that names the last of them.
_DIMENSIONS: tuple[tuple[str, str, str, tuple[str, ...], str], ...] = (
    ("year", "", "datetime", ("fiscal_year",), ""),
    ("entity", "", "entity", ("entity_id",), "entity"),
    (
        *("function", "spending", "classification"),
        *(("function_class", "function_section", "function_item"), "function_name"),
    ),
    ("type", "spending", "classification", ("spending_type",), ""),
    ("source", "revenue", "classification", ("revenue_source",), "revenue_name"),
)
_CLASSIFIED = {"function": "functional", "type": "economic", "source": "economic"}


def fiscal(
    about: About, sheets: Sequence[Sheet], files: Mapping[str, bytes], currency: str
) -> dict[str, Any]:
    """Return the descriptor; ``files`` holds ``<name>.csv`` of each sheet."""
    made: dict[str, Any] = {
        "profile": PROFILE,
        "name": f"{about.name}-fiscal",
        "title": about.title,
        "description": about.text,
        "licenses": [about.licence],
        "keywords": list(about.keywords),
        "columnTypes": list(TAXONOMY),
        "resources": [
            _resource(sheet, files[f"{sheet.name}.csv"], currency)
            for sheet in sheets
            if sheet.name in TYPES
        ],
    }
    made["model"] = _model([resource["name"] for resource in made["resources"]], currency)
    if about.version:
        made["version"] = about.version
        made["created"] = f"{about.date}T00:00:00Z"
    if about.facts.site_url:
        made["homepage"] = about.facts.site_url
    return made


def _resource(sheet: Sheet, data: bytes, currency: str) -> dict[str, Any]:
    types = TYPES[sheet.name]
    table = schema(sheet, ())
    for field in table["fields"]:
        if kind := types.get(field["name"]):
            field["columnType"] = kind
    constants = {"value-currency:code": currency, "direction": _DIRECTION[sheet.name]}
    table["extraFields"] = [
        {"name": kind.partition(":")[0], "type": "string", "columnType": kind, "constant": value}
        for kind, value in constants.items()
    ]
    return {
        "profile": "tabular-data-resource",
        "name": sheet.name,
        "path": f"{sheet.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{sha256(data)}",
        "schema": table,
    }


def _model(resources: Sequence[str], currency: str) -> dict[str, Any]:
    measures = {
        f"{name}_yuan": {
            "source": "amount_yuan",
            "resource": name,
            "currency": currency,
            "direction": _DIRECTION[name],
            "phase": "executed",
        }
        for name in resources
    }
    dimensions = {}
    for key, only, kind, columns, label in _DIMENSIONS:
        for name in [only] if only else resources:
            attributes = {
                column: {"source": column, "resource": name, **({"parent": above} if above else {})}
                for above, column in zip(("", *columns), columns, strict=False)
            }
            if label:
                last = columns[-1]
                attributes[label] = {"source": label, "resource": name, "labelfor": last}
            dimension = {
                "attributes": attributes,
                "primaryKey": list(columns),
                "dimensionType": kind,
            }
            if classified := _CLASSIFIED.get(key):
                dimension["classificationType"] = classified
            dimensions[key if only else f"{name}_{key}"] = dimension
    return {"measures": measures, "dimensions": dimensions}
