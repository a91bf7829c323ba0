"""Rows of tables of two halves in text that keeps no empty cells.

With line numbers each label is followed by its number, which tells the halves apart. Without
them the amounts may stand on the line after the labels, and the sums decide whose they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from finalaccounts.model import Line
from finalaccounts.normalize.tables import names
from finalaccounts.normalize.tables.parts import Row, Slot
from finalaccounts.normalize.tables.read.context import Context
from finalaccounts.normalize.tables.read.header import Header
from finalaccounts.normalize.tables.read.pieces import odd, within
from finalaccounts.normalize.tables.tokens import Token
from finalaccounts.text import bare, key


@dataclass(slots=True)
class SideEntry:
    """One half of a printed row."""

    label: str = ""
    rank: int | None = None
    numbers: list[Token] = field(default_factory=list)
    line: int = 0
    side: str = ""


class Sides:
    """Reads the tokens of one table of two halves."""

    def __init__(self, context: Context, header: Header, whole: bool) -> None:
        self.context = context
        self.whole = whole
        self.header = header
        self.entries: list[SideEntry] = []
        self.ranks: dict[str, int] = {}
        self.groups: list[tuple[list[SideEntry], list[Token]]] = []
        self.last = 0

    def line(self, tokens: list[Token]) -> None:
        """Take the tokens of the next line."""
        if self.header.ranked:
            for at, token in enumerate(tokens):
                self._ranked(token, alone=len(tokens) == 1, first=at == 0)
        else:
            self._unranked(tokens)

    # ------------------------------------------------------------ with line numbers

    def _ranked(self, token: Token, alone: bool, first: bool) -> None:
        entry = self.entries[-1] if self.entries else None
        if token.kind == "text":
            self._label(token, entry)
            return
        digits = token.integer
        value = int(digits) if digits and len(digits) <= 3 else None
        awaited = bool(entry and entry.label and entry.rank is None and not entry.numbers)
        if value and (first or awaited):
            self._printed_again(value)
            entry = self.entries[-1] if self.entries else None
        if entry and awaited and value:
            self._rank(entry, value, token)
            return
        side = self._expected(value)
        # The next row of one half never stands on the line of the row before.
        amount = entry is not None and entry.side == side and entry.line == token.line
        if side and not amount and (entry is None or entry.rank is not None):
            # A rank of the next row or of the other half whose label is missing or comes later.
            new = SideEntry(line=token.line)
            self.entries.append(new)
            self._rank(new, value or 0, token)
            return
        room = len(self.header.left if entry and entry.side == "left" else self.header.right)
        beside = entry is not None and entry.numbers and entry.numbers[-1].line == token.line
        if (
            entry is None
            or (len(entry.numbers) >= room and not beside)
            or (alone and value is not None and not self.whole)
        ):
            what = "page_number" if value is not None else "after_last_row"
            for piece in token.pieces:
                if value is not None:
                    self.context.body.recognise(piece, what)
                else:
                    self.context.body.unread(piece, what)
            return
        entry.numbers.append(token)
        self.last = max(self.last, token.line)

    def _printed_again(self, value: int) -> None:
        """Take a lone number for a page number where the rank it seemed to be comes again."""
        spans = self.context.body.spans
        for at, old in enumerate(self.entries[-3:], max(0, len(self.entries) - 3)):
            if old.rank == value and not old.label and not old.numbers:
                del self.entries[at]
                self.ranks[old.side] = value - 1
                last = max(i for i, s in enumerate(spans) if s.line == old.line)
                spans[last] = replace(spans[last], what="page_number")
                return

    def _expected(self, value: int | None) -> str:
        for side, rank in self.ranks.items():
            if value == rank + 1:
                return side
        return "left" if value == 1 and not self.ranks else ""

    def _rank(self, entry: SideEntry, value: int, token: Token) -> None:
        entry.rank = value
        expected = self._expected(value)
        if not expected:
            other = self.ranks.get("right")
            expected = (
                "right" if "left" in self.ranks and (other is None or value > other) else "left"
            )
        entry.side = expected
        self.ranks[expected] = value
        self.context.body.recognise(token.pieces[0], "line_number")
        self.last = max(self.last, token.line)

    def _label(self, token: Token, entry: SideEntry | None) -> None:
        text = bare(token.text)
        if entry and entry.label and entry.rank is None and not entry.numbers:
            starts = names.strip_ordinal(key(text)) != key(text)
            if not starts or names.strip_ordinal(key(entry.label)) == "":
                entry.label += text
                return
        for old in self.entries[-2:]:
            side = old.side or "right"
            seen = frozenset(self.context.seen[side])
            if (
                old.label
                and not names.side_key(self.context.key, side, old.label, seen)
                and (names.side_key(self.context.key, side, old.label + text, seen))
            ):
                old.label += text
                return
        self.entries.append(SideEntry(label=text, line=token.line))
        self.last = max(self.last, token.line)

    # ------------------------------------------------------------ without line numbers

    def _unranked(self, tokens: list[Token]) -> None:
        fresh = True
        for at, token in enumerate(tokens):
            if token.kind != "text":
                if len(tokens) == 1 and 0 < len(token.integer) <= 3 and not self.whole:
                    self.context.body.recognise(token.pieces[0], "page_number")
                    continue
                if not self.groups:
                    for piece in token.pieces:
                        self.context.body.unread(piece, "no_line")
                    continue
                self.groups[-1][1].append(token)
                self.last = max(self.last, token.line)
                continue
            labels, numbers = self.groups[-1] if self.groups else ([], [])
            text = bare(token.text)
            if labels and not numbers and not self._begins(labels[-1].label, text):
                labels[-1].label += text
            elif labels and not numbers and (not fresh or at):
                labels.append(SideEntry(label=text, line=token.line))
            else:
                self.groups.append(([SideEntry(label=text, line=token.line)], []))
            fresh = False
            self.last = max(self.last, token.line)

    def _begins(self, before: str, text: str) -> bool:
        """True when ``text`` begins a label of its own rather than ending the one before."""
        if names.strip_ordinal(key(text)) != key(text):
            return True
        return self.context.is_line(text) and not self.context.is_line(before + text)

    # ------------------------------------------------------------ rows

    def rows(self) -> list[Row]:
        """Return the rows in printed order."""
        out: list[Row] = []
        for entry in self.entries:
            slots = self._slots(entry, entry.side or "left") if entry.label or entry.numbers else ()
            if entry.numbers:
                out.append(self._row(tuple(slots), entry.numbers))
            else:
                self._numberless(slots)
        for labels, numbers in self.groups:
            slots = []
            for n, entry in enumerate(labels):
                slots += self._slots(entry, self._side(entry, n, len(labels)))
            if numbers:
                out.append(self._row(tuple(slots), numbers))
            else:
                self._numberless(slots)
        return out

    def _numberless(self, slots: Iterable[Slot]) -> None:
        self.context.body.numberless += dict.fromkeys(slot.line for slot in slots)

    def _side(self, entry: SideEntry, position: int, count: int) -> str:
        if count > 1:
            return "left" if position == 0 else "right"
        known = {
            s: names.side_key(self.context.key, s, entry.label, frozenset(self.context.seen[s]))
            for s in ("left", "right")
        }
        if known["left"] and known["right"]:
            return "right" if known["left"] in self.context.seen["left"] else "left"
        return "left" if known["left"] else "right"

    def _slots(self, entry: SideEntry, side: str) -> list[Slot]:
        line = Line(entry.line, "")
        columns = self.header.left if side == "left" else self.header.right
        if entry.label:
            found = self.context.side_line(side, entry.label, line)
        elif entry.numbers:
            found = self.context.unnamed(0 if side == "left" else 1, line)
        else:
            return []
        return [self.context.slot(found, entry.label, c) for c in columns]

    def _row(self, slots: tuple[Slot, ...], tokens: list[Token]) -> Row:
        tokens = within(self.context.numbers(tokens, slots), len(slots), self.context.places(slots))
        if self.header.loose:
            tokens = odd(tokens)
        for token in tokens[len(slots) :]:
            for piece in token.pieces:
                self.context.body.unread(piece, "no_column")
        numbers = tuple(t.number() for t in tokens[: len(slots)])
        total = bool(slots) and slots[0].column == "total"
        return Row(slots, numbers, len(numbers) == len(slots), total)
