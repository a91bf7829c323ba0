"""PDF: ruled tables, pages, boxes, rotation; scans, damage and passwords refused."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

from finalaccounts.collect import kinds
from finalaccounts.extract import ExtractError, extract, rendering
from finalaccounts.model import Document
from tests.extract.test_text import source

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def drawn(pages: list[list[list[str]]], spans: list[Any] = (), **canvas: Any) -> bytes:  # type: ignore[assignment]
    """Return a PDF with one ruled table a page, a line of text above and a page number below."""
    out = io.BytesIO()
    paper = Canvas(out, pagesize=A4, **canvas)
    for number, rows in enumerate(pages, 1):
        paper.setFont(FONT, 10)
        paper.drawString(60, 800, "部门：青岚县水利局（汇总）")
        paper.drawString(400, 800, "金额单位：万元")
        style = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONTNAME", (0, 0), (-1, -1), FONT)]
        table = Table(rows, colWidths=90, style=[*style, *(("SPAN", *s) for s in spans)])
        table.wrapOn(paper, 500, 700)
        table.drawOn(paper, 60, 600)
        paper.drawString(290, 40, f"- {number} -")
        paper.showPage()
    paper.save()
    return out.getvalue()


ROWS = [
    ["支出决算表", "", ""],
    ["科目代码", "合计", "基本支出"],
    ["208", "1,279.42", ""],
    ["20805", "58.6\n0", "58.60"],
]
TITLE = [((0, 0), (2, 0))]


def read(data: bytes) -> Document:
    return extract(source(data, kinds.PDF, "a.pdf"))


def test_ruled_tables_keep_blank_cells_and_merged_rows() -> None:
    found = read(drawn([ROWS, ROWS[2:]], TITLE[:0]))
    assert rendering(found) == (
        "部门：青岚县水利局（汇总）  金额单位：万元\n支出决算表\t\t\n科目代码\t合计\t基本支出\n208\t1,279.42\t\n20805\t58.6 0\t58.60\n"
        "部门：青岚县水利局（汇总）  金额单位：万元\n208\t1,279.42\t\n20805\t58.6 0\t58.60\n"
    )
    assert [line.page for line in found.lines] == [1] * 5 + [2] * 3


def test_a_merged_title_is_a_line_and_boxes_are_kept() -> None:
    found = read(drawn([ROWS], TITLE))
    assert found.lines[1].text == "支出决算表"
    row = found.lines[3]
    assert len(row.boxes) == 3
    x0, top, x1, bottom = map(float, row.boxes[1].split())
    assert (x0, x1) == (150, 240)
    assert 0 < top < bottom < A4[1] / 2


def turned(data: bytes, turn: int) -> bytes:
    """Return a PDF whose content is turned one way and its page the other: it looks upright."""
    opened = pdfium.PdfDocument(data)
    page = opened[0]
    width, height = page.get_size()
    matrix = {
        90: pdfium.PdfMatrix(0, 1, -1, 0, height, 0),
        180: pdfium.PdfMatrix(-1, 0, 0, -1, width, height),
        270: pdfium.PdfMatrix(0, -1, 1, 0, 0, width),
    }[turn]
    for item in page.get_objects():
        item.transform(matrix)
    if turn != 180:
        page.set_mediabox(0, 0, height, width)
    page.set_rotation(turn)
    page.gen_content()
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_read_the_same(turn: int) -> None:
    data = drawn([ROWS], TITLE)
    assert rendering(read(turned(data, turn))) == rendering(read(data))


Stroke = tuple[float, float, float, float]


def plotted(*pages: tuple[list[Stroke], list[tuple[float, float, str]]]) -> bytes:
    """Return a PDF of strokes and texts, in points from the upper left corner."""
    out = io.BytesIO()
    paper = Canvas(out, pagesize=A4)
    for strokes, texts in pages:
        paper.setFont("Helvetica", 10)
        for x0, y0, x1, y1 in strokes:
            paper.line(x0, A4[1] - y0, x1, A4[1] - y1)
        for x, y, text in texts:
            if text.isascii():
                paper.drawString(x, A4[1] - y, text)
            else:
                paper.setFont(FONT, 10)
                paper.drawString(x, A4[1] - y, text)
                paper.setFont("Helvetica", 10)
        paper.showPage()
    paper.save()
    return out.getvalue()


def lattice(xs: list[float], ys: list[float]) -> list[Stroke]:
    return [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]


WIDE = pdfmetrics.stringWidth("600.00", "Helvetica", 10)


@pytest.mark.parametrize(
    ("texts", "row"),
    [
        # A number wider than its cell goes whole where it is aligned to, or where most of it is.
        ([(175 - WIDE, "1,234,600.00")], "\t1,234,600.00\t"),
        ([(130, "600.00")], "600.00\t\t"),
        ([(198 - WIDE, "600.00"), (201, "600.00")], "\t600.00\t600.00"),
        # Two that touch at a border are two, cut at a border they would not be.
        ([(200 - WIDE, "600.00"), (200, "600.00")], "\t600.00\t600.00"),
        ([(185 - WIDE, "600.00"), (185, "600.00")], "\t600.00600.00\t"),
        ([(160, "科目名称"), (200, "合计")], "\t科目名称\t合计"),
        ([(198 - WIDE, "600.00"), (199.5, "12.50")], "\t600.00\t12.50"),
    ],
)
def test_a_word_stands_whole_in_one_cell(texts: list[tuple[float, str]], row: str) -> None:
    strokes = lattice([100, 150, 200, 250], [100, 120, 140])
    names = [(102.0, 114.0, "a"), (152.0, 114.0, "b"), (202.0, 114.0, "c")]
    found = read(plotted((strokes, [*names, *((x, 134.0, t) for x, t in texts)])))
    assert found.lines[0].text == "a\tb\tc"
    assert found.lines[1].text == row


def test_borders_of_tables_on_one_page_do_not_move_each_other() -> None:
    """Cells with strokes of their own, a little apart, as browsers draw them; narrow columns."""
    strokes: list[Stroke] = []
    for xs, top in (
        ([100, 160, 236, 300], 100.0),
        ([100, 184, 238, 242.5, 247, 251.5, 300], 300.0),
    ):
        for y in (top, top + 22):
            for x0, x1 in pairwise(xs):
                strokes += lattice([x0 + 1.1, x1 - 1.1], [y + 1.1, y + 20.9])
    texts = [(103.0, 115.0, "x"), (202.0, 137.0, "600.00"), (239.0, 137.0, "600.00")]
    texts += [(103.0, 315.0, "x"), (188.0, 337.0, "5.15"), (260.0, 337.0, "7.10")]
    found = read(plotted((strokes, texts)))
    assert rendering(found) == "x\t\t\n\t600.00\t600.00\nx\t\t\t\t\t\n\t5.15\t\t\t\t7.10\n"


def test_a_picture_is_listed_with_the_line_it_follows() -> None:
    out = io.BytesIO()
    paper = Canvas(out, pagesize=A4)
    for top, text in ((100, "above"), (300, "below")):
        paper.drawString(60, A4[1] - top, text)
    paper.drawInlineImage(Image.new("L", (30, 40), 200), 60, A4[1] - 250, 100, 100)
    paper.showPage()
    paper.drawInlineImage(Image.new("L", (30, 40), 200), 60, A4[1] - 250, 100, 100)
    paper.save()
    found = read(out.getvalue())
    first, second = found.objects
    assert (first.kind, first.done, first.source_line) == ("picture", "not_read", 1)
    assert (first.page, first.box) == ("1", "60 150 160 250")
    # On a page without lines it stands after the last line before it.
    assert (second.page, second.source_line) == ("2", 2)


def scan() -> bytes:
    picture = io.BytesIO()
    Image.new("L", (300, 400), 200).save(picture, "PDF")
    return picture.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (scan(), r"scanned PDF without a text layer; install text recognition"),
        (drawn([ROWS])[:700], "damaged PDF"),
        (b"%PDF-1.4\n" + b"garbage" * 20, "damaged PDF"),
        (drawn([ROWS], encrypt=pdfencrypt.StandardEncryption("a", "b", strength=128)), "password"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ExtractError, match=message):
        read(data)


def test_an_amount_merged_over_codes_and_rows_set_in_one() -> None:
    xs = [60.0, 110.0, 160.0, 210.0]
    strokes = lattice(xs, [100, 120, 140, 160, 190])
    # No rule below the first amount, whose cell takes two rows.
    strokes.remove((60.0, 140, 210.0, 140))
    strokes += [(60.0, 140.0, 110.0, 140.0), (160.0, 140.0, 210.0, 140.0)]
    texts = [(62.0, 115.0, "a"), (112.0, 115.0, "b"), (162.0, 115.0, "c")]
    texts += [(62.0, 135.0, "22102"), (112.0, 142.0, "32.40"), (162.0, 135.0, "1.00")]
    texts += [(62.0, 155.0, "2210201"), (162.0, 155.0, "2.00")]
    for x, two in ((62.0, ("213", "214")), (112.0, ("5.00", "6.00")), (162.0, ("7.00", "8.00"))):
        texts += [(x, 172.0, two[0]), (x, 185.0, two[1])]
    found = read(plotted((strokes, texts)))
    assert [line.text for line in found.lines] == [
        *("a\tb\tc", "22102\t32.40\t1.00", "2210201\t32.40\t2.00"),
        *("213\t5.00\t7.00", "214\t6.00\t8.00"),
    ]
    assert [(o.kind, o.done, o.source_line) for o in found.objects] == [
        ("merged", "read", 2),
        ("merged", "read", 3),
    ]
