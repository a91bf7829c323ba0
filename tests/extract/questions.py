"""What is asked of every format, and the files that ask it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from tests.extract.makers import AMOUNT, OTHER, book, end, html, old, paper, row, run, table, word
from tests.extract.test_ofd import layer, package
from tests.extract.test_ofd import shown as ofd_text
from tests.extract.test_pdf import FONT


def invisible(canvas: Canvas) -> None:
    text = canvas.beginText(end(), 700)
    text.setTextRenderMode(3)
    text.textOut(OTHER)
    canvas.drawText(text)


def white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(60, 650, OTHER)


def struck(canvas: Canvas) -> None:
    canvas.drawString(60, 650, OTHER)
    canvas.line(59, 653.4, 61 + pdfmetrics.stringWidth(OTHER, FONT, 10), 653.4)


def raised(canvas: Canvas) -> None:
    canvas.setFont(FONT, 5)
    canvas.drawString(end(), 705, "1")


def watermark(canvas: Canvas) -> None:
    canvas.translate(100, 600)
    canvas.rotate(35)
    canvas.setFont(FONT, 50)
    canvas.drawString(0, 0, OTHER)


def sideways(canvas: Canvas) -> None:
    canvas.translate(300, 300)
    canvas.rotate(90)
    canvas.drawString(0, 0, f"支出 {AMOUNT}")


def header(canvas: Canvas) -> None:
    canvas.drawString(60, 810, "水利局部门决算")


def picture(canvas: Canvas) -> None:
    canvas.drawInlineImage(Image.new("L", (30, 40), 200), 60, 500, 100, 100)


def field(canvas: Canvas) -> None:
    canvas.drawString(60, 700, "支出")
    canvas.acroForm.textfield(value=AMOUNT, x=90, y=692, width=80, height=20, name="n")


def note(canvas: Canvas) -> None:
    canvas.textAnnotation(OTHER, (60, 500, 80, 520))


def drawing(kind: str) -> str:
    inner = {
        "picture": '<a:graphic><a:graphicData uri="x"><pic:pic><pic:nvPicPr/></pic:pic></a:graphicData></a:graphic>',
        "shape": '<a:graphic><a:graphicData uri="x"/></a:graphic>',
    }[kind]
    return f"<w:r><w:drawing><wp:inline>{inner}</wp:inline></w:drawing></w:r>"


BOX = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p>{run('支出 ' + AMOUNT)}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
EQUATION = "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
STRIKE = InlineFont(strike=True)
RAISED = InlineFont(vertAlign="superscript")
PLAIN = run(f"支出 {AMOUNT}")


def rich(*parts: Any) -> Callable[[Any, Any], None]:
    def change(_: Any, sheet: Any) -> None:
        sheet["B1"] = CellRichText(*parts)

    return change


def old_rich(style: str) -> Callable[[Any, Any], None]:
    def change(_: Any, sheet: Any) -> None:
        plain, other = xlwt.easyfont(""), xlwt.easyfont(style)
        other.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT if style == "" else 0
        text = "1" if style == "" else OTHER
        sheet.write_rich_text(0, 1, ((AMOUNT, plain), (text, other)))

    return change


def extra(_: Any, sheet: Any) -> None:
    sheet["B3"] = OTHER


def hide_row(opened: Any, sheet: Any) -> None:
    extra(opened, sheet)
    sheet.row_dimensions[3].hidden = True


def hide_column(_: Any, sheet: Any) -> None:
    sheet["D1"], sheet["D2"] = OTHER, OTHER
    sheet.column_dimensions["D"].hidden = True


def hide_sheet(opened: Any, _: Any) -> None:
    other = opened.create_sheet("底稿")
    other["A1"] = OTHER
    other.sheet_state = "hidden"


def white_cell(_: Any, sheet: Any) -> None:
    sheet["B3"], sheet["B3"].font = OTHER, Font(color="FFFFFFFF")


def old_hidden(what: str) -> Callable[[Any, Any], None]:
    def change(opened: Any, sheet: Any) -> None:
        if what == "sheet":
            other = opened.add_sheet("底稿")
            other.write(0, 0, OTHER)
            other.visibility = 1
            return
        sheet.write(
            *((2, 1) if what in ("row", "white") else (0, 3)),
            OTHER,
            xlwt.easyxf("font: colour white") if what == "white" else xlwt.Style.default_style,
        )
        if what == "row":
            sheet.row(2).hidden = True
        elif what == "column":
            sheet.col(3).hidden = True

    return change


def no_result(_: Any, sheet: Any) -> None:
    sheet["B3"] = "=SUM(B1:B2)"


def commented(_: Any, sheet: Any) -> None:
    sheet["B1"].comment = Comment(OTHER, "x")


def headed(_: Any, sheet: Any) -> None:
    sheet.oddHeader.center.text = OTHER


CTM = ' CTM="0.7 0.7 -0.7 0.7 0 0"'
LINE = ofd_text(f"支出 {AMOUNT}", deltas=' DeltaX="4 4 2 2 2 2 2 2"')
SEEN = f"<td>{AMOUNT}</td>"

# Question: what is listed (kind, what was done), and a file per format.
QUESTIONS: dict[str, tuple[tuple[str, ...], str, dict[str, bytes]]] = {
    "hidden text": (
        ("hidden", "invisible"),
        "left_out",
        {
            "pdf": paper(invisible),
            "docx": word(PLAIN, run(OTHER, "<w:vanish/>")),
            "html": row(f'<td><span style="visibility:hidden">{OTHER}</span>{AMOUNT}</td>'),
            "xlsx": book(
                lambda _, s: s.__setitem__("B3", 999.99) or setattr(s["B3"], "number_format", ";;;")
            ),
            "ofd": package(layer(LINE + ofd_text(OTHER, ' Visible="false"'))),
        },
    ),
    "hidden by a style": (
        ("hidden",),
        "left_out",
        {
            "docx": word(PLAIN, run(OTHER, '<w:sz w:val="2"/>')),
            "html": html(
                f"<p>支出 {AMOUNT}<b class='x'>{OTHER}</b></p>", "<style>p .x{display:none}</style>"
            ),
        },
    ),
    "white text": (
        ("hidden", "invisible"),
        "left_out",
        {
            "pdf": paper(white),
            "docx": word(PLAIN, run(OTHER, '<w:color w:val="FFFFFF"/>')),
            "html": row(f'<td>{AMOUNT}<font color="#ffffff">{OTHER}</font></td>'),
            "xlsx": book(white_cell),
            "xls": old(old_hidden("white")),
        },
    ),
    "off the page": (
        ("hidden", "invisible"),
        "left_out",
        {
            "pdf": paper(lambda c: c.drawString(-200, 700, OTHER)),
            "html": row(f'<td>{AMOUNT}<i style="position:absolute;left:-9999px">{OTHER}</i></td>'),
            "ofd": package(layer(LINE + ofd_text(OTHER).replace('"20 20 ', '"900 20 '))),
        },
    ),
    "hidden row": (
        ("hidden_row",),
        "left_out",
        {
            "docx": word(body=table([("", ["支出", AMOUNT]), ("<w:hidden/>", ["x", OTHER])])),
            "html": html(
                f"<table><tr><td>支出</td>{SEEN}</tr><tr hidden><td>x</td><td>{OTHER}</td></tr></table>"
            ),
            "xlsx": book(hide_row),
            "xls": old(old_hidden("row")),
        },
    ),
    "hidden cell or column": (
        ("hidden_cell", "hidden_column"),
        "left_out",
        {
            "html": row(f'<td style="display:none">{OTHER}</td>', SEEN),
            "xlsx": book(hide_column),
            "xls": old(old_hidden("column")),
        },
    ),
    "hidden sheet": (
        ("hidden_sheet",),
        "left_out",
        {"xlsx": book(hide_sheet), "xls": old(old_hidden("sheet"))},
    ),
    "struck out": (
        ("struck",),
        "left_out",
        {
            "pdf": paper(struck),
            "docx": word(PLAIN, run(OTHER, "<w:strike/>")),
            "html": row(f"<td><s>{OTHER}</s>{AMOUNT}</td>"),
            "xlsx": book(rich(TextBlock(STRIKE, OTHER), AMOUNT)),
            "xls": old(old_rich("struck_out on")),
        },
    ),
    "deleted": (
        ("deleted", "struck"),
        "left_out",
        {
            "docx": word(PLAIN, f"<w:del><w:r><w:delText>{OTHER}</w:delText></w:r></w:del>"),
            "html": row(f"<td><del>{OTHER}</del>{AMOUNT}</td>"),
        },
    ),
    "note mark": (
        ("note_mark",),
        "left_out",
        {
            "pdf": paper(raised),
            "docx": word(PLAIN, run("1", '<w:vertAlign w:val="superscript"/>')),
            "html": row(f"<td>{AMOUNT}<sup>[1]</sup></td>"),
            "xlsx": book(rich(AMOUNT, TextBlock(RAISED, "1"))),
            "xls": old(old_rich("")),
        },
    ),
    "watermark": (
        ("watermark",),
        "left_out",
        {
            "pdf": paper(watermark),
            "docx": word(
                PLAIN,
                f'<w:r><w:pict><v:shape><v:textpath string="{OTHER}"/></v:shape></w:pict></w:r>',
            ),
            "html": html(f"<p>支出 {AMOUNT}</p><div style='opacity:.2'>{OTHER}</div>"),
            "ofd": package(layer(LINE + ofd_text(OTHER, CTM))),
        },
    ),
    "header": (
        ("header",),
        "left_out",
        {"pdf": paper(header, pages=3), "xlsx": book(headed)},
    ),
    "comment": (
        ("comment",),
        "left_out",
        {"pdf": paper(note), "xlsx": book(commented)},
    ),
    "picture": (
        ("picture",),
        "not_read",
        {
            "pdf": paper(picture),
            "docx": word(PLAIN, drawing("picture")),
            "html": html(f"<p>支出 {AMOUNT}<img src='x.png'></p>"),
        },
    ),
    "drawing": (
        ("drawing",),
        "not_read",
        {
            "docx": word(PLAIN, drawing("shape")),
            "html": html(f"<p>支出 {AMOUNT}<svg><text>{OTHER}</text></svg></p>"),
        },
    ),
    "embedded file": (
        ("embedded",),
        "not_read",
        {
            "docx": word(PLAIN, "<w:r><w:object/></w:r>"),
            "html": html(f"<p>支出 {AMOUNT}<iframe src='x'></iframe></p>"),
        },
    ),
    "equation": (
        ("equation",),
        "not_read",
        {
            "docx": word(PLAIN, run(" "), EQUATION),
            "html": html(f"<p>支出 {AMOUNT}<math><mn>{OTHER}</mn></math></p>"),
        },
    ),
    "form field": (
        ("form_field",),
        "read",
        {
            "pdf": paper(field, first=False),
            "html": row(f'<td><input value="{AMOUNT}"></td>'),
        },
    ),
    "text box": (("text_box",), "read", {"docx": word(BOX)}),
    "formula without a result": (("uncomputed",), "not_read", {"xlsx": book(no_result)}),
    "turned": ((), "", {"pdf": paper(sideways, first=False)}),
}
