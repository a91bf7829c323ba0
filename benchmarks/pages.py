#!/usr/bin/env python3
"""Pages alone: HTML and Markdown twin of every report of a data folder, no charts, no downloads.

Usage: benchmarks/pages.py DATA. Reports are read and checked first, and that is not counted: the
peers are given finished text. Prints processor milliseconds a page, in Chinese.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from finalaccounts.loading import folders, load  # noqa: E402
from finalaccounts.reconcile import reconcile  # noqa: E402
from finalaccounts.render.department import department  # noqa: E402
from finalaccounts.render.languages import FIRST  # noqa: E402
from finalaccounts.render.shell import Shell, SiteReport, site_facts  # noqa: E402


def main() -> None:
    """Draw and print."""
    data = Path(sys.argv[1])
    shell = Shell(site_facts(data))
    words = shell.words(FIRST)
    done, spent, size = 0, 0.0, 0
    for folder in folders(data):
        report = load(folder)
        one = SiteReport(report, reconcile(report))
        start = time.process_time()
        page, twin = department(one, words, (), (), "", (), (), FIRST)
        bare = replace(page, context=replace(page.context, charts=()))
        for item in (bare, twin):
            size += len(shell.draw(item).data)
        spent += time.process_time() - start
        done += 1
    print(
        f"pages alone: {spent / done * 1000:.1f} CPU ms a report (HTML and twin, "
        f"{size / done / 1000:.0f} KB), the context of the page included; {done} reports"
    )


if __name__ == "__main__":
    main()
