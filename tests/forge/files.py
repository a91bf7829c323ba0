"""Reports as files: PDF, DOCX, XLSX, XLS and HTML, tables with real cells."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import xlsxwriter
import xlwt
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

from tests.forge.blocks import Block, Form, Grid, Prose
from tests.forge.marks import paragraph
from tests.forge.plain import rows_of

FONT = "STSong-Light"
_PLAIN = re.compile(r"-?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]+)?")
# Merged cells: row, column, rows, columns.
Spans = Sequence[tuple[int, int, int, int]]
Sheet = tuple[str, list[list[tuple[Any, str]]], Spans]


def _above(grid: Grid) -> list[str]:
    return [grid.title, *([grid.number] if grid.number else []), "  ".join(grid.head)]


# Rules of the tables of a PDF: all, those across only, or none; ``stops`` are lines at tab stops.
RULES: dict[str, list[tuple[Any, ...]]] = {
    "all": [("GRID", (0, 0), (-1, -1), 0.5, "black")],
    "across": [
        ("LINEABOVE", (0, 0), (-1, -1), 0.5, "black"),
        ("LINEBELOW", (0, -1), (-1, -1), 0.5, "black"),
    ],
    "none": [],
    # As close as a spreadsheet prints them, wrapped names downwards.
    "close": [
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
    ],
}


def pdf(blocks: list[Block], rules: str = "all", font: str = "") -> bytes:
    """Return a PDF with a text layer and tables, page numbers below.

    Without rules down, heads are centred and amounts stand at the right, as is usual then. A
    ``font`` is a file to embed, so that the pages can be drawn on a machine without any.
    """
    if font:
        name = Path(font).stem
        pdfmetrics.registerFont(TTFont(name, font))
    else:
        name = FONT
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    body = ParagraphStyle("body", fontName=name, fontSize=10, leading=15, wordWrap="CJK")
    small = ParagraphStyle("small", fontName=name, fontSize=7, leading=9, wordWrap="CJK")
    right = ParagraphStyle("right", parent=small, alignment=TA_RIGHT)
    centre = ParagraphStyle("centre", parent=small, alignment=TA_CENTER)
    out = io.BytesIO()
    paper = SimpleDocTemplate(
        out, pagesize=landscape(A4), leftMargin=30, rightMargin=30, topMargin=36, bottomMargin=36
    )
    flow: list[Flowable] = []

    def lines(texts: list[str]) -> None:
        flow.extend(Paragraph(html.escape(text), body) for text in texts)

    def look(text: str, head: bool) -> ParagraphStyle:
        if rules == "all":
            return small
        amount = text == "—" or text.endswith("%") or ("." in text and text[-1].isdigit())
        return centre if head else right if amount else small

    def stops(rows: list[list[str]], repeat: int) -> None:
        """Rows as lines of text at tab stops, nothing wrapped."""
        width = max(map(len, rows))
        full = [[*row, *[""] * (width - len(row))] for row in rows]
        size = 5
        wide = [
            max(pdfmetrics.stringWidth(row[c], name, size) for row in full) + 8
            for c in range(width)
        ]
        style = [("FONT", (0, 0), (-1, -1), name, size, size * 1.3)]
        style += [(f"{side}PADDING", (0, 0), (-1, -1), 1) for side in ("TOP", "BOTTOM")]
        style += [(f"{side}PADDING", (0, 0), (-1, -1), 4) for side in ("LEFT", "RIGHT")]
        style += [
            ("ALIGN", (c, r), (c, r), "RIGHT")
            for r, row in enumerate(full)
            for c, text in enumerate(row)
            if look(text, r < repeat) is right
        ]
        flow.append(Table(full, colWidths=wide, style=style))

    def table(rows: list[list[str]], spans: Spans = (), repeat: int = 0) -> None:
        if rules == "stops":
            stops(rows, repeat)
            return
        width = max(map(len, rows))
        cells = [
            [
                Paragraph(paragraph(html.escape(t)), look(t, r < repeat)) if t else ""
                for t in [*row, *[""] * (width - len(row))]
            ]
            for r, row in enumerate(rows)
        ]
        style = [
            *RULES[rules],
            ("VALIGN", (0, 0), (-1, -1), "TOP" if rules == "close" else "MIDDLE"),
        ]
        style += [("SPAN", (c, r), (c + w - 1, r + h - 1)) for r, c, h, w in spans]
        flow.append(Table(cells, colWidths=[780 / width] * width, style=style, repeatRows=repeat))

    def numbered(canvas: Any, _: Any) -> None:
        canvas.setFont(name, 9)
        canvas.drawCentredString(420, 18, f"- {canvas.getPageNumber()} -")

    for block in blocks:
        if isinstance(block, Prose):
            lines(block.lines)
        elif isinstance(block, Grid):
            flow.append(PageBreak())
            lines(_above(block))
            table(rows_of(block), block.spans(), len(block.header))
            lines(block.notes)
        else:
            flow.append(PageBreak())
            lines([block.title])
            table(block.rows)
    paper.build(flow, onFirstPage=numbered, onLaterPages=numbered)
    return out.getvalue()


def word(blocks: list[Block]) -> bytes:
    """Return a DOCX, tables in the order of the text."""
    opened = docx.Document()

    def table(rows: list[list[str]], spans: Spans = ()) -> None:
        width = max(map(len, rows))
        made = opened.add_table(len(rows), width)
        # Cells of python-docx are looked up anew each time; one list is enough.
        cells = made._cells
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if text:
                    cells[r * width + c].text = text
        for r, c, high, wide in spans:
            merged = cells[r * width + c].merge(cells[(r + high - 1) * width + c + wide - 1])
            merged.text = rows[r][c]

    for block in blocks:
        if isinstance(block, Prose):
            for line in block.lines:
                opened.add_paragraph(line)
            continue
        for line in _above(block) if isinstance(block, Grid) else [block.title]:
            opened.add_paragraph(line)
        if isinstance(block, Grid):
            table(rows_of(block), block.spans())
        else:
            table(block.rows)
        for line in block.notes if isinstance(block, Grid) else []:
            opened.add_paragraph(line)
    # Word ends every document with a paragraph; without one, converters lose the last table.
    opened.add_paragraph()
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def _value(text: str, amount: bool) -> tuple[Any, str]:
    """Return a cell of a workbook: numbers as numbers with the format that shows them so."""
    plain = text.replace(",", "")
    if not amount or not _PLAIN.fullmatch(text):
        return text, "@"
    places = -int(Decimal(plain).as_tuple().exponent)
    code = ("#,##0" if "," in text else "0") + ("." + "0" * places if places else "")
    return float(plain), code


def _sheets(blocks: list[Block]) -> list[Sheet]:
    """Return the sheets of a workbook: the text first, then one a table, one a form."""
    sheets: list[Sheet] = []
    for number, block in enumerate(blocks, 1):
        spans: Spans = ()
        if isinstance(block, Prose):
            name, rows = f"文字{number}", [[(line, "@")] for line in block.lines]
        elif isinstance(block, Grid):
            name = f"GK{number:02}"
            rows = [[(line, "@")] for line in _above(block)]
            spans = [(r + len(rows), c, high, wide) for r, c, high, wide in block.spans()]
            rows += [[(t, "@") for t in row] for row in block.header]
            rows += [[_value(c.text, c.place is not None) for c in row] for row in block.rows]
            rows += [[(line, "@")] for line in block.notes]
        else:
            name, rows = (
                f"绩效{number}",
                [[(block.title, "@")], *([(t, "@") for t in row] for row in block.rows)],
            )
        sheets.append((name, rows, spans))
    return sheets


def xlsx(blocks: list[Block]) -> bytes:
    """Return a workbook with a sheet for every part."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    formats: dict[str, Any] = {}
    for name, rows, spans in _sheets(blocks):
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, (value, code) in enumerate(row):
                if value != "":
                    style = formats.setdefault(code, book.add_format({"num_format": code}))
                    sheet.write(r, c, value, style)
        for r, c, high, wide in spans:
            sheet.merge_range(r, c, r + high - 1, c + wide - 1, rows[r][c][0])
    book.close()
    return out.getvalue()


