"""The static API ``api/v1/``: an index, entities, reports, figures, categories, findings.

Ids are those of the pages and CSVs; amounts are exact JSON numbers. Every answer names the schema
that describes it, and addresses in it are relative to the file itself or absolute (``site_url``).
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from finalaccounts.model import Report
from finalaccounts.render import links
from finalaccounts.render.shell import File
from finalaccounts.site.data.cite import anchor
from finalaccounts.site.data.describe import schema
from finalaccounts.site.data.parts import Part
from finalaccounts.site.data.sheets import Sheet
from finalaccounts.site.data.texts import json_bytes, records

ROOT = "api/v1"
_JSON_TYPES: dict[str, list[str]] = {
    "decimal": ["number", "null"],
    "integer": ["integer", "null"],
    "text": ["string"],
    "list": ["string"],
}
Address = Callable[[str, str], str]


def addresses(site_url: str) -> Address:
    """Return how a file refers to another: absolutely, or relative to itself without a site_url."""

    def address(here: str, there: str) -> str:
        return f"{site_url}{there}" if site_url else links.relative(here, there)

    return address


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _row_schema(sheet: Sheet, **more: Any) -> dict[str, Any]:
    fields = {f["name"]: f for f in schema(sheet, ())["fields"]}
    properties = {
        c.name: {
            "type": _JSON_TYPES[c.kind],
            "title": c.title,
            "description": fields[c.name]["description"],
        }
        for c in sheet.columns
    }
    return _object({**properties, **more})


_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}


def _list_of(name: str) -> dict[str, Any]:
    items = {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}
    return _object({"schema": _TEXT, "count": _COUNT, "items": items})


def json_schema(sheets: Mapping[str, Sheet]) -> dict[str, Any]:
    """Return the JSON Schema of every answer, one definition each."""
    page = {"href": _TEXT}
    category = _object({"code": _TEXT, "numbers": _COUNT, "api": _TEXT})
    named = {name: {"type": "array", "items": _TEXT} for name in ("files",)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": {
            "index": _object({"schema": _TEXT, "version": _TEXT, "addresses": {"type": "object"}}),
            "entity": _row_schema(sheets["entities"], **page),
            "report": _row_schema(sheets["reports"], **page, api=_TEXT),
            "figure": _row_schema(sheets["figures"], **page),
            "finding": _row_schema(sheets["findings"], **page),
            "category": category,
            "entities": _list_of("entity"),
            "reports": _list_of("report"),
            "figures": _list_of("figure"),
            "findings": _list_of("finding"),
            "categories": _list_of("category"),
            "one_report": _object(
                {
                    "schema": _TEXT,
                    "version": _TEXT,
                    "report": {"$ref": "#/$defs/report"},
                    "entity": {"$ref": "#/$defs/entity"},
                    **named,
                    "figures": _TEXT,
                    "data": _TEXT,
                }
            ),
        },
    }


def _file(name: str, kind: str, body: Mapping[str, Any]) -> File:
    here = f"{ROOT}/{name}"
    up = posixpath.relpath(ROOT, posixpath.dirname(here))
    lead = {"schema": f"{up}/schema.json#/$defs/{kind}".removeprefix("./")}
    return File(here, json_bytes({**lead, **body}))


def _list(name: str, kind: str, items: Sequence[Mapping[str, Any]]) -> File:
    return _file(name, kind, {"count": len(items), "items": items})


def _report(here: str, row: dict[str, Any], folder: str, address: Address) -> dict[str, Any]:
    own = address(here, f"{ROOT}/reports/{row['report_id']}.json")
    return {**row, "href": address(here, links.page(folder)), "api": own}


def _entity(here: str, row: dict[str, Any], address: Address) -> dict[str, Any]:
    hub = links.page(f"d/{row['division']}/{row['slug']}")
    return {**row, "href": address(here, hub)}


def report_files(report: Report, sheets: Iterable[Sheet], version: str, address: Address) -> Iterator[File]:
    """Yield the answers about one report; ``version`` names its release or is empty."""
    rows = {sheet.name: records(sheet) for sheet in sheets}
    meta, folder = report.meta, links.report(report.meta)
    name = f"reports/{meta.report_id}/figures.json"
    here = f"{ROOT}/{name}"
    items = [
        {**row, "href": address(here, anchor(meta, figure))}
        for row, figure in zip(rows["figures"], report.figures, strict=True)
    ]
    yield _list(name, "figures", items)
    name = f"reports/{meta.report_id}.json"
    here = f"{ROOT}/{name}"
    body = {
        "version": version,
        "report": _report(here, rows["reports"][0], folder, address),
        "entity": _entity(here, rows["entities"][0], address),
        "files": [address(here, links.received(meta, s.file)) for s in meta.sources],
        "figures": address(here, f"{ROOT}/reports/{meta.report_id}/figures.json"),
        "data": address(here, f"{folder}/data.json"),
    }
    yield _file(name, "one_report", body)


def coded(report: Report) -> tuple[tuple[str, int, str], ...]:
    """Return (code, number of the figure, address of its row) of every amount under a code."""
    return tuple(
        (figure.line, number, anchor(report.meta, figure))
        for number, figure in enumerate(report.figures)
        if figure.line.isdigit() and figure.amount is not None
    )


def files(parts: Sequence[Part], sheets: Sequence[Sheet], version: str, address: Address) -> Iterator[File]:
    """Yield the answers over all reports; ``version`` names the version of the data."""
    named = {sheet.name: sheet for sheet in sheets}
    rows = {name: records(named[name]) for name in ("entities", "reports", "findings")}
    folders = {part.meta.report_id: links.report(part.meta) for part in parts}
    top = f"{ROOT}/x.json"
    yield File(f"{ROOT}/schema.json", json_bytes(json_schema(named)))
    entities = [_entity(top, row, address) for row in rows["entities"]]
    yield _list("entities.json", "entities", entities)
    reports = [_report(top, row, folders[row["report_id"]], address) for row in rows["reports"]]
    yield _list("reports.json", "reports", reports)
    found = [
        {**row, "href": address(top, links.page(folders[row["report_id"]]) + _finding(row))}
        for row in rows["findings"]
    ]
    yield _list("findings.json", "findings", found)
    by_code: dict[str, list[dict[str, Any]]] = {}
    columns = [column.name for column in named["figures"].columns]
    for part in parts:
        for code, number, where in part.coded:
            row = dict(zip(columns, part.rows["figures"][number], strict=True))
            here = f"{ROOT}/categories/{code}.json"
            by_code.setdefault(code, []).append({**row, "href": address(here, where)})
    for code in sorted(by_code):
        yield _list(f"categories/{code}.json", "figures", by_code[code])
    codes = [
        {
            "code": code,
            "numbers": len(by_code[code]),
            "api": address(top, f"{ROOT}/categories/{code}.json"),
        }
        for code in sorted(by_code)
    ]
    yield _list("categories.json", "categories", codes)
    names = ("entities", "reports", "categories", "findings", "schema")
    where_is = {name: address(top, f"{ROOT}/{name}.json") for name in names}
    patterns = {
        "report": "reports/{report_id}.json",
        "figures": "reports/{report_id}/figures.json",
        "category": "categories/{code}.json",
    }
    base = address(top, f"{ROOT}/index.json").removesuffix("index.json")
    where_is |= {name: base + pattern for name, pattern in patterns.items()}
    yield _file("index.json", "index", {"version": version, "addresses": where_is})


def _finding(row: Mapping[str, Any]) -> str:
    return f"#finding-{links.anchor(row['finding_id'])}"
