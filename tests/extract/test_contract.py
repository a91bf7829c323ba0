"""The same questions of every format: what a reader sees is read, the rest is listed, not read.

Each file prints the amount 374.51 and, beside it, what the question is about: mostly a number of
999.99 that nobody sees or that is no part of the amount. The table of the page of limits shows
which question is asked of which format.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl.styles import Font, PatternFill
from reportlab.pdfgen.canvas import Canvas

from finalaccounts.collect import kinds
from finalaccounts.extract import extract
from tests.extract.makers import AMOUNT, KINDS, OTHER, book, paper, row
from tests.extract.more_questions import MORE
from tests.extract.questions import QUESTIONS
from tests.extract.test_pdf import FONT
from tests.extract.test_text import source

ROOT = Path(__file__).parents[2]
ASKED = {**QUESTIONS, **MORE}
CASES = [(question, form) for question, (_, _, files) in ASKED.items() for form in files]


@pytest.mark.parametrize(("question", "form"), CASES, ids=lambda value: str(value))
def test_what_is_seen_is_read_and_the_rest_is_listed(question: str, form: str) -> None:
    wanted, done, files = ASKED[question]
    read = extract(source(files[form], KINDS[form], f"a.{form}"))
    text = "\n".join(line.text for line in read.lines)
    words = text.split()
    assert AMOUNT in words, text
    assert OTHER not in text
    listed = [one for one in read.objects if one.kind in wanted and one.done == done]
    assert bool(listed) == bool(wanted), read.objects
    assert all(1 <= one.source_line <= len(read.lines) for one in read.objects)


def white_on_dark(_: Any, sheet: Any) -> None:
    sheet["B1"].font, sheet["B1"].fill = Font(color="FFFFFFFF"), PatternFill("solid", "FF000080")


def test_white_text_on_a_dark_ground_is_seen() -> None:
    found = extract(source(book(white_on_dark), kinds.XLSX, "a.xlsx"))
    assert found.lines[0].text == f"支出\t{AMOUNT}\t基本"

    def dark(canvas: Canvas) -> None:
        canvas.rect(50, 690, 200, 30, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(60, 700, f"支出 {AMOUNT}")

    found = extract(source(paper(dark, first=False), kinds.PDF, "a.pdf"))
    assert [line.text for line in found.lines] == [f"支出 {AMOUNT}"]
    shaded = f'<td style="background:#003366;color:white">{AMOUNT}</td>'
    assert extract(source(row(shaded), kinds.HTML, "a.html")).lines[0].text == f"支出\t{AMOUNT}"


def test_the_published_table_says_what_is_tested() -> None:
    page = (ROOT / "site_src" / "about" / "limits" / "index.md").read_text(encoding="utf-8")
    # The table that names the formats; others may stand before and after it.
    whole = next(part for part in page.split("\n\n") if part.startswith("|") and " PDF |" in part)
    rows = [line.strip("|").split("|") for line in whole.splitlines()]
    head = [cell.strip().lower() for cell in rows[0][2:]]
    printed = [
        {f for f, cell in zip(head, row[2:], strict=True) if cell.strip()} for row in rows[2:]
    ]
    assert printed == [set(files) for _, _, files in ASKED.values()]


def cut(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(60, 640, 30, 20)
    canvas.clipPath(path, stroke=0)
    canvas.drawString(60, 650, f"1.00 {OTHER}")


def painted_over(canvas: Canvas) -> None:
    canvas.drawString(60, 650, OTHER)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(50, 640, 100, 30, fill=1, stroke=0)


def level_watermark(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.8, 0.8, 0.8)
    canvas.setFont(FONT, 60)
    canvas.drawString(60, 690, f"样本 {OTHER}")


@pytest.mark.parametrize(
    ("draw", "lines"),
    [
        (painted_over, []),
        (level_watermark, []),
        # A number that goes on where nothing is drawn is not the number that is left of it.
        (cut, ["1.00 999\ufffd"]),
    ],
)
def test_what_is_drawn_decides_in_a_pdf(draw: Callable[[Canvas], None], lines: list[str]) -> None:
    found = extract(source(paper(draw), kinds.PDF, "a.pdf"))
    assert [line.text for line in found.lines] == [f"支出 {AMOUNT}", *lines]
    assert [one.done for one in found.objects] == ["left_out"]
