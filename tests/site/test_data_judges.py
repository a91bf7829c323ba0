"""The published descriptions before the judges of others: DCAT-AP, CSVW, OpenAPI, feeds, fiscal.

The published shapes and profiles may not be kept in this repository. Where they lie in
``schemas/published/`` (its README names them), they judge too; else that is a loud skip.
"""

import csv
import json
import re
from decimal import Decimal
from pathlib import Path

import feedparser
import jsonschema
import openapi_spec_validator
import pyshacl
import pytest
import rdflib
from csvw.metadata import CSVW, TableGroup
from frictionless import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

from finalaccounts.site.data.fiscal import NAME, TYPES
from tests.site import publishing
from tests.site.publishing import reports

SCHEMAS = Path(__file__).parent / "schemas"
PUBLISHED = SCHEMAS / "published"


def published_profile(name):
    path = PUBLISHED / name
    if not path.exists():
        pytest.skip(f"{name} is not in {PUBLISHED.relative_to(SCHEMAS.parents[2])}; see its README")
    return path


@pytest.fixture(scope="module")
def addressed(tmp_path_factory):
    """A site with an address of its own and somebody to write to."""
    data = publishing.folder(
        tmp_path_factory.mktemp("addressed") / "data",
        site_url="https://example.org/x/",
        corrections="a@example.org",
    )
    return publishing.publish(reports()[:1], data)


def graph(files):
    text = files["data/catalog.jsonld"].decode()
    base = "https://example.org/x/data/"
    return rdflib.Graph().parse(data=text, format="json-ld", publicID=base)


def judged(files, shapes):
    conforms, _, text = pyshacl.validate(
        graph(files), shacl_graph=str(shapes), advanced=True, allow_warnings=True
    )
    assert conforms, text[:2000]


@pytest.mark.parametrize("site", ["published", "addressed"])
@pytest.mark.parametrize("shapes", ["dcat-ap.ttl", "published/shapes.ttl", "published/range.ttl"])
def test_the_catalogue_is_dcat_ap(site, shapes, request):
    path = SCHEMAS / shapes
    if shapes.startswith("published"):
        published_profile(path.name)
    judged(request.getfixturevalue(site), path)


@pytest.mark.parametrize(
    "lost", ["accessURL", "byteSize", "dct:publisher", "dcat:theme", "dct:LicenseDocument"]
)
def test_a_catalogue_that_lacks_something_is_not(published, lost):
    bent = published["data/catalog.jsonld"].replace(lost.encode(), f"{lost}x".encode())
    with pytest.raises(AssertionError, match="Constraint Violation"):
        judged({"data/catalog.jsonld": bent}, SCHEMAS / "dcat-ap.ttl")


def test_the_tables_are_csvw_with_keys_that_hold(out):
    described = out / "data/csvw.json"
    assert CSVW(str(described)).is_valid
    tables = TableGroup.from_file(described)
    tables.check_referential_integrity()
    # Read by its types, the file says what a plain reader of CSV sees.
    by_url = {str(table.url): list(table.iterdicts()) for table in tables.tables}
    with (out / "data/spending.csv").open(encoding="utf-8") as handle:
        plain = list(csv.DictReader(handle))
    assert [row["amount_yuan"] for row in by_url["spending.csv"]] == [
        Decimal(row["amount_yuan"]) for row in plain
    ]


def test_a_key_that_leads_nowhere_is_noticed(out, tmp_path):
    for path in (out / "data").glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    described = tmp_path / "csvw.json"
    described.write_bytes((out / "data/csvw.json").read_bytes())
    places = tmp_path / "reports.csv"
    places.write_text(re.sub("cn-130300", "cn-999999", places.read_text("utf-8")), "utf-8")
    with pytest.raises(ValueError, match="not found"):
        TableGroup.from_file(described).check_referential_integrity(strict=True)


@pytest.mark.parametrize("site", ["published", "addressed"])
def test_the_api_is_openapi(site, request):
    described = json.loads(request.getfixturevalue(site)["api/v1/openapi.json"])
    openapi_spec_validator.validate(described)
    del described["info"]["version"]
    with pytest.raises(OpenAPIValidationError, match="version"):
        openapi_spec_validator.validate(described)


@pytest.mark.parametrize("site", ["published", "addressed"])
def test_feeds_are_read_by_a_feed_reader(site, request):
    files = request.getfixturevalue(site)
    feeds = [path for path in files if path.endswith("feed.xml")]
    assert len(feeds) > 2
    for path in feeds:
        feed = feedparser.parse(files[path])
        assert not feed.bozo, (path, feed.get("bozo_exception"))
        assert feed.version == "atom10"
        assert feed.feed.id and feed.feed.title and feed.feed.updated_parsed
        for entry in feed.entries:
            assert entry.id and entry.title and entry.link and entry.updated_parsed
            assert entry.updated <= feed.feed.updated
        assert len({entry.id for entry in feed.entries}) == len(feed.entries)


def test_spending_and_revenue_are_a_fiscal_data_package(published, out):
    described = json.loads(published[f"data/{NAME}"])
    schema = json.loads((SCHEMAS / "fiscal.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(described)
    found = validate(str(out / "data" / NAME))
    assert found.valid, found.flatten(["task", "rowNumber", "message"])[:5]
    for resource in described["resources"]:
        mapped = {
            f["name"]: f["columnType"] for f in resource["schema"]["fields"] if "columnType" in f
        }
        assert mapped == TYPES[resource["name"]]
        constants = {f["columnType"]: f["constant"] for f in resource["schema"]["extraFields"]}
        assert constants["value-currency:code"] == "CNY"
        assert (
            constants["direction"]
            == {"spending": "expenditure", "revenue": "revenue"}[resource["name"]]
        )


def test_spending_is_valid_by_the_published_profile(published):
    profile = json.loads(published_profile("fiscal-data-package.json").read_text("utf-8"))
    jsonschema.Draft4Validator(profile).validate(json.loads(published[f"data/{NAME}"]))


def test_the_package_is_valid_by_the_published_profile(published):
    profile = json.loads(published_profile("datapackage.json").read_text("utf-8"))
    jsonschema.Draft7Validator(profile).validate(json.loads(published["data/datapackage.json"]))
