"""Blank lines carry nothing: a PDF's text has none, a copied text has one after every line."""

from collections import Counter
from pathlib import Path

import pytest

import build

REPORTS = Path(__file__).resolve().parents[2] / "data/reports"
FOLDERS = sorted(path.parent for path in REPORTS.glob("*/*/*/source.txt"))
KEYS = {
    "figures": ("figure_id", "state", "amount", "placed"),
    "statements": ("section", "item", "amount", "unit", "direction"),
    "evaluations": ("evaluation_id", "project_name", "full_year_budget", "executed", "total_score"),
    "funds": ("evaluation_id", "origin", "column", "amount"),
    "indicators": (
        "evaluation_id",
        "level1",
        "level2",
        "level3",
        "target",
        "actual",
        "weight",
        "score",
    ),
}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.parts[-3])
def test_a_report_without_blank_lines_reads_the_same(folder, tmp_path):
    lines = (folder / "source.txt").read_text("utf-8").splitlines(keepends=True)
    bare = tmp_path / "bare.txt"
    bare.write_text("".join(line.removeprefix(" ") for line in lines if line.strip()), "utf-8")
    want, have = build.load(folder), build.read([bare])
    for name, keys in KEYS.items():
        pairs = [
            Counter(tuple(getattr(row, key) for key in keys) for row in getattr(report, name))
            for report in (want, have)
        ]
        assert pairs[0] == pairs[1], name
