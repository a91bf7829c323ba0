"""The invented example: its forms come out exactly as its files say."""

from __future__ import annotations

import csv
from pathlib import Path

from finalaccounts.package import to_row

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "example"


def expected(name):
    with (GOLDEN / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def compared(records, rows):
    columns = list(rows[0])
    return [{c: to_row(record)[c] for c in columns} for record in records]


def test_evaluations(file):
    rows = expected("evaluations.csv")
    assert compared(file("tests/golden/example/report.txt").forms, rows) == rows


def test_indicators(file):
    rows = expected("indicators.csv")
    case = file("tests/golden/example/report.txt")
    assert compared(case.read.indicators, rows) == rows


def test_every_number_of_the_forms_is_accounted_for(file):
    assert file("tests/golden/example/report.txt").unread == []


def test_funds_of_a_row_without_label_and_of_pairs(file):
    case = file("tests/golden/example/report.txt")
    assert case.funds("department.1") == {
        ("total", "initial"): "1320.50",
        ("total", "full_year"): "1330.000000",
        ("total", "executed"): "1285.67",
        ("total", "weight"): "10",
        ("total", "rate"): "96.67%",
        ("total", "score"): "9.67",
    }
    assert case.funds("project.2") == {
        ("total", "full_year"): "520.00",
        ("total", "weight"): "10",
        ("total", "score"): "10",
    }
