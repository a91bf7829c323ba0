"""``diff`` against a revision of git: what a branch changes in the data."""

import json
import shutil
import subprocess

import pytest

from tests.test_build import EXAMPLE, ROOT, run

TEXT = (EXAMPLE / "report.txt").read_text("utf-8")
ID = "cn-610929-shuiliju-2023"


@pytest.fixture
def data(tmp_path):
    """A data folder inside a repository, with one report committed."""
    made = tmp_path / "project/data"
    made.mkdir(parents=True)
    shutil.copy(ROOT / "data/site.toml", made)
    assert (
        run("add", EXAMPLE / "report.txt", "--data", made, "--division", "610929").returncode == 0
    )
    for args in (
        ("init", "-q"),
        ("add", "-A"),
        ("-c", "user.name=x", "-c", "user.email=x@y.z", "commit", "-qm", "x"),
    ):
        subprocess.run(["git", *args], cwd=made.parent, check=True)
    return made


def since_head(data):
    done = run("diff", "HEAD", "--json", "--data", data)
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout)


def test_a_branch_is_compared_by_value_and_what_cannot_be_is_said(data, tmp_path):
    code, told = since_head(data)
    assert (code, told["changes"], told["not_compared"]) == (0, [], [])
    again = tmp_path / "again.txt"
    again.write_text(TEXT.replace("546.34", "546.37", 1), "utf-8")
    assert run("add", again, "--data", data, "--division", "610929").returncode == 0
    code, told = since_head(data)
    changed = {c["id"]: c for c in told["changes"]}["text.expenditure.basic"]
    assert code == 0 and (changed["before"], changed["now"]) == ("546.34", "546.37")
    shown = run("diff", "HEAD", "--data", data)
    assert "546.37" in shown.stdout and "546.37" not in shown.stderr
    # A report that cannot be read now did not go: it is named, and compared with nothing.
    folder = data / "reports/610929/shuiliju/2023"
    (folder / "figures.csv").write_text("nothing", "utf-8")
    code, told = since_head(data)
    assert (code, told["changes"]) == (3, []) and len(told["not_compared"]) == 1
    shutil.rmtree(folder)
    code, told = since_head(data)
    assert code == 0 and {c["why"] for c in told["changes"]} == {"withdrawn_report"}


def test_an_unknown_revision_is_wrong_usage(data):
    for name in ("nowhere", "-h9"):
        done = run("diff", "--data", data, "--", name)
        assert done.returncode == 2 and "Traceback" not in done.stderr
