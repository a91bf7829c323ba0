"""Damage that each format writes in its own way: hidden, struck and raised text, pictures, merges.

A cell carries a mark (private characters) through the writer of the file; ``settle`` then turns
the marks of the finished file into markup of the format.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import openpyxl
from openpyxl.drawing.image import Image
from openpyxl.styles import Font

_NAMES = ("hidden", "struck", "raised", "picture", "merged down", "merged across", "white", "field")
MARKS = {name: chr(0xE010 + i) for i, name in enumerate(_NAMES)}
END, NEXT = "\ue000", "\ue001"
_MARK = re.compile(f"([{MARKS['hidden']}-{MARKS['field']}])([^<>{END}]*){END}")
_OLD = "47.51"  # what is struck out, or hidden, beside the amount
# Which marks a format can write.
CAN = {
    "html": frozenset(_NAMES),
    "docx": frozenset(_NAMES) - {"white"},
    "xlsx": frozenset(("struck", "picture", "merged down", "merged across", "hidden")),
    "pdf": frozenset(("struck", "raised", "picture", "white")),
}


def marked(name: str, text: str) -> str:
    """Return the text of a cell with the mark of a damage."""
    return f"{MARKS[name]}{text}{END}"


def picture() -> bytes:
    """Return a small PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 4, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 36)) + chunk(b"IEND", b"")  # fmt: skip


@cache
def _stored() -> str:
    path = Path(mkdtemp()) / "a.png"
    path.write_bytes(picture())
    return str(path)


def paragraph(text: str) -> str:
    """Return the text of a cell in the markup of a PDF's paragraphs."""

    def cell(match: re.Match[str]) -> str:
        name, amount = _name(match), match[2]
        return {
            "struck": f"<strike>{_OLD}</strike> {amount}",
            "raised": f"{amount}<super>1</super>",
            "picture": f'<img src="{_stored()}"/>',
            "white": f'<font color="white">{amount}</font>',
        }.get(name, match[0])

    return _MARK.sub(cell, text).replace("\n", "<br/>")


def settle(data: bytes, form: str) -> bytes:
    """Return the file with its marks turned into markup."""
    if form == "html":
        return _html(data.decode()).encode()
    if form == "docx":
        return _word(data)
    if form == "xlsx":
        return _book(data)
    return data


def _name(match: re.Match[str]) -> str:
    return _NAMES[ord(match[1]) - 0xE010]


def _html(text: str) -> str:
    def cell(match: re.Match[str]) -> str:
        name, amount = _name(match), match[2]
        return {
            "hidden": f'<span style="display:none">{amount}</span>',
            "struck": f"<s>{_OLD}</s>{amount}",
            "raised": f"{amount}<sup>1</sup>",
            "picture": '<img src="a.png" alt="">',
            "white": f'<span style="visibility:hidden">{amount}</span>',
            "field": f'<input type="text" value="{amount}">',
        }.get(name, match[0])

    for name, span in (("merged down", "rowspan"), ("merged across", "colspan")):
        mark = MARKS[name]
        text = re.sub(f"<td>{mark}([^<{END}]*){END}", rf'<td {span}="2">\1', text)
    text = re.sub(f"<td>{NEXT}</td>", "", text)
    return _MARK.sub(cell, text)


def _word(data: bytes) -> bytes:
    def run(amount: str, props: str = "", inner: str = "") -> str:
        inner = inner or f'<w:t xml:space="preserve">{amount}</w:t>'
        return f"<w:r><w:rPr>{props}</w:rPr>{inner}</w:r>"

    def cell(match: re.Match[str]) -> str:
        name, amount = _name(match), match[2]
        return {
            "hidden": run(amount, "<w:vanish/>"),
            "struck": run(_OLD, "<w:strike/>") + run(amount),
            "raised": run(amount) + run("1", '<w:vertAlign w:val="superscript"/>'),
            "picture": run("", "", "<w:drawing/>"),
            "field": f"<w:sdt><w:sdtContent>{run(amount)}</w:sdtContent></w:sdt>",
        }.get(name, run(amount))

    found = zipfile.ZipFile(io.BytesIO(data))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in found.namelist():
            part = found.read(name)
            if name == "word/document.xml":
                text = part.decode()
                text = _last_cell(text, MARKS["merged down"], '<w:vMerge w:val="restart"/>')
                text = _across(text)
                text = _last_cell(text, NEXT, "<w:vMerge/>")
                text = text.replace(f"<w:t>{NEXT}</w:t>", "")
                text = re.sub(f"<w:r><w:t[^>]*>{_MARK.pattern}</w:t></w:r>", cell, text)
                part = text.encode()
            made.writestr(name, part)
    return out.getvalue()


def _last_cell(text: str, mark: str, prop: str) -> str:
    """Put a property into the cell that holds the mark, after its width as the schema wants."""
    at = text.find(mark)
    if at < 0:
        return text
    start = text.rfind("<w:tcPr>", 0, at) + len("<w:tcPr>")
    end = re.compile("<w:tcW[^>]*/>").match(text, start)
    at = end.end() if end else start
    return text[:at] + prop + text[at:]


def _across(text: str) -> str:
    at = text.find(MARKS["merged across"])
    if at < 0:
        return text
    text = _last_cell(text, MARKS["merged across"], '<w:gridSpan w:val="2"/>')
    spot = text.find(NEXT)
    start, end = text.rfind("<w:tc>", 0, spot), text.find("</w:tc>", spot) + len("</w:tc>")
    return text[:start] + text[end:]


def _book(data: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                match = _MARK.search(str(cell.value)) if cell.value is not None else None
                if match is None:
                    continue
                name, amount = _name(match), match[2]
                r, c = cell.row, cell.column
                cell.value = float(amount.replace(",", ""))
                places = len(amount.partition(".")[2])
                cell.number_format = "0" + ("." + "0" * places if places else "")
                if name == "struck":
                    cell.font = Font(strike=True)
                elif name == "hidden":
                    sheet.row_dimensions[r].hidden = True
                elif name == "picture":
                    cell.value = None
                    sheet.add_image(Image(io.BytesIO(picture())), cell.coordinate)
                elif name == "merged down":
                    sheet.cell(r + 1, c).value = None
                    sheet.merge_cells(start_row=r, start_column=c, end_row=r + 1, end_column=c)
                elif name == "merged across":
                    sheet.cell(r, c + 1).value = None
                    sheet.merge_cells(start_row=r, start_column=c, end_row=r, end_column=c + 1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
