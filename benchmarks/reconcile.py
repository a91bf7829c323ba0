"""How long checking a report takes (target: under 50 ms).

Run: ``python benchmarks/reconcile.py [--reports N] [FOLDER ...]``; default are the (first N)
reports under data/reports that have been read.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from finalaccounts import package  # noqa: E402
from finalaccounts.model import Document, Line, Meta, Report  # noqa: E402
from finalaccounts.reconcile import reconcile  # noqa: E402

RUNS = 7


def load(folder: Path) -> Report:
    """Return the report of a folder, with the text of its ``*.txt``."""
    documents = [
        Document(path.name, tuple(Line(n, t) for n, t in enumerate(path.read_text("utf-8").split("\n"), 1)))
        for path in sorted(folder.glob("*.txt"))
    ]  # fmt: skip
    year = int(folder.name) if folder.name.isdigit() else 2023
    meta = Meta(f"cn-{'-'.join(folder.parts[-3:])}", "", folder.name, "000000", year, "")
    return Report(meta, tuple(documents), **package.read_resources(folder))


def main() -> None:
    """Print one line per report: checks, findings, milliseconds (median of several runs, first)."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    options.add_argument("--reports", type=int, default=50, help="at most so many")
    given = options.parse_args()
    own = [p.parent for p in sorted(ROOT.glob("data/reports/*/*/*/figures.csv"))]
    folders = [f.resolve() for f in given.folders] or own
    for folder in folders[: given.reports]:
        report = load(folder)
        times = []
        for _ in range(RUNS):
            start = time.process_time()
            done = reconcile(report)
            times.append((time.process_time() - start) * 1000)
        print(
            f"{report.meta.report_id}: {len(done.checks)} checks, {len(done.findings)} findings,"
            f" {median(times):.0f} ms (the first time {times[0]:.0f} ms)"
        )


if __name__ == "__main__":
    main()
