"""DOCX: paragraphs and tables in the order of the body, as the document shows them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from finalaccounts.extract.errors import ExtractError
from finalaccounts.extract.grid import Grid, clean, joined, numbered, row_lines
from finalaccounts.extract.listing import Numbering
from finalaccounts.model import Document, Source

Row = tuple[str, tuple[str, ...]]

_P, _TBL, _TR, _TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
# Content that wraps blocks or cells without being one.
_WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag")}
# What is in the file and not shown: removed text, field codes, the fallback of a drawing.
_HIDDEN = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:instrText"),
    qn("w:pPr"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    qn("w:txbxContent"),
}
_BREAKS = {qn("w:br"), qn("w:cr")}


def _inline(element: Any) -> Iterator[str]:
    """Yield the text of a paragraph, line breaks as LF, tabs as a space."""
    for child in element:
        tag = child.tag
        if tag in _HIDDEN:
            continue
        if tag == qn("w:rPr"):
            continue
        if tag == qn("w:r") and _vanished(child):
            continue
        if tag == qn("w:t"):
            yield child.text or ""
        elif tag in _BREAKS:
            yield "\n"
        elif tag == qn("w:tab"):
            yield " "
        elif tag == qn("w:noBreakHyphen"):
            yield "-"
        elif tag == qn("w:sym"):
            yield chr(int(child.get(qn("w:char"), "F020"), 16))
        else:
            yield from _inline(child)


def _vanished(run: Any) -> bool:
    mark = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return mark is not None and mark.get(qn("w:val")) not in ("0", "false")


def _blocks(parent: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables directly in ``parent``, through content controls."""
    for child in parent:
        if child.tag in (_P, _TBL):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _paragraph(element: Any, numbering: Numbering) -> list[str]:
    """Return the lines of a paragraph: its number in a list, its text, then its text boxes."""
    text = "".join(_inline(element))
    if text.strip():
        text = numbering.label(element) + text
    lines = [line for part in text.split("\n") if (line := clean(part))]
    fallback = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
    for box in element.iter(qn("w:txbxContent")):
        if next(box.iterancestors(fallback), None) is None:
            for inner in _blocks(box):
                if inner.tag == _P:
                    lines.extend(_paragraph(inner, numbering))
    return lines


def _span(cell: Any) -> int:
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return max(1, int(found.get(qn("w:val"), "1"))) if found is not None else 1


def _continues(cell: Any) -> bool:
    """True for a cell that is merged into the one above it."""
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return found is not None and found.get(qn("w:val"), "continue") == "continue"


def _children(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _skipped(row: Any) -> int:
    found = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    return int(found.get(qn("w:val"), "0")) if found is not None else 0


def _table(table: Any, name: str, numbering: Numbering) -> list[Row]:
    """Return the rows of a table; tables inside a cell follow its row, named after it."""
    grid = Grid()
    inner: dict[int, list[tuple[str, Any]]] = {}
    for r, row in enumerate(_children(table, _TR)):
        texts: list[str] = [""] * _skipped(row)
        cells = list(_children(row, _TC))
        for cell in cells:
            address = f"{name}!R{r + 1}C{len(texts) + 1}"
            pieces: list[str] = []
            for block in _blocks(cell):
                if block.tag == _P:
                    pieces.extend(_paragraph(block, numbering))
                else:
                    inner.setdefault(r, []).append((address, block))
            texts.append("" if _continues(cell) else joined(pieces))
            texts.extend([""] * (_span(cell) - 1))
        grid.rows.append(texts)
        grid.addresses.append([f"{name}!R{r + 1}C{c + 1}" for c in range(len(texts))])
        if len(cells) == 1:
            grid.full.add(r)
    lines: list[Row] = []
    for r, line in enumerate(row_lines(grid)):
        lines.append(line)
        for address, block in inner.get(r, ()):
            lines.extend(_table(block, address, numbering))
    return lines


def read_docx(source: Source) -> Document:
    """Read a DOCX file: a paragraph is a line, a row of a table is a line of cells.

    Raises ExtractError when the file is damaged.
    """
    try:
        opened = docx.Document(io.BytesIO(source.data))
        body = opened.element.body
        numbering = Numbering(opened)
    except Exception as error:
        raise ExtractError(f"{source.file}: damaged document ({error})") from error
    lines: list[Row] = []
    tables = 0
    for block in _blocks(body):
        if block.tag == _P:
            lines.extend((text, ()) for text in _paragraph(block, numbering) or [""])
        else:
            tables += 1
            lines.extend(_table(block, f"T{tables}", numbering))
    return Document(source.file, numbered(lines))
