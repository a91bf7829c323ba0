"""One model, four descriptions: each is valid by its own validator, and all say the same."""

import io
import json
import zipfile
from pathlib import Path

import jsonschema
import pytest
import rdflib
from frictionless import Package, validate

from finalaccounts.render import links
from finalaccounts.site.data.sheets import KEYS, resources
from tests.site import publishing
from tests.site.publishing import reports

SCHEMAS = Path(__file__).parent / "schemas"
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
DCT = rdflib.Namespace("http://purl.org/dc/terms/")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
ONES = pytest.mark.parametrize("one", reports(), ids=lambda one: one.report.meta.report_id)


def fits(value: object, name: str) -> None:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(value)


def graph(value: dict, context: object) -> rdflib.Graph:
    """Read JSON-LD without fetching anything: a remote context is replaced by a local one."""
    text = json.dumps({**value, "@context": context})
    return rdflib.Graph().parse(data=text, format="json-ld", publicID="https://example.org/data/")


def test_data_package_is_valid_with_bytes_hashes_and_keys(published, out):
    described = json.loads(published["data/datapackage.json"])
    fits(described, "datapackage")
    report = validate(str(out / "data/datapackage.json"))
    assert report.valid, report.flatten(["task", "rowNumber", "message"])[:5]
    assert {r["name"] for r in described["resources"]} == {s.name for s in resources(reports())}
    assert Package(str(out / "data/datapackage.json")).get_resource("reports").read_rows()


def test_a_wrong_byte_is_noticed(out, tmp_path):
    (tmp_path / "datapackage.json").write_bytes((out / "data/datapackage.json").read_bytes())
    for path in (out / "data").glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes().replace(b"2023", b"2032"))
    assert not validate(str(tmp_path / "datapackage.json")).valid


@ONES
def test_every_zip_is_a_data_package_of_its_own(published, one, tmp_path):
    meta = one.report.meta
    data = published[f"{links.report(meta)}/{meta.report_id}.zip"]
    zipfile.ZipFile(io.BytesIO(data)).extractall(tmp_path)
    folder = tmp_path / meta.report_id
    fits(json.loads((folder / "datapackage.json").read_text("utf-8")), "datapackage")
    fits(json.loads((folder / "csvw.json").read_text("utf-8")), "csvw")
    assert validate(str(folder / "datapackage.json")).valid


def test_the_archive_of_a_release_is_a_data_package(published, tmp_path):
    data = published["data/archive/v1/package.zip"]
    zipfile.ZipFile(io.BytesIO(data)).extractall(tmp_path)
    assert validate(str(tmp_path / "datapackage.json")).valid
    described = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert (described["version"], described["created"]) == ("v1", "2026-11-22T00:00:00Z")


def test_csvw_describes_every_column_as_printed(published):
    described = json.loads(published["data/csvw.json"])
    fits(described, "csvw")
    for table in described["tables"]:
        head = published[f"data/{table['url']}"].decode().partition("\n")[0].split(",")
        assert [column["name"] for column in table["tableSchema"]["columns"]] == head
    found = graph(
        described,
        {
            "@vocab": "http://www.w3.org/ns/csvw#",
            "dc": str(DCT),
            "url": {"@id": "http://www.w3.org/ns/csvw#url", "@type": "@id"},
        },
    )
    assert len(list(found.subjects(rdflib.URIRef("http://www.w3.org/ns/csvw#url")))) == len(
        described["tables"]
    )


def test_dcat_catalogue_is_rdf_with_sizes_checksums_and_licence(published):
    described = json.loads(published["data/catalog.jsonld"])
    found = graph(described, described["@context"])
    [catalogue] = found.subjects(rdflib.RDF.type, DCAT.Catalog)
    [dataset] = found.objects(catalogue, DCAT.dataset)
    for subject in (catalogue, dataset):
        assert found.value(subject, DCT.license) == rdflib.URIRef(LICENCE)
        assert found.value(subject, DCT.title).language == "zh"
    files = list(found.objects(dataset, DCAT.distribution))
    assert len(files) > 50
    for file in files:
        path = str(found.value(file, DCAT.downloadURL)).removeprefix("https://example.org/")
        assert int(found.value(file, DCAT.byteSize)) == len(published[path])
        assert found.value(file, DCT.license) == rdflib.URIRef(LICENCE)


@ONES
def test_pages_carry_a_schema_org_dataset(released, one):
    [own] = publishing.ones([one], released).values()
    text = own.jsonld(one.report)
    assert "<" not in text
    described = json.loads(text)
    fits(described, "dataset")
    assert described["license"] == LICENCE
    found = graph(described, {"@vocab": "https://schema.org/"})
    kind = rdflib.URIRef("https://schema.org/Dataset")
    assert list(found.subjects(rdflib.RDF.type, kind))


def test_the_licence_is_that_of_the_site(tmp_path):
    data = publishing.folder(tmp_path / "data")
    toml = (data / "site.toml").read_text("utf-8")
    (data / "site.toml").write_text(toml.replace("CC-BY-4.0", "CC0-1.0"), "utf-8")
    made = publishing.publish(reports()[:1], data)
    assert json.loads(made["data/datapackage.json"])["licenses"][0]["name"] == "CC0-1.0"
    meta = reports()[0].report.meta
    archive = made[f"{links.report(meta)}/{meta.report_id}.zip"]
    licence = zipfile.ZipFile(io.BytesIO(archive)).read(f"{meta.report_id}/LICENSE.txt")
    assert "CC0-1.0" in licence.decode()


def test_keys_are_unique():
    for sheet in resources(reports()):
        names = [column.name for column in sheet.columns]
        at = [names.index(key) for key in KEYS.get(sheet.name, ())]
        keys = [tuple(row[i] for i in at) for row in sheet.rows]
        assert not at or len(set(keys)) == len(keys), sheet.name


def test_every_column_has_words_of_its_own():
    for sheet in resources(reports()):
        titles = [column.title for column in sheet.columns]
        assert len(set(titles)) == len(titles), sheet.name
        assert all(column.words and column.doc for column in sheet.columns)
