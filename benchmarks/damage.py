"""Bend one cell at a time of right forged reports and count what is then said and what is lost.

``python benchmarks/damage.py [--count 600] [--first 0] [--kinds "blank,two points"] [--show 10]``
prints by kind of damage: how many reports were bent; findings of severity error, and warnings,
that the same report has not when it is whole; amounts wrong (another number at a place, or one where
none is printed); amounts gone (printed, and neither read nor listed); amounts listed, not read.
The exit code is 1 unless errors, wrong and gone are 0.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests import forge
from tests.forge.bent import FORMS, judge
from tests.forge.damage import KINDS

COLUMNS = ("bent", "errors", "warnings", "wrong", "gone", "listed")


def main() -> int:
    """Run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=600)
    options.add_argument("--first", type=int, default=0, help="seed of the first damage")
    options.add_argument("--seeds", type=int, default=4, help="right reports per layout and form")
    options.add_argument("--kinds", default="", help="only these, comma between")
    options.add_argument("--forms", default=",".join(FORMS))
    options.add_argument("--layouts", default=",".join(forge.LAYOUTS))
    options.add_argument("--show", type=int, default=0, help="examples to print of each fault")
    given = options.parse_args()
    kinds = [k for k in KINDS if not given.kinds or k in given.kinds.split(",")]
    layouts, forms = given.layouts.split(","), given.forms.split(",")
    counts: dict[str, Counter[str]] = {k: Counter() for k in kinds}
    shown: Counter[tuple[str, str]] = Counter()
    start = time.perf_counter()
    for number in range(given.first, given.first + given.count):
        kind = kinds[number % len(kinds)]
        random = Random(number)  # noqa: S311
        layout, form = random.choice(layouts), random.choice(forms)
        told = judge(number, kind, layout, form, random.randrange(given.seeds))
        if told is None:
            continue
        counts[kind] += told.counts
        for fault, texts in told.faults.items():
            for text in texts:
                shown[kind, fault] += 1
                if shown[kind, fault] <= given.show:
                    print(f"  {fault}: {kind} {layout} {form} damage {number} {told.where}: {text}")
    total: Counter[str] = Counter()
    print(f"{'damage':28}" + "".join(f"{c:>10}" for c in COLUMNS))
    for kind, found in counts.items():
        total += found
        print(f"{kind:28}" + "".join(f"{found[c]:10}" for c in COLUMNS))
    print(f"{'all':28}" + "".join(f"{total[c]:10}" for c in COLUMNS))
    print(
        f"{total['accused']} of {total['bent']} reports accused; {time.perf_counter() - start:.0f} s"
    )
    return int(any(total[c] for c in ("errors", "wrong", "gone")))


if __name__ == "__main__":
    sys.exit(main())
