"""Put one mistake at a time into forged reports and count which are found, and what else is said.

``python benchmarks/faults.py [--reports 50]`` prints, for each kind of mistake, how often all the
rules that must see it failed, and for reports without mistakes every finding that is an error or
a warning: there must be none.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from finalaccounts.model import Reconciled
from finalaccounts.reconcile import reconcile
from tests import forge
from tests.forge.compare import read


def checked(accounts: forge.Accounts, layout: str) -> Reconciled:
    """Read and check one report whose cells are certain."""
    return reconcile(read(forge.write(accounts, layout, "tabs"), "tabs"))


def loud(built: Reconciled) -> list[str]:
    """Return the findings that accuse: place and outcome."""
    return [
        f"{f.finding_id} {f.outcome} ({f.printed} for {f.expected})"
        for f in built.findings
        if f.severity in ("error", "warning")
    ]


def main() -> int:
    """Run the benchmark; the exit code is 1 when a mistake is missed or a right report accused."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=50)
    options.add_argument("--layout", default="central")
    given = options.parse_args()
    accused: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for seed in range(given.reports):
        for line in loud(checked(forge.accounts(seed), given.layout)):
            rule = ".".join(line.split(".")[:2])
            accused[rule] += 1
            examples.setdefault(rule, f"seed {seed}: {line}")
    print(f"{given.reports} reports without mistakes: {sum(accused.values())} accusations")
    for rule, count in accused.most_common():
        print(f"    {rule} {count}, {examples[rule]}")
    missed = 0
    for kind in forge.KINDS:
        tried = found = 0
        said: Counter[str] = Counter()
        for seed in range(given.reports):
            injected = forge.inject(forge.accounts(seed), kind)
            if injected is None:
                continue
            tried += 1
            failed = {
                c.rule
                for c in checked(injected.accounts, given.layout).checks
                if c.outcome == "fail"
            }
            lacking = set(injected.rules) - failed
            found += not lacking
            said.update(f"{rule} (seed {seed})" for rule in lacking if not said)
        missed += tried - found
        print(f"{kind}: {found} of {tried}{'; silent: ' + ', '.join(said) if said else ''}")
    return int(bool(missed or accused))


if __name__ == "__main__":
    sys.exit(main())
