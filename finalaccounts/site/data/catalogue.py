"""The DCAT catalogue of all downloads, as DCAT-AP 3 asks for it (mandatory and recommended)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from finalaccounts.site.data.describe import About

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_AUTHORITY = "http://publications.europa.eu/resource/authority/"  # DCAT-AP names values by it
_FORMATS = {  # file types that its list knows
    "text/csv": "CSV",
    "application/json": "JSON",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/zip": "ZIP",
}
Node = dict[str, Any]


class Download(NamedTuple):
    """A file of a data set: address, media type, size, checksum, what it holds."""

    address: str
    media: str
    bytes: int
    sha256: str
    holds: str


def dcat(
    catalogue: About, datasets: Sequence[tuple[About, Sequence[Download]]], words: Mapping[str, Any]
) -> Node:
    """Return a DCAT catalogue as JSON-LD with its context inline.

    ``words`` names the language, country and theme by the lists that DCAT-AP uses.
    """
    node: Node = {
        "@context": _CONTEXT,
        "@id": "catalog.jsonld",
        "@type": "dcat:Catalog",
        **_common(catalogue, words),
        "dcat:themeTaxonomy": {
            "@id": f"{_AUTHORITY}data-theme",
            "@type": "skos:ConceptScheme",
            "dct:title": _text(words["theme_list"], words),
        },
        "dcat:dataset": [_dataset(about, files, words) for about, files in datasets],
    }
    if catalogue.facts.site_url:
        page = {"@id": catalogue.facts.site_url, "@type": "foaf:Document"}
        node["foaf:homepage"] = page
    return node


def _text(value: str, words: Mapping[str, Any]) -> Node:
    return {"@value": value, "@language": words["tag"]}


def _common(about: About, words: Mapping[str, Any]) -> Node:
    """Return what a catalogue and a data set both say of themselves."""
    facts = about.facts
    publisher = facts.operator or facts.title
    node: Node = {
        "dct:title": _text(about.title, words),
        "dct:description": _text(about.text, words),
        "dct:license": {"@id": facts.licence_url, "@type": "dct:LicenseDocument"},
        "dct:language": {"@id": words["language"], "@type": "dct:LinguisticSystem"},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": publisher},
        "dct:spatial": {"@id": words["country"], "@type": "dct:Location"},
    }
    if about.version:
        node["dct:modified"] = {"@value": about.date, "@type": "xsd:date"}
    return node


def _dataset(about: About, files: Sequence[Download], words: Mapping[str, Any]) -> Node:
    facts = about.facts
    node: Node = {
        "@id": about.base or "./",
        "@type": "dcat:Dataset",
        "dct:identifier": about.name,
        **_common(about, words),
        "dcat:keyword": [_text(word, words) for word in about.keywords],
        "dcat:theme": {
            "@id": f"{_AUTHORITY}data-theme/GOVE",
            "@type": "skos:Concept",
            "skos:prefLabel": _text(words["theme"], words),
        },
        "dcat:distribution": [_distribution(about, file, words) for file in files],
    }
    if about.years:
        first, last = (
            {"@value": str(year), "@type": "xsd:gYear"}
            for year in (min(about.years), max(about.years))
        )
        node["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": first,
            "dcat:endDate": last,
        }
    if address := facts.corrections:
        reach = {"@id": f"mailto:{address}" if "@" in address else address}
        node["dcat:contactPoint"] = {
            "@type": "vcard:Kind",
            "vcard:fn": facts.operator or facts.title,
            "vcard:hasEmail" if "@" in address else "vcard:hasURL": reach,
        }
    if about.version:
        node["dcat:version"] = about.version
    return node


def _distribution(about: About, file: Download, words: Mapping[str, Any]) -> Node:
    media = f"https://www.iana.org/assignments/media-types/{file.media}"
    node: Node = {
        "@id": file.address,
        "@type": "dcat:Distribution",
        "dct:title": _text(file.address.rpartition("/")[2], words),
        "dct:description": _text(file.holds, words),
        "dcat:accessURL": {"@id": file.address},
        "dcat:downloadURL": {"@id": file.address},
        "dcat:mediaType": {"@id": media, "@type": "dct:MediaType"},
        "dcat:byteSize": {"@value": str(file.bytes), "@type": "xsd:nonNegativeInteger"},
        "dcatap:availability": {
            "@id": f"{_AUTHORITY}planned-availability/AVAILABLE",
            "@type": "skos:Concept",
            "skos:prefLabel": _text(words["available"], words),
        },
        "dct:license": {"@id": about.facts.licence_url, "@type": "dct:LicenseDocument"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {
                "@id": "spdx:checksumAlgorithm_sha256",
                "@type": "spdx:ChecksumAlgorithm",
            },
            "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
        },
    }
    if known := _FORMATS.get(file.media):
        node["dct:format"] = {
            "@id": f"{_AUTHORITY}file-type/{known}",
            "@type": "dct:MediaTypeOrExtent",
        }
    return node
