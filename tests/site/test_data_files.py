"""Every download is read back by the programs people use, with identical values."""

import csv
import hashlib
import io
import json
import re
import shutil
import sqlite3
import subprocess
import warnings
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finalaccounts.render import links
from finalaccounts.render.words import words
from finalaccounts.site.data import data_page, lists, package, tables, texts, workbook
from finalaccounts.site.data.bundle import bundle
from finalaccounts.site.data.folder import EVIDENCE
from finalaccounts.site.data.sheets import NUMBERS, Column, Sheet, resources
from tests.site import publishing
from tests.site.publishing import DATA, reports

SHEETS = {sheet.name: sheet for sheet in resources(reports())}
REPORT = "d/130300/yibaoju/2023"
# An operator and a minus of real reports, and what spreadsheets would run.
NASTY = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'quoted", "\uff1d1", "=", "-76.00", "plain", "")


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))


def expected(name: str) -> list[list[str]]:
    return [list(row) for row in SHEETS[name].texts()]


@pytest.mark.parametrize("name", SHEETS)
def test_plain_csv_is_the_data(published, name):
    data = published[f"data/{name}.csv"]
    assert not data.startswith(b"\xef\xbb\xbf") and b"\r" not in data
    assert rows(data) == [[c.name for c in SHEETS[name].columns], *expected(name)]


@pytest.mark.parametrize("name", ["figures", "indicators", "statements"])
def test_pandas_polars_duckdb_agree(out, name):
    import duckdb
    import pandas
    import polars

    path = out / f"data/{name}.csv"
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False)
    assert frame.values.tolist() == expected(name)
    lazy = polars.read_csv(path, infer_schema=False).fill_null("")
    assert [list(row) for row in lazy.rows()] == expected(name)
    found = duckdb.sql(f"from read_csv('{path}', all_varchar=true, header=true)").fetchall()
    assert [[value or "" for value in row] for row in found] == expected(name)


@pytest.mark.parametrize("name", SHEETS)
def test_parquet_holds_exact_decimals(out, name):
    import polars
    import pyarrow.parquet

    sheet = SHEETS[name]
    table = pyarrow.parquet.read_table(out / f"data/{name}.parquet")
    assert table.column_names == [c.name for c in sheet.columns]
    for column, values in zip(sheet.columns, zip(*sheet.rows, strict=True), strict=False):
        assert table[column.name].to_pylist() == list(values)
    frame = polars.read_parquet(out / f"data/{name}.parquet")
    assert frame.height == len(sheet.rows)


def test_sqlite_holds_every_row(published, tmp_path):
    (tmp_path / "all.sqlite").write_bytes(published["data/all.sqlite"])
    base = sqlite3.connect(tmp_path / "all.sqlite")
    for name, sheet in SHEETS.items():
        found = base.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall()  # noqa: S608
        for row, want in zip(found, sheet.rows, strict=True):
            for got, value in zip(row, want, strict=True):
                if got is None and value == "":
                    continue  # a key that may be empty is NULL there
                assert (Decimal(str(got)) if isinstance(value, Decimal) else got) == value
    assert base.execute("SELECT count(*) FROM columns").fetchone()[0] > 100


def test_json_keeps_every_printed_decimal(published):
    names = [c.name for c in SHEETS["figures"].columns]
    index, whose = names.index("amount"), names.index("report_id")
    for one in reports():
        folder, own = links.report(one.report.meta), one.report.meta.report_id
        read = json.loads(published[f"{folder}/data.json"], parse_float=Decimal, parse_int=int)
        assert read["figures"]["columns"] == names and read["report"]["report_id"] == own
        amounts = [row[index] for row in read["figures"]["rows"]]
        want = [row[index] for row in SHEETS["figures"].rows if row[whose] == own]
        assert [None if a is None else str(a) for a in amounts] == [
            None if w is None else format(w, "f") for w in want
        ]


def cells(data: bytes) -> dict[str, list[list[object]]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data))
    return {page.title: [list(row) for row in page.iter_rows(values_only=True)] for page in book}


