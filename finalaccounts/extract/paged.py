"""Pages become a document: ruled tables rows of cells, everything else lines of text.

Page and box (``x0 y0 x1 y1``, points from the upper left corner) are kept for every cell and line.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from finalaccounts import limits
from finalaccounts.extract.chains import Block, Chains, Placed
from finalaccounts.extract.furniture import Found, furniture
from finalaccounts.extract.grid import Grid, parted, spread
from finalaccounts.extract.page import Glyph, Page, PageObject
from finalaccounts.extract.pages import Row, over_pages
from finalaccounts.extract.ruled import Cell, Ruled, tables
from finalaccounts.extract.seen import seen, turned_lines
from finalaccounts.extract.unruled import Pieces, assembled, line_text
from finalaccounts.extract.words import rows as lines_of
from finalaccounts.extract.words import words, written
from finalaccounts.model import Document, Line, Object

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


def _table_rows(table: Ruled, number: int, page: Page) -> list[Row]:
    """Return the rows of a ruled table; a row that is one merged cell is a line without tabs.

    Rows set in one without a rule between them are several; an amount whose cell is merged over
    rows with codes of their own holds for each.
    """
    width, height = len(table.xs) - 1, len(table.ys) - 1
    grid = Grid(rows=[[""] * width for _ in range(height)], addresses=[[] for _ in range(height)])
    boxes = [[""] * width for _ in range(height)]
    full = [[False] * width for _ in range(height)]
    alone: set[int] = set()
    for cell in table.cells:
        lines = lines_of(cell.glyphs)
        r, c = cell.row, cell.column
        high = bisect_left(table.ys, cell.bottom - 1) - r
        grid.rows[r][c] = grid.put(r, c, [*map(written, lines), *cell.turned], high)
        boxes[r][c] = _box(cell.x0, cell.top, cell.x1, cell.bottom)
        full[r][c] = bool(lines) and _is_full(cell, lines[-1])
        if cell.columns == width:
            alone.add(r)
    spread(grid)
    for r, at, kind, done, text in grid.notes:
        edges = table.xs[int(at)], table.xs[int(at) + 1], table.ys[r], table.ys[r + 1]
        page.objects.append(PageObject(kind, done, *edges, text))
    rows = []
    for r in range(height):
        for texts in parted(grid, r):
            count = 1 if r in alone else width
            rows.append(
                Row(
                    tuple(texts[:count]),
                    tuple(boxes[r][:count]),
                    page.number,
                    table.ys[r],
                    number,
                    tuple(table.xs),
                    tuple(full[r][:count]),
                    table.cut_above and r == 0,
                    table.cut_below and r == height - 1,
                )
            )
    return [row for row in rows if any(map(str.strip, row.texts))]


def _turned_rows(page: Page, ruled: Sequence[Ruled]) -> list[tuple[float, list[Row]]]:
    """Put lines that run upwards or downwards into their cells; return those outside of tables."""
    placed: list[tuple[float, list[Row]]] = []
    for line in turned_lines(page):
        text = written(line.upright)
        x, y = (line.box.x0 + line.box.x1) / 2, (line.box.top + line.box.bottom) / 2
        cell = next((found for table in ruled if (found := table.home(x, y))), None)
        if cell is not None:
            cell.turned.append(text)
        elif text:
            box = _box(line.box.x0, line.box.top, line.box.x1, line.box.bottom)
            placed.append((line.box.top, [Row((text,), (box,), page.number, line.box.top)]))
    return placed


def _celled(cells: Sequence[Pieces], number: int) -> tuple[float, list[Row]]:
    """Return a row of a table without rules, with its cells."""
    texts = tuple("  ".join(piece.text for piece in cell) for cell in cells)
    boxes = tuple(
        _around([g for piece in cell for g in piece.all]) if cell else "" for cell in cells
    )
    inked = [piece for cell in cells for piece in cell]
    top = min(glyph.top for piece in inked for glyph in piece.all)
    return max(piece.base for piece in inked), [Row(texts, boxes, number, top)]


def _written(line: Pieces, number: int) -> Placed:
    """Return a line of text."""
    glyphs = [glyph for piece in line for glyph in piece.all]
    row = Row((line_text(line),), (_around(glyphs),), number, min(glyph.top for glyph in glyphs))
    return max(piece.base for piece in line), [row]


def page_rows(page: Page, chains: Chains) -> list[Placed | Block]:
    """Return the lines and table rows of a page; ``chains`` knows the tables of earlier pages."""
    ruled = tables(page.rulings)
    placed = _turned_rows(page, ruled)
    free = [
        glyph
        for row in lines_of([glyph for glyph in page.glyphs if not glyph.turn])
        for word, after in pairwise([*words(row), []])
        if not any(table.take(word, after[0] if after else None) for table in ruled)
        for glyph in word
    ]
    parts = assembled(lines_of(free), chains.opening)
    chains.turn(line_text(line) for part in parts for line in part.rows)
    found: list[Placed | Block] = [*placed]
    head: list[Pieces] = []
    for part in parts:
        if part.kind == "head":
            head = part.rows
            continue
        if part.kind == "text":
            for line in part.rows:
                chains.passed(line_text(line))
                found.append(_written(line, page.number))
            continue
        cells = chains.rows(head, part.rows)
        texts = [_written(line, page.number) for line in (*head, *part.rows)]
        block = Block(chains.chain, texts, [_celled(row, page.number) for row in cells or ()])
        found.append(block)
        head = []
    found.extend((table.ys[0], _table_rows(table, n, page)) for n, table in enumerate(ruled))
    return found


def _placed(name: str, found: PageObject, page: int, tops: Sequence[tuple[float, int]]) -> Object:
    """Return an object of a page with the line in which it begins, or the last one above it."""
    at = bisect_right(tops, found.top, key=lambda pair: pair[0])
    return Object(
        kind=found.kind,
        done=found.done,
        count=found.count,
        text=found.text,
        source=name,
        source_line=tops[at - 1][1] if at else tops[0][1] if tops else 0,
        page=str(page),
        box=_box(found.x0, found.top, found.x1, found.bottom),
        cell="",
    )


def _furniture(found: Found) -> PageObject:
    x0, top, x1, bottom = map(float, found.row.boxes[0].split())
    return PageObject(found.kind, "left_out", x0, x1, top, bottom, found.row.text)


def _within(name: str, pages: Iterable[Page]) -> Iterator[Page]:
    """Yield the pages that keep the limits; each is granted its time."""
    for page in pages:
        where = f"{name}: page {page.number}"
        limits.at_most("glyphs", len(page.glyphs), where)
        limits.at_most("rulings", len(page.rulings), where)
        limits.grant(0, 1)
        yield page


def document(name: str, pages: Iterable[Page], notes: tuple[str, ...] = ()) -> Document:
    """Return the document of the pages of the source ``name``; no line when nothing stands there."""
    heights: list[float] = []
    objects: list[tuple[int, PageObject]] = []
    chains = Chains()
    found: list[list[Placed | Block]] = []
    for page in map(seen, _within(name, pages)):
        found.append(page_rows(page, chains))
        heights.append(page.height)
        objects.extend((page.number, found) for found in page.objects)
    rows = [chains.settled(one) for one in found]
    gone = furniture(rows, heights)
    whole = over_pages(rows)
    lines = tuple(Line(n, row.text, row.page, boxes=row.boxes) for n, row in enumerate(whole, 1))
    tops: dict[int, list[tuple[float, int]]] = {}
    before: dict[int, int] = {}
    for n, row in enumerate(whole, 1):
        tops.setdefault(row.page, []).append((row.top, n))
        before[row.page] = n
    for levels in tops.values():
        levels.sort()
    last = 0
    for page_number in sorted({*before, *(page for page, _ in objects)}):
        # On a page without lines an object stands after the last line before it.
        tops.setdefault(page_number, [(0.0, max(last, 1))])
        last = before.get(page_number, last)
    objects.extend((one.row.page, _furniture(one)) for one in gone)
    placed = tuple(
        _placed(name, found, page, tops.get(page, [(0.0, 1)])) for page, found in objects
    )
    return Document(name, lines, notes, placed)
