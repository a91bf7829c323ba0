"""Data that cannot be summed wrongly: levels, tidy tables, keys that hold, in every format."""

import csv
import io
import json
import sqlite3
from collections import Counter, defaultdict
from decimal import Decimal

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from finalaccounts.site.data import tidy
from finalaccounts.site.data.databases import PRECISION, SCALE
from finalaccounts.site.data.sheets import KEYS, foreign
from tests.site.publishing import reports

UNITS = {"元": Decimal(1), "万元": Decimal(10_000)}


def rows(published, name):
    return list(csv.DictReader(io.StringIO(published[f"data/{name}.csv"].decode())))


def printed_totals():
    """Return by report the total of expenditure as printed, in yuan: the table, else the text."""
    totals = {}
    for one in reports():
        found = [f for f in one.report.figures if f.figure_id == "expenditure.total.total"] or [
            s for s in one.report.statements if s.item == "expenditure_total" and not s.code
        ]
        totals[one.report.meta.report_id] = found[0].amount * UNITS[found[0].unit]
    return totals


def test_spending_adds_up_to_the_printed_totals_in_plain_python(published):
    sums = defaultdict(Decimal)
    for row in rows(published, "spending"):
        sums[row["report_id"]] += Decimal(row["amount_yuan"])
    assert sums == printed_totals()


def test_spending_adds_up_in_sql_and_in_pandas(published, tmp_path):
    (tmp_path / "all.sqlite").write_bytes(published["data/all.sqlite"])
    base = sqlite3.connect(tmp_path / "all.sqlite")
    told = dict(base.execute("SELECT report_id, total_fen FROM spending_of_reports"))
    assert {key: Decimal(fen) / 100 for key, fen in told.items()} == printed_totals()
    (tmp_path / "spending.parquet").write_bytes(published["data/spending.parquet"])
    query = f"SELECT report_id, SUM(amount_yuan) FROM '{tmp_path}/spending.parquet' GROUP BY 1"  # noqa: S608
    assert dict(duckdb.sql(query).fetchall()) == printed_totals()
    frame = pd.read_csv(io.BytesIO(published["data/spending.csv"]), dtype=str)
    sums = frame["amount_yuan"].map(Decimal).groupby(frame["report_id"]).sum()
    assert dict(sums) == printed_totals()


@pytest.mark.parametrize("table", ["expenditure", "general_expenditure", "summary"])
def test_leaves_of_a_column_add_up_to_its_total(published, table):
    whole = {"summary": "expenditure_total"}.get(table, "total")
    column = {"summary": "final"}.get(table, "total")
    leaves, totals = defaultdict(Decimal), {}
    for row in rows(published, "figures"):
        if (row["table"], row["column"]) == (table, column):
            below = row["line"].isdigit()
            if row["leaf"] == "yes" and below:
                leaves[row["report_id"]] += Decimal(row["amount_yuan"])
            if row["line"] == whole:
                totals[row["report_id"]] = Decimal(row["amount_yuan"])
    assert totals and leaves.keys() == totals.keys()
    for report_id, total in totals.items():  # one report's items are 100 yuan above its total
        assert abs(leaves[report_id] - total) <= 100, report_id


def test_what_leaves_do_not_explain_is_a_row_of_its_own(published):
    unlisted = [row for row in rows(published, "spending") if row["kind"] == tidy.UNLISTED]
    assert {row["report_id"]: row["amount_yuan"] for row in unlisted} == {
        "cn-511725-yibaoju-2023": "14067700.00",  # a report without tables: its total alone
        "cn-610929-yibaoju-2023": "-100.00",  # its items are rounded up
    }
    assert all(row["source_id"] and row["source_line"] for row in unlisted)