def xls(blocks: list[Block]) -> bytes:
    """Return a legacy workbook."""
    book = xlwt.Workbook(encoding="utf-8")
    formats: dict[str, Any] = {}
    for name, rows, spans in _sheets(blocks):
        sheet = book.add_sheet(name)
        for r, row in enumerate(rows):
            for c, (value, code) in enumerate(row):
                if value != "":
                    style = formats.setdefault(code, xlwt.easyxf(num_format_str=code))
                    sheet.write(r, c, value, style)
        for r, c, high, wide in spans:
            sheet.merge(r, r + high - 1, c, c + wide - 1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def page(blocks: list[Block], charset: str = "utf-8") -> bytes:
    """Return an HTML page."""
    parts = [
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>x</title><script>1</script></head><body>'
    ]

    def table(rows: list[list[str]], spans: Spans) -> None:
        starts = {(r, c): f' rowspan="{high}" colspan="{wide}"' for r, c, high, wide in spans}
        covered = {
            (i, j)
            for r, c, high, wide in spans
            for i in range(r, r + high)
            for j in range(c, c + wide)
        } - starts.keys()
        parts.append("<table border=1>")
        for r, row in enumerate(rows):
            cells = [
                f"<td{starts.get((r, c), '')}>{html.escape(text).replace(chr(10), '<br>') or '&nbsp;'}</td>"
                for c, text in enumerate(row)
                if (r, c) not in covered
            ]
            parts.append(f"<tr>{''.join(cells)}</tr>\n")
        parts.append("</table>")

    for block in blocks:
        spans: Spans = block.spans() if isinstance(block, Grid) else ()
        if isinstance(block, Prose):
            lines, rows, notes = block.lines, [], []
        elif isinstance(block, Grid):
            lines, rows, notes = _above(block), rows_of(block), block.notes
        else:
            assert isinstance(block, Form)
            lines, rows, notes = [block.title], block.rows, []
        parts.extend(f"<p>{html.escape(line)}</p>" for line in lines)
        if rows:
            table(rows, spans)
        parts.extend(f"<p>{html.escape(line)}</p>" for line in notes)
    return "".join([*parts, "</body></html>"]).encode("gb18030" if charset == "gb2312" else charset)
