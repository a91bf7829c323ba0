"""Every hostile case is held: nothing runs, no neighbour changes, one sentence says what it is."""

import csv
import io
import re
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from finalaccounts import say, terminal
from finalaccounts.exits import UNREADABLE_ERRORS, set_aside
from finalaccounts.limits import Limits
from finalaccounts.loading import folders, load
from finalaccounts.paths import PathError, by_folder, folder_name, report_folder
from finalaccounts.reading import read
from finalaccounts.reconcile import reconcile
from finalaccounts.reference import ReferenceDataError
from finalaccounts.render.shell import site_facts
from finalaccounts.responses import read_responses
from finalaccounts.worker import Worker
from tests.hostile import counts, data, files, names
from tests.test_build import ROOT, run

FIRST = next(f for f in folders(ROOT / "data") if f.parts[-3] == "130300")


def test_there_are_enough():
    assert sum(counts().values()) >= 200


@pytest.fixture
def folder(tmp_path):
    made = tmp_path.joinpath("data", "reports", *FIRST.parts[-3:])
    shutil.copytree(FIRST, made)
    return made


def loaded(folder):
    report = load(folder)
    said, built = read_responses(folder), reconcile(report)
    said.must_fit(built.findings, folder)


@pytest.mark.parametrize("name", data.FOLDER | data.TYPED)
def test_a_fault_of_a_folder_is_said_in_a_sentence(folder, name):
    change, said = (data.FOLDER | data.TYPED)[name]
    change(folder)
    with pytest.raises((*UNREADABLE_ERRORS, ReferenceDataError), match=f"(?s){said}"):
        loaded(folder)


@pytest.mark.parametrize("line", data.SITE)
def test_a_fault_of_the_site_stops_it(tmp_path, line):
    title = "" if line.startswith("title") else 'title = "x"\n'
    (tmp_path / "site.toml").write_text(f"{title}{line}\n", "utf-8")
    with pytest.raises(ReferenceDataError, match=r"site\.toml"):
        site_facts(tmp_path)


@pytest.fixture(scope="module")
def worker():
    with Worker(read, UNREADABLE_ERRORS, Limits(seconds=3)) as apart:
        yield apart


def read_or_said(worker, path):
    try:
        return worker([path], anyway=True)
    except Exception as error:
        said = set_aside(error, path)
        assert "fault of the program" not in said, said
        assert path.name in said and len(said) < 600
        return None


@pytest.mark.parametrize("name", [name for name in files.CASES if name not in files.LINES])
def test_a_file_is_read_or_said_in_a_sentence(tmp_path, worker, name):
    path = tmp_path / name
    path.write_bytes(files.CASES[name]())
    read_or_said(worker, path)


@pytest.mark.parametrize("name", files.LINES)
def test_a_long_line_is_read_within_the_usual_limits(tmp_path, name):
    # In a process of its own: a worker counts what it shares with the one that started it.
    path = tmp_path / name
    path.write_bytes(files.LINES[name]())
    done = run("read", path, "--anyway", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    with (tmp_path / "out" / path.stem / "figures.csv").open(encoding="utf-8") as file:
        printed = [row["printed"] for row in csv.DictReader(file) if row["amount"]]
    assert all(len(text) < 30 for text in printed)


def test_what_is_no_file_is_said_in_a_sentence(tmp_path, worker):
    for path in files.odd(tmp_path):
        assert read_or_said(worker, path) is None


def test_the_others_are_read(tmp_path):
    good = tmp_path / "good.txt"
    good.write_bytes((ROOT / "tests/golden/example/report.txt").read_bytes())
    bad = files.odd(tmp_path)
    strange = tmp_path / "\udcff\x1b[31m.txt"
    strange.write_bytes(good.read_bytes())
    done = run("read", *bad, "...txt", strange, good, "--out", tmp_path / "out" / "deep")
    assert done.returncode == 3 and "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr and "\udcff" not in done.stderr
    assert (tmp_path / "out/deep/good/figures.csv").exists()
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["deep"]


@pytest.mark.parametrize("name", names.CASES, ids=ascii)
def test_a_name_that_leads_elsewhere_is_refused(name):
    with pytest.raises(PathError):
        folder_name(name)
    if name:
        with pytest.raises(PathError):
            by_folder([Path("a.txt")], name)
    with pytest.raises(PathError):
        report_folder(Path("data"), "610929", name, 2023)
    with pytest.raises(PathError):
        report_folder(Path("data"), name, "yibaoju", 2023)


@pytest.mark.parametrize("text", names.TERMINAL, ids=ascii)
def test_text_on_the_terminal_is_text(text, monkeypatch):
    out = io.StringIO()
    for name in ("say", "answer"):
        plain = Console(file=out, force_terminal=False, emoji=False, width=200)
        for module in (terminal, say):
            monkeypatch.setattr(module, name, plain)
    terminal.problems(text, [text])
    terminal.cells(text, [(text,) * 7])
    shown = out.getvalue()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", shown)
    assert text in shown or not text.isprintable()
    link = io.StringIO()
    Console(file=link, force_terminal=True, emoji=False).print(terminal.plain(text))
    assert "evil.example" not in link.getvalue() or "]8;" not in link.getvalue()