def same(shown: object, value: object) -> bool:
    if value is None or value == "":
        return shown is None
    if isinstance(value, Decimal | int):
        return isinstance(shown, int | float) and Decimal(str(shown)) == value
    return texts.guard(str(value)) == shown


def test_xlsx_has_numbers_as_numbers_and_codes_as_text(published):
    pages = cells(published[f"{REPORT}/tables.xlsx"])
    report, left_out = reports()[0].report, {*lists.SHARED, *EVIDENCE}
    own = [(s.name, s) for s in resources(reports()[:1]) if s.name not in left_out]
    shown = [(t.title, tables.shown(report, t, words("zh"))) for t in report.tables]
    told = [(title, sheet) for title, sheet in shown if sheet.rows] + own
    assert len(shown) > 5 and len(pages) == 1 + len(told)
    for (title, sheet), (name, (head, *body)) in zip(told, list(pages.items())[1:], strict=True):
        assert name[:8] == title[:8]
        assert head == [c.title for c in sheet.columns]
        for got, want in zip(body, sheet.rows, strict=True):
            assert all(map(same, got + [None] * (len(want) - len(got)), want)), (name, got, want)
    book = openpyxl.load_workbook(io.BytesIO(published[f"{REPORT}/tables.xlsx"]))
    lines = [row[3] for row in book["figures"].iter_rows(min_row=2) if str(row[3].value).isdigit()]
    assert lines and all(isinstance(cell.value, str) for cell in lines)


def test_xlsx_shows_the_decimals_that_are_printed():
    assert workbook.number_format(Decimal("58.60")) == "0.00"
    assert workbook.number_format(Decimal("58")) == "0"
    assert workbook.number_format(Decimal("186.000000")) == "0.000000"


def nasty() -> Sheet:
    columns = (Column("a", "text", "A", "", ""), Column("n", "decimal", "N", "", ""))
    return Sheet("nasty", columns, tuple((text, Decimal("-76.00")) for text in NASTY))


def test_no_text_runs_in_a_spreadsheet():
    data = workbook.workbook([("nasty", nasty())], [], "notes")
    for name in zipfile.ZipFile(io.BytesIO(data)).namelist():
        assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read(name)
    for row, text in zip(rows(texts.excel_csv(nasty()))[1:], NASTY, strict=True):
        assert not row[0].startswith(texts.DANGEROUS[:-1])
        assert texts.unguard(row[0]) == text
        assert row[1] == "-76.00"  # a number is a value, never guarded
    assert [row[0] for row in rows(texts.plain_csv(nasty()))[1:]] == list(NASTY)


@given(st.text(max_size=12) | st.text("0123456789.-/:,%eE年月日 MarTrue", max_size=12))
def test_the_guard_is_reversible(text):
    assert texts.unguard(texts.guard(text)) == text
    assert texts.unguard(texts.kept(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        *("2080501", "0020805", "610929", "58.60", "1,049.22", "2.5E3", "1e5", "12/1/2024", "3-1"),
        *(
            "2024-05-06",
            "2024年5月",
            "5月6日",
            "5:30",
            "98%",
            "¥5.00",
            "(5.00)",
            "５８．６",
            "TRUE",
            "false",
        ),
        *("Mar-5", "1 May", "SEP 2024", "MARCH1", "12 Dec 2024", "9.8/10", " 5"),
    ],
)
def test_a_spreadsheet_keeps_codes_and_dates_as_text(text):
    column = Column("a", "text", "A", "", "")
    [[_], [cell]] = rows(
        texts.excel_csv(Sheet("x", (column,), ((text,),))).removeprefix(b"\xef\xbb\xbf")
    )
    assert cell == f"'{text}"


@pytest.mark.parametrize(
    "text", ["行政运行", "3个项目", "2023年度部门决算", "5人，其中", "≥95%", "主要", "a5"]
)
def test_words_are_left_as_they_are(text):
    assert texts.kept(text) == text


def test_the_sheets_of_a_workbook_have_filters_and_frozen_heads(published):
    book = openpyxl.load_workbook(io.BytesIO(published[f"{REPORT}/tables.xlsx"]))
    _, *sheets = book.worksheets
    for sheet in sheets:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions or sheet.max_row == 1, sheet.title


