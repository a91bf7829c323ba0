"""A maintainer's day: what once was published wrong in silence is refused, said, or done right.

Each test is one row of a list of mishaps: a command, its exit code, and its message.
"""

import csv
import re
import shutil
import subprocess
import sys

import pytest

from tests.test_build import EXAMPLE, ROOT, run

TEXT = (EXAMPLE / "report.txt").read_text("utf-8").replace("青岚县", "白河县")
ID = "cn-610929-shuiliju-2023"
HERE = "reports/610929/shuiliju/2023"


@pytest.fixture
def data(tmp_path):
    made = tmp_path / "data"
    made.mkdir()
    (made / "site.toml").write_text((ROOT / "data/site.toml").read_text("utf-8"), "utf-8")
    return made


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def tell(*args):
    """Run a command; return its exit code and all it says, on one line."""
    done = run(*args)
    assert "Traceback" not in done.stderr and "internal error" not in done.stderr, done.stderr
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def added(data):
    return sorted(str(p.parent.relative_to(data)) for p in data.rglob("source.toml"))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    at = tmp_path_factory.mktemp("kept")
    code, said = tell("add", put(at / "first.txt", TEXT), "--data", at / "data")
    assert code == 0 and added(at / "data") == [HERE], said
    return at / "data"


@pytest.fixture
def filed(kept, data):
    """The data folder with one report in it."""
    return shutil.copytree(kept, data, dirs_exist_ok=True)


def test_reports_of_unknown_places_are_filed_nowhere(data, tmp_path):
    one = put(tmp_path / "a.txt", TEXT.replace("白河县", "青岚县"))
    other = put(tmp_path / "b.txt", TEXT.replace("白河县", "赤霞县").replace("2023", "2022"))
    code, said = tell("add", one, other, "--data", data)
    assert code == 2 and said.count("say it with --division") == 2 and not added(data)


def test_two_departments_are_two_reports(data, tmp_path):
    other = TEXT.replace("白河县水利局", "旬阳市教育局")
    files = put(tmp_path / "a.txt", TEXT), put(tmp_path / "b.txt", other)
    code, said = tell("add", *files, "--data", data)
    assert code == 0 and added(data) == [HERE, "reports/610981/jiaoyuju/2023"], said


@pytest.mark.parametrize(
    "cover", ["旬阳市教育局\n2023年度部门决算", "旬阳市教育局2023年度部门决算"]
)
def test_two_departments_in_one_file_are_refused(data, tmp_path, cover):
    other = TEXT.replace("白河县水利局\n2023年度部门决算", cover)
    other = other.replace("白河县水利局", "旬阳市教育局")
    code, said = tell("add", put(tmp_path / "both.txt", f"{TEXT}\n{other}"), "--data", data)
    assert code == 3 and "two entities in one report" in said and not added(data)


def test_the_same_file_twice_is_one_report(data, tmp_path):
    files = put(tmp_path / "a/r.txt", TEXT), put(tmp_path / "b/r.txt", TEXT)
    code, said = tell("add", *files, "--data", data)
    assert code == 0 and "the same content as" in said and added(data) == [HERE]
    assert (data / HERE / "source.toml").read_text("utf-8").count("[[source]]") == 1
    assert tell("check", "--strict", "--data", data)[0] == 0


def test_the_same_bytes_are_never_another_year(filed, tmp_path):
    again = put(tmp_path / "renamed.txt", TEXT)
    code, said = tell("add", again, "--year", 2021, "--data", filed)
    assert code == 2 and "there already, with the same content" in said and added(filed) == [HERE]


def test_a_report_of_nobody_has_no_page(data, tmp_path):
    nobody = put(tmp_path / "a.txt", TEXT.replace("白河县水利局", ""))
    code, said = tell("add", nobody, "--division", "610929", "--data", data)
    assert code == 2 and "say it with --entity" in said and not added(data)
    hello = put(tmp_path / "hello.txt", "hello")
    code, said = tell("add", hello, "--year", 2024, "--division", "610929", "--data", data)
    assert code == 3 and "nothing was read" in said and not added(data)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("--slug", "Bad Slug/.."), "small letters and digits"),
        (("--division", "999999"), "six-digit code"),
        (("--url", "notaurl"), "http:// or https://"),
        (("--year", "20233"), "a year from"),
    ],
    ids=["slug", "division", "url", "year"],
)
def test_what_cannot_be_is_not_accepted(data, tmp_path, given, expected):
    code, said = tell("add", put(tmp_path / "a.txt", TEXT), *given, "--data", data)
    assert code == 2 and given[0] in said and expected in said and not added(data)


