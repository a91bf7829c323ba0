"""Further questions: what files hold that few people have met."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import xlwt
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDictionary
from reportlab.pdfgen.canvas import Canvas

from tests.extract.makers import AMOUNT, OTHER, book, html, old, paper, row, run, table, word
from tests.extract.test_pdf import FONT

PLAIN = run(f"支出 {AMOUNT}")
SEEN = f"<td>{AMOUNT}</td>"


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def choice(*entries: str) -> str:
    listed = "".join(f'<w:listEntry w:val="{one}"/>' for one in entries)
    data = f'<w:ffData><w:ddList><w:result w:val="1"/>{listed}</w:ddList></w:ffData>'
    return f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>{field("end")}'


def struck_by_a_reader(canvas: Canvas) -> None:
    canvas.drawString(60, 650, OTHER)
    wide = pdfmetrics.stringWidth(OTHER, FONT, 10)
    mark = {"Type": "/Annot", "Subtype": "/StrikeOut", "Rect": f"[59 648 {61 + wide} 660]"}
    canvas._addAnnotation(PDFDictionary(mark))


def tiled(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.9, 0.9, 0.9)
    for row_ in range(3):
        for column in range(3):
            canvas.drawString(70 + 150 * column, 690 - 60 * row_, f"仅供参考{OTHER}")


def spaced(canvas: Canvas) -> None:
    """An amount set evenly over its cell."""
    x = 60.0
    for ch in f"支出 {AMOUNT}":
        canvas.drawString(x, 700, ch)
        x += pdfmetrics.stringWidth(ch, FONT, 10) + 4


def drawn(canvas: Canvas) -> None:
    """An amount drawn as shapes."""
    path = canvas.beginPath()
    for n in range(6):
        path.moveTo(90 + 6 * n, 650)
        path.lineTo(94 + 6 * n, 650)
        path.lineTo(94 + 6 * n, 657)
        path.curveTo(93 + 6 * n, 658, 91 + 6 * n, 658, 90 + 6 * n, 657)
        path.lineTo(90 + 6 * n, 652)
        path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def in_colour(colour: str, ground: str = "") -> Callable[[Any, Any], None]:
    def change(_: Any, sheet: Any) -> None:
        sheet["B3"], sheet["B3"].font = OTHER, Font(color=colour)
        if ground:
            sheet["B3"].fill = PatternFill("solid", ground)

    return change


def tiny(_: Any, sheet: Any) -> None:
    sheet["B3"], sheet["B3"].font = OTHER, Font(size=1)


def low(_: Any, sheet: Any) -> None:
    sheet["B3"] = OTHER
    sheet.row_dimensions[3].height = 0.75


def old_tiny(_: Any, sheet: Any) -> None:
    sheet.write(2, 1, OTHER, xlwt.easyxf("font: height 20"))


def old_in_grey(_: Any, sheet: Any) -> None:
    style = "font: colour gray25; pattern: pattern solid, fore_colour gray25"
    sheet.write(2, 1, OTHER, xlwt.easyxf(style))


def by_rule(_: Any, sheet: Any) -> None:
    sheet["B3"] = OTHER
    sheet.conditional_formatting.add(
        "B1:B9", FormulaRule(formula=[f'B1="{OTHER}"'], font=Font(color="FFFFFFFF"))
    )


def doubtful_rule(_: Any, sheet: Any) -> None:
    sheet["B3"] = OTHER
    sheet.conditional_formatting.add(
        "B3", FormulaRule(formula=["TODAY()>1"], font=Font(color="FFFFFFFF"))
    )


GREY = '<w:color w:val="D9D9D9"/><w:shd w:val="clear" w:fill="D9D9D9"/>'
EXACT = '<w:trHeight w:val="1" w:hRule="exact"/>'
INNER = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:tcPr/><w:p>{run(AMOUNT)}</w:p></w:tc></w:tr></w:tbl>"
CELLS = f"<w:tc><w:tcPr/><w:p>{run('支出')}</w:p></w:tc><w:tc><w:tcPr/>{INNER}<w:p/></w:tc>"
NESTED = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{CELLS}{CELLS}{CELLS}{CELLS}</w:tr></w:tbl>"
SUM = f"{field('begin')}{code(' =SUM(ABOVE) ')}{field('end')}"
READING = f"<w:r><w:ruby><w:rubyPr/><w:rt>{run(OTHER)}</w:rt><w:rubyBase>{run(AMOUNT)}</w:rubyBase></w:ruby></w:r>"

MORE: dict[str, tuple[tuple[str, ...], str, dict[str, bytes]]] = {
    "in the colour of its ground": (
        ("hidden",),
        "left_out",
        {
            "docx": word(PLAIN, run(OTHER, GREY)),
            "html": row(
                f'<td>{AMOUNT}<b style="color:#ff0;background-color:yellow">{OTHER}</b></td>'
            ),
            "xlsx": book(in_colour("FFD9D9D9", "FFD9D9D9")),
            "xls": old(old_in_grey),
        },
    ),
    "too small to be seen": (
        ("hidden", "invisible", "hidden_row"),
        "left_out",
        {
            "pdf": paper(lambda c: c.setFontSize(0.4) or c.drawString(60, 650, OTHER)),  # type: ignore[func-returns-value]
            "docx": word(PLAIN, run(OTHER, '<w:sz w:val="3"/>')),
            "html": row(f'<td>{AMOUNT}<i style="font-size:0">{OTHER}</i></td>'),
            "xlsx": book(tiny),
            "xls": old(old_tiny),
        },
    ),
    "row of no height": (
        ("hidden_row",),
        "left_out",
        {
            "docx": word(body=table([("", ["支出", AMOUNT]), (EXACT, ["x", OTHER])])),
            "xlsx": book(low),
        },
    ),
    "clipped to nothing": (
        ("hidden",),
        "left_out",
        {
            "html": row(
                f'<td>{AMOUNT}<i style="position:absolute;clip:rect(0,0,0,0)">{OTHER}</i></td>'
            )
        },
    ),
    "hidden by a rule": (("hidden",), "left_out", {"xlsx": book(by_rule)}),
    "rule that cannot be worked out": (
        ("condition",),
        "not_read",
        {"xlsx": book(doubtful_rule)},
    ),
    "folded away": (
        ("hidden",),
        "left_out",
        {"html": html(f"<p>支出 {AMOUNT}</p><details><summary>更多</summary>{OTHER}</details>")},
    ),
    "table in a cell": (
        (),
        "",
        {
            "docx": word(body=NESTED),
            "html": row(f"<td><table><tr><td>{AMOUNT}</td></tr></table></td>"),
        },
    ),
    "caption of a table": (
        (),
        "",
        {"html": html(f"<table><caption>支出 {AMOUNT}</caption><tr><td>x</td></tr></table>")},
    ),
    "code of a field": (
        (),
        "",
        {"docx": word(field("begin"), run(OTHER), field("separate"), PLAIN, field("end"))},
    ),
    "choice of a list": (
        ("form_field",),
        "read",
        {
            "docx": word(run("支出 "), choice(OTHER, AMOUNT)),
            "html": row(f"<td><select><option>{OTHER}<option selected>{AMOUNT}</select></td>"),
        },
    ),
    "field without a result": (("uncomputed",), "not_read", {"docx": word(PLAIN, SUM)}),
    "reading above characters": (
        (),
        "",
        {
            "docx": word(READING),
            "html": row(f"<td><ruby>{AMOUNT}<rt>{OTHER}</rt></ruby></td>"),
        },
    ),
    "button": (
        ("form_field",),
        "left_out",
        {"html": row(f"<td>{AMOUNT}<button>{OTHER}</button></td>")},
    ),
    "struck out by a reader": (("struck",), "left_out", {"pdf": paper(struck_by_a_reader)}),
    "watermark in tiles": (("watermark",), "left_out", {"pdf": paper(tiled)}),
    "amount set apart evenly": ((), "", {"pdf": paper(spaced, first=False)}),
    "drawn characters": (("drawing",), "not_read", {"pdf": paper(drawn)}),
}
