"""Files for the readers: bombs, false sizes, nesting, one line, many lines, odd kinds of file."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

TITLE = "青岚县水利局2023年度部门决算\n"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def html(body: str) -> bytes:
    return f"<html><meta charset=utf-8><body><h1>{TITLE}</h1>{body}".encode()


def text(body: str) -> bytes:
    return (TITLE + body).encode()


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def docx(body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", _TYPES)
        made.writestr("_rels/.rels", _RELS)
        whole = f'<?xml version="1.0"?><w:document {_W}><w:body>{paragraph(TITLE)}{body}</w:body></w:document>'
        made.writestr("word/document.xml", whole)
    return out.getvalue()


def _cell(properties: str) -> bytes:
    return docx(
        f"<w:tbl><w:tr><w:tc><w:tcPr>{properties}</w:tcPr>{paragraph('收入')}</w:tc></w:tr></w:tbl>"
    )


def xlsx(old: bytes = b"", new: bytes = b"") -> bytes:
    """Return a small workbook, ``old`` of its sheet replaced by ``new``."""
    import openpyxl

    book, plain = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"], book.active["A2"], book.active["B2"] = TITLE, "收入", 1
    book.save(plain)
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            part = given.read(name)
            if name == "xl/worksheets/sheet1.xml" and old:
                assert old in part
                part = part.replace(old, new)
            made.writestr(name, part)
    return out.getvalue()


_END = b"</sheetData>"


def pdf(content: bytes, pages: int = 1) -> bytes:
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 3 0 R >> >> >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        *[page] * pages,
    ]
    out, at = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % one for one in at)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, table, len(objects) + 1, len(out))
    )


_TEXT = b"(1234567890 1234567890 1234567890 12345678) Tj 0 -0.01 Td\n"
_CHAPTER = "第三部分 2023年度部门决算情况说明\n"
_PROSE = "本年收入总计1,234.56万元，比上年增长3.2%，主要原因是人员增加；"

# One long line of a kind: what it costs grows with its length alone, so it is read.
LINES: dict[str, Callable[[], bytes]] = {
    "line_digits.txt": lambda: text("1234567890" * 10_000 + "\n"),
    "line_amount.txt": lambda: text("公开01表\n收入合计 " + "1234567890" * 10_000 + "\n"),
    "line_prose.txt": lambda: text(_CHAPTER + _PROSE * 3000),
    "line_clause.txt": lambda: text(_CHAPTER + "其中基本支出12.30万元、" * 7500),
    "line_list.txt": lambda: text(
        _CHAPTER + "基本支出、项目支出、" * 9000 + "分别为" + "1.00万元、" * 1500
    ),
    "line_brackets.txt": lambda: text("（" * 100_000 + "\n"),
    "line_dots.txt": lambda: text("目录\n" + "." * 100_000 + "\n" + "1." * 50_000 + "\n"),
    "line_spaces.txt": lambda: text("收入" + " " * 100_000 + "x\n"),
    "line_ordinals.txt": lambda: text("（一）" * 33_000 + "\n"),
    "line_cells.txt": lambda: text("公开01表\n收入" + "\t1.00" * 20_000 + "\n"),
}
CASES: dict[str, Callable[[], bytes]] = {
    **LINES,
    "divs_in_divs_100000.html": lambda: html("<div>" * 100_000 + "x" + "</div>" * 100_000),
    "open_tags_100000.html": lambda: html("<div></x>" * 100_000 + "</div></p>" * 100_000),
    "fonts_2000.html": lambda: html("<p><font size=2>收入总计1,234.56万元</p>" * 150),
    "div_1000.html": lambda: html("<div>" * 1000 + "收入总计1,234.56万元" + "</div>" * 1000),
    "span_5000.html": lambda: html("<span>" * 5000 + "x"),
    "table_600.html": lambda: html("<table><tr><td>" * 600 + "x"),
    "colspan_raised.html": lambda: html(
        "<table><tr><td colspan=²>收入</td><td>1</td></tr></table>"
    ),
    "colspan_huge.html": lambda: html(
        "<table>" + "<tr><td colspan=1000000000>甲</td><td rowspan=99999999>1</td></tr>" * 200
    ),
    "colspan_long.html": lambda: html(f"<table><tr><td colspan={'9' * 5000}>甲</td></tr></table>"),
    "colspan_many.html": lambda: html(
        "<table>" + ("<tr>" + "<td colspan=1000>收</td>" * 50 + "</tr>") * 2000
    ),
    "divs_100000.html": lambda: html("<div>收入总计1,234.56万元</div>" * 100_000),
    "width.html": lambda: html("<img width=٣ height=²>收入总计1,234.56万元"),
    "half_character.html": lambda: html("&#xD83D;&#x110000;&#0;收入总计1,234.56万元"),
    "prose_20k.txt": lambda: text(_PROSE * 200),
    "prose_100k.txt": lambda: text(_PROSE * 1000),
    "paragraph_140k.txt": lambda: text("甲" * 140_000 + "\n"),
    "line_300k.txt": lambda: text("甲" * 300_000 + "\n"),
    "spaces.txt": lambda: text("收入支出" + " " * 20_000 + "决算总表\n1 2 3\n"),
    "lines_200000.txt": lambda: text("收入 1.00\n" * 200_000),
    "digits.txt": lambda: text("收入" + "9" * 100_000 + "\n"),
    "commas.txt": lambda: text("1," * 50_000 + "\n"),
    "tabs.txt": lambda: text(("\t" * 2000 + "\n") * 2000),
    "brackets.txt": lambda: text("（" * 20_000 + "\n"),
    "quotes.txt": lambda: text("“" * 20_000 + "\n"),
    "dots.txt": lambda: text("收入" + "." * 50_000 + "\n"),
    "half_character.txt": lambda: text("收入总计1,234.56万元\n") + b"\xed\xa0\x80",
    "nul.txt": lambda: text("收入\x00总计\n"),
    "rare.txt": lambda: text("𬭸𠮷💩收入总计1,234.56万元。\n"),
    "turned.txt": lambda: text("\u202e收入总计1,234.56万元。\n"),
    "utf16.txt": lambda: text("收入总计1,234.56万元。\n").decode().encode("utf-16"),
    "utf32.txt": lambda: text("收入总计1,234.56万元。\n").decode().encode("utf-32"),
    "empty.txt": lambda: b"",
    "zeros.txt": lambda: b"\x00" * 10_000,
    "grid_span.docx": lambda: _cell('<w:gridSpan w:val="100000000"/>'),
    "grid_span_word.docx": lambda: _cell('<w:gridSpan w:val="x"/>'),
    "grid_span_long.docx": lambda: _cell(f'<w:gridSpan w:val="{"9" * 5000}"/>'),
    "grid_before.docx": lambda: docx(
        '<w:tbl><w:tr><w:trPr><w:gridBefore w:val="100000000"/></w:trPr>'
        f"<w:tc>{paragraph('收入')}</w:tc></w:tr></w:tbl>"
    ),
    "symbol.docx": lambda: docx(
        '<w:p><w:r><w:sym w:char="D83D"/><w:sym w:char="FFFFFFFF"/><w:t>收入</w:t></w:r></w:p>'
    ),
    "paragraphs_300000.docx": lambda: docx(paragraph("收入1.00") * 300_000),
    "tables_in_tables.docx": lambda: docx(
        "<w:tbl><w:tr><w:tc>" * 80 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 80
    ),
    "controls_in_controls.docx": lambda: docx(
        "<w:sdt><w:sdtContent>" * 100 + paragraph("x") + "</w:sdtContent></w:sdt>" * 100
    ),
    "bomb.docx": lambda: docx(paragraph("0" * 60_000_000)),
    "entity.docx": lambda: docx(paragraph("&foo;")),
    "merge_all.xlsx": lambda: xlsx(
        _END, _END + b'<mergeCells count="1"><mergeCell ref="A3:XFD1048576"/></mergeCells>'
    ),
    "cell_far.xlsx": lambda: xlsx(
        _END, b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + _END
    ),
    "cell_nowhere.xlsx": lambda: xlsx(b'r="B2"', b'r="ZZZZ99999999"'),
    "rows_empty.xlsx": lambda: xlsx(
        _END,
        b"".join(b'<row r="%d"><c r="A%d"/></row>' % (n, n) for n in range(3, 100_000)) + _END,
    ),
    "glyphs_1m.pdf": lambda: pdf(b"BT /F1 5 Tf 10 800 Td " + _TEXT * 25_000 + b"ET"),
    "rulings.pdf": lambda: pdf(
        b"".join(b"%d 10 m %d 800 l S\n" % (n % 590, n % 590) for n in range(50_000))
        + b"BT /F1 5 Tf 10 800 Td (12) Tj ET"
    ),
    "pages_2500.pdf": lambda: pdf(b"BT /F1 12 Tf 10 800 Td (Total) Tj ET", 2500),
    "cut.pdf": lambda: pdf(b"BT ET")[:300],
    "loop.pdf": lambda: pdf(b"BT ET").replace(b"/Parent 2 0 R", b"/Kids [2 0 R]"),
}


def odd(folder: Path) -> list[Path]:
    """Return paths that are no regular files: a pipe, a device, a folder, a dead link."""
    os.mkfifo(folder / "pipe.txt")
    (folder / "device.txt").symlink_to("/dev/zero")
    (folder / "folder.txt").mkdir()
    (folder / "dead.txt").symlink_to(folder / "nothing")
    (folder / "circle.txt").symlink_to(folder / "circle.txt")
    return [folder / f"{n}.txt" for n in ("pipe", "device", "folder", "dead", "circle", "absent")]
