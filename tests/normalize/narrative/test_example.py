"""The invented report comes out exactly as its files say."""

import csv
from pathlib import Path

from finalaccounts import package
from finalaccounts.model import Document, Line
from finalaccounts.normalize.narrative import read_narrative
from finalaccounts.normalize.parts import Range

GOLDEN = Path(__file__).parents[2] / "golden" / "example"
# What the tables and forms claim; the narrative is the rest.
TABLES_FROM = 47

NAMES = {
    "机关事业单位基本养老保险缴费支出": ("2080505",),
    "行政运行": ("2130301",),
    "水利工程建设": ("2130305",),
    "水利工程运行与维护": ("2130306",),
    "防汛": ("2130314",),
    "住房公积金": ("2210201", "30113"),
}


def read():
    text = (GOLDEN / "report.txt").read_text(encoding="utf-8")
    lines = tuple(Line(i, line) for i, line in enumerate(text.split("\n"), 1))
    taken = (Range("report.txt", TABLES_FROM, len(lines), "table", "summary"),)
    return read_narrative((Document("report.txt", lines),), taken, NAMES, 2023)


def rows(name):
    with (GOLDEN / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_statements_are_the_expected_ones_to_the_letter():
    assert [package.to_row(s) for s in read().statements] == rows("statements.csv")


def test_explanations_of_the_narrative_are_the_expected_ones():
    expected = [r for r in rows("explanations.csv") if int(r["source_line"]) < TABLES_FROM]
    assert [package.to_row(e) for e in read().explanations] == expected


def test_every_number_of_the_narrative_is_accounted_for():
    read_ = read()
    covered = {(s.line, i) for s in read_.spans for i in range(s.start, s.end)}
    text = (GOLDEN / "report.txt").read_text(encoding="utf-8").split("\n")
    ranges = [(r.first, r.last) for r in read_.ranges]
    assert ranges[0][0] == 3 and ranges[-1][1] == 46
    missing = [
        (n, i)
        for n, line in enumerate(text, 1)
        if any(a <= n <= b for a, b in ranges)
        for i, ch in enumerate(line)
        if ch.isdigit() and (n, i) not in covered
    ]
    assert missing == []
