"""HTML pages: blocks become lines, tables rows of cells; scripts and hidden parts are dropped."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from finalaccounts.extract.errors import ExtractError
from finalaccounts.extract.grid import Grid, grid_lines, joined, numbered
from finalaccounts.extract.text import decode
from finalaccounts.model import Document, Source

Row = tuple[str, tuple[str, ...]]

_DROPPED = {"script", "style", "noscript", "template", "head", "select", "svg", "iframe", "object"}
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "kbd"),
        *("label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"),
        *("time", "tt", "u", "var", "o:p", "st1:chsdate", "st1:personname"),
    )
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# A row or cell that claims to span more than this is a typing error, not a table.
_WIDEST = 300


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


def _hidden(node: Any) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


class _Page:
    """Collects lines in reading order."""

    def __init__(self) -> None:
        self.lines: list[Row] = []
        self.tables = 0
        self._open: list[str] = []

    def end(self) -> None:
        """Close the line being written."""
        text = " ".join("".join(self._open).split())
        self._open.clear()
        if text:
            self.lines.append((text, ()))

    def walk(self, node: Any) -> None:
        """Write the children of ``node``."""
        for child in node.iter(include_text=True):
            tag = child.tag
            if tag == "-text":
                self._open.append(child.text_content or "")
            elif tag in _DROPPED or _hidden(child):
                continue
            elif tag == "br":
                self.end()
            elif tag == "table" and not _layout(child):
                self.end()
                self.table(child)
            elif tag in _INLINE:
                self.walk(child)
            else:
                self.end()
                self.walk(child)
                self.end()

    def table(self, node: Any) -> None:
        """Write a table: one line per row, merged cells at their first row and column."""
        self.tables += 1
        grid = Grid()
        # Columns still taken by a cell from above: column -> rows left.
        taken: dict[int, int] = {}
        for row in _rows(node):
            texts: list[str] = []
            cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
            below: dict[int, int] = {}
            for cell in cells:
                while taken.get(len(texts), 0):
                    texts.append("")
                wide, high = _number(cell, "colspan"), _number(cell, "rowspan")
                for column in range(len(texts), len(texts) + wide):
                    below[column] = high - 1
                texts.extend([_cell(cell), *[""] * (wide - 1)])
            while taken.get(len(texts), 0):
                texts.append("")
            taken = {
                c: n
                for c in {*taken, *below}
                if (n := max(taken.get(c, 0) - 1, below.get(c, 0))) > 0
            }
            number = len(grid.rows) + 1
            if len(cells) == 1 and not any(texts[1:]):
                grid.full.add(len(grid.rows))
            grid.rows.append(texts)
            grid.addresses.append([f"T{self.tables}!R{number}C{c + 1}" for c in range(len(texts))])
        self.lines.extend(grid_lines(grid))


def _layout(table: Any) -> bool:
    """True for a table that only arranges the page: it holds other tables."""
    return len(table.css("table")) > 1


def _rows(table: Any) -> list[Any]:
    return [row for row in table.css("tr") if not _hidden(row)]


def _number(cell: Any, name: str) -> int:
    printed = (cell.attributes.get(name) or "1").strip()
    return min(max(int(printed), 1), _WIDEST) if printed.isdigit() else 1


def _cell(cell: Any) -> str:
    page = _Page()
    page.walk(cell)
    page.end()
    return joined(text for text, _ in page.lines)


def read_html(source: Source) -> Document:
    """Read a page: text in blocks, tables in rows.

    Raises ExtractError when the page cannot be decoded or has no body.
    """
    text, notes = _text(source)
    tree = LexborHTMLParser(text)
    if tree.body is None:
        raise ExtractError(f"{source.file}: no body in the page")
    page = _Page()
    page.walk(tree.body)
    page.end()
    return Document(source.file, numbered(page.lines), notes)
