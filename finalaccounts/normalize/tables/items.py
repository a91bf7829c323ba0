"""Rows of the three-public table in text that keeps no empty cells.

It is printed with a row for the budget and one for the final accounts, or as one row of numbers
(the halves or the pairs of ``layouts.toml``), or with the items as rows.
"""

from __future__ import annotations

from finalaccounts.normalize.tables import names
from finalaccounts.normalize.tables.context import Context
from finalaccounts.normalize.tables.fold import bare
from finalaccounts.normalize.tables.header import Header, column_numbers
from finalaccounts.normalize.tables.parts import Row
from finalaccounts.normalize.tables.tokens import Token


class Items:
    """Reads the tokens of a three-public table."""

    def __init__(self, context: Context, header: Header) -> None:
        self.context = context
        self.header = header
        self.label = ""
        self.parts: list[tuple[str, list[list[Token]]]] = []
        self.last = 0

    def line(self, tokens: list[Token]) -> None:
        """Take the tokens of the next line."""
        if column_numbers(tokens):
            for token in tokens:
                if token.integer:
                    self.context.body.recognise(token.pieces[0], "column_number")
            return
        fresh = True
        for token in tokens:
            if token.kind == "text":
                known = names.line_key(self.context.key, token.text)
                column = names.column_key(self.context.key, (bare(token.text),))
                if known or (column and not self.header.slots):
                    self.parts.append((bare(token.text), []))
                    self.last = token.line
                fresh = True
                continue
            alone = len(tokens) == 1 and token.integer and len(token.integer) <= 3
            if alone and self.parts and any(self.parts[-1][1]):
                self.context.body.recognise(token.pieces[0], "page_number")
                continue
            if not self.parts:
                self.parts.append(("", []))
            if fresh or not self.parts[-1][1]:
                self.parts[-1][1].append([])
            self.parts[-1][1][-1].append(token)
            self.last = token.line
            fresh = False

    def rows(self) -> list[Row]:
        """Return the rows in printed order."""
        if self.header.slots:
            return self._one_row()
        out: list[Row] = []
        for label, parts in self.parts:
            line = names.line_key(self.context.key, label)
            if line and parts:
                out.append(self.header.row(line, label, parts))
            else:
                for token in (t for part in parts for t in part):
                    for piece in token.pieces:
                        self.context.body.unread(piece, "no_line")
        return out

    def _one_row(self) -> list[Row]:
        tokens = [t for _, parts in self.parts for part in parts for t in part]
        if not tokens:
            return []
        slots = tuple(
            self.context.slot(line, "", column) for line, column in self.header.slots
        )
        for token in tokens[len(slots) :]:
            for piece in token.pieces:
                self.context.body.unread(piece, "no_column")
        numbers = tuple(t.number() for t in tokens[: len(slots)])
        return [Row(slots, numbers, len(numbers) == len(slots))]
