#!/usr/bin/env python3
"""Why not plain bigrams: what a query would read from an index of bigram -> texts.

Usage: benchmarks/search_engines.py [--reports 200]: department-years. For drawn strings of 2 to 8
characters it counts the entries of the lists of all their bigrams (what must be read to intersect
them), the texts that stay after intersecting (what must be read to be exact), and the true ones.
Multiply by the ratio of department-years for a larger corpus: lists grow with it.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from forged_corpus import forge  # noqa: E402

from finalaccounts.site.search.entries import FIGURE, entries  # noqa: E402
from finalaccounts.site.search.fold import fold  # noqa: E402


def share(values: list[int], part: float) -> int:
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=200, help="department-years")
    count = options.parse_args().reports
    texts = list(dict.fromkeys(
        fold(e.text) for item in forge(count) for e in entries(item.report, ()) if e.kind != FIGURE
    ))  # fmt: skip
    lists: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        for pair in {text[i : i + 2] for i in range(len(text) - 1)}:
            lists.setdefault(pair, []).append(number)
    r = random.Random(5)  # noqa: S311
    read, stay, true = [], [], []
    for text in r.choices(texts, [len(t) for t in texts], k=300):
        size = min(len(text), r.randint(2, 8))
        start = r.randint(0, len(text) - size)
        query = text[start : start + size]
        pairs = sorted({query[i : i + 2] for i in range(size - 1)}, key=lambda p: len(lists[p]))
        if not pairs:
            continue
        found = set(lists[pairs[0]]).intersection(*(lists[p] for p in pairs[1:]))
        read.append(sum(len(lists[p]) for p in pairs))
        stay.append(len(found))
        true.append(sum(query in texts[n] for n in found))
    wrong = [a - b for a, b in zip(stay, true, strict=True)]
    print(
        f"{count} department-years, {len(texts)} texts, {sum(map(len, lists.values()))} entries in {len(lists)} lists"
    )
    for name, values in (
        ("entries to read", read),
        ("texts to look at", stay),
        ("of them wrong", wrong),
        ("true", true),
    ):
        print(f"{name:17} median {statistics.median(values):8.0f}  95 % {share(values, 0.95):8}")


if __name__ == "__main__":
    main()
