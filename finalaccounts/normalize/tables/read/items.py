"""Rows of the three-public table in text that keeps no empty cells.

It is printed with a row for the budget and one for the final accounts, or as one row of numbers
(the halves or the pairs of its layouts), or with the items as rows.
"""

from __future__ import annotations

from finalaccounts.normalize.tables import names
from finalaccounts.normalize.tables.parts import Row
from finalaccounts.normalize.tables.read.context import Context
from finalaccounts.normalize.tables.read.header import Header
from finalaccounts.normalize.tables.read.heads import column_numbers
from finalaccounts.normalize.tables.read.pieces import odd, within
from finalaccounts.normalize.tables.tokens import Token
from finalaccounts.text import bare


class Items:
    """Reads the tokens of a three-public table."""

    def __init__(self, context: Context, header: Header) -> None:
        self.context = context
        self.header = header
        self.label = ""
        self.parts: list[tuple[str, list[list[Token]]]] = []
        self.sides: list[int] = []  # of each part, how many items stand before it on its line
        self.late: list[list[str]] = []  # sides of a second header, of counts below the one row
        self.last = 0

    def line(self, tokens: list[Token]) -> None:
        """Take the tokens of the next line."""
        if column_numbers(tokens):
            for token in tokens:
                if token.integer:
                    self.context.body.recognise(token.pieces[0], "column_number")
            return
        sides = self.header.sides_of([tokens])
        if self._filled() and sides and all(t.kind == "text" for t in tokens):
            self.late = sides
            return
        fresh, before = True, 0
        for token in tokens:
            if token.kind == "text":
                if self.context.is_line(token.text) and (not self.header.slots or self._filled()):
                    self._begin(bare(token.text), before)
                    before += 1
                    self.last = token.line
                fresh = True
                continue
            alone = len(tokens) == 1 and token.integer and len(token.integer) <= 3
            if alone and self.parts and any(self.parts[-1][1]):
                self.context.body.recognise(token.pieces[0], "page_number")
                continue
            if not self.parts:
                self._begin("", 0)
            if fresh or not self.parts[-1][1]:
                self.parts[-1][1].append([])
            self.parts[-1][1][-1].append(token)
            self.last = token.line
            fresh = False

    def _filled(self) -> bool:
        """True when the one row of numbers has been printed, so that items after it are others."""
        return bool(self.parts) and any(self.parts[0][1])

    def _begin(self, label: str, side: int) -> None:
        self.parts.append((label, []))
        self.sides.append(side)

    def rows(self) -> list[Row]:
        """Return the rows in printed order."""
        out = self._one_row() if self.header.slots else []
        rest = zip(self.parts, self.sides, strict=True)
        for (label, parts), side in list(rest)[1 if self.header.slots else 0 :]:
            line = names.line_in_header(self.context.key, label)
            item = names.item_key(self.context.key, label)
            if line and parts:
                out.append(self.header.row(line, label, parts))
            elif item and parts and (self.late or (self.header.lines and not self.header.slots)):
                out.append(self._item(item, label, parts, side))
            else:
                self._unread([t for part in parts for t in part], "no_line")
        return out

    def _item(self, item: str, label: str, parts: list[list[Token]], side: int) -> Row:
        """Return the row of an item printed downwards: one number for each line that the header
        names on the item's side."""
        tokens = [t for part in parts for t in part]
        if self.header.ranked and tokens[0].integer:
            self.context.body.recognise(tokens[0].pieces[0], "line_number")
            tokens = tokens[1:]
        sides = self.late or self.header.sides
        named = sides[min(side, len(sides) - 1)]
        line = f"other:{label}" if item == "#own" else f"#{item}"
        slots = tuple(self.context.slot(line, label, "", at) for at in named)
        tokens = within(self.context.numbers(tokens, slots), len(slots), self.context.places(slots))
        self._unread(tokens[len(slots) :], "no_column")
        numbers = tuple(t.number() for t in tokens[: len(slots)])
        return Row(slots, numbers, len(numbers) == len(slots))

    def _unread(self, tokens: list[Token], why: str) -> None:
        for token in tokens:
            for piece in token.pieces:
                self.context.body.unread(piece, why)

    def _one_row(self) -> list[Row]:
        tokens = [t for _, parts in self.parts[:1] for part in parts for t in part]
        if not tokens:
            return []
        slots = tuple(
            self.context.slot(line, self.header.lines.get(line, ""), column)
            for line, column in self.header.slots
        )
        tokens = within(self.context.numbers(tokens, slots), len(slots), self.context.places(slots))
        if len(tokens) > len(slots):  # also over several lines
            tokens = odd(tokens)
        self._unread(tokens[len(slots) :], "no_column")
        numbers = tuple(t.number() for t in tokens[: len(slots)])
        return [Row(slots, numbers, len(numbers) == len(slots))]
