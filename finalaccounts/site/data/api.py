"""The static API ``api/v1/``: an index, entities, reports, figures, categories, findings.

Ids are those of the pages and CSVs; amounts are exact JSON numbers. Every answer names the schema
that describes it, and addresses in it are relative to the file itself or absolute (``site_url``).
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from finalaccounts.model import Report
from finalaccounts.render import links
from finalaccounts.render.shell import File
from finalaccounts.site.data.cite import anchor, row_anchor
from finalaccounts.site.data.describe import schema
from finalaccounts.site.data.parts import Held, Part
from finalaccounts.site.data.sheets import Sheet, columns_of, shapes
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
    made = _object({"schema": _TEXT, "count": _COUNT, "items": items})
    # Of a list that is too long for one file: where its items stand.
    made["properties"]["pieces"] = {"type": "array", "items": _TEXT}
    return made


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


def report_files(
    report: Report, sheets: Iterable[Sheet], version: str, address: Address
) -> Iterator[File]:
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


def codes(report: Report) -> dict[str, int]:
    """Return how many amounts stand under each code."""
    return dict(
        Counter(f.line for f in report.figures if f.line.isdigit() and f.amount is not None)
    )


def shard_files(name: str, held: Iterable[Held], address: Address) -> Iterator[File]:
    """Yield the lists of findings and of amounts by code of a piece of the data.

    The only piece, which has no name, is the answer itself; of many, ``files`` lists them.
    """
    findings = [column.name for column in columns_of("findings")]
    figures = [column.name for column in columns_of("figures")]
    at = {column: number for number, column in enumerate(figures)}
    found: list[dict[str, Any]] = []
    by_code: dict[str, list[dict[str, Any]]] = {}
    told = f"{ROOT}/findings/{name}.json" if name else f"{ROOT}/findings.json"
    for part, rows in ((one.part, one.rows()) for one in held):
        page = links.page(links.report(part.meta))
        for values in rows["findings"]:
            row = dict(zip(findings, values, strict=True))
            found.append({**row, "href": address(told, page + _finding(row))})
        for values in rows["figures"]:
            code, amount = values[at["line"]], values[at["amount"]]
            if not code.isdigit() or amount is None:
                continue
            here = f"{ROOT}/figures/{name}.json" if name else f"{ROOT}/categories/{code}.json"
            row = dict(zip(figures, values, strict=True))
            where = row_anchor(part.meta, row["figure_id"], row["table"], code)
            by_code.setdefault("" if name else code, []).append(
                {**row, "href": address(here, where)}
            )
    yield _list(told.removeprefix(f"{ROOT}/"), "findings", found)
    for code, items in sorted(by_code.items()):
        yield _list(f"figures/{name}.json" if name else f"categories/{code}.json", "figures", items)


def files(
    parts: Sequence[Part],
    heads: Mapping[str, Sequence[tuple[Any, ...]]],
    shards: Mapping[str, Sequence[int]],
    version: str,
    address: Address,
) -> Iterator[File]:
    """Yield the answers over all reports; ``version`` names the version of the data."""
    named = {sheet.name: sheet for sheet in shapes(heads)}
    folders = {part.meta.report_id: links.report(part.meta) for part in parts}
    top = f"{ROOT}/x.json"
    yield File(f"{ROOT}/schema.json", json_bytes(json_schema(named)))
    entities = [_entity(top, row, address) for row in records(named["entities"])]
    yield _list("entities.json", "entities", entities)
    rows = records(named["reports"])
    reports = [_report(top, row, folders[row["report_id"]], address) for row in rows]
    yield _list("reports.json", "reports", reports)
    numbers: Counter[str] = Counter()
    holding: dict[str, list[str]] = {}
    for name, chosen in sorted(shards.items()):
        own: Counter[str] = Counter()
        for number in chosen:
            own.update(parts[number].codes)
        numbers.update(own)
        for code in own:
            holding.setdefault(code, []).append(name)
    if list(shards) != [""]:
        count = sum(part.counts["findings"] for part in parts)
        yield _pieces("findings.json", "findings", count, shards, address)
        for code in sorted(holding):
            told = f"categories/{code}.json"
            yield _pieces(told, "figures", numbers[code], holding[code], address)
    listed = [
        {
            "code": code,
            "numbers": numbers[code],
            "api": address(top, f"{ROOT}/categories/{code}.json"),
        }
        for code in sorted(numbers)
    ]
    yield _list("categories.json", "categories", listed)
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


def _pieces(name: str, kind: str, count: int, shards: Iterable[str], address: Address) -> File:
    """Return a list whose items stand in other files, one for each piece of the data."""
    here = f"{ROOT}/{name}"
    pieces = [address(here, f"{ROOT}/{kind}/{shard}.json") for shard in sorted(shards)]
    return _file(name, kind, {"count": count, "items": [], "pieces": pieces})


def _finding(row: Mapping[str, Any]) -> str:
    return f"#finding-{links.anchor(row['finding_id'])}"