def test_spreadsheet_csv_opens_with_a_byte_order_mark(published):
    data = published["data/spending.excel.csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    head, *body = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert head == [c.title for c in SHEETS["spending"].columns]
    kinds = [c.kind for c in SHEETS["spending"].columns]
    undone = [
        [v if k in NUMBERS else texts.unguard(v) for v, k in zip(row, kinds, strict=True)]
        for row in body
    ]
    assert undone == expected("spending")


def test_libreoffice_reads_the_same_values(out, tmp_path):
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LOUD: LibreOffice is not installed here; its reading is not tested")
    sources = [out / "data/spending.excel.csv", out / REPORT / "tables.xlsx"]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    as_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = [office, "--headless", profile, "--convert-to", "xlsx", "--outdir", str(tmp_path)]
    # Its dialog proposes UTF-8 for a file with the mark; without a dialog it has to be told.
    told = "--infilter=CSV:44,34,76,1"
    subprocess.run([*command, told, str(sources[0])], check=True, capture_output=True, timeout=120)
    head, *body = next(iter(cells((tmp_path / "spending.excel.xlsx").read_bytes()).values()))
    want = list(csv.reader(io.StringIO(sources[0].read_text("utf-8-sig"), newline="")))
    assert head == want[0] and len(body) == len(want) - 1
    amount = [c.name for c in SHEETS["spending"].columns].index("amount_yuan")
    for got, row in zip(body, want[1:], strict=True):
        if row[amount]:
            assert Decimal(str(got[amount])) == Decimal(row[amount])
    command[4] = as_csv
    subprocess.run([*command, str(sources[1])], check=True, capture_output=True, timeout=120)
    report = reports()[0].report
    table = next(t for t in report.tables if t.table == "expenditure")
    found = (tmp_path / f"tables-{table.title}.csv").read_text("utf-8")
    plain = rows(texts.plain_csv(tables.shown(report, table, words("zh"))))
    number = re.compile(r"-?\d+\.\d+")
    for got, row in zip(list(csv.reader(io.StringIO(found)))[1:], plain[1:], strict=True):
        for shown, text in zip(got, row, strict=True):
            if number.fullmatch(text):
                assert Decimal(shown) == Decimal(text)
            else:
                assert shown == text


def test_tables_as_shown_have_every_certain_number():
    for one in reports():
        for table in one.report.tables:
            sheet = tables.shown(one.report, table, words("zh"))
            figures = [f for f in one.report.figures if f.table == table.table]
            figures = [f for f in figures if f.amount is not None and f.placed != "ambiguous"]
            certain = sorted(str(f.amount) for f in figures)
            shown = sorted(str(v) for row in sheet.rows for v in row if isinstance(v, Decimal))
            assert shown == certain


def test_a_strange_table_name_never_becomes_a_path():
    assert tables.file_name("other:../../etc/passwd").startswith("other-")
    assert tables.file_name("summary") == "summary"


def test_the_list_of_files_is_true(published):
    listed = {row[0]: row[1:] for row in rows(published["data/files.csv"])[1:]}
    downloads = {p for p in published if p.startswith(("data/", "d/")) and not p.endswith(".html")}
    assert downloads - listed.keys() <= {"data/files.csv"} | {p for p in downloads if "feed." in p}
    for path, (size, count, digest) in listed.items():
        data = published[path]
        assert (int(size), digest) == (len(data), hashlib.sha256(data).hexdigest())
        if path.endswith(".csv") and count:
            assert int(count) == len(rows(data)) - 1, path


@pytest.mark.parametrize("one", reports(), ids=lambda one: one.report.meta.report_id)
def test_a_zip_holds_its_checksums_and_the_source_as_received(published, one):
    meta = one.report.meta
    made = zipfile.ZipFile(io.BytesIO(published[f"{links.report(meta)}/{meta.report_id}.zip"]))
    files = {name.split("/", 1)[1]: made.read(name) for name in made.namelist()}
    sums = dict(line.split("  ")[::-1] for line in files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    wanted = {"README.txt", "LICENSE.txt", "CITATION.txt", "datapackage.json", "dictionary.csv"}
    assert wanted | {"data.csv", "citations.csv", "figures.csv"} <= files.keys()
    shown = {
        tables.file_name(t.table): tables.shown(one.report, t, words("zh"))
        for t in one.report.tables
    }
    for name, sheet in shown.items():
        assert not sheet.rows or files[f"tables/{name}.csv"] == texts.plain_csv(sheet)
    kept = DATA / "reports" / meta.division / meta.slug / str(meta.fiscal_year)
    for source in meta.sources:
        assert files[f"source/{source.file}"] == (kept / source.file).read_bytes()
    assert "CC-BY-4.0" in files["LICENSE.txt"].decode()


def test_a_zip_does_not_know_the_time():
    assert bundle({"a": b"1", "b": b"2"}) == bundle({"b": b"2", "a": b"1"})


def test_without_pyarrow_parquet_is_left_out_and_the_data_page_says_so(tmp_path, monkeypatch):
    for module in (package, data_page):
        monkeypatch.setattr(module, "with_parquet", lambda: False)
    made = publishing.publish(reports()[:1], publishing.folder(tmp_path / "data"))
    assert not [name for name in made if name.endswith(".parquet")]
    page = made["data/index.html"].decode()
    assert words("zh").published.notes.no_parquet in page and "parquet</a>" not in page
    assert b"parquet" not in made["data/catalog.jsonld"]


def test_many_reports_are_cut_by_what_they_are_and_nothing_is_lost(monkeypatch, released, out):
    """With small pieces the same rows stand in more files, and every file is described."""
    from finalaccounts.site.data import publication, shards
    from tests.site.publishing import publish

    monkeypatch.setattr(
        publication,
        "shards",
        lambda parts: shards.shards(parts, most=sum(parts[0].counts.values())),
    )
    made = publish(reports(), released)
    described = json.loads(made["data/datapackage.json"])
    paths = {one["name"]: one["path"] for one in described["resources"]}
    assert isinstance(paths["figures"], list) and paths["reports"] == "reports.csv"
    for name, where in paths.items():
        files = [made[f"data/{path}"] for path in ([where] if isinstance(where, str) else where)]
        head = rows(files[0])[0]
        assert all(rows(data)[0] == head for data in files)
        found = [row for data in files for row in rows(data)[1:]]
        assert sorted(found) == sorted(expected(name))
    lists_of = {
        name: json.loads(made[f"api/v1/{name}.json"]) for name in ("findings", "categories")
    }
    pieces = [json.loads(made[f"api/v1/{path}"]) for path in lists_of["findings"]["pieces"]]
    assert sum(piece["count"] for piece in pieces) == len(expected("findings"))
    for one in lists_of["categories"]["items"]:
        answer = json.loads(made[f"api/v1/categories/{one['code']}.json"])
        assert answer["count"] == one["numbers"] and answer["pieces"]
    assert "data/all.sqlite" not in made and any(p.endswith("/all.sqlite") for p in made)


def test_a_piece_depends_on_its_own_reports_only():
    from finalaccounts.model import Meta
    from finalaccounts.site.data.parts import Part
    from finalaccounts.site.data.shards import shards

    def part(division: str, year: int, rows: int = 10) -> Part:
        meta = Meta(f"cn-{division}-x-{year}", "x", "x", division, year, "")
        return Part(meta, {}, {"figures": rows}, {}, (), {})

    few = [part("130300", 2023), part("410503", 2023), part("410503", 2024)]
    assert shards(few, most=30) == {"": [0, 1, 2]}
    assert shards(few, most=20) == {"2023": [0, 1], "2024": [2]}
    assert shards(few, most=10) == {"2023-13": [0], "2023-41": [1], "2024": [2]}
    more = [part("110000", 2024), *few]
    assert {name: len(n) for name, n in shards(more, most=20).items()} == {"2023": 2, "2024": 2}
    huge = [part("130300", 2023, 99), part("130301", 2023, 99)]
    assert list(shards(huge, most=10)) == ["2023-130300", "2023-130301"]
