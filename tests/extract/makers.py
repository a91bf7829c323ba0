"""Small files of every format, each with an amount and, beside it, what a test asks about."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
import xlwt
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from finalaccounts.collect import kinds
from tests.extract.test_pdf import FONT

AMOUNT, OTHER = "374.51", "999.99"
KINDS = {
    "pdf": kinds.PDF,
    "docx": kinds.DOCX,
    "html": kinds.HTML,
    "xlsx": kinds.XLSX,
    "xls": kinds.XLS,
    "ofd": kinds.OFD,
}


def html(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def row(*cells: str) -> bytes:
    return html(
        f"<table><tr><td>支出</td>{''.join(cells)}</tr><tr><td>x</td><td>1</td></tr></table>"
    )


NAMES = (
    nsdecls("w", "wp", "a", "pic", "r")
    + ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    + ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def word(*runs: str, body: str = "") -> bytes:
    """Return a document with one paragraph of runs, and what follows it."""
    opened = docx.Document()
    root = parse_xml(f"<w:body {NAMES}><w:p>{''.join(runs)}</w:p>{body}</w:body>")
    for element in list(root):
        opened.element.body.insert(len(opened.element.body) - 1, element)
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(rows: list[tuple[str, list[str]]]) -> str:
    """Return a table of Word; each row has properties and cells."""
    made = ""
    for properties, cells in rows:
        held = "".join(f"<w:tc><w:tcPr/><w:p>{run(cell)}</w:p></w:tc>" for cell in cells)
        made += f"<w:tr><w:trPr>{properties}</w:trPr>{held}</w:tr>"
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{made}</w:tbl>"


def book(change: Callable[[Any, Any], None]) -> bytes:
    opened = openpyxl.Workbook()
    sheet = opened.active
    sheet.append(["支出", AMOUNT, "基本"])
    sheet.append(["收入", "1.00", "2.00"])
    change(opened, sheet)
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def old(change: Callable[[Any, Any], None]) -> bytes:
    opened = xlwt.Workbook()
    sheet = opened.add_sheet("a", cell_overwrite_ok=True)
    for r, texts in enumerate((["支出", AMOUNT, "基本"], ["收入", "1.00", "2.00"])):
        for c, text in enumerate(texts):
            sheet.write(r, c, text)
    change(opened, sheet)
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def paper(draw: Callable[[Canvas], None], pages: int = 1, first: bool = True) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for _ in range(pages):
        canvas.setFont(FONT, 10)
        if first:
            canvas.drawString(60, 700, f"支出 {AMOUNT}")
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def end() -> float:
    return 60 + pdfmetrics.stringWidth(f"支出 {AMOUNT}", FONT, 10)
