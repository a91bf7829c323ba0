"""The data page: what people want first, lines of code that run as printed, one unit of size."""

import json
import re
import shutil
import sqlite3
import subprocess
from decimal import Decimal
from html import unescape

import duckdb
import jsonschema
import pandas
import pytest

from finalaccounts.site.data import recipes
from finalaccounts.site.data.databases import VIEWS
from finalaccounts.site.data.sheets import NUMBERS, resources
from tests.site import publishing
from tests.site.publishing import reports
from tests.site.test_data_descriptions import SCHEMAS


@pytest.fixture(scope="module")
def page(published):
    return published["data/index.html"].decode()


def code(html, program):
    found = re.findall(
        rf"<span class=mut>{program}</span> (?:<code>)?(.*?)(?:</code>)?</p>", html, re.S
    )
    return [unescape(text) for text in found]


def totals(out):
    """Return the printed total of every report, summed from the rows of the table."""
    base = sqlite3.connect(out / "data/all.sqlite")
    rows = base.execute("SELECT entity, fiscal_year, total_fen FROM spending_of_reports")
    return {(entity, year): Decimal(fen) / 100 for entity, year, fen in rows}


def summed(rows):
    return {(e, int(y)): Decimal(str(v)).quantize(Decimal("0.01")) for e, y, v in rows}


def test_the_line_for_pandas_prints_the_total_of_every_report(page, out):
    line = code(page, "pandas")[0].replace("SITE/", f"{out}/").replace("print(df", "result = (df")
    names = {}
    exec(line, names)  # noqa: S102  our own page
    assert names["df"]["division"].map(type).eq(str).all()
    assert summed((*key, value) for key, value in names["result"].items()) == totals(out)


def test_the_line_for_duckdb_gives_the_same(page, out):
    sql = code(page, "DuckDB")[0].replace("SITE/", f"{out}/")
    assert summed(duckdb.sql(sql).fetchall()) == totals(out)


def test_the_line_for_r_gives_the_same(page, out):
    if not shutil.which("Rscript"):
        pytest.skip("LOUD: R is not installed here; its lines are not run")
    script = code(page, "R")[0].replace("SITE/", f"{out}/")
    script = script.replace("aggregate(", "write.csv(aggregate(") + ", row.names = FALSE)"
    done = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=True)
    rows = [line.replace('"', "").split(",") for line in done.stdout.splitlines()[1:]]
    assert summed(rows) == totals(out)


def test_every_resource_is_read_by_its_lines_with_codes_as_text(page, out):
    sheets = {sheet.name: sheet for sheet in resources(reports())}
    for name, sheet in sheets.items():
        block = page[page.index(f"id=fields-{name}>") :]
        block = block[: block.index("</details>")]
        names = {}
        exec(code(block, "pandas")[0].replace("SITE/", f"{out}/"), names)  # noqa: S102
        frame = names["df"]
        assert list(frame.columns) == [c.name for c in sheet.columns]
        for column in recipes.coded(sheet):
            kinds = set(frame[column].dropna().map(type))
            assert kinds <= {str}, (name, column)
        sql = code(block, "DuckDB")[0].replace("SITE/", f"{out}/").rstrip(";")
        assert duckdb.sql(f"SELECT count(*) {sql}").fetchall() == [(len(sheet.rows),)]


def test_every_column_that_only_looks_like_numbers_is_named():
    for sheet in resources(reports()):
        told = recipes.coded(sheet)
        for at, column in enumerate(sheet.columns):
            values = [str(row[at] or "") for row in sheet.rows]
            digits = any(value.replace(".", "", 1).isdecimal() for value in values)
            assert column.kind in NUMBERS or not digits or column.name in told, column.name


def test_a_table_of_a_report_is_read_by_its_line(released, out):
    one = reports()[0]
    [own] = publishing.ones([one], released).values()
    for table in one.report.tables:
        lines = dict(own.table(one.report, table.table, "zh"))
        assert {"GB/T 7714", "BibTeX", "pandas", "R", "DuckDB"} <= set(lines)
        names = {}
        exec(lines["pandas"].replace("SITE/", f"{out}/"), names)  # noqa: S102
        figures = [f for f in one.report.figures if f.table == table.table]
        assert len(names["df"]) == len(figures)
        found = duckdb.sql(lines["DuckDB"].replace("SITE/", f"{out}/").rstrip(";")).fetchall()
        assert len(found) == len(figures)


@pytest.mark.parametrize("value", ['a"b', "a'b", "a\\b", "a'); DROP TABLE x; --", "表“一”"])
def test_words_of_a_report_stay_words_in_a_line_of_code(tmp_path, value):
    path = tmp_path / "data.csv"
    pandas.DataFrame({"group": [value, "x"]}).to_csv(path, index=False)
    lines = dict(recipes.load(str(path), (), (("group", value),)))
    names = {}
    exec(lines["pandas"], names)  # noqa: S102
    assert list(names["df"]["group"]) == [value]
    assert duckdb.sql(lines["DuckDB"].rstrip(";")).fetchall() == [(value,)]


def test_wishes_lead_to_files_that_are_there_and_sizes_have_one_unit(page, published):
    start = page[page.index("id=wants") : page.index("id=code")]
    links_there = re.findall(r"href=([a-z_.]+) download", start)
    assert "spending.excel.csv" in links_there and len(links_there) > 12
    assert all(f"data/{name}" in published for name in links_there)
    sizes = re.findall(r"<small class=mut>([^<]*)</small>", page)
    assert sizes and all(re.fullmatch(r"(?:[\d,]+ 行，)?[\d,]+ KB", size) for size in sizes)


@pytest.mark.parametrize("path", ["data/index.html", "en/data/index.html"])
def test_the_data_page_is_a_schema_org_dataset(published, path):
    text = re.search(
        r"<script type=\"?application/ld\+json\"?>(.*?)</script>", published[path].decode(), re.S
    )
    described = json.loads(text[1])
    schema = json.loads((SCHEMAS / "dataset.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(described)
    assert 50 <= len(described["description"]) <= 5000  # what Google asks for
    assert described["keywords"] and described["variableMeasured"] and described["creator"]
    assert described["includedInDataCatalog"]["name"] == "明账"
    assert {d["encodingFormat"] for d in described["distribution"]} >= {
        "text/csv",
        "application/zip",
    }


def test_datasette_is_told_titles_meanings_and_questions(published, out):
    told = json.loads(published["data/all.metadata.json"])["databases"]["all"]
    base = sqlite3.connect(out / "data/all.sqlite")
    for table, said in told["tables"].items():
        columns = [row[1] for row in base.execute(f'PRAGMA table_info("{table}")')]
        assert list(said["columns"]) == columns
        for key in ("label_column", "sort"):
            assert said.get(key, columns[0]) in columns
        assert set(said.get("facets", ())) <= set(columns)
    assert set(told["queries"]) == set(VIEWS)
    for query in told["queries"].values():
        assert base.execute(query["sql"]).fetchall()


def test_pandas_alone_needs_the_types(out):
    """Why the lines name the codes: read without them, a code is a number."""
    plain = pandas.read_csv(out / "data/spending.csv")
    assert plain["function_class"].dtype != object
