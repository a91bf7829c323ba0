"""What ``pip install`` gives: dependencies, data and templates, the console script, the library."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import finalaccounts
from tests.forge.making import make
from tests.forge.report import write

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PAGES = [ROOT / "site_src" / name / "library/index.md" for name in ("about", "en/about")]


def listed(name: str) -> set[str]:
    text = (ROOT / "requirements" / name).read_text("utf-8")
    return {line.strip() for line in text.splitlines() if re.match(r"[a-z]", line)}


def test_the_package_declares_what_it_needs():
    assert set(PROJECT["project"]["dependencies"]) == listed("build.in")
    for extra, needs in PROJECT["project"]["optional-dependencies"].items():
        assert set(needs) == listed(f"{extra}.in")
    assert (ROOT / "finalaccounts/py.typed").is_file() and finalaccounts.__version__
    module, _, name = PROJECT["project"]["scripts"]["mingzhang"].partition(":")
    assert (module, name) == ("finalaccounts.__main__", "main")


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The wheel, unpacked as pip does, far from the repository."""
    at = tmp_path_factory.mktemp("installed")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", at / "dist"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = (at / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(at / "lib")
    return at / "lib"


def run(installed: Path, at: Path, *args: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    return subprocess.run([sys.executable, *args], cwd=at, env=env, capture_output=True, text=True)


def test_the_worked_example_runs_outside_of_the_repository(installed, tmp_path):
    examples = [re.search(r"```python\n(.*?)```", p.read_text("utf-8"), re.S)[1] for p in PAGES]
    assert examples[0] == examples[1]
    (tmp_path / "report.pdf").write_bytes(write(make(7), "shaanxi", "pdf"))
    done = run(installed, tmp_path, "-c", examples[0])
    assert done.returncode == 0, done.stderr
    assert re.search(r"^pass +\d", done.stdout, re.M), done.stdout
    assert "Decimal" not in done.stdout and "total" in done.stdout
    where = run(installed, tmp_path, "-c", "import finalaccounts.reference as r; print(r.ROOT)")
    assert str(installed) in where.stdout


def test_the_command_works_without_the_repository(installed, tmp_path):
    (tmp_path / "report.pdf").write_bytes(write(make(7), "shaanxi", "pdf"))
    asked = ("add", "report.pdf", "--division", "610929", "--year", "2023")
    done = run(installed, tmp_path, "-m", "finalaccounts", *asked)
    assert done.returncode == 0, done.stderr
    (made,) = (tmp_path / "data/reports").glob("*/*/*/source.pdf")
    assert "mingzhang build" in done.stdout + done.stderr
    done = run(installed, tmp_path, "-m", "finalaccounts", "check", "--strict")
    assert done.returncode == 0 and made.parent.parent.name in done.stderr
