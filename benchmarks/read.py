"""Read forged reports of every layout and count what came out right, wrong, or not at all.

``python benchmarks/read.py [--reports 20] [--formats spaces,pdf] [--plain]`` prints the processor
time of each report under data/reports, then the counts of each layout and format. Text without
cells (``spaces``) is read so often, each other format a tenth as often. A figure is *wrong* when it is printed as certain and is not what the forge
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
    options.add_argument("--reports", type=int, default=20, help="per layout")
    options.add_argument("--first", type=int, default=0, help="seed of the first report")
    options.add_argument("--formats", default=",".join(forge.FORMATS))
    options.add_argument("--layouts", default=",".join(forge.LAYOUTS))
    options.add_argument("--plain", action="store_true", help="without quirks")
    options.add_argument("--show", type=int, default=3, help="examples to print per line")
    given = options.parse_args()
    failed = False
    for path in sorted(Path(__file__).resolve().parents[1].glob("data/reports/*/*/*/source.txt")):
        start = time.process_time()
        report = read(path.read_bytes(), "spaces")
        print(f"{report.meta.report_id}: {time.process_time() - start:.2f} s", flush=True)
    for layout in given.layouts.split(","):
        for form in given.formats.split(","):
            counts: Counter[str] = Counter()
            examples: list[str] = []
            slowest, spent = (0.0, 0), 0.0
            many = given.reports if form == "spaces" else max(1, given.reports // 10)
            for seed in range(given.first, given.first + many):
                quirks = forge.NONE if given.plain else forge.draw(seed)
                accounts = forge.accounts(seed)
                data = forge.write(accounts, layout, form, quirks)
                start = time.process_time()
                try:
                    report = read(data, form)
                except Exception as error:
                    counts["crashed"] += 1
                    examples.append(f"seed {seed}: crashed: {error!r}")
                    continue
                took = time.process_time() - start
                spent, slowest = spent + took, max(slowest, (took, seed))
                one, bad = compare(report, forge.expected(accounts, layout, form, quirks))
                counts += one
                counts += compare_text(
                    report, forge.stated(accounts, layout), 1 + len(accounts.projects)
                )
                examples += [f"seed {seed}: {line}" for line in bad]
            failed |= bool(counts["wrong"] or counts["unlisted"] or counts["crashed"])
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            numbers = ", ".join(f"{key} {value}" for key, value in sorted(counts.items()))
            print(f"{layout} {form}, {many} reports: {numbers}")
            print(
                f"    {spent / many:.3f} s each, slowest {slowest[0]:.3f} s (seed {slowest[1]}), memory {memory:.0f} MB",
                flush=True,
            )
            for line in examples[: given.show]:
                print(f"    {line}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
