"""The command line and the whole way: what a maintainer meets."""

import csv
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "tests/golden/example"
RESOURCES = (
    "tables",
    "figures",
    "statements",
    "explanations",
    "evaluations",
    "indicators",
    "unread",
)


def run(*args: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "build.py", *map(str, args)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def tree(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    done = run("build", "--out", out)
    assert done.returncode == 0, done.stderr
    return out


def test_read_gives_the_files_the_example_expects(tmp_path):
    done = run("read", EXAMPLE / "report.txt", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    for name in RESOURCES:
        want, have = rows(EXAMPLE / f"{name}.csv"), rows(tmp_path / "report" / f"{name}.csv")
        columns = list(want[0])
        assert [{c: r[c] for c in columns} for r in have] == want, name
    told = ("message_zh", "message_en", "type", "subject")
    want = {
        r["finding_id"]: {k: v for k, v in r.items() if k not in told}
        for r in rows(EXAMPLE / "findings.csv")
    }
    have = {r["finding_id"]: r for r in rows(tmp_path / "report/findings.csv")}
    assert have.keys() == want.keys()
    for key, row in want.items():
        assert {k: have[key][k] for k in row} == row
    (report,) = rows(tmp_path / "report/reports.csv")
    others = [r for r in rows(EXAMPLE / "statements.csv") if r["item"] == "other"]
    assert others and int(report["statements_other"]) == len(others)
    assert sum(int(s.split(":")[1]) for s in report["other_sections"].split()) == len(others)
    assert "other" in done.stderr
    for name in ("checks", "completeness"):
        assert rows(tmp_path / "report" / f"{name}.csv")
    assert 'slug = "shuiliju"' in (tmp_path / "report/source.toml").read_text("utf-8")


def test_read_says_what_cannot_be_read_and_reads_the_rest(tmp_path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 cut off")
    done = run(
        "read", broken, EXAMPLE / "report.txt", tmp_path / "absent.txt", "--out", tmp_path / "out"
    )
    assert done.returncode == 3
    assert "broken.pdf" in done.stderr and "absent.txt" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "out/report/figures.csv").exists()


def test_read_refuses_what_is_no_final_accounts(tmp_path):
    budget = tmp_path / "budget.txt"
    budget.write_text("青禾县水利局2023年部门预算公开\n收支总预算1,286.40万元。", "utf-8")
    done = run("read", budget, EXAMPLE / "report.txt", "--out", tmp_path / "out")
    assert done.returncode == 3
    assert "this is a budget (部门预算)" in done.stderr and "line 1" in done.stderr
    assert not (tmp_path / "out/budget").exists() and (tmp_path / "out/report").exists()
    again = run("read", budget, "--anyway", "--out", tmp_path / "out")
    assert again.returncode == 0, again.stderr
    assert 'kind = "budget"' in (tmp_path / "out/budget/source.toml").read_text("utf-8")


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("read",),
        ("read", EXAMPLE / "report.txt", "--out", "x", "--as-one", "../up"),
        ("check", "--report", "cn-000000-nobody-1999"),
        ("nonsense",),
    ],
    ids=lambda a: " ".join(map(str, a))[:20] or "nothing",
)
def test_wrong_usage_is_two(args, tmp_path):
    done = run(*args, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr


def test_two_files_of_one_report(tmp_path):
    text = (EXAMPLE / "report.txt").read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "text.txt").write_text("".join(text[:46]), "utf-8")
    (tmp_path / "tables.txt").write_text("".join(text[46:]), "utf-8")
    done = run(
        "read",
        tmp_path / "text.txt",
        tmp_path / "tables.txt",
        "--out",
        tmp_path / "out",
        "--as-one",
        "both",
    )
    assert done.returncode == 0, done.stderr
    figures = rows(tmp_path / "out/both/figures.csv")
    keys = ("table", "line", "column", "state", "amount", "unit")
    want = [tuple(r[k] for k in keys) for r in rows(EXAMPLE / "figures.csv")]
    assert [tuple(r[k] for k in keys) for r in figures] == want
    assert {r["source"] for r in figures} == {"tables.txt"}


def test_the_committed_csvs_are_what_reading_gives(tmp_path):
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    done = run("refresh", "--data", data)
    assert done.returncode == 0, done.stderr
    assert tree(data) == tree(ROOT / "data"), "run `python build.py refresh` and review git diff"


def test_add_keeps_the_file_and_refuses_to_overwrite(tmp_path):
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data/reference", data / "reference")
    args = ("add", EXAMPLE / "report.txt", "--data", data, "--division", "610929")
    assert run(*args).returncode == 0
    folder = data / "reports/610929/shuiliju/2023"
    assert (folder / "source.txt").read_bytes() == (EXAMPLE / "report.txt").read_bytes()
    assert 'received = "report.txt"' in (folder / "source.toml").read_text("utf-8")
    again = run(*args)
    assert again.returncode == 2 and "already" in again.stderr
    other = run(*args, "--year", "2020")
    assert other.returncode == 2 and "same content" in other.stderr


@pytest.mark.parametrize(
    ("text", "args", "told"),
    [
        ("青岚县水利局2023年度部门决算", (), "--division"),
        ("2023年度部门决算", ("--division", "610929"), "--entity"),
        ("白河县水利局部门决算", (), "--year"),
        ("白河县水利局2023年度部门决算", ("--slug", "Bad Slug/.."), "--slug"),
        ("白河县水利局2023年度部门决算", ("--division", "999999"), "divisions.csv"),
        ("白河县水利局2023年度部门决算", ("--url", "notaurl"), "--url"),
        ("hello", ("--division", "610929", "--year", "2024"), "nothing was read"),
    ],
)
def test_add_asks_for_what_is_not_certain(tmp_path, text, args, told):
    file = tmp_path / "report.txt"
    file.write_text(
        f"{text}\n一、收入支出决算总体情况说明\n收入总计9.00万元。" * (text != "hello") or text
    )
    done = run("add", file, "--data", tmp_path, *args)
    assert done.returncode == (3 if text == "hello" else 2), done.stderr
    assert told in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "reports").exists()


