"""The static API described by OpenAPI 3.1: every address with the schema of its answer."""

from __future__ import annotations

from typing import Any

from finalaccounts.render.shell import SiteFacts
from finalaccounts.render.words import Words

# Address below the API's root -> name of its answer (schema.json), and what fills its pattern.
PATHS: dict[str, tuple[str, str]] = {
    "index.json": ("index", ""),
    "entities.json": ("entities", ""),
    "reports.json": ("reports", ""),
    "reports/{report_id}.json": ("one_report", "report_id"),
    "reports/{report_id}/figures.json": ("figures", "report_id"),
    "categories.json": ("categories", ""),
    "categories/{code}.json": ("figures", "code"),
    "findings.json": ("findings", ""),
}
VERSION = "1"  # of the API: its addresses and the shapes of its answers, not of the data
_NAMES = {
    "index.json": "index",
    "entities.json": "entities",
    "reports.json": "reports",
    "reports/{report_id}.json": "report",
    "reports/{report_id}/figures.json": "figures",
    "categories.json": "categories",
    "categories/{code}.json": "category",
    "findings.json": "findings",
}


def openapi(facts: SiteFacts, words: Words, schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the description; ``schemas`` are the definitions of ``schema.json``.

    Without a ``site_url`` the server is the folder that the description stands in.
    """
    said = words.published.api
    paths = {}
    for path, (answer, parameter) in PATHS.items():
        get: dict[str, Any] = {
            "operationId": _NAMES[path],
            "summary": said[_NAMES[path]],
            "responses": {
                "200": {
                    "description": said[_NAMES[path]],
                    "content": {
                        "application/json": {"schema": {"$ref": f"#/components/schemas/{answer}"}}
                    },
                },
                "404": {"description": words.missing.title},
            },
        }
        if parameter:
            schema = {"type": "string"}
            get["parameters"] = [
                {"name": parameter, "in": "path", "required": True, "schema": schema}
            ]
        paths[f"/{path}"] = {"get": get}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": words("published.dataset", site=facts.title),
            "description": words.published.dataset_text,
            "version": VERSION,
            "license": {
                "name": facts.licence,
                **({"url": facts.licence_url} if facts.licence_url else {}),
            },
        },
        "servers": [{"url": f"{facts.site_url}api/v1" if facts.site_url else "."}],
        "paths": paths,
        "components": {"schemas": {k: _moved(v) for k, v in schemas.items()}},
    }


def _moved(schema: Any) -> Any:
    """Return a schema whose references lead to the components of the description."""
    if isinstance(schema, dict):
        return {
            key: value.replace("#/$defs/", "#/components/schemas/")
            if key == "$ref"
            else _moved(value)
            for key, value in schema.items()
        }
    return [_moved(item) for item in schema] if isinstance(schema, list) else schema
