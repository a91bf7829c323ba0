"""HTML pages as a browser shows them: blocks become lines, tables rows of cells.

Scripts are no text; what a style sheet or an attribute hides, what is struck out and the marks of
notes are left out and listed; pictures, drawings and embedded pages are listed as not read.
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from finalaccounts import limits
from finalaccounts.extract.characters import NOTE_MARK
from finalaccounts.extract.controls import field_text
from finalaccounts.extract.errors import ExtractError
from finalaccounts.extract.grid import UNREAD, Grid, Writing
from finalaccounts.extract.markup import arranges, cells, rows, span
from finalaccounts.extract.nesting import refuse_deep
from finalaccounts.extract.pages import Row
from finalaccounts.extract.scan.inside import Inside, held
from finalaccounts.extract.styles import Look, Styles
from finalaccounts.extract.text import decode
from finalaccounts.model import Document, Source

_DROPPED = {"script", "style", "noscript", "template", "head", "datalist", "audio", "-comment"}
_OBJECTS = {
    "img": "picture",
    "canvas": "picture",
    "video": "picture",
    "svg": "drawing",
    "math": "equation",
    "iframe": "embedded",
    "object": "embedded",
    "embed": "embedded",
}
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins"),
        *("kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub"),
        *("sup", "time", "tt", "u", "var", "o:p", "st1:chsdate", "st1:personname", "st1:chmetcnv"),
    )
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
# Pictures lower or narrower than this are ornaments (pixels).
_ORNAMENT = 24


def _text(source: Source) -> tuple[str, tuple[str, ...]]:
    """Decode by the mark, then the page's own charset, then UTF-8 or GB18030."""
    data = source.data
    found = _CHARSET.search(data[:4096])
    name = found.group(1).decode("ascii").lower() if found else ""
    # gb2312 and gbk are subsets of gb18030, and pages that claim them often hold more.
    name = "gb18030" if name.startswith("gb") else name
    if name and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(name), ()
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, source.file)


def _size(node: Any, name: str) -> int:
    found = re.match(r"\s*(\d{1,5})", node.attributes.get(name) or "")
    return int(found.group(1)) if found else _ORNAMENT


