"""The static API: valid by its own schema, same ids as CSVs and pages, every address leads on."""

import csv
import io
import json
import posixpath

import jsonschema
import pytest

from finalaccounts.render import links
from finalaccounts.render.grids import grids
from finalaccounts.render.words import words
from tests.site import publishing
from tests.site.publishing import reports


def schema(published: dict[str, bytes], name: str) -> jsonschema.Draft202012Validator:
    whole = json.loads(published["api/v1/schema.json"])
    jsonschema.Draft202012Validator.check_schema(whole)
    return jsonschema.Draft202012Validator({**whole, "$ref": f"#/$defs/{name}"})


def answers(published: dict[str, bytes]) -> dict[str, dict]:
    names = [
        n for n in published if n.startswith("api/v1/") and "schema" not in n and "openapi" not in n
    ]
    return {name: json.loads(published[name]) for name in names}


def test_every_answer_fits_the_schema_it_names(published):
    kinds = set()
    for name, answer in answers(published).items():
        at, kind = answer["schema"].split("#/$defs/")
        assert posixpath.normpath(posixpath.join(posixpath.dirname(name), at)) == (
            "api/v1/schema.json"
        )
        schema(published, kind).validate(answer)
        kinds.add(kind)
    assert kinds == {
        *("index", "entities", "reports", "figures", "findings", "categories", "one_report"),
    }


def test_a_wrong_answer_does_not_fit(published):
    answer = json.loads(published["api/v1/reports.json"])
    del answer["items"][0]["title"]
    with pytest.raises(jsonschema.ValidationError):
        schema(published, "reports").validate(answer)


def test_ids_are_those_of_the_csvs(published):
    for resource, key in (("reports", "report_id"), ("entities", "entity_id")):
        rows = list(csv.DictReader(io.StringIO(published[f"data/{resource}.csv"].decode())))
        items = json.loads(published[f"api/v1/{resource}.json"])["items"]
        assert [row[key] for row in rows] == [item[key] for item in items]
    findings = list(csv.DictReader(io.StringIO(published["data/findings.csv"].decode())))
    items = json.loads(published["api/v1/findings.json"])["items"]
    assert [(i["report_id"], i["finding_id"]) for i in items] == [
        (f["report_id"], f["finding_id"]) for f in findings
    ]


def test_a_category_holds_its_numbers_of_all_reports(published):
    figures = list(csv.DictReader(io.StringIO(published["data/figures.csv"].decode())))
    for item in json.loads(published["api/v1/categories.json"])["items"]:
        answer = json.loads(published[f"api/v1/categories/{item['code']}.json"])
        wanted = [f["figure_id"] for f in figures if f["line"] == item["code"] and f["amount"]]
        assert [i["figure_id"] for i in answer["items"]] == wanted
        assert answer["count"] == item["numbers"] == len(wanted)


def test_every_address_leads_to_a_page_and_its_anchor(published):
    pages = {}
    for one in reports():
        meta = one.report.meta
        made = grids(one.report, words("zh"), lambda source, line: "", all_rows=True)
        rows = {links.anchor(r.anchor) for g in made for side in g.sides for r in side.rows}
        found = {f"finding-{links.anchor(f.finding_id)}" for f in one.reconciled.findings}
        pages[links.page(links.report(meta))] = rows | found
        pages[links.page(links.department(meta))] = set()
    checked = 0
    for name, answer in answers(published).items():
        for item in answer.get("items", ()):
            if "href" not in item:
                continue
            page, _, fragment = item["href"].partition("#")
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), page))
            assert path in pages and (not fragment or fragment in pages[path]), item["href"]
            checked += 1
    assert checked > 1000


def test_with_a_public_address_everything_is_absolute(tmp_path):
    data = publishing.folder(tmp_path / "data", site_url="https://example.org/x/")
    made = publishing.publish(reports()[:1], data)
    for name in ("entities", "reports", "findings"):
        for item in json.loads(made[f"api/v1/{name}.json"])["items"]:
            assert item["href"].startswith("https://example.org/x/d/")
    assert json.loads(made["data/datapackage.json"])["homepage"] == "https://example.org/x/"


def test_openapi_describes_every_address(published):
    """Every pattern, filled with every id, leads to a file that fits the schema it names."""
    described = json.loads(published["api/v1/openapi.json"])
    assert described["openapi"].startswith("3.1") and described["info"]["version"]
    schemas = described["components"]["schemas"]
    ids = {
        "report_id": [
            r["report_id"] for r in json.loads(published["api/v1/reports.json"])["items"]
        ],
        "code": [c["code"] for c in json.loads(published["api/v1/categories.json"])["items"]],
    }
    seen = set()
    for path, operations in described["paths"].items():
        get = operations["get"]
        ref = get["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
        assert ref.rpartition("/")[2] in schemas
        names = [p["name"] for p in get.get("parameters", ())]
        assert [f"{{{n}}}" in path for n in names] == [True] * len(names)
        for filled in ids[names[0]] if names else [""]:
            name = "api/v1" + (path.replace(f"{{{names[0]}}}", filled) if names else path)
            assert name in published
            seen.add(name)
            assert (
                json.loads(published[name])["schema"].rpartition("/")[2] == ref.rpartition("/")[2]
            )
    rest = {"api/v1/openapi.json", "api/v1/schema.json"}
    assert {n for n in published if n.startswith("api/v1/")} == seen | rest


def test_addresses_of_the_index_lead_to_files(published):
    where = json.loads(published["api/v1/index.json"])["addresses"]
    for address in where.values():
        filled = address.replace("{report_id}", "cn-130300-yibaoju-2023").replace("{code}", "208")
        assert f"api/v1/{filled}" in published, address


def test_addresses_lead_to_files_with_a_public_address_too(tmp_path):
    base = "https://example.org/x/"
    data = publishing.folder(tmp_path / "data", site_url=base)
    made = publishing.publish(reports()[:1], data)
    where = json.loads(made["api/v1/index.json"])["addresses"].values()
    ids = {"{report_id}": reports()[0].report.meta.report_id, "{code}": "208"}
    for address in where:
        for mark, value in ids.items():
            address = address.replace(mark, value)
        assert address.startswith(base) and address.removeprefix(base) in made, address
    [server] = json.loads(made["api/v1/openapi.json"])["servers"]
    for path in json.loads(made["api/v1/openapi.json"])["paths"]:
        for mark, value in ids.items():
            path = path.replace(mark, value)
        assert f"{server['url']}{path}".removeprefix(base) in made, path
