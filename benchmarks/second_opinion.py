"""Every PDF read by pdfplumber too: ``python benchmarks/second_opinion.py [FILE …]``.

Another program takes the characters from the same pages. Compared are, page by page, the amounts
that each finds: where the two disagree, one of them is wrong, or the page shows something on
purpose that the other does not judge (text nobody sees, a watermark, a note mark). Without files,
forged reports of all layouts are read. pdfplumber is used here only (``pip install pdfplumber``).
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from finalaccounts.collect import collect
from finalaccounts.collect.kinds import PDF
from finalaccounts.extract import extract
from finalaccounts.model import Source
from tests import forge

AMOUNT = re.compile(r"\d[\d,]*\.\d+")


def ours(source: Source) -> tuple[dict[int, Counter[str]], Counter[str]]:
    """Return the amounts of each page as the project reads them, and those it left out."""
    document = extract(source)
    pages: dict[int, Counter[str]] = {}
    for line in document.lines:
        pages.setdefault(line.page or 0, Counter()).update(AMOUNT.findall(line.text))
    apart = Counter(
        amount
        for one in document.objects
        if one.done == "left_out"
        for amount in AMOUNT.findall(one.text)
    )
    return pages, apart


def theirs(source: Source) -> dict[int, Counter[str]]:
    """Return the amounts of each page as pdfplumber reads them: cells of tables, then words."""
    import pdfplumber  # type: ignore[import-not-found, unused-ignore]

    pages: dict[int, Counter[str]] = {}
    with pdfplumber.open(io.BytesIO(source.data)) as opened:
        for number, page in enumerate(opened.pages, 1):
            found: Counter[str] = Counter()
            for word in page.extract_words(x_tolerance=2, keep_blank_chars=False):
                found.update(AMOUNT.findall(word["text"]))
            pages[number] = found
    return pages


def compared(source: Source) -> tuple[int, list[str]]:
    """Return how many amounts both find, and what only one of them does."""
    mine, apart = ours(source)
    other = theirs(source)
    same, differ = 0, []
    for number in sorted({*mine, *other}):
        a, b = mine.get(number, Counter()), other.get(number, Counter())
        same += sum((a & b).values())
        differ += [f"{source.file} page {number}: only here {n}" for n in (a - b).elements()]
        left = (b - a) - apart
        differ += [f"{source.file} page {number}: only pdfplumber {n}" for n in left.elements()]
    return same, differ


def main() -> int:
    """Compare, print the differences and the counts; exit 1 when there are any."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seeds", type=int, default=2)
    given = parser.parse_args()
    sources = [collect(path) for path in given.files]
    if not sources:
        for layout in forge.LAYOUTS:
            for seed in range(1, given.seeds + 1):
                data = forge.write(forge.accounts(seed), layout, "pdf", forge.draw(seed))
                name = f"{layout}-{seed}.pdf"
                sources.append(Source(name, PDF, "", len(data), data))
    total, differ = 0, []
    for source in sources:
        same, found = compared(source)
        total += same
        differ += found
    for line in differ[:200]:
        print(line)
    print(f"{len(sources)} files: {total} amounts found by both, {len(differ)} by one only")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