class _Page:
    """Collects lines in reading order."""

    def __init__(self, source: str, styles: Styles) -> None:
        self.written = Writing(source)
        self.styles = styles
        self.tables = 0
        self.pictures: Inside | None = None
        self._open: list[str] = []
        # The cell being written: its grid, row and column.
        self._cell: tuple[Grid, int, int] | None = None
        self._depth = 0

    def end(self) -> None:
        """Close the line being written."""
        text = " ".join("".join(self._open).split())
        self._open.clear()
        if text:
            self.written.lines.append((text, ()))
            limits.at_most("lines", len(self.written.lines), self.written.source)

    def note(self, kind: str, done: str, text: str = "") -> None:
        """List an object where it stands."""
        if self._cell is not None:
            grid, row, column = self._cell
            grid.notes.append((row, column, kind, done, text))
            return
        inside = "".join(self._open).strip()
        self.written.note(kind, done, text, line=len(self.written.lines) + bool(inside))

    def walk(self, node: Any, above: Look) -> None:
        """Write the children of ``node``."""
        self._depth = limits.at_most("nesting", self._depth + 1, self.written.source)
        for child in node.iter(include_text=True):
            tag = child.tag
            if tag == "-text":
                self._letters(child.text_content or "", above)
                continue
            if tag in _DROPPED or tag == "wbr":
                continue
            look = self.styles.look(child, above)
            if look.gone or (tag == "dialog" and "open" not in child.attributes):
                self._gone(child, look)
            elif tag == "details" and "open" not in child.attributes:
                self._folded(child, look)
            elif tag in _OBJECTS:
                self._object(child, tag)
            elif tag in ("rt", "rp"):
                self.note("note_mark", "left_out", child.text(deep=True) or "")
            elif tag in ("input", "textarea", "select", "button"):
                self._field(child, tag)
            elif tag == "br":
                self.end()
            elif tag == "table" and not arranges(child):
                self._table(child, look)
            elif tag in _INLINE:
                self._inline(child, look)
            else:
                self.end()
                self.walk(child, look)
                self.end()
        self._depth -= 1

    def _letters(self, text: str, look: Look) -> None:
        if look.why and text.strip():
            self.note(look.why, "left_out", text)
        elif not look.why:
            self._open.append(text)

    def _gone(self, node: Any, look: Look) -> None:
        text = node.text(deep=True, separator=" ") or ""
        if text.strip():
            self.note(look.why or "hidden", "left_out", text)

    def _folded(self, node: Any, look: Look) -> None:
        """Write the heading of what a reader has to open; what is in it is listed."""
        for child in node.iter(include_text=True):
            if child.tag == "summary":
                self.end()
                self.walk(child, self.styles.look(child, look))
                self.end()
            else:
                self._gone(child, look)

    def _inline(self, node: Any, look: Look) -> None:
        before = "".join(self._open).rstrip()[-1:]
        text = "".join((node.text(deep=True) or "").split())
        behind = before and not (before.isascii() and before.isalpha())
        if look.raised and behind and NOTE_MARK.fullmatch(text):
            self.note("note_mark", "left_out", text)
        else:
            self.walk(node, look)

    def _object(self, node: Any, tag: str) -> None:
        if tag == "img" and min(_size(node, "width"), _size(node, "height")) < _ORNAMENT:
            return
        rows: list[Row] = []
        if tag == "img" and self._cell is None and self.pictures is not None:
            rows = self.pictures.rows(held(node.attributes.get("src") or ""))
        done = "read" if rows else "not_read"
        self.note(_OBJECTS[tag], done, node.attributes.get("alt") or "")
        if rows:
            self.end()
            self.written.picture([(row.text, row.page, row.boxes) for row in rows])
        if tag == "math" and self._cell is not None:
            # The number beside it is not all that the cell says.
            self._open.append(UNREAD)

    def _field(self, node: Any, tag: str) -> None:
        text, done = field_text(node, tag)
        if done == "read":
            self._open.append(text)
        if done and (text.strip() or done == "not_read"):
            self.note("form_field", done, text)
        elif not done:
            self._open.append(text)

    def _table(self, node: Any, look: Look) -> None:
        """Write a table: one line per row, merged cells at their first row and column."""
        if self._cell is not None:
            # A table that stands in a cell is the text of the cell.
            for cell in cells(node):
                self.end()
                self.walk(cell, self.styles.look(cell, look))
            self.end()
            return
        self.end()
        self.tables += 1
        for child in node.iter():
            if child.tag == "caption" and not (said := self.styles.look(child, look)).gone:
                self.walk(child, said)
                self.end()
        grid = Grid()
        # Columns still taken by a cell from above: column -> rows left.
        taken: dict[int, int] = {}
        for row in rows(node):
            seen = self.styles.look(row, self._group(row, look))
            if seen.gone or (seen.unseen and not look.unseen):
                text = row.text(deep=True, separator=" ") or ""
                if text.strip():
                    grid.notes.append((len(grid.rows), 0, "hidden_row", "left_out", text))
                continue
            taken = self._row(grid, row, seen, taken)
        grid.hide(self._gone_columns(node))
        self.written.grid(grid)

    def _group(self, row: Any, look: Look) -> Look:
        parent = row.parent
        return (
            self.styles.look(parent, look) if parent is not None and parent.tag != "table" else look
        )

    def _gone_columns(self, node: Any) -> frozenset[int]:
        """Return the columns that ``<col>`` hides."""
        gone: set[int] = set()
        at = 0
        for col in node.css("col"):
            wide = span(col, "span")
            own = self.styles.declared(col)
            if own.get("display") == "none" or own.get("visibility") in ("collapse", "hidden"):
                gone.update(range(at, at + wide))
            at += wide
        return frozenset(gone)

    def _row(self, grid: Grid, row: Any, look: Look, taken: dict[int, int]) -> dict[int, int]:
        texts: list[str] = []
        number = len(grid.rows)
        below: dict[int, int] = {}
        shown = 0
        for cell in row.iter():
            if cell.tag not in ("td", "th"):
                continue
            own = self.styles.look(cell, look)
            if own.gone:
                if text := (cell.text(deep=True, separator=" ") or "").strip():
                    grid.notes.append((number, len(texts), "hidden_cell", "left_out", text))
                continue
            shown += 1
            while taken.get(len(texts), 0):
                texts.append("")
            wide, high = span(cell, "colspan"), span(cell, "rowspan")
            first = len(texts)
            for column in range(first, first + wide):
                below[column] = high - 1
            text = grid.put(
                number, first, self._lines(cell, own, (grid, number, first)), high, wide
            )
            texts.extend([text, *[""] * (wide - 1)])
        while taken.get(len(texts), 0):
            texts.append("")
        if shown == 1 and not any(texts[1:]):
            grid.full.add(number)
        grid.rows.append(texts)
        limits.at_most("cells", len(grid.rows) * len(texts), self.written.source)
        grid.addresses.append([f"T{self.tables}!R{number + 1}C{c + 1}" for c in range(len(texts))])
        return {
            c: n for c in {*taken, *below} if (n := max(taken.get(c, 0) - 1, below.get(c, 0))) > 0
        }

    def _lines(self, cell: Any, look: Look, place: tuple[Grid, int, int]) -> list[str]:
        inner = _Page(self.written.source, self.styles)
        inner._cell, inner._depth = place, self._depth
        inner.walk(cell, look)
        inner.end()
        return [text for text, _ in inner.written.lines]


def read_html(source: Source) -> Document:
    """Read a page: text in blocks, tables in rows, pictures that it holds where they can be read.

    Raises ExtractError when the page cannot be decoded or has no body.
    """
    pictures = Inside(source)
    return pictures.finished(read_page(source, pictures))


def read_page(source: Source, pictures: Inside | None) -> Document:
    """Read a page that may be a part of another file, whose pictures are then not read."""
    text, notes = _text(source)
    refuse_deep(text, source.file)
    tree = LexborHTMLParser(text)
    if tree.body is None:
        raise ExtractError(f"{source.file}: no body in the page")
    page = _Page(source.file, Styles.of(tree))
    page.pictures = pictures
    page.walk(tree.body, Look())
    page.end()
    return page.written.document(notes)
