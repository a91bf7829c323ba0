"""Rows of a table whose cells are certain (tab-parted): the header gives each column its key."""

from __future__ import annotations

from collections.abc import Sequence

from finalaccounts.model import Line
from finalaccounts.normalize.tables import names
from finalaccounts.normalize.tables.parts import Number, Row, Slot
from finalaccounts.normalize.tables.patterns import pattern
from finalaccounts.normalize.tables.read.blocks import Block, blocks_of, contents
from finalaccounts.normalize.tables.read.context import Context
from finalaccounts.normalize.tables.read.objects import covered
from finalaccounts.normalize.tables.tokens import UNREAD, Cell, cells, is_odd
from finalaccounts.text import bare, counted, fold, key

_NAMING = ("#code", "#name")
_COUNTED = 3  # columns that are counted below a header


def headings_apart(rows: list[Row]) -> list[Row]:
    """Return the rows of items printed downwards; one that only heads others (no number, and the
    item's own row follows) stands under its words."""
    filled = {
        (s.line, s.column): i
        for i, row in enumerate(rows)
        for s, n in zip(row.slots, row.numbers, strict=True)
        if n.state == "printed"
    }
    out = []
    for i, row in enumerate(rows):
        bare_row = all(n.state != "printed" for n in row.numbers)
        if bare_row and any(filled.get((s.line, s.column), i) > i for s in row.slots):
            slots = tuple(Slot(s.line, s.label, f"other:{s.label}") for s in row.slots)
            row = Row(slots, row.numbers, row.certain)
        out.append(row)
    return out


def _counts(filled: Sequence[Cell]) -> bool:
    """True for cells that count themselves, one of them perhaps damaged: 1, 2, ?, 4."""
    for first in (0, 1):  # a word may stand before them
        hits = sum(fold(c.text) == str(i) for i, c in enumerate(filled[first:], 1))
        if hits >= _COUNTED and hits >= len(filled) - first - 1:
            return True
    return False


def _is_short(text: str) -> bool:
    folded = fold(text)
    return folded.isdigit() and len(folded) <= 3