def test_levels_parents_and_columns_follow_the_tree(published):
    by_id = {(r["report_id"], r["figure_id"]): r for r in rows(published, "figures")}
    one = by_id["cn-130300-yibaoju-2023", "expenditure.2101501.basic"]
    assert (one["level"], one["parent_line"], one["adds_to"]) == ("item", "21015", "total")
    levels = Counter(row["level"] for row in by_id.values())
    assert levels.keys() == {"total", "class", "section", "item", "line"}
    for (report_id, _), row in by_id.items():
        if row["parent_line"]:
            above = (r for r in by_id.values() if r["report_id"] == report_id)
            assert any(
                (a["table"], a["line"]) == (row["table"], row["parent_line"]) for a in above
            ), row


def test_every_key_of_the_database_holds(published, tmp_path):
    (tmp_path / "all.sqlite").write_bytes(published["data/all.sqlite"])
    base = sqlite3.connect(tmp_path / "all.sqlite")
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    for name, key in KEYS.items():
        info = base.execute(f'PRAGMA table_info("{name}")').fetchall()
        assert [r[1] for r in sorted(info, key=lambda r: r[5]) if r[5]] == list(key), name
    kinds = {r[2] for r in base.execute("PRAGMA table_info(figures)")}
    assert kinds == {"TEXT", "INTEGER"}  # no amount as a floating-point number
    for (view,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        assert base.execute(f"SELECT COUNT(*) FROM {view}").fetchone()[0]  # noqa: S608


def test_descriptions_name_the_same_keys(published):
    described = json.loads(published["data/datapackage.json"])
    for resource in described["resources"]:
        names = [f["name"] for f in resource["schema"]["fields"]]
        own = [tuple(k["fields"]) for k in resource["schema"].get("foreignKeys", ())]
        assert own == [key for key, _, _ in foreign(resource["name"], names)]


def test_decimals_have_one_type_in_every_parquet_file(published):
    for name, data in published.items():
        if name.startswith("data/") and name.endswith(".parquet"):
            schema = pq.read_schema(io.BytesIO(data))
            kinds = {str(field.type) for field in schema}
            assert kinds <= {"string", "int64", f"decimal128({PRECISION}, {SCALE})"}, name


def test_nothing_in_a_tidy_table_is_without_its_source(published):
    ids = {(r["report_id"], r["figure_id"]) for r in rows(published, "figures")}
    ids |= {(r["report_id"], r["statement_id"]) for r in rows(published, "statements")}
    ids |= {(r["report_id"], r["evaluation_id"]) for r in rows(published, "evaluations")}
    for name in tidy.COLUMNS:
        for row in rows(published, name):
            assert (row["report_id"], row["source_id"]) in ids, (name, row)


def test_every_operand_resolves_by_a_join(published):
    places = {}
    for name, key in (
        ("figures", "figure_id"),
        ("statements", "statement_id"),
        ("indicators", "indicator_id"),
        ("evaluations", "evaluation_id"),
    ):
        places[key] = {(r["report_id"], r[key]) for r in rows(published, name)}
    lines = {(r["report_id"], r["source"]): int(r["lines"]) for r in rows(published, "sources")}
    operands = rows(published, "operands")
    assert Counter(row["kind"] for row in operands)["other"] == 0
    for row in operands:
        keys = [key for key in places if row[key]]
        if row["kind"] in ("figure", "statement", "indicator", "form"):
            assert keys, row
        for key in keys:
            assert (row["report_id"], row[key]) in places[key], row
        if row["kind"] != "constant":
            assert 1 <= int(row["source_line"]) <= lines[row["report_id"], row["source"]], row
    checks = {(r["report_id"], r["rule"], r["place"]) for r in rows(published, "checks")}
    findings = {(r["report_id"], r["finding_id"]) for r in rows(published, "findings")}
    for row in operands:
        if row["finding_id"]:
            assert (row["report_id"], row["finding_id"]) in findings, row
        else:
            assert (row["report_id"], row["rule"], row["place"]) in checks, row
    told = {(r["report_id"], r["finding_id"]) for r in operands if r["finding_id"]}
    assert {
        (r["report_id"], r["finding_id"]) for r in rows(published, "findings") if r["figures"]
    } <= told
