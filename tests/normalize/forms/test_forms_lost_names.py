"""A form whose rows lost their names (a damaged text) is read without a crash."""

from pathlib import Path
from random import Random

import pytest

import build
from finalaccounts.reconcile import reconcile

ROOT = Path(__file__).resolve().parents[3]
REPORT = ROOT / "data/reports/410503/yibaoju/2022/source.txt"


@pytest.mark.parametrize("seed", range(3))
def test_repeated_and_swapped_lines_never_crash(seed: int, tmp_path: Path) -> None:
    random = Random(seed)  # noqa: S311  (nothing here is a secret)
    lines = REPORT.read_text("utf-8").split("\n")
    for _ in range(200):
        i, j = random.randrange(len(lines)), random.randrange(len(lines))
        lines[i], lines[j] = lines[j], lines[i]
        lines.insert(random.randrange(len(lines)), random.choice(lines))
    (tmp_path / "source.txt").write_text("\n".join(lines), "utf-8")
    assert reconcile(build.read([tmp_path / "source.txt"])).checks
