"""Read forged reports of every layout and count what came out right, wrong, or not at all.

``python benchmarks/read.py [--reports 1000] [--formats spaces,tabs] [--plain]`` prints one line
per layout and format. A figure is *wrong* when it is printed as certain and is not what the forge
printed there, *unlisted* when it is neither read nor in unread.csv: both must be 0. *undecided*
figures are named as such by the reader (several columns feasible, the true one among them).
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests import forge
from tests.forge.compare import compare, compare_text, read


def main() -> int:
    """Run the benchmark; the exit code is 1 when anything is wrong or unlisted."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=1000)
    options.add_argument("--formats", default="spaces,tabs")
    options.add_argument("--layouts", default=",".join(forge.LAYOUTS))
    options.add_argument("--plain", action="store_true", help="without quirks")
    options.add_argument("--show", type=int, default=3, help="examples to print per line")
    given = options.parse_args()
    failed = False
    for layout in given.layouts.split(","):
        for form in given.formats.split(","):
            counts: Counter[str] = Counter()
            examples: list[str] = []
            slowest = spent = 0.0
            for seed in range(given.reports):
                quirks = forge.NONE if given.plain else forge.draw(seed)
                accounts = forge.accounts(seed)
                data = forge.write(accounts, layout, form, quirks)
                start = time.perf_counter()
                try:
                    report = read(data, form)
                except Exception as error:
                    counts["crashed"] += 1
                    examples.append(f"seed {seed}: crashed: {error!r}")
                    continue
                took = time.perf_counter() - start
                spent, slowest = spent + took, max(slowest, took)
                one, bad = compare(report, forge.expected(accounts, layout, form, quirks))
                counts += one
                counts += compare_text(
                    report, forge.stated(accounts, layout), 1 + len(accounts.projects)
                )
                examples += [f"seed {seed}: {line}" for line in bad]
            failed |= bool(counts["wrong"] or counts["unlisted"] or counts["crashed"])
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            numbers = ", ".join(f"{key} {value}" for key, value in sorted(counts.items()))
            print(
                f"{layout} {form}: {numbers}; {spent / given.reports:.3f} s each, slowest {slowest:.3f} s, memory {memory:.0f} MB"
            )
            for line in examples[: given.show]:
                print(f"    {line}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
