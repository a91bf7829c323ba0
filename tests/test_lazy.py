"""A command imports what it needs: --help and a build with nothing to do load no reader, no page."""

import subprocess
import sys

import pytest

from tests.test_build import ROOT

HEAVY = (
    "pandas",
    "altair",
    "pypinyin",
    "numpy",
    "jinja2",
    "mkdocs",
    "pypdfium2",
    "docx",
    "openpyxl",
)
ASK = (
    "import sys, runpy; sys.argv = ['build.py', *sys.argv[1:]]\n"
    "try: runpy.run_path('build.py', run_name='__main__')\n"
    "except SystemExit: pass\n"
    "print(*sorted(m for m in sys.modules if '.' not in m))"
)


def loaded(*args: object) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", ASK, *map(str, args)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("args", [("--help",), ("read", "--help"), ("release", "--help")])
def test_help_loads_nothing_heavy(args):
    assert not loaded(*args).intersection(HEAVY)


def test_a_build_with_nothing_to_do_loads_nothing_heavy(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "site.toml").write_text((ROOT / "data/site.toml").read_text("utf-8"), "utf-8")
    args = ("build", "--data", data, "--out", tmp_path / "site")
    assert "jinja2" in loaded(*args)
    assert not loaded(*args).intersection(HEAVY)
