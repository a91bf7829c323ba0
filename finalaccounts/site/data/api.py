"""The static API ``api/v1/``: an index, entities, reports, figures, categories, findings.

Ids are those of the pages and CSVs; amounts are exact JSON numbers. Every answer names the schema
that describes it, and addresses in it are relative to the file itself or absolute (``site_url``).
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from finalaccounts.model import Figure, Report
from finalaccounts.render import links
from finalaccounts.render.shell import File, SiteReport
from finalaccounts.site.data.cite import anchor
from finalaccounts.site.data.describe import schema
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


class Api:
    """Makes the files of the API."""

    def __init__(
        self, site: Sequence[SiteReport], sheets: Iterable[Sheet], address: Address
    ) -> None:
        self.site = site
        self.sheets = {sheet.name: sheet for sheet in sheets}
        self.address = address
        self.by_id = {one.report.meta.report_id: one.report for one in site}

    def _file(self, name: str, kind: str, body: Mapping[str, Any]) -> File:
        here = f"{ROOT}/{name}"
        lead = {
            "schema": f"{posixpath.relpath(ROOT, posixpath.dirname(here))}/schema.json#/$defs/{kind}"
        }
        lead["schema"] = lead["schema"].removeprefix("./")
        return File(here, json_bytes({**lead, **body}))

    def _list(self, name: str, kind: str, items: list[dict[str, Any]]) -> File:
        return self._file(name, kind, {"count": len(items), "items": items})

    def _page(self, here: str, report: Report, fragment: str = "") -> str:
        return self.address(here, links.page(links.report(report.meta)) + fragment)

    def _report(self, here: str, row: dict[str, Any]) -> dict[str, Any]:
        report_id = row["report_id"]
        own = self.address(here, f"{ROOT}/reports/{report_id}.json")
        return {**row, "href": self._page(here, self.by_id[report_id]), "api": own}

    def _entity(self, here: str, row: dict[str, Any]) -> dict[str, Any]:
        hub = links.page(f"d/{row['division']}/{row['slug']}")
        return {**row, "href": self.address(here, hub)}

    def _figure(self, here: str, row: dict[str, Any], figure: Figure) -> dict[str, Any]:
        meta = self.by_id[row["report_id"]].meta
        return {**row, "href": self.address(here, anchor(meta, figure))}

    def files(self, versions: Mapping[str, str], version: str) -> Iterator[File]:
        """Yield every file; ``versions`` names the version of each report, ``version`` of all."""
        rows = {name: records(sheet) for name, sheet in self.sheets.items()}
        everything = [figure for one in self.site for figure in one.report.figures]
        figures = list(zip(rows["figures"], everything, strict=True))
        top = f"{ROOT}/x.json"
        yield File(f"{ROOT}/schema.json", json_bytes(json_schema(self.sheets)))
        entities = [self._entity(top, row) for row in rows["entities"]]
        yield self._list("entities.json", "entities", entities)
        reports = [self._report(top, row) for row in rows["reports"]]
        yield self._list("reports.json", "reports", reports)
        found = [
            {**row, "href": self._page(top, self.by_id[row["report_id"]], _finding(row))}
            for row in rows["findings"]
        ]
        yield self._list("findings.json", "findings", found)
        by_entity = {row["entity_id"]: row for row in rows["entities"]}
        by_report: dict[str, list[tuple[dict[str, Any], Figure]]] = {}
        by_code: dict[str, list[tuple[dict[str, Any], Figure]]] = {}
        for row, figure in figures:
            by_report.setdefault(row["report_id"], []).append((row, figure))
            if figure.line.isdigit() and figure.amount is not None:
                by_code.setdefault(figure.line, []).append((row, figure))
        for row in rows["reports"]:
            report_id = row["report_id"]
            own = by_report.get(report_id, [])
            yield from self._one(
                report_id, row, by_entity[row["entity_id"]], own, versions[report_id]
            )
        for code in sorted(by_code):
            here = f"{ROOT}/categories/{code}.json"
            items = [self._figure(here, *pair) for pair in by_code[code]]
            yield self._list(f"categories/{code}.json", "figures", items)
        codes = [
            {
                "code": code,
                "numbers": len(by_code[code]),
                "api": self.address(top, f"{ROOT}/categories/{code}.json"),
            }
            for code in sorted(by_code)
        ]
        yield self._list("categories.json", "categories", codes)
        names = ("entities", "reports", "categories", "findings", "schema")
        where = {name: self.address(top, f"{ROOT}/{name}.json") for name in names}
        where |= {
            "report": self.address(top, f"{ROOT}/reports/") + "{report_id}.json",
            "figures": self.address(top, f"{ROOT}/reports/") + "{report_id}/figures.json",
            "category": self.address(top, f"{ROOT}/categories/") + "{code}.json",
        }
        yield self._file("index.json", "index", {"version": version, "addresses": where})

    def _one(
        self,
        report_id: str,
        row: dict[str, Any],
        entity: dict[str, Any],
        own: Sequence[tuple[dict[str, Any], Figure]],
        version: str,
    ) -> Iterator[File]:
        meta = self.by_id[report_id].meta
        name = f"reports/{report_id}/figures.json"
        items = [self._figure(f"{ROOT}/{name}", *pair) for pair in own]
        yield self._list(name, "figures", items)
        name = f"reports/{report_id}.json"
        here = f"{ROOT}/{name}"
        folder = links.report(meta)
        body = {
            "version": version,
            "report": self._report(here, row),
            "entity": self._entity(here, entity),
            "files": [self.address(here, links.received(meta, s.file)) for s in meta.sources],
            "figures": self.address(here, f"{ROOT}/reports/{report_id}/figures.json"),
            "data": self.address(here, f"{folder}/data.json"),
        }
        yield self._file(name, "one_report", body)


def _finding(row: Mapping[str, Any]) -> str:
    return f"#finding-{links.anchor(row['finding_id'])}"
