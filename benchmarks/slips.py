"""Put one slip at a time into the words and forms of forged reports and count what is told.

``python benchmarks/slips.py [--reports 4] [--clean 10] [--first 0] [--layouts central,hebei]`` prints
for every kind how often it was told, and as an error where the arithmetic is certain; then every
finding that accuses a report whose added sentences and forms are all right. The exit code is 1 when
a right report is accused or fewer than 99 of 100 slips are told.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from finalaccounts.model import Finding, Reconciled
from finalaccounts.reconcile import reconcile
from tests import forge
from tests.forge import form_slips as _forms  # noqa: F401  registers its kinds
from tests.forge.compare import read
from tests.forge.slips import KINDS, Slip
from tests.forge.written import enriched

TOLD = 99
KNOWN = (
    "T08.R02",
)  # the forge prints that title over other columns in one layout, as a report does


def text_of(seed: int, layout: str) -> tuple[str, forge.Accounts]:
    """Return the right, enriched text of a report."""
    accounts = forge.accounts(seed)
    return enriched(forge.write(accounts, layout, "tabs", forge.NONE).decode(), accounts), accounts


def checked(text: str) -> Reconciled:
    """Read and check a text."""
    return reconcile(read(text.encode(), "tabs"))


def tells(slip: Slip, new: list[Finding]) -> bool:
    """True when one of the new findings is of the slip, as an error where it is certain."""
    levels = ("error",) if slip.sure else ("error", "warning", "note")
    return any(f.severity in levels and not {*f.rules}.isdisjoint(slip.rules) for f in new)


def main() -> int:
    """Run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=2, help="per kind and layout")
    options.add_argument("--clean", type=int, default=10, help="right reports per layout")
    options.add_argument("--first", type=int, default=0, help="seed of the first report")
    options.add_argument("--layouts", default=",".join(forge.LAYOUTS))
    options.add_argument("--kinds", default="", help="only these")
    given = options.parse_args()
    start, layouts = time.perf_counter(), given.layouts.split(",")
    false: Counter[str] = Counter()
    for layout in layouts:
        for seed in range(given.first, given.first + given.clean):
            for f in checked(text_of(seed, layout)[0]).findings:
                if f.severity != "note" and f.rule not in KNOWN:
                    false[f.rule] += 1
                    print(
                        f"  false: {layout} seed {seed}: {f.finding_id} {f.severity}: {f.message_zh}"
                    )
    print(
        f"{given.clean * len(layouts)} right reports: {false.total()} errors and warnings {dict(false)}"
    )
    tried, told = Counter[str](), Counter[str]()
    silent: dict[str, list[str]] = {}
    wanted = given.kinds.split(",") if given.kinds else list(KINDS)
    for layout in layouts:
        for seed in range(given.first, given.first + given.reports):
            text, accounts = text_of(seed, layout)
            known = {f.finding_id for f in checked(text).findings}
            for name in wanted:
                slip = KINDS[name](text, accounts)
                if slip is None:
                    continue
                new = [f for f in checked(slip.text).findings if f.finding_id not in known]
                tried[name] += 1
                told[name] += tells(slip, new)
                if not tells(slip, new):
                    silent.setdefault(name, []).append(
                        f"{layout} {seed}: {[(f.finding_id, f.severity) for f in new][:2]}"
                    )
    for name, count in tried.items():
        print(
            f"    {name}: {told[name]} of {count}{'; not told: ' + '; '.join(silent[name][:2]) if name in silent else ''}"
        )
    share = 100 * told.total() / max(tried.total(), 1)
    print(
        f"{len(tried)} kinds, {told.total()} of {tried.total()} slips told ({share:.1f} %); {time.perf_counter() - start:.0f} s"
    )
    return int(bool(false) or share < TOLD)


if __name__ == "__main__":
    sys.exit(main())