def test_any_name_and_html_go_to_a_page(data, tmp_path):
    body = "".join(f"<p>{line}</p>\n" for line in TEXT.splitlines())
    page = put(tmp_path / "index.html", f"<html><meta charset=utf-8><body>{body}</body></html>")
    named = put(tmp_path / "tables.xlsx", TEXT.replace("2023", "2022"))
    assert tell("add", page, named, "--data", data)[0] == 0
    assert (data / HERE / "source.html").is_file()
    assert (data / HERE / "../2022/source.txt").is_file()
    code, said = tell("build", "--strict", "--data", data, "--out", tmp_path / "site")
    assert code == 0, said
    for year in (2022, 2023):
        assert (tmp_path / f"site/d/610929/shuiliju/{year}/index.html").is_file()
    # A web page as received could run as a page of the site: it is published as text.
    assert (tmp_path / "site/d/610929/shuiliju/2023/source.html.txt").is_file()


def test_a_folder_is_a_folder_of_reports(data, tmp_path):
    put(tmp_path / "in/a.txt", TEXT)
    put(tmp_path / "in/deeper/b.txt", TEXT.replace("2023", "2022"))
    assert tell("add", tmp_path / "in", "--data", data)[0] == 0
    assert added(data) == [HERE.replace("2023", "2022"), HERE]


def test_a_report_published_again_shows_its_changed_number(filed, tmp_path):
    again = put(tmp_path / "again.txt", TEXT.replace("546.34", "546.37", 1))
    code, said = tell("add", again, "--data", filed)
    assert code == 0 and "546.34" in said and "546.37" in said
    assert 'supersedes = "source.txt"' in (filed / HERE / "source.toml").read_text("utf-8")
    assert tell("refresh", "--data", filed)[0] == 0


@pytest.mark.parametrize(
    ("encoding", "date"),
    [("utf-8-sig", "2026/11/27"), ("gb18030", "2026/1/7"), ("utf-16", "2026-01-07")],
)
def test_corrections_from_notepad_and_excel_are_understood(filed, encoding, date):
    head = "place,printed,used,reason,date\r\n"
    text = f"{head}basic_expenditure.operating_total.final,155.09,155.90,与正文不一致,{date}\r\n"
    put(filed / HERE / "corrections.csv", text.encode(encoding))
    code, said = tell("check", "--strict", "--data", filed)
    assert code == 0 and "corrections" not in said, said


@pytest.mark.parametrize("name", ["replies", "withdrawn"])
def test_an_answer_to_nothing_stops_the_build(filed, tmp_path, name):
    entry = {
        "replies": '[[reply]]\nfinding="T01.R0.x"\ndate=2026-11-27\nby="x"\ntext="x"\n',
        "withdrawn": '[[withdrawn]]\nfinding="T01.R0.x"\ndate=2026-11-27\nreason_zh="x"\nreason_en="x"\n',
    }[name]
    put(filed / HERE / f"{name}.toml", entry)
    done = run("build", "--data", filed, "--out", tmp_path / "site")
    said = " ".join(done.stderr.split())
    assert done.returncode == 1 and "no finding 'T01.R0.x'" in said and "nearest" in said
    assert not (tmp_path / "site/index.html").exists()


def swap(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def a_number(folder):
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as handle:
        row = next(r for r in csv.DictReader(handle) if len(r["amount"]) > 5)
    swap(folder / "figures.csv", row["amount"], "9999.99")


TAMPERED = {
    "a number": a_number,
    "the source": lambda folder: swap(folder / "source.txt", "546.34", "546.35"),
    "a hash": lambda folder: swap(
        folder / "source.toml",
        re.search(r'sha256 = "(\w+)"', (folder / "source.toml").read_text("utf-8"))[1],
        "0" * 64,
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_changed_by_hand_is_told(filed, what):
    TAMPERED[what](filed / HERE)
    code, said = tell("check", "--strict", "--data", filed)
    assert code == 3 and "could not be read" in said and HERE.removeprefix("reports/") in said


@pytest.mark.parametrize("revision", ["main", "HEAD~1", "origin/main"])
def test_a_revision_is_a_base_of_comparison(filed, tmp_path, revision):
    def git(*args):
        who = ("-c", "user.name=x", "-c", "user.email=x@y.z")
        subprocess.run(["git", *who, *args], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-qm", "x")
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    git("commit", "-qm", "y", "--allow-empty")
    again = put(tmp_path / "again.txt", TEXT.replace("546.34", "546.37", 1))
    assert tell("add", again, "--data", filed)[0] == 0
    done = run("diff", revision, "--data", filed)
    assert done.returncode == 0 and "546.37" in done.stdout and "546.37" not in done.stderr


def test_the_program_is_asked_for_its_version():
    done = subprocess.run(
        [sys.executable, "-c", "import finalaccounts; print(finalaccounts.__version__)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*\n", done.stdout)
