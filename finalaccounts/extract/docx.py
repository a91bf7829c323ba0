"""DOCX: paragraphs and tables in the order of the body, as the document shows them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import docx
from docx.oxml.ns import qn

from finalaccounts import limits
from finalaccounts.extract.errors import ExtractError
from finalaccounts.extract.grid import UNREAD, Grid, Writing, clean
from finalaccounts.extract.html import read_page
from finalaccounts.extract.listing import Numbering
from finalaccounts.extract.runs import Note, Runs, fallback
from finalaccounts.extract.scan.inside import Inside
from finalaccounts.model import Document, Source

_P, _TBL, _TR, _TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_CHUNK = qn("w:altChunk")
# Content that wraps blocks or cells without being one.
_WRAPPERS = {
    *(
        qn(name)
        for name in ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")
    ),
}
_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"
_UNREAD = ("picture", "not_read")
# Parts of the file that stand beside its body, by the end of their type.
_BESIDE = {"header": "header", "footer": "footer", "comments": "comment", "footnotes": "footnote"}
_BESIDE["endnotes"] = "footnote"
# Tables inside cells and documents inside documents, one within another.
_DEEPEST = 12
# Twentieths of a point of a row that nobody can see.
_LOWEST = 40
# A cell that claims to span more columns than this is a typing error, not a table.
_WIDEST = 300


def _blocks(parent: Any) -> Iterator[Any]:
    """Yield the paragraphs, tables and embedded parts directly in ``parent``, through controls."""
    for child in parent:
        if child.tag in (_P, _TBL, _CHUNK):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _number(element: Any) -> int:
    printed = element.get(qn("w:val"), "")
    return int(printed) if printed.isdecimal() and len(printed) < 10 else 0


def _span(cell: Any) -> int:
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return min(max(1, _number(found)), _WIDEST) if found is not None else 1


def _merged(cell: Any) -> str:
    """Return "restart" for a cell merged with those below, "continue" for those, else nothing."""
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return found.get(qn("w:val"), "continue") if found is not None else ""


def _children(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _cells(table: Any) -> Iterator[Any]:
    """Yield the cells of the rows of a table that are shown."""
    for row in _children(table, _TR):
        if not _gone(row):
            yield from _children(row, _TC)


def _arranges(table: Any) -> bool:
    """True for a table that only arranges the page: most of its cells hold other tables."""
    filled = [cell for cell in _cells(table) if next(cell.iter(qn("w:t")), None) is not None]
    holding = sum(any(block.tag == _TBL for block in _blocks(cell)) for cell in filled)
    return bool(holding) and (len(filled) < 6 or holding * 2 > len(filled))


def _skipped(row: Any) -> int:
    found = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    return min(_number(found), _WIDEST) if found is not None else 0


def _gone(row: Any) -> str:
    """Return why a row is not shown, empty where it is."""
    hidden = row.find(f"{qn('w:trPr')}/{qn('w:hidden')}")
    if hidden is not None and hidden.get(qn("w:val"), "1") not in ("0", "false"):
        return "hidden_row"
    high = row.find(f"{qn('w:trPr')}/{qn('w:trHeight')}")
    if high is not None and high.get(qn("w:hRule")) == "exact" and _number(high) < _LOWEST:
        return "hidden_row"
    return "deleted" if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None else ""


class _Body:
    """Writes the blocks of one document."""

    def __init__(self, source: Source, opened: Any, depth: int) -> None:
        self.source = source
        self.written = Writing(source.file)
        self.numbering = Numbering(opened)
        self.runs = Runs(opened)
        self.pictures = Inside(source)
        self.parts: Mapping[str, Any] = opened.part.rels
        self.depth = depth
        self.tables = 0

    def write(self, blocks: Iterator[Any]) -> None:
        """Write paragraphs as lines, tables as rows."""
        for block in blocks:
            limits.at_most("lines", len(self.written.lines), self.source.file)
            if block.tag == _P:
                notes: list[Note] = []
                lines = self.paragraph(block, notes) or [""]
                pictured = self._pictured(block, notes)
                for kind, done, text in notes:
                    self.written.note(kind, done, text)
                self.written.lines.extend((text, ()) for text in lines)
                self.written.picture(pictured)
                # A table that stands in a text box follows its paragraph.
                for box in _boxes(block):
                    self.write(inner for inner in _blocks(box) if inner.tag == _TBL)
            elif block.tag == _TBL and _arranges(block) and self.depth < _DEEPEST:
                self.depth += 1
                for cell in _cells(block):
                    self.write(_blocks(cell))
                self.depth -= 1
            elif block.tag == _TBL:
                self.tables += 1
                self.written.grid(self.table(block, f"T{self.tables}"))
            else:
                self._chunk(block.get(qn("r:id"), ""))

    def _pictured(
        self, paragraph: Any, notes: list[Note]
    ) -> list[tuple[str, int, tuple[str, ...]]]:
        """Return the lines that are read in the pictures of a paragraph; their notes say so."""
        found: list[tuple[str, int, tuple[str, ...]]] = []
        for picture in paragraph.iter(qn("a:blip"), _IMAGE):
            part = self.parts.get(picture.get(qn("r:embed")) or picture.get(qn("r:id")) or "")
            if fallback(picture) or part is None or part.is_external:
                continue
            rows = self.pictures.rows(getattr(part.target_part, "blob", b""))
            found.extend((row.text, row.page, row.boxes) for row in rows)
            at = next((n for n, note in enumerate(notes) if note[:2] == _UNREAD), None)
            if rows and at is not None:
                notes[at] = ("picture", "read", notes[at][2])
        return found

    def paragraph(self, element: Any, notes: list[Note]) -> list[str]:
        """Return the lines of a paragraph: its number in a list, its text, then its text boxes."""
        text = "".join(self.runs.text(element, notes))
        if text.strip():
            text = self.numbering.label(element) + text
        lines = [line for part in text.split("\n") if (line := clean(part))]
        for box in _boxes(element):
            for inner in _blocks(box):
                if inner.tag == _P:
                    lines.extend(self.paragraph(inner, notes))
        return lines

    def table(self, table: Any, name: str) -> Grid:
        """Return a table; a table that stands in a cell is the text of the cell."""
        grid = Grid()
        # Cells merged downwards that may go on: column -> row where they begin.
        begun: dict[int, int] = {}
        for number, row in enumerate(_children(table, _TR)):
            r = len(grid.rows)
            if why := _gone(row):
                said = " ".join(t.text or "" for t in row.iter(qn("w:t"), qn("w:delText")))
                grid.notes.append((r, 0, why, "left_out", said))
                continue
            texts: list[str] = [""] * _skipped(row)
            cells = list(_children(row, _TC))
            for cell in cells:
                pieces: list[str] = []
                notes: list[Note] = []
                self._fill(cell, pieces, notes)
                at = len(texts)
                grid.notes.extend((r, at, *note) for note in notes)
                merged = _merged(cell)
                if merged == "restart":
                    begun[at] = r
                elif merged == "continue" and at in begun:
                    grid.high[begun[at], at] = r - begun[at] + 1
                else:
                    begun.pop(at, None)
                texts.append(
                    "" if merged == "continue" else grid.put(r, at, pieces, 1, _span(cell))
                )
                texts.extend([""] * (_span(cell) - 1))
            grid.rows.append(texts)
            limits.at_most("cells", len(grid.rows) * len(texts), self.source.file)
            grid.addresses.append([f"{name}!R{number + 1}C{c + 1}" for c in range(len(texts))])
            if len(cells) == 1:
                grid.full.add(r)
        return grid

    def _fill(self, cell: Any, pieces: list[str], notes: list[Note], depth: int = 0) -> None:
        """Collect the lines of a cell, those of tables inside it among them."""
        for block in _blocks(cell):
            if block.tag == _P:
                pieces.extend(self.paragraph(block, notes))
            elif block.tag == _TBL and depth < _DEEPEST:
                for inner in _cells(block):
                    self._fill(inner, pieces, notes, depth + 1)
            else:
                notes.append(("embedded", "not_read", ""))
        if any(kind == "equation" and done == "not_read" for kind, done, _ in notes):
            # The number beside it is not all that the cell says.
            pieces.append(UNREAD)

    def _chunk(self, relation: str) -> None:
        """Read a document embedded as a part of this one (HTML or DOCX) where it stands."""
        part = self.parts.get(relation)
        target = getattr(part, "target_part", None) if part is not None else None
        data = getattr(target, "blob", b"")
        name = str(getattr(target, "partname", ""))
        try:
            if b"<" not in data[:200] or self.depth >= _DEEPEST:
                raise ExtractError(name)
            found = read_page(replace(self.source, data=data), None)
        except ExtractError:
            self.written.note("embedded", "not_read", name)
            return
        self.written.note("embedded", "read", name)
        self.written.lines.extend((line.text, line.cells) for line in found.lines)

    def beside(self) -> None:
        """List what stands beside the body: headers, footers, comments, footnotes."""
        seen: set[tuple[str, str]] = set()
        for part in self.parts.values():
            kind = _BESIDE.get(part.reltype.rsplit("/", 1)[-1])
            if kind is None or part.is_external:
                continue
            target = part.target_part
            root = getattr(target, "element", None)
            if root is None:
                from lxml import etree

                root = etree.fromstring(
                    target.blob, etree.XMLParser(resolve_entities=False, no_network=True)
                )
            text = " ".join(t.text or "" for t in root.iter(qn("w:t")) if not fallback(t)).strip()
            marks = [
                p.get("string") or "" for p in root.iter("{urn:schemas-microsoft-com:vml}textpath")
            ]
            for what, said in ((kind, text), *(("watermark", mark) for mark in marks)):
                if said and (what, said) not in seen:
                    seen.add((what, said))
                    self.written.note(what, "left_out", said, line=1)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Yield the text boxes drawn from a paragraph, not those inside one another."""
    for box in paragraph.iter(qn("w:txbxContent")):
        above = next(box.iterancestors(qn("w:p")), None)
        if above is paragraph and not fallback(box):
            yield box


def read_docx(source: Source) -> Document:
    """Read a DOCX file: a paragraph is a line, a row of a table is a line of cells.

    Raises ExtractError when the file is damaged.
    """
    try:
        opened = docx.Document(io.BytesIO(source.data))
        body = _Body(source, opened, 0)
        body.beside()
        body.write(_blocks(opened.element.body))
    except limits.LimitError:
        raise
    except Exception as error:
        raise ExtractError(f"{source.file}: damaged document ({error})") from error
    return body.pictures.finished(body.written.document())
