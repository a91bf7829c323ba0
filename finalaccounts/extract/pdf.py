"""PDF with a text layer: ruled tables become rows of cells, everything else lines of text.

Page and box (``x0 y0 x1 y1``, points from the upper left corner) are kept for every cell and line.
"""

from __future__ import annotations

from collections.abc import Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from finalaccounts.extract.errors import ExtractError
from finalaccounts.extract.glyphs import Glyph, glyphs, rulings
from finalaccounts.extract.grid import joined
from finalaccounts.extract.pages import Row, over_pages
from finalaccounts.extract.ruled import Cell, Ruled, tables
from finalaccounts.extract.unruled import assembled, line_text
from finalaccounts.extract.words import rows as lines_of
from finalaccounts.extract.words import words, written
from finalaccounts.model import Document, Line, Source

PAGES = 2000
_STRANGE_SHARE = 0.2
# Widths of a character: two paddings and less than one more character.
_ROOM = 2.2


def _box(x0: float, top: float, x1: float, bottom: float) -> str:
    return " ".join(format(round(v, 1), "g") for v in (x0, top, x1, bottom))


def _around(row: Sequence[Glyph]) -> str:
    return _box(
        min(g.x0 for g in row),
        min(g.top for g in row),
        max(g.x1 for g in row),
        max(g.bottom for g in row),
    )


def _is_full(cell: Cell, line: Sequence[Glyph]) -> bool:
    """True when a line of a cell has no room for another character, paddings allowed for."""
    ink = [glyph for glyph in line if glyph.text != " "]
    room = (cell.x1 - cell.x0) - (ink[-1].x1 - ink[0].x0) if ink else cell.x1
    return room < _ROOM * max((glyph.x1 - glyph.x0 for glyph in ink), default=0.0)


def _table_rows(table: Ruled, number: int, page: int) -> list[Row]:
    """Return the rows of a ruled table; a row that is one merged cell is a line without tabs."""
    width, height = len(table.xs) - 1, len(table.ys) - 1
    rows: list[Row] = []
    for r in range(height):
        texts, boxes, full = [""] * width, [""] * width, [False] * width
        here = [cell for cell in table.cells if cell.row == r]
        for cell in here:
            lines = lines_of(cell.glyphs)
            texts[cell.column] = joined(map(written, lines))
            boxes[cell.column] = _box(cell.x0, cell.top, cell.x1, cell.bottom)
            full[cell.column] = bool(lines) and _is_full(cell, lines[-1])
        if len(here) == 1 and here[0].columns == width:
            del texts[1:], boxes[1:], full[1:]
        rows.append(
            Row(
                tuple(texts),
                tuple(boxes),
                page,
                number,
                tuple(table.xs),
                tuple(full),
                table.cut_above and r == 0,
                table.cut_below and r == height - 1,
            )
        )
    return [row for row in rows if any(map(str.strip, row.texts))]


def _page_rows(page: pdfium.PdfPage, number: int) -> list[Row]:
    """Return the lines and table rows of a page from the top down."""
    ruled = tables(rulings(page))
    free = [
        glyph
        for row in lines_of(glyphs(page))
        for word in words(row)
        if not any(table.take(word) for table in ruled)
        for glyph in word
    ]
    placed: list[tuple[float, list[Row]]] = [
        (
            max(piece.base for piece in line),
            [Row((line_text(line),), (_around([g for p in line for g in p.all]),), number)],
        )
        for line in assembled(lines_of(free))
    ]
    placed.extend((table.ys[0], _table_rows(table, n, number)) for n, table in enumerate(ruled))
    return [row for _, rows in sorted(placed, key=lambda p: p[0]) for row in rows]


def _pictured(page: pdfium.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))


def _read_page(opened: pdfium.PdfDocument, index: int) -> tuple[list[Row], bool]:
    """Return the rows of a page, and whether it holds a picture."""
    page = opened[index]
    try:
        return _page_rows(page, index + 1), _pictured(page)
    finally:
        page.close()


def _open(source: Source) -> pdfium.PdfDocument:
    try:
        opened = pdfium.PdfDocument(source.data)
        count = len(opened)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise ExtractError(
                f"{source.file}: encrypted PDF; save it without a password"
            ) from error
        raise ExtractError(f"{source.file}: damaged PDF ({error}); download it again") from error
    if count > PAGES:
        raise ExtractError(f"{source.file}: {count} pages, more than {PAGES}; split the file")
    return opened


def read_pdf(source: Source) -> Document:
    """Read a PDF that has a text layer.

    Raises ExtractError for an encrypted or damaged file, for a scan without text, and for a text
    layer that does not say which characters it shows.
    """
    pages: list[list[Row]] = []
    empty: list[int] = []
    with _open(source) as opened:
        for index in range(len(opened)):
            try:
                rows, pictured = _read_page(opened, index)
            except pdfium.PdfiumError as error:
                raise ExtractError(
                    f"{source.file}: damaged PDF, page {index + 1} ({error}); download it again"
                ) from error
            if not rows and pictured:
                empty.append(index + 1)
            pages.append(rows)
    lines = tuple(
        Line(n, row.text, row.page, boxes=row.boxes) for n, row in enumerate(over_pages(pages), 1)
    )
    if not lines:
        raise ExtractError(
            f"{source.file}: a scanned PDF without a text layer; run text recognition (OCR), "
            "check the result by eye, and read that file"
        )
    total = sum(len(line.text) for line in lines)
    strange = sum(
        "\ue000" <= ch <= "\uf8ff" or ch == "\ufffd" for line in lines for ch in line.text
    )
    if strange > _STRANGE_SHARE * total:
        raise ExtractError(
            f"{source.file}: the text layer does not name its characters ({strange} of {total}); "
            "ask for another file, or run text recognition (OCR) and check it"
        )
    notes = (f"no text on page {', '.join(map(str, empty))}: a picture, not read",) if empty else ()
    return Document(source.file, lines, notes)
