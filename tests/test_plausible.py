"""``add`` asks before it files what does not look as if it had been read right."""

import json
import os
import pty
import subprocess
import sys
from types import SimpleNamespace

import pytest

from finalaccounts import plausible
from finalaccounts.model import Reconciled
from tests.test_build import ROOT, run
from tests.test_maintainer import ID, TEXT, added, put, tell
from tests.test_maintainer import data as data
from tests.test_maintainer import filed as filed
from tests.test_maintainer import kept as kept

YUAN = TEXT.replace("万元", "元")


def test_a_report_of_which_nothing_was_understood_is_asked_about(data, tmp_path):
    empty = put(tmp_path / "a.txt", "白河县水利局2023年度部门决算\n报表详见附件。\n")
    code, said = tell("add", empty, "--data", data)
    assert code == 3 and "no table and no sentence of it was understood" in said
    assert not added(data) and "--anyway" in said
    code, said = tell("add", empty, "--anyway", "--data", data)
    assert code == 0 and len(added(data)) == 1


@pytest.mark.parametrize(
    ("text", "times"),
    [
        (TEXT.replace("单位：万元", "单位：元"), "10,000"),
        (TEXT.replace("本年支出合计1,285.67万元", "本年支出合计12,856.70万元"), "10"),
        (TEXT.replace("收入合计1,279.42万元", "收入合计127,942万元"), "100"),
    ],
    ids=["unit of tables", "point moved", "point lost"],
)
def test_totals_a_power_of_ten_apart_are_asked_about(data, tmp_path, text, times):
    assert text != TEXT
    code, said = tell("add", put(tmp_path / "a.txt", text), "--data", data)
    assert code == 2 and f"differ by {times} times" in said and not added(data), said


def test_a_year_ten_times_the_other_is_asked_about(filed, tmp_path):
    later = put(tmp_path / "a.txt", YUAN.replace("2023", "2024").replace("2022", "2023"))
    code, said = tell("add", later, "--data", filed)
    assert code == 2 and "in 2023" in said and "10,000 times" in said
    assert len(added(filed)) == 1


def test_many_errors_are_asked_about_and_usual_ones_are_not(kept):
    from finalaccounts.loading import load

    report = load(kept / "reports/610929/shuiliju/2023")

    def doubts(errors, others):
        built = Reconciled(findings=(SimpleNamespace(severity="error"),) * errors)
        return [said for _, said in plausible.doubts(report, built, others, kept)]

    assert doubts(32, (3, 2, 0)) == ["32 errors, of 3 other reports 2 in the middle"]
    assert not doubts(19, (3, 2, 0)) and not doubts(9, (0, 0)) and not doubts(32, (3,))


def test_one_of_many_that_looks_wrong_keeps_nobody_out(data, tmp_path):
    put(tmp_path / "in/a.txt", TEXT)
    put(tmp_path / "in/b.txt", TEXT.replace("白河县", "旬阳市").replace("单位：万元", "单位：元"))
    code, said = tell("add", tmp_path / "in", "--data", data)
    assert code == 2 and "b.txt: does not look right" in said and len(added(data)) == 1


def test_a_new_place_is_told_once_and_known_from_then_on(data, tmp_path):
    new = TEXT.replace("白河县", "青岚县")
    code, said = tell("add", put(tmp_path / "a.txt", new), "--data", data)
    assert code == 2 and "say it with --division" in said
    place = ("--division", "610999", "--place", "青岚县")
    code, said = tell("add", tmp_path / "a.txt", *place, "--dry-run", "--data", data)
    assert code == 0 and not (data / "places.csv").exists()
    code, said = tell("add", tmp_path / "a.txt", *place, "--data", data)
    assert code == 0 and added(data) == ["reports/610999/shuiliju/2023"], said
    later = put(tmp_path / "b.txt", new.replace("2023", "2024").replace("2022", "2023"))
    assert tell("add", later, "--data", data)[0] == 0
    assert len(added(data)) == 2 and tell("check", "--strict", "--data", data)[0] == 0


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("610929,青岚县", "the list of places has it"),
        ("61,青岚县", "six digits"),
        ("610999,x", "name"),
    ],
)
def test_a_wrong_row_of_places_is_named(filed, row, said):
    put(filed / "places.csv", f"code,name\r\n{row}\r\n".encode("utf-8-sig"))
    code, told = tell("check", "--data", filed)
    assert code == 1 and "places.csv:2" in told and said in told


def test_the_closing_screen_and_its_json(data, tmp_path):
    _, said = tell("add", put(tmp_path / "a.txt", TEXT), "--dry-run", "--data", data)
    for part in (
        ID,
        "120 numbers in 10 tables",
        "not read",
        "'0.37'",
        "does not agree",
        "errors 3",
    ):
        assert part in said, part
    assert "nothing was written" in said
    done = run("add", tmp_path / "a.txt", "--json", "--quiet", "--data", data)
    told = json.loads(done.stdout)
    assert done.returncode == 0 and not done.stderr.strip()
    (one,) = told["added"]
    assert (one["report_id"], one["figures"], one["unread"]) == (ID, 120, 1)
    assert len(one["problems"]) == 1 and one["errors"] == 3


def test_on_a_terminal_what_is_open_is_asked(data, tmp_path):
    """Place and entity of a report that nobody knows, answered on a terminal."""
    file = put(tmp_path / "a.txt", TEXT.replace("白河县", "青岚县"))
    keyboard, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, ROOT / "build.py", "add", file, "--data", data],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as done:
        os.write(keyboard, "610999\n青岚县\n".encode())
        said = done.stdout.read().decode()
    assert done.returncode == 0, said
    assert "division unknown" in said and "the name of the place" in said
    assert added(data) == ["reports/610999/shuiliju/2023"]
    assert (data / "places.csv").read_text("utf-8") == "code,name\n610999,青岚县\n"


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252"])
def test_what_is_printed_is_utf8_on_every_system(kept, encoding):
    done = subprocess.run(
        [sys.executable, ROOT / "build.py", "explain", ID, "--lines", "1-12", "--data", kept],
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        capture_output=True,
    )
    assert done.returncode == 0 and "白河县水利局" in done.stdout.decode("utf-8")


def test_what_check_finds_is_json_too(kept):
    done = run("check", "--json", "--quiet", "--data", kept)
    (one,) = json.loads(done.stdout)["reports"]
    assert done.returncode == 0 and not done.stderr.strip()
    assert one["report_id"] == ID and one["outcomes"]["pass"] > 100
    assert {f["severity"] for f in one["findings"]} == {"error", "warning", "note"}
