"""Whole invented reports in the manner of other places, with every record that reading must give.

Each folder of tests/golden is one report: ``report.txt`` and the expected CSVs, reviewed line by
line. What every report taught: README.md of tests/golden. After a change that is meant,
``python -m tests.normalize.test_golden`` writes them anew; review ``git diff``.
"""

import csv
import io
from pathlib import Path

import pytest

import build
from finalaccounts import package
from finalaccounts.reconcile import reconcile

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
FOLDERS = sorted(p.parent for p in GOLDEN.glob("*/report.txt"))
TOLD = [
    "finding_id",
    "rule",
    "rules",
    "severity",
    "outcome",
    "printed",
    "expected",
    "difference",
    "tolerance",
    "source_lines",
]

# A line of a report without any error, what is printed there instead, and the rule that tells.
WRONG = [
    ("yuan_numbers_above_titles", 41, "40,375,831.00", "40,376,831.00", "T01.R01"),
    ("yuan_numbers_above_titles", 244, "9.06%", "8.31%", "N01.R02"),
    ("yuan_numbers_above_titles", 258, "24.69", "26.49", "N04.R01"),
    ("parts_numbered_as_sections", 265, "90.90%", "109.10%", "N05.R04"),
    ("parts_numbered_as_sections", 253, "99.04%", "90.94%", "N02.R01"),
    ("codes_in_three_columns", 24, "93.82%", "98.32%", "N05.R01"),
    ("thirteen_tables", 362, "11.11", "12.11", "T09.R01"),
    ("text_only", 25, "1.09%", "4.39%", "N05.R04"),
    ("text_only", 39, "6.55", "5.65", "N09.R03"),
    ("text_only", 45, "1000.00", "100.00", "N11.R01"),
]


def _rows(text: str, keep: list[str] | None = None) -> list[dict[str, str]]:
    return [
        {k: v for k, v in row.items() if keep is None or k in keep}
        for row in csv.DictReader(io.StringIO(text))
    ]


def _given(folder: Path) -> dict[str, list[dict[str, str]]]:
    """Read the report of a folder; the rows of every resource, and of its findings."""
    report = build.read([folder / "report.txt"])
    built = reconcile(report)
    out = {n: _rows(package.csv_text(r, getattr(report, n))) for n, r in package.READ.items()}
    told = package.csv_text(package.BUILT["findings"], built.findings)
    return {**out, "findings": _rows(told, TOLD)}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_reading_gives_the_expected_records(folder: Path) -> None:
    given = _given(folder)
    for path in sorted(folder.glob("*.csv")):
        want = _rows(path.read_text("utf-8"))
        have = given[path.stem]
        if want and have:  # a file given from outside may leave columns out, or add words
            both = [column for column in want[0] if column in have[0]]
            want = [{k: row[k] for k in both} for row in want]
            have = [{k: row[k] for k in both} for row in have]
        if path.stem == "findings":
            want, have = (sorted(rows, key=lambda r: r["finding_id"]) for rows in (want, have))
        assert have == want, path.name


@pytest.mark.parametrize("case", WRONG, ids=lambda c: f"{c[0]}:{c[1]}")
def test_a_wrong_number_is_found_and_nothing_else(
    case: tuple[str, int, str, str, str], tmp_path: Path
) -> None:
    folder, line, printed, wrong, rule = case
    lines = (GOLDEN / folder / "report.txt").read_text("utf-8").split("\n")
    assert printed in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(printed, wrong, 1)
    (tmp_path / "report.txt").write_text("\n".join(lines), "utf-8")
    found = [
        f for f in reconcile(build.read([tmp_path / "report.txt"])).findings if f.severity != "note"
    ]
    assert [f for f in found if str(line) in f.source_lines and rule in f.rules]
    assert not [f.finding_id for f in found if str(line) not in f.source_lines]


def _write() -> None:
    """Write the expected files anew, of the folders that hold all resources."""
    for folder in FOLDERS:
        if folder.name == "example":
            continue  # given from outside: shorter, and never rewritten
        for name, rows in _given(folder).items():
            out = io.StringIO()
            columns = TOLD if name == "findings" else package.columns(package.READ[name])
            writer = csv.DictWriter(out, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            package.write_text(folder / f"{name}.csv", out.getvalue())


if __name__ == "__main__":
    _write()
