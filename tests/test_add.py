"""``add``: many files, parts of one report, a report published again."""

import csv
import shutil
from pathlib import Path

import pytest

from finalaccounts import accepted
from finalaccounts.loading import load
from tests.test_build import EXAMPLE, ROOT, run, tree

TEXT = (EXAMPLE / "report.txt").read_text("utf-8")
NAME = "青岚县水利局2023年度部门决算\n"


@pytest.fixture
def data(tmp_path):
    shutil.copytree(ROOT / "data/reference", tmp_path / "data/reference")
    accepted.accept(tmp_path / "data")
    return tmp_path / "data"


def add(data: Path, *args: object) -> tuple[int, str]:
    done = run("add", *args, "--data", data, "--division", "610929")
    assert "Traceback" not in done.stderr and not (data / "reports/.new").exists()
    return done.returncode, done.stdout + done.stderr


def put(folder: Path, **texts: str) -> Path:
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


def certificates(data: Path) -> dict[str, int]:
    """The reports below ``data``, with their number of sources."""
    found = (data / "reports").rglob("source.toml")
    return {
        "/".join(path.parent.parts[-2:]): path.read_text("utf-8").count("[[source]]")
        for path in found
    }


def test_a_folder_of_reports_is_added_each_as_its_own(data, tmp_path):
    at = TEXT.index("第三部分")
    files = put(
        tmp_path / "in",
        a_tables=NAME + TEXT[at:],
        b_text=TEXT[:at],
        earlier=TEXT.replace("2023", "2022"),
        bad="hello",
        twice=TEXT.replace("2023", "2022"),
    )
    code, said = add(data, files, "--dry-run")
    assert code == 3 and "nothing was written" in said and not certificates(data)
    code, said = add(data, files)
    assert code == 3 and "bad.txt" in said and "same content" in said
    # Text and tables are one report, the text first; the bad file kept nobody out.
    assert certificates(data) == {"shuiliju/2023": 2, "shuiliju/2022": 1}
    first = (data / "reports/610929/shuiliju/2023/source.txt").read_text("utf-8")
    assert first == TEXT[:at]
    before = tree(data)
    (files / "bad.txt").unlink()
    code, said = add(data, files)
    assert code == 0 and "left as it is" in said and tree(data) == before


def test_two_versions_at_once_and_what_is_said_of_one_only(data, tmp_path):
    files = put(tmp_path / "in", a=TEXT, b=TEXT.replace("546.34", "546.37"))
    code, said = add(data, files)
    assert code == 2 and "which is in force is not certain" in " ".join(said.split())
    code, said = add(data, files, "--year", "2024")
    assert code == 2 and "--year: can be said of one report only" in said
    assert not certificates(data)


def test_a_report_published_again_supersedes_and_says_what_changed(data, tmp_path):
    assert add(data, EXAMPLE / "report.txt")[0] == 0
    folder = data / "reports/610929/shuiliju/2023"
    files = put(
        tmp_path / "in", again=TEXT.replace("546.34", "546.37", 1), cut=TEXT[: len(TEXT) // 8]
    )
    before = tree(data)
    code, said = add(data, files / "cut.txt")
    assert code == 2 and "too few to take its place" in said and tree(data) == before
    code, said = add(data, files / "again.txt")
    assert code == 0, said
    row = [line for line in said.splitlines() if "new_source" in line and "546.34" in line]
    assert len(row) == 1 and "546.37" in row[0], said
    assert (folder / "source.txt").read_text("utf-8") == TEXT
    assert 'supersedes = "source.txt"' in (folder / "source.toml").read_text("utf-8")
    with (folder / "statements.csv").open(encoding="utf-8", newline="") as handle:
        amounts = {row["statement_id"]: row["amount"] for row in csv.DictReader(handle)}
    assert amounts["text.expenditure.basic"] == "546.37"
    assert add(data, EXAMPLE / "report.txt")[0] == 2  # the earlier version, kept, is known


def test_two_counties_never_become_one_department(data, tmp_path):
    far = TEXT.replace("青岚县", "赤霞县").replace("2023", "2022")
    files = put(tmp_path / "in", a=TEXT, b=far)
    code, said = add(data, files)
    assert code == 2 and "different entities" in said and not certificates(data)
    assert add(data, files / "a.txt")[0] == 0
    code, said = add(data, files / "b.txt")
    assert code == 2 and "say another --slug" in " ".join(said.split())
    assert add(data, files / "b.txt", "--slug", "chixiashuiliju")[0] == 0
    assert certificates(data) == {"shuiliju/2023": 1, "chixiashuiliju/2022": 1}


def test_one_changed_number_is_one_changed_row(data, tmp_path):
    """A report in two files is published again, its text with one other number."""
    at = TEXT.index("第三部分")
    files = put(tmp_path / "in", tables=NAME + TEXT[at:], text=TEXT[:at])
    assert add(data, files / "text.txt", files / "tables.txt")[0] == 0
    folder = data / "reports/610929/shuiliju/2023"

    def lines():
        texts = {p.name: p.read_text("utf-8").splitlines() for p in folder.glob("*.csv")}
        return [(name, line) for name, text in texts.items() for line in text]

    before = lines()
    (files / "text.txt").write_text(TEXT[:at].replace("546.34", "546.37", 1), "utf-8")
    tables = NAME + TEXT[at:].replace(" 378.95 ", " 378.98 ", 1)
    (files / "tables.txt").write_text(tables, "utf-8")
    code, said = add(data, files / "text.txt", files / "tables.txt")
    assert code == 0, said
    now = lines()
    # The rows that hold the numbers, and the share that quotes the same sentence; no other.
    changed = set(now) - set(before)
    assert len(changed) == 3 and len(now) == len(before)
    assert all("546.37" in line or "378.98" in line for _, line in changed)
    # Rows stand where they stood, and are loaded with the files in force.
    assert [a == b for a, b in zip(before, now, strict=True)].count(False) == 3
    assert {f.source for f in load(folder).figures} == {"source-4.txt"}
    assert run("verify", "--data", data).returncode == 0
    # Of two files one may come again unchanged, beside a new one.
    (files / "text.txt").write_text(TEXT[:at].replace("546.34", "546.39", 1), "utf-8")
    code, said = add(data, files / "text.txt", files / "tables.txt")
    assert code == 0, said
    assert len(set(lines()) - set(now)) == 2
    assert not (folder / "source-6.txt").exists() and (folder / "source-5.txt").is_file()
