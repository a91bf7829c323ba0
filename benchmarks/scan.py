"""Read forged reports as scans and weigh every figure against the text of the same pages.

``python benchmarks/scan.py [--reports 1] [--ageing worn,coarse,fax,seal,grey_seal,clean]
[--pages 3] [--keep DIR]`` needs the extra ``ocr`` and a font with Chinese characters (the system's,
or the file named by FORGE_FONT). Pages with tables are drawn, aged and recognised; ``--pages``
takes so many of each report (0: all). ``--keep`` keeps records, so that only new pages are
recognised again. Then 1 % of the digits are changed after recognition (``damaged``). *wrong* are
figures that are certain and not what was printed, or accusations: both must be 0.
"""

# ruff: noqa: S311  (nothing here is a secret)
from __future__ import annotations

import argparse
import hashlib
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from finalaccounts.collect import kinds
from finalaccounts.extract import extract
from finalaccounts.extract.scan import installed
from finalaccounts.model import Figure, Recognition, Report, Source
from finalaccounts.normalize import normalize
from finalaccounts.recognition import from_json, to_json
from finalaccounts.reconcile import confirmed, reconcile
from tests import forge
from tests.forge import files, scans
from tests.forge.report import blocks

AGEING = {
    "clean": scans.CLEAN,
    "worn": scans.WORN,
    "coarse": scans.COARSE,
    "fax": scans.FAX,
    "seal": replace(scans.WORN, seal="#d83a3a"),
    "grey_seal": replace(scans.WORN, seal="#707070"),
}


def read(data: bytes, record: bytes = b"") -> Report:
    """Read a PDF as a report, from a record of recognition where one is given."""
    sha = hashlib.sha256(data).hexdigest()
    document = extract(Source("report.pdf", kinds.PDF, sha, len(data), data, record))
    return confirmed(normalize([document]))


def places(report: Report, pages: dict[str, str]) -> dict[str, Figure]:
    """Return the printed figures of some pages by page and id; ``pages`` renames them."""
    return {
        f"{pages[f.page]} {f.figure_id}": f
        for f in report.figures
        if f.page in pages and f.state == "printed" and f.placed != "ambiguous"
    }


def weigh(truth: Report, found: Report, pages: Sequence[int]) -> tuple[Counter[str], list[str]]:
    """Count what became of every figure printed on these pages (indices)."""
    want = places(truth, {str(p + 1): str(n) for n, p in enumerate(pages, 1)})
    got = places(found, {str(n): str(n) for n, _ in enumerate(pages, 1)})
    counts: Counter[str] = Counter()
    bad: list[str] = []
    loose = Counter(f.printed.replace(" ", "") for f in got.values())
    for key, figure in want.items():
        other = got.get(key)
        counts["printed"] += 1
        printed = figure.printed.replace(" ", "")
        if loose[printed]:
            loose[printed] -= 1
            counts["exact"] += 1
        if other is None:
            counts["not in place"] += 1
            bad.append(f"not in place: {key} {figure.printed}")
            continue
        same = other.amount == figure.amount
        counts["in place"] += same
        if figure.amount:
            counts["not zero"] += 1
            counts["certain"] += other.certain == "yes"
        if not same:
            counts["wrong, certain" if other.certain == "yes" else "wrong, not certain"] += 1
            bad.append(f"{key}: {figure.printed}, read {other.printed} ({other.confidence})")
    for key in got.keys() - want.keys():
        counts["besides, certain" if got[key].certain == "yes" else "besides"] += 1
        bad.append(f"besides: {key} {got[key].printed}")
    counts["accusations"] = len(reconcile(found).findings)
    return counts, bad


def damaged(record: Recognition, share: float, random: Random) -> Recognition:
    """Return a record with so many of its digits changed, as sure as before."""
    for sheet in record.sheets:
        sheet.runs = [
            replace(
                run,
                marks=tuple(
                    replace(mark, text=random.choice("0123456789"))
                    if mark.text.isdigit() and random.random() < share
                    else mark
                    for mark in run.marks
                ),
            )
            for run in sheet.runs
        ]
    return record


def main() -> int:
    """Run the benchmark; the exit code is 1 when anything certain is wrong or accused."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=1)
    options.add_argument("--first", type=int, default=0, help="seed of the first report")
    options.add_argument("--ageing", default="worn")
    options.add_argument("--pages", type=int, default=3, help="of each report; 0 for all tables")
    options.add_argument("--keep", type=Path, default=None)
    options.add_argument("--show", type=int, default=5)
    given = options.parse_args()
    font = scans.font()
    if not installed() or not Path(font or "/nowhere").exists():
        print("NOT RUN: needs `pip install .[ocr]` and a font with Chinese characters")
        return 0
    failed = False
    layouts = sorted(forge.LAYOUTS)
    for name in given.ageing.split(","):
        total: Counter[str] = Counter()
        broken: Counter[str] = Counter()
        examples: list[str] = []
        spent, read_pages = 0.0, 0
        for seed in range(given.first, given.first + given.reports):
            layout = layouts[seed % len(layouts)]
            parts = blocks(forge.accounts(seed), forge.LAYOUTS[layout], forge.draw(seed))
            pdf = files.pdf(parts, font=font)
            truth = read(pdf)
            pages = sorted({int(f.page) - 1 for f in truth.figures})
            pages = pages[: given.pages] if given.pages else pages
            data = scans.scanned(pdf, AGEING[name], seed, pages)
            kept = given.keep / f"{layout}-{seed}-{name}-{len(pages)}.json" if given.keep else None
            record = kept.read_bytes() if kept and kept.exists() else b""
            if record:
                record = to_json(
                    replace(from_json(record, ""), sha256=hashlib.sha256(data).hexdigest())
                ).encode()
            start = time.process_time()
            found = read(data, record)
            if not record:
                spent, read_pages = spent + time.process_time() - start, read_pages + len(pages)
            (document,) = found.documents
            assert document.recognition is not None
            text = to_json(document.recognition)
            if kept:
                kept.parent.mkdir(parents=True, exist_ok=True)
                kept.write_text(text)
            counts, bad = weigh(truth, found, pages)
            total += counts
            examples += [f"seed {seed}: {line}" for line in bad]
            for again in range(5):
                mutated = damaged(from_json(text, ""), 0.01, Random(again))
                counts, _ = weigh(truth, read(data, to_json(mutated).encode()), pages)
                broken += counts
        for label, counts in ((name, total), (f"{name}, damaged", broken)):
            print(f"{label}: {', '.join(f'{key} {n}' for key, n in sorted(counts.items()))}")
            failed |= bool(
                counts["wrong, certain"] + counts["besides, certain"] + counts["accusations"]
            )
        if read_pages:
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"    {spent / read_pages:.1f} s of processor time a page, memory {memory:.0f} MB"
            )
        for line in examples[: given.show]:
            print(f"    {line}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
