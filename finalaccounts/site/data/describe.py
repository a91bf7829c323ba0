"""One model, many descriptions: Data Package, CSVW and schema.org here, all from the sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from finalaccounts.render.shell import SiteFacts
from finalaccounts.site.data.bundle import sha256
from finalaccounts.site.data.sheets import KEYS, VALUES, Column, Sheet, foreign

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES = {"decimal": "number", "integer": "integer", "text": "string", "list": "string"}
_XSD = {"decimal": "decimal", "integer": "integer", "text": "string", "list": "string"}


@dataclass(frozen=True, slots=True)
class About:
    """What all descriptions say of a data set: words, licence, version, address of its folder."""

    name: str
    title: str
    text: str
    facts: SiteFacts
    version: str = ""
    date: str = ""
    base: str = ""
    keywords: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def licence(self) -> dict[str, str]:
        """The licence as Data Package writes it."""
        return {"name": self.facts.licence, "path": self.facts.licence_url}


def _field(resource: str, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "title": column.title,
        "description": f"{column.words} / {column.doc}",
    }
    allowed = VALUES.get((resource, column.name))
    if column.name in KEYS.get(resource, ()):
        field["constraints"] = {"required": True}
    if allowed:
        field.setdefault("constraints", {})["enum"] = list(allowed)
    return field


def schema(sheet: Sheet, present: Iterable[str]) -> dict[str, Any]:
    """Return the Table Schema of a sheet; foreign keys only to resources that are ``present``."""
    made: dict[str, Any] = {"fields": [_field(sheet.name, c) for c in sheet.columns]}
    if key := KEYS.get(sheet.name):
        made["primaryKey"] = list(key)
    there = set(present)
    links = [
        {"fields": list(own), "reference": {"resource": other, "fields": list(theirs)}}
        for own, other, theirs in foreign(sheet.name, (c.name for c in sheet.columns))
        if other in there
    ]
    if links:
        made["foreignKeys"] = links
    made["missingValues"] = [""]
    return made


def datapackage(
    about: About,
    sheets: Sequence[Sheet],
    files: Mapping[str, bytes],
    pieces: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, Any]:
    """Return ``datapackage.json`` (Data Package v2); ``files`` holds ``<name>.csv`` of each.

    ``pieces`` names the files of a resource that stands in many.
    """
    many = pieces or {}
    present = [sheet.name for sheet in sheets]
    made: dict[str, Any] = {
        "$schema": PROFILE,
        "name": about.name,
        "title": about.title,
        "description": about.text,
        "licenses": [about.licence],
        "keywords": list(about.keywords),
        "resources": [
            {
                "name": sheet.name,
                "type": "table",
                "path": list(many.get(sheet.name, ())) or f"{sheet.name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                **({} if sheet.name in many else _content(files[f"{sheet.name}.csv"])),
                "schema": schema(sheet, present),
            }
            for sheet in sheets
        ],
    }
    if about.version:
        made["version"] = about.version
        made["created"] = f"{about.date}T00:00:00Z"
    if about.facts.site_url:
        made["homepage"] = about.facts.site_url
    return made


def _content(data: bytes) -> dict[str, Any]:
    return {"bytes": len(data), "hash": f"sha256:{sha256(data)}"}


def csvw(about: About, sheets: Sequence[Sheet]) -> dict[str, Any]:
    """Return the metadata of a group of tables (W3C CSV on the Web)."""
    tables = []
    names = {sheet.name for sheet in sheets}
    for sheet in sheets:
        table: dict[str, Any] = {
            "columns": [
                {
                    "name": c.name,
                    "titles": c.name,
                    "dc:title": {"@value": c.title, "@language": "zh"},
                    "dc:description": {"@value": c.words, "@language": "zh"},
                    "datatype": _XSD[c.kind],
                    **({"required": True} if c.name in KEYS.get(sheet.name, ()) else {}),
                }
                for c in sheet.columns
            ]
        }
        if key := KEYS.get(sheet.name):
            table["primaryKey"] = list(key)
        links = [
            {
                "columnReference": list(own),
                "reference": {"resource": f"{other}.csv", "columnReference": list(theirs)},
            }
            for own, other, theirs in foreign(sheet.name, (c.name for c in sheet.columns))
            if other in names
        ]
        if links:
            table["foreignKeys"] = links
        tables.append({"url": f"{sheet.name}.csv", "tableSchema": table})
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "dc:title": {"@value": about.title, "@language": "zh"},
        "dc:description": {"@value": about.text, "@language": "zh"},
        "dc:license": {"@id": about.facts.licence_url},
        "dialect": {
            "encoding": "utf-8",
            "header": True,
            "delimiter": ",",
            "lineTerminators": ["\n"],
        },
        "tables": tables,
    }


def schema_org(
    about: About, files: Sequence[tuple[str, str]], whole: Sequence[str] = ()
) -> dict[str, Any]:
    """Return a schema.org Dataset for a page; addresses are relative to it without a site_url.

    ``whole`` names what is measured in the data over all reports. The page of one report says
    neither that nor keywords: they are the same for every report, and it has few bytes to spare.
    """
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": about.title,
        "description": about.text,
        "identifier": about.name,
        "license": about.facts.licence_url,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": about.facts.operator or about.facts.title},
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": address,
                "encodingFormat": media,
            }
            for address, media in (files if whole else files[-1:])
        ],
    }
    if about.base:
        made["url"] = about.base
    if whole:
        made |= {
            "keywords": list(about.keywords),
            "variableMeasured": list(whole),
            "includedInDataCatalog": {"@type": "DataCatalog", "name": about.facts.title},
        }
    if about.years:
        made["temporalCoverage"] = f"{min(about.years)}/{max(about.years)}"
    if about.places:
        made["spatialCoverage"] = {"@type": "Place", "name": " ".join(about.places)}
    if about.version:
        made["version"] = about.version
        made["dateModified"] = about.date
    return made
