"""Rows of tables of codes in text that keeps no empty cells.

The tokens form one stream: code, name, numbers. Codes and names may be broken over lines, and a
page number may stand anywhere between them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from finalaccounts import amounts
from finalaccounts.model import Line
from finalaccounts.normalize.tables import names
from finalaccounts.normalize.tables.parts import Row
from finalaccounts.normalize.tables.place.options import across_fits
from finalaccounts.normalize.tables.read.context import Context
from finalaccounts.normalize.tables.read.header import Header
from finalaccounts.normalize.tables.read.pieces import codes_apart, makes_one
from finalaccounts.normalize.tables.tokens import Token
from finalaccounts.text import bare, key

_REACH = 8  # entries back in which a piece of a wrapped name or code is looked for


@dataclass(slots=True)
class Entry:
    """A row being read. ``digits`` are code pieces whose joining the name decides."""

    code: str = ""
    name: str = ""
    label: bool = False
    digits: list[Token] = field(default_factory=list)
    numbers: list[list[Token]] = field(default_factory=list)  # by printed line
    line: int = 0
    named_at: int = 0

    def known(self) -> frozenset[str]:
        """Return the names that the classification gives the code as far as it is read."""
        joined = self.code + "".join(p.integer for p in self.digits[1:])
        return names.code_names().get(joined, frozenset())


class Flow:
    """Reads the stream of one table of codes (``blocks``: one amount to a code)."""

    def __init__(self, context: Context, header: Header, whole: bool) -> None:
        self.context = context
        self.whole = whole
        self.header = header
        self.single = context.shape == "blocks"
        self.entries: list[Entry] = []
        self.head = ""
        self.loose: list[Token] = []
        self.alone: dict[int, Token] = {}  # what passes for page numbers, by line
        self.last = 0

    def line(self, tokens: list[Token]) -> None:
        """Take the tokens of the next line."""
        tokens, at = codes_apart(tokens), 0
        while at < len(tokens):
            token = tokens[at]
            if token.kind == "text":
                text = token.text
                while at + 1 < len(tokens) and tokens[at + 1].kind == "text":
                    if names.line_key(self.context.key, tokens[at + 1].text):
                        break
                    at += 1
                    text += tokens[at].text
                self._text(text, token)
                self._codeless(tokens[at + 1 :], token)
            elif self._starts_code(tokens, at):
                self.entries.append(Entry(code=token.integer, digits=[token], line=token.line))
            elif not self._part(token):
                self._number(token, alone=len(tokens) == 1)
            at += 1

    @property
    def entry(self) -> Entry | None:
        """The row that is being read."""
        return self.entries[-1] if self.entries else None

    def _starts_code(self, tokens: list[Token], at: int) -> bool:
        digits = tokens[at].integer
        if not names.is_code(digits):
            return False
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if following is None:
            return at == 0 or self.single or len(digits) > 3
        if following.kind == "text" or (self.single and digits in names.code_names()):
            return True
        if len(digits) != 3 or len(following.integer) != 2:
            return at == 0 and len(digits) != 3
        return at + 2 < len(tokens) or self._alone(tokens, at)

    def _alone(self, tokens: list[Token], at: int) -> bool:
        """True for a code in pieces on a line of its own, after a row that has its amounts."""
        done = self.entry is None or bool(self.entry.numbers)
        return at == 0 and done and not self.single

    def _part(self, token: Token) -> bool:
        """Take two digits that go on with a code: directly after it, or left behind by a wrap."""
        digits, entry = token.integer, self.entry
        if len(digits) != 2:
            return False
        if entry and entry.digits and not entry.name and not entry.numbers and len(entry.code) < 7:
            entry.digits.append(token)
            return True
        for old in reversed(self.entries[-_REACH:]):
            if len(old.code) == 3 and len(old.digits) < 2 and old.name and not old.label:
                child = names.child_named(old.code, key(old.name))
                if child == old.code + digits:
                    old.code = child
                    self.context.body.recognise(token.pieces[0], "code")
                    return True
        return False

    def _text(self, text: str, token: Token) -> None:
        folded, entry = key(text), self.entry
        if names.line_key(self.context.key, text):
            self._settle()
            self.entries.append(
                Entry(name=bare(text), label=True, line=token.line, named_at=token.line)
            )
            self.head = ""
            return
        if entry and not entry.numbers and not entry.label and entry.line:
            entry.name += bare(text)
            entry.named_at = token.line
            return
        for old in reversed(self.entries[-_REACH:]):
            known = old.known() if len(old.code) > 3 else self._children(old.code)
            if not old.label and key(old.name) + folded in known:
                old.name += bare(text)
                return
        tail = entry and entry.numbers and not entry.label and not self.head
        if entry and tail and not self._is_head(folded):
            entry.name += bare(text)
            return
        self.head += bare(text)

    def _codeless(self, rest: list[Token], token: Token) -> None:
        """Begin a row without a code: a name of its own with numbers on the same line."""
        entry = self.entry
        if not rest or any(t.kind == "text" or names.is_code(t.integer) for t in rest):
            return
        if self.head and (entry is None or entry.numbers):
            self.entries.append(
                Entry(name=self.head, label=True, line=token.line, named_at=token.line)
            )
            self.head = ""

    @staticmethod
    def _children(code: str) -> frozenset[str]:
        found = [n for c, n in names.code_names().items() if c[:-2] == code and code]
        return frozenset().union(*found)

    def _is_head(self, folded: str) -> bool:
        """True when a text after a row's numbers begins a name rather than ending one."""
        entry = self.entry
        if entry is not None and entry.known() and key(entry.name) not in entry.known():
            return False
        return any(n.startswith(folded) for known in names.code_names().values() for n in known)

    def _settle(self) -> None:
        entry = self.entry
        if entry and self.head and not entry.name:
            entry.name, self.head = self.head, ""

    def _number(self, token: Token, alone: bool) -> None:
        entry, digits = self.entry, token.integer
        # A second number on the line of the first leaves open which of them is the row's.
        first = not entry or not entry.numbers or entry.numbers[-1][-1].line == token.line
        room = entry is not None and (not self.single or first)
        odd = bool(digits) and (digits[0] == "0" and len(digits) > 1)
        if entry is None or not room or odd or (alone and digits and len(digits) <= 3):
            self.loose.append(token)
            return
        if self.head and not entry.name:
            entry.name, self.head = self.head, ""
        if not entry.numbers or entry.numbers[-1][-1].pieces[-1].line != token.line:
            entry.numbers.append([])
        entry.numbers[-1].append(token)

    # ------------------------------------------------------------ when all is read

    def _code(self, entry: Entry) -> str:
        """Return the joined code; of several endings the one whose name is printed."""
        code, name = entry.code, key(entry.name)
        parts = entry.digits[1:]
        if not parts and len(code) == 3 and entry.name and not entry.label:
            if name not in entry.known():
                return names.child_named(code, name) or code
            return code
        fitting = [p for p in parts if name in names.code_names().get(code + p.integer, ())]
        if len(parts) > 1 and len({p.line for p in parts} | {entry.digits[0].line}) == 1:
            fitting = parts  # class, section and item side by side
        elif len(parts) > 1 and not fitting:
            joined = code + "".join(p.integer for p in parts)
            fitting = parts if name in names.code_names().get(joined, ()) else parts[-1:]
        elif parts and not fitting:
            fitting = parts[-1:]
        for part in parts:
            what = "code" if part in fitting else "page_number"
            self.context.body.recognise(part.pieces[0], what)
        return code + "".join(p.integer for p in fitting)

    def _loose(self) -> None:
        """Account for numbers that no row took: code pieces, page numbers, or unread."""
        rows = [e for e in self.entries if e.numbers]
        after = max((e.numbers[-1][-1].line for e in rows), default=0)
        for token in self.loose:
            if self._part(token):
                continue
            digits = token.integer
            if digits and len(digits) <= 3:
                self.context.body.recognise(token.pieces[0], "page_number")
                self.alone[token.line] = token
                continue
            self._taint(rows, token)
            for piece in token.pieces:
                self.context.body.unread(
                    piece, "after_last_row" if token.line > after else "between_rows"
                )

    def _taint(self, rows: list[Entry], token: Token) -> None:
        """Make the last number of a row odd of which a number that no row took, right below it,
        may be the rest."""
        above = [e.numbers[-1] for e in rows if token.line - e.numbers[-1][-1].line in (0, 1)]
        if above and makes_one(above[-1][-1], token, self.context.body.places):
            above[-1][-1] = replace(above[-1][-1], kind="odd")

    def rows(self) -> list[Row]:
        """Return the rows; what belongs to none is recognised or listed as unread."""
        self._settle()
        self._bare()
        if self.whole:
            self._integers()
        self._loose()
        out: list[Row] = []
        for entry in self.entries:
            code = "" if entry.label else self._code(entry)
            if entry.digits:
                self.context.body.recognise(entry.digits[0].pieces[0], "code")
            at = entry.numbers[0][0].line if entry.numbers else entry.line
            found = self.context.lines_of(code, entry.name, 0, Line(at, ""))
            label = entry.name if entry.name else code
            self.last = max(self.last, entry.line, entry.named_at)
            for part in entry.numbers:
                self.last = max(self.last, part[-1].line)
            if entry.numbers:
                out.append(self._row(found, label, entry))
            elif found:
                self.context.body.numberless.append(found)
        return out

    def _row(self, found: str, label: str, entry: Entry) -> Row:
        """Return the row of an entry. What passes for a page number right above a row may begin
        one of its numbers: where the row then adds up, and does not without, none of it is known.
        """
        row = self.header.row(found, label, entry.numbers)
        above = self.alone.get(entry.line - 1)
        if above is None or across_fits(self.context.key, row):
            return row
        for i, number in enumerate(row.numbers):
            amount = amounts.parse(above.integer + number.printed)
            numbers = (*row.numbers[:i], replace(number, amount=amount), *row.numbers[i + 1 :])
            if amount and across_fits(self.context.key, replace(row, numbers=numbers)):
                unread = (replace(n, amount=None, state="unread") for n in row.numbers)
                return replace(row, numbers=tuple(unread))
        return row

    def _bare(self) -> None:
        """Give digits at the end of a row's line that began no row of their own to that row."""
        for entry, after in zip(self.entries[:-1], self.entries[1:], strict=True):
            last = entry.numbers[-1][-1].line if entry.numbers else entry.named_at
            room = not (entry.numbers and self.single)
            if after.digits[1:] or after.name or after.numbers or after.line != last or not room:
                continue
            self.entries.remove(after)
            if entry.numbers:
                entry.numbers[-1] += after.digits
            else:
                entry.numbers.append(after.digits)

    def _integers(self) -> None:
        """Give a row without numbers the lone integer that follows it."""
        for token in list(self.loose):
            before = [e for e in self.entries if e.line <= token.line]
            if before and not before[-1].numbers and token.integer:
                before[-1].numbers.append([token])
                self.loose.remove(token)