HEADLINES = {
    "610929/yibaoju/2023": ["558.64"],
    "410503/yibaoju/2022": ["439.04"],
    "130300/yibaoju/2023": ["2,619.78", "2,623.78"],
    "511725/yibaoju/2023": ["1,406.77"],
    "611022/yibaoju/2024": ["1,049.22"],
}


@pytest.mark.parametrize("place", HEADLINES)
def test_headline_totals_are_those_printed(site, place):
    home = (site / "index.html").read_text("utf-8")
    assert f"d/{place}/index.html" in home
    page = (site / f"d/{place}/index.html").read_text("utf-8")
    tiles = page.partition("<dl class=tiles>")[2].partition("</dl>")[0]
    for number in HEADLINES[place]:
        assert f"<b>{number}</b>" in tiles
    twin = (site / f"d/{place}/index.md").read_text("utf-8")
    assert all(number in twin for number in HEADLINES[place])


def test_coverage_tells_how_much_of_the_narratives_was_understood(site):
    page = (site / "coverage/index.html").read_text("utf-8")
    shown = page[page.index("id=prose") :]
    for path in ROOT.glob("data/reports/*/*/*/statements.csv"):
        items = [r["item"] for r in rows(path)]
        other = items.count("other")
        assert f"<td>{len(items)}<td>{len(items) - other}<td>{other}<td>" in shown, path


def test_a_report_without_tables_says_so(site):
    page = (site / "d/511725/yibaoju/2023/index.html").read_text("utf-8")
    assert "收到的文件里没有决算表" in page


def test_the_rows_that_cannot_add_up_are_found_and_not_repaired(site):
    base = site / "d/610929/yibaoju/2023"
    told = (base / "findings/index.html").read_text("utf-8")
    for part, line in (("26.77", 2769), ("27.77", 2771)):
        assert part in told and f"#L{line}" in told
    figures = rows(ROOT / "data/reports/610929/yibaoju/2023/figures.csv")
    printed = {r["amount"] for r in figures if r["source_line"] in ("2769", "2771")}
    assert printed == {"25.77", "26.77", "27.77"}


def test_building_twice_gives_the_same_bytes(site, tmp_path):
    done = run("build", "--out", tmp_path / "again")
    assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "again") == tree(site)


def test_a_folder_that_is_not_a_site_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    done = run("build", "--out", tmp_path)
    assert done.returncode != 0 and "not empty" in done.stderr and "Traceback" not in done.stderr
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_folder_with_its_own_reference_data_is_read_with_it(tmp_path):
    shutil.copytree(ROOT / "data" / "reference", tmp_path / "reference")
    one = Path("reports", "611022", "yibaoju", "2024")
    shutil.copytree(ROOT / "data" / one, tmp_path / one)
    broken = tmp_path / "reference" / "cn" / "relations.toml"
    broken.write_text("oops = 1\n", encoding="utf-8")
    done = run("check", "--data", tmp_path)
    assert done.returncode != 0
    assert str(broken) in (done.stderr + done.stdout).replace("\n", "")
