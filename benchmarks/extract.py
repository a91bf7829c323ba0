"""Processor time and memory of reading a PDF of many pages of ruled tables: ``python benchmarks/extract.py [--reports 1]``.

Must stay below 1.5 s and 300 MB for 40 pages; the exit code is 1 when it does not.
"""

from __future__ import annotations

import argparse
import io
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from finalaccounts.extract import extract
from finalaccounts.model import Source

PAGES, ROWS = 40, 37
SECONDS, MEGABYTES = 1.5, 300


def made() -> bytes:
    """Return a PDF of dense tables: a header and eight columns on every page."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("cell", fontName="STSong-Light", fontSize=7, leading=9, wordWrap="CJK")
    name = Paragraph("机关事业单位基本养老保险缴费支出", style)
    rows = [["科目代码", "科目名称", *"1234567"]]
    rows += [
        [str(2010000 + n), name, *["1,279.42", "", "58.60"] * 2, "0.00"]
        for n in range(PAGES * ROWS)
    ]  # type: ignore[list-item]
    grid = [
        ("GRID", (0, 0), (-1, -1), 0.5, "black"),
        ("FONTNAME", (0, 0), (-1, -1), "STSong-Light"),
    ]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build([Table(rows, style=grid, repeatRows=1)])
    return out.getvalue()


def main() -> int:
    """Read it and print what it took; the exit code is 1 when any reading took too much."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=1, help="how often")
    return max(measured() for _ in range(options.parse_args().reports))


def measured() -> int:
    data = made()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.process_time()
    read = extract(Source("tables.pdf", "application/pdf", "", len(data), data))
    seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pages = read.lines[-1].page
    print(
        f"{pages} pages, {len(read.lines)} lines: {seconds:.2f} s, {memory:.0f} MB ({memory - before:.0f} MB more)"
    )
    return int(seconds > SECONDS or memory > MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
