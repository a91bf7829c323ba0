"""Put one mistake at a time into forged reports and count which are found, and what else is said.

``python benchmarks/faults.py [--reports 2] [--clean 20] [--layouts central,hebei] [--format tabs]``
prints, over all layouts together, how often each kind of mistake was found, how often each rule
that must see one did, and for reports without mistakes (but with rounding tails and quirks) every
finding that accuses. The exit code is 1 when a right report is accused of an error, or when fewer
than 98 of 100 mistakes are found. ``--format spaces`` reads text that has lost its columns; a rule
may then say that it cannot tell, which counts as a miss. Then 1, 2 and 3 numbers of a report are
misprinted before it is read: a number that is named must be one of them (``wrong`` must be 0).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from finalaccounts.model import Reconciled
from finalaccounts.reconcile import reconcile
from tests import forge
from tests.forge.compare import read
from tests.forge.misprints import misprinted

RECALL = 98


def checked(accounts: forge.Accounts, layout: str, form: str, quirks: forge.Quirks) -> Reconciled:
    """Read and check one report."""
    return reconcile(read(forge.write(accounts, layout, form, quirks), form))


def accused(seeds: range, layouts: list[str], form: str) -> int:
    """Print what is said of reports without mistakes; return the number of errors."""
    said: dict[str, Counter[str]] = {"error": Counter(), "warning": Counter()}
    examples: dict[str, str] = {}
    for layout in layouts:
        for seed in seeds:
            for f in checked(forge.accounts(seed), layout, form, forge.draw(seed)).findings:
                if f.severity in said:
                    rule = ".".join(f.finding_id.split(".")[:2])
                    said[f.severity][rule] += 1
                    examples.setdefault(
                        f"{f.severity} {rule}",
                        f"{layout} seed {seed}: {f.finding_id} {f.outcome} ({f.printed} for {f.expected})",
                    )
    errors = said["error"].total()
    print(
        f"{len(seeds) * len(layouts)} reports without mistakes:"
        f" {errors} errors, {said['warning'].total()} warnings"
    )
    for severity, rules in said.items():
        for rule, count in rules.most_common():
            print(f"    {severity} {rule} {count}, {examples[f'{severity} {rule}']}")
    return errors


def recall(seeds: range, layouts: list[str], form: str) -> tuple[int, int]:
    """Print how many mistakes are found, by kind and by rule; return (found, tried)."""
    kinds: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    silent: dict[str, list[str]] = {}
    for kind in forge.KINDS:
        for layout in layouts:
            for seed in seeds:
                injected = forge.inject(forge.accounts(seed), kind)
                if injected is None:
                    continue
                checks = checked(injected.accounts, layout, form, forge.NONE).checks
                failed = {c.rule for c in checks if c.outcome == "fail"}
                kinds[kind] += 1
                hits[kind] += failed >= set(injected.rules)
                for rule in injected.rules:
                    rules[rule] += 1
                    seen[rule] += rule in failed
                    if rule not in failed:
                        silent.setdefault(kind, []).append(f"{rule} {layout} seed {seed}")
    for kind, tried in kinds.items():
        missed = ", ".join(silent.get(kind, [])[:3])
        print(f"    {kind}: {hits[kind]} of {tried}{'; silent: ' + missed if missed else ''}")
    print("  by rule:", ", ".join(f"{r} {seen[r]}/{n}" for r, n in sorted(rules.items())))
    return hits.total(), kinds.total()


def named(right: Reconciled, wrong: Reconciled, lines: set[int]) -> Counter[str]:
    """Count what the findings that came with misprints say of them, by line."""
    known = {f.finding_id for f in right.findings if f.severity == "error"}
    new = [f for f in wrong.findings if f.severity == "error" and f.finding_id not in known]
    counts: Counter[str] = Counter(reports=1, unseen=not new)
    for finding in new:
        told = {
            e.source_line
            for e in wrong.evidence
            if e.finding_id == finding.finding_id and e.role == "suspect"
        }
        if finding.diagnosis in ("cell", "blank_total"):
            counts["unique and right" if told <= lines else "wrong"] += 1
        elif finding.diagnosis == "readings":
            counts["ties with the truth" if told & lines else "ties without"] += 1
        else:
            counts["told without a suspect"] += 1
    return counts


def misprints(seeds: range, layouts: list[str]) -> int:
    """Print what is said of 1, 2 and 3 numbers misprinted before reading; return the wrong ones."""
    wrong = 0
    for where, tables in (("tables", True), ("the text", False)):
        for count in (1, 2, 3):
            counts: Counter[str] = Counter()
            for layout in layouts:
                for seed in seeds:
                    text = forge.write(forge.accounts(seed), layout, "tabs", forge.NONE).decode()
                    other, done = misprinted(text, count, seed, tables=tables)
                    if len(done) == count:
                        before, after = (reconcile(read(t.encode(), "tabs")) for t in (text, other))
                        counts += named(before, after, {m.line for m in done})
            wrong += counts["wrong"]
            rest = ", ".join(
                f"{counts[k]} {k}"
                for k in (
                    "unique and right", "ties with the truth", "ties without",
                    "told without a suspect", "unseen", "wrong",
                )
            )  # fmt: skip
            print(f"  {count} in {where}, {counts['reports']} reports: {rest}")
    return wrong


def main() -> int:
    """Run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=2, help="per kind and layout")
    options.add_argument("--clean", type=int, default=20, help="right reports per layout")
    options.add_argument("--misprints", type=int, default=10, help="reports per count and layout")
    options.add_argument("--first", type=int, default=0, help="seed of the first report")
    options.add_argument("--layouts", default=",".join(forge.LAYOUTS))
    options.add_argument("--format", default="tabs")
    given = options.parse_args()
    layouts = given.layouts.split(",")
    start = time.perf_counter()
    errors = accused(range(given.first, given.first + given.clean), layouts, given.format)
    found, tried = recall(range(given.first, given.first + given.reports), layouts, given.format)
    share = 100 * found / tried if tried else 100
    print("misprints before reading, findings of severity error:")
    wrong = misprints(range(given.first, given.first + given.misprints), layouts)
    print(f"{found} of {tried} mistakes found ({share:.1f} %); {time.perf_counter() - start:.0f} s")
    return int(errors > 0 or share < RECALL or wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