class Grid:
    """Reads the rows of one table; headers may come again at page breaks."""

    def __init__(self, context: Context, lines: Sequence[Line]) -> None:
        self.context = context
        # Cells at the end of the rows in which nothing is ever printed are no columns.
        self.width = 1 + max((c.index for n in lines for c in cells(n) if c.text), default=0)
        self.contents = contents(lines)
        self.header: list[list[Cell]] = []
        self.known: set[tuple[str, ...]] = set()
        self.blocks: list[Block] = []
        self.heads: dict[str, str] = {}
        self.open = True
        self.rows: list[Row] = []
        self.last = 0
        self.trail: list[str] = ["", "", ""]

    def _is_header(self, row: list[Cell]) -> bool:
        filled = [c for c in row if c.text]
        texts = tuple(key(c.text) for c in filled)
        if texts in self.known:
            return True
        if any(names.is_code(fold(c.text)) for c in filled):
            return False
        if any(c.number() is not None for c in filled):
            return False
        if any(names.structure(c.text) in ("#code", "#rank") for c in filled):
            return True
        if names.structure(filled[0].text) == "#name" and len(filled) > 1:
            return True
        if not self.open or self._fails(filled):
            return False
        if len(filled) == 1:
            return not self.context.is_line(filled[0].text)
        if self.context.shape == "items":
            return True
        return not any(
            self.context.is_line(c.text) and not names.is_column_word(self.context.key, c.text)
            for c in filled
        ) and not (self.context.is_line(filled[0].text) and self.blocks != [])

    def _fails(self, filled: list[Cell]) -> bool:
        """True for a row that holds its name, below the head of names, and values that failed."""
        under = {c.index for r in self.header for c in r if names.structure(c.text) in _NAMING}
        named = [c for c in filled if c.index in under]
        rest = [c for c in filled if c.index not in under]
        lines = any(self.context.is_line(c.text) for c in named)
        failed = [c for c in rest if is_odd(c.text)]
        return lines and bool(rest) and len(failed) == len(rest)

    def _is_ranks(self, filled: list[Cell]) -> bool:
        """True for the row of column numbers."""
        numbers = [c for c in filled if fold(c.text).isdigit()]
        rest = "".join(key(c.text) for c in filled if c not in numbers)
        values = [counted(fold(c.text)) for c in numbers]
        runs = bool(values) and values == list(range(values[0], values[0] + len(values)))
        if self.open and _counts(filled):
            return True
        if rest:
            # The words of the row may stand behind heads that run on into it (class, section, item).
            named = any(pattern("line_numbers").fullmatch(key(c.text)) for c in filled)
            return bool(numbers) and (bool(pattern("line_numbers").match(rest)) or (named and runs))
        return len(values) >= 3 and runs

    def line(self, line: Line) -> None:
        """Take the next line of the table."""
        row = cells(line)[: self.width]
        filled = [c for c in row if c.text]
        if not filled:
            return
        if self._is_ranks(filled):
            for cell in filled:
                if fold(cell.text).isdigit():
                    self.context.body.recognise(cell.piece, "column_number")
            self._close(line)
            return
        if len(filled) == 1 and row[0].text and _is_short(row[0].text) and not self._held(row[0]):
            self._alone(row[0])
            return
        if self._is_header(row):
            if not self.open:
                self.header, self.open = [], True
            self.known.add(tuple(key(c.text) for c in filled))
            self.header.append(row)
            return
        self._close(line)
        self._data(row, line)

    def _held(self, cell: Cell) -> bool:
        """True where a short number in the first cell may be a code or the number of its row."""
        return any(cell.index in (*b.codes, *b.ranks) for b in self.blocks)

    def _alone(self, cell: Cell) -> None:
        """Account for a short number that stands alone in the first cell of a row: the number of a
        page or a row, or, where amounts have no decimals, perhaps an amount."""
        if self.context.body.places:
            self.context.body.recognise(cell.piece, "page_number")
        else:
            self.context.body.unread(cell.piece, "between_rows")

    def _close(self, line: Line) -> None:
        if self.open and self.header:
            self.blocks = blocks_of(self.context, self.header, line, self.heads, self.contents)
        self.open = False

    def _label(self, block: Block, row: list[Cell]) -> tuple[str, str]:
        """Return (code, label as printed) of the block's line; codes in several cells are joined."""
        parts = [row[i].text for i in block.codes if i < len(row)]
        # The last words of a header may share their row with the first line.
        parts = ["" if names.structure(p) == "#code" else p for p in parts]
        label = "".join(bare(row[i].text) for i in block.labels if i < len(row))
        digits = ["".join(fold(p).split()) for p in parts]
        code = ""
        if any(d.isdigit() for d in digits):
            words = [bare(p) for p, d in zip(parts, digits, strict=True) if not d.isdigit()]
            label = label or "".join(words)
            code = self._code([d if d.isdigit() else "" for d in digits])
        else:
            head = "".join(bare(p) for p in parts)
            label = head if not label or key(head) == key(label) else head + label
            lead = len(head) - len(fold(head).lstrip("0123456789"))
            if names.is_code(fold(head)[:lead]):
                code, label = fold(head)[:lead], label[lead:]
        for i in block.codes:
            if i < len(row) and fold(row[i].text)[:1].isdigit():
                self.context.body.recognise(row[i].piece, "code")
        return code, label

    def _code(self, digits: list[str]) -> str:
        """Return a code printed in one cell, or in cells for class, section and item.

        An empty cell before a filled one repeats what stood above it.
        """
        longest = max(digits, key=len)
        if len(longest) > 3 or len(digits) == 1:
            return longest
        last = max(i for i, d in enumerate(digits) if d)
        trail = [d or self.trail[i] for i, d in enumerate(digits[: last + 1])]
        self.trail = trail + [""] * (3 - len(trail))
        return "".join(trail)

    def _odd(self, cell: Cell, line: str, in_line: str, column: str) -> Number | None:
        """Return a cell of a value that holds something else than a number, as one unread; None
        where only digits can tell it from words: in a line or a column that is not known."""
        known = (in_line or (line and not line.startswith("other:"))) and (
            not column.startswith("other:")
        )
        if not known and not any(ch.isdigit() for ch in cell.text) and not is_odd(cell.text):
            return None
        self.context.body.unread(cell.piece, UNREAD)
        return cell.unread()

    def _without_name(
        self,
        ready: list[tuple[str, str, list[tuple[Slot, Number]]]],
        values: list[tuple[Slot, Number]],
        side: int,
        line: Line,
    ) -> None:
        """Add the numbers of a row that has neither code nor label to what is ready."""
        spare = [v for v in values if v[1].state == "printed"]
        below = spare or [v for v in values if v[1].state == "unread"]
        own = ready[-1][2][0][0].column if ready and ready[-1][2] else ""
        below = [v for v in below if v[0].column == own]
        if below and ready and all(v[1].state == "blank" for v in ready[-1][2]):
            # A total whose amount stands in the last of the cells merged below it.
            last, text, old = ready[-1]
            ready[-1] = (last, text, [(old[0][0], below[0][1])])
        elif spare:
            named = self.context.unnamed(side, line)
            ready.append((named, "", [(Slot(named, "", s.column), n) for s, n in spare]))

    def _take(self, ready: list[tuple[str, str, list[tuple[Slot, Number]]]]) -> None:
        """Add the rows that are ready; an amount whose line nothing names is listed."""
        for _, _, values in ready:
            known = [(s, n) for s, n in values if s.line]
            for slot, number in values:
                if not slot.line and number.state == "printed":
                    self.context.body.unread(number.pieces[0], "no_line")
            if known:
                self.rows.append(
                    Row(tuple(s for s, _ in known), tuple(n for _, n in known), certain=True)
                )

    def _data(self, row: list[Cell], line: Line) -> None:
        self.last = line.number
        for block in self.blocks:
            for i in block.ranks:
                if i < len(row) and fold(row[i].text).isdigit():
                    self.context.body.recognise(row[i].piece, "line_number")
        taken: set[int] = set()
        ready: list[tuple[str, str, list[tuple[Slot, Number]]]] = []
        for side, block in enumerate(self.blocks):
            code, label = self._label(block, row)
            found = self.context.lines_of(code, label, side, line)
            values: list[tuple[Slot, Number]] = []
            for index, in_line, column in block.values:
                if index >= len(row):
                    continue
                number = row[index].number() or self._odd(row[index], found, in_line, column)
                if number and number.state == "blank" and covered(self.context.body, index, line):
                    number = row[index].unread()
                if number is None:
                    continue
                taken.add(index)
                slot = self.context.slot(
                    found, label or self.heads.get(in_line, ""), column, in_line
                )
                values.append((slot, number))
            if not found and not any(in_line for _, in_line, _ in block.values):
                self._without_name(ready, values, side, line)
                continue
            ready.append((found, label, values))
        self._take(ready)
        for cell in row:
            number = cell.number()
            loose = number is not None and number.state == "printed" and cell.index not in taken
            marked = any(cell.index in (*b.codes, *b.ranks) for b in self.blocks)
            if loose and not marked:
                self.context.body.unread(cell.piece, "no_column")
