"""What ``pip install`` gives: dependencies, the console script, types."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import finalaccounts

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def listed(name: str) -> set[str]:
    text = (ROOT / "requirements" / name).read_text("utf-8")
    return {line.strip() for line in text.splitlines() if re.match(r"[a-z]", line)}


def test_the_package_declares_what_it_needs():
    assert set(PROJECT["project"]["dependencies"]) == listed("build.in")
    assert set(PROJECT["project"]["optional-dependencies"]["ocr"]) == listed("ocr.in")
    assert (ROOT / "finalaccounts/py.typed").is_file() and finalaccounts.__version__
    module, _, name = PROJECT["project"]["scripts"]["mingzhang"].partition(":")
    assert (module, name) == ("finalaccounts.__main__", "main")


def test_the_command_runs_from_any_folder_and_says_what_an_installation_misses(tmp_path):
    def run(at: Path) -> subprocess.CompletedProcess[str]:
        env = {"PYTHONPATH": str(at), "PATH": ""}
        command = [sys.executable, "-m", "finalaccounts", "--help"]
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)

    assert run(ROOT).returncode == 0
    alone = tmp_path / "installed/finalaccounts"
    alone.mkdir(parents=True)
    for name in ("__init__.py", "__main__.py", "exit_codes.py"):
        shutil.copy(ROOT / "finalaccounts" / name, alone)
    done = run(alone.parent)
    assert done.returncode == 2 and "pip install -e ." in done.stderr
