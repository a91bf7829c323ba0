"""Header of a table in text without cells: which columns it has, and how rows fill them."""

from __future__ import annotations

from dataclasses import replace

from finalaccounts import equations
from finalaccounts.equations import outside
from finalaccounts.model import Line
from finalaccounts.normalize.tables import names, words
from finalaccounts.normalize.tables.parts import Row
from finalaccounts.normalize.tables.patterns import pattern
from finalaccounts.normalize.tables.place.options import across_fits
from finalaccounts.normalize.tables.read import heads
from finalaccounts.normalize.tables.read.context import Context
from finalaccounts.normalize.tables.read.heads import column_numbers
from finalaccounts.normalize.tables.read.pieces import in_pieces, within
from finalaccounts.normalize.tables.tokens import Token
from finalaccounts.text import bare, fold, key


class Header:
    """The columns of a table; made from its header lines (lists of tokens). ``widths``:
    how many numbers its rows print, the most first."""

    def __init__(
        self, context: Context, lines: list[list[Token]], whole: str, widths: list[int]
    ) -> None:
        self.context = context
        lines = heads.rejoined(context, lines)
        earlier = names.undated([t.text for ln in lines for t in ln])
        lines = [[replace(t, text=earlier.get(t.text, t.text)) for t in ln] for ln in lines]
        text = "".join(key(t.text) for ln in lines for t in ln if not t.integer)
        counted = max((column_numbers(ln) for ln in lines), default=0)
        at = lines[0][0].line if lines and lines[0] else context.body.first
        staged = words.stages_in(context.key, text)
        single = context.shape in ("codes", "blocks")
        worded = heads.worded(context, lines, counted) if staged and single else []
        # How many numbers more than one row prints, so that a stray one at its end does not count.
        rare = 0 if heads.stacked(context, lines) else 1
        most = max([counted, *widths[rare : rare + 1]])
        if staged and single and not worded:
            worded = heads.unplaced(context, lines, most)
        halves = heads.halves(context, lines) if staged and context.shape == "sides" else None
        if worded or halves:
            layout, sure, named = None, True, frozenset[str]()
        else:
            layout, sure, named = context.layout(whole or text, counted, at)
        self.left, self.right = halves or ([], [])
        if layout and not halves:
            self.left, self.right = list(layout.left), list(layout.right)
        self.slots = [tuple(s.split(".")) for s in layout.slots] if layout else []
        self.columns = worded or (list(layout.columns) if layout else self._printed(lines, counted))
        unknown = self._unknown(lines, text, sure) if layout else []
        # Of two halves, a further column whose place is not known may be any number of a row.
        known = any(equations.at_stage(context.key, c) for c in (*self.left, *self.right))
        further = (staged and not known) or _numbers(context, unknown)
        self.loose = context.shape == "sides" and not halves and further
        if layout and layout.columns and (not sure or unknown):
            self.columns = self._by_words(layout.columns, named, lines, counted)
            if self.columns == list(layout.columns):  # where it stands is not known
                more = [f"other:{word}" for word in unknown]
                numbers = _numbers(context, unknown)
                self.columns = (
                    heads.unplaced(context, lines, most) if numbers else self.columns + more
                )
        if context.shape == "codes" and most > len(self.columns) > 0:
            self.columns = heads.unplaced(context, lines, most)
        if context.shape == "blocks" and len(self.columns) > 1:
            context.shape = "codes"  # one block with columns beside each other
        # Lines that the header names (three-public), with their words as printed.
        self.lines = {
            line: bare(t.text)
            for ln in lines
            for t in ln
            if (line := context.line_in_header(t.text))
        }
        self.sides = self.sides_of(lines) or [list(self.lines)]
        self.ranked = any(names.structure(t.text) == "#rank" for ln in lines for t in ln) or (
            words.has_rank(text)
        )
        for ln in lines:
            numbered = column_numbers(ln)
            for token in ln:
                if token.integer:
                    for piece in token.pieces:
                        context.body.recognise(piece, "column_number" if numbered else "table_head")

    def _unknown(self, lines: list[list[Token]], text: str, sure: bool) -> list[str]:
        """Report what the header says that no label knows, and return it. Where not all columns
        are named, words may be broken over lines: only texts whole on their line are told."""
        line_numbers = pattern("line_numbers")
        found = words.strange(self.context.key, line_numbers.sub("\n", text))
        told: list[str] = []
        for token in (t for ln in lines for t in ln if t.kind == "text"):
            own = words.strange(self.context.key, line_numbers.sub("\n", key(token.text)))
            if any(word in found for word in own):
                told.append(bare(token.text))
        for word in told or (found if sure else []):
            at = next((t.line for ln in lines for t in ln if key(t.text).startswith(word[:2])), 0)
            near = names.nearest(self.context.key, "column", word)
            self.context.problem(at or self.context.body.first, "column", word, near)
        return told or (found if sure else [])

    def sides_of(self, lines: list[list[Token]]) -> list[list[str]]:
        """Return the lines that the header names on each side of a form of two halves (items
        printed downwards: name, budget, final, name, final)."""
        sides: list[list[str]] = [[]]
        for token in (t for ln in lines for t in ln):
            if names.structure(token.text) == "#name" and sides[-1]:
                sides.append([])
            line = self.context.line_in_header(token.text)
            if line and line not in sides[-1]:
                sides[-1].append(line)
        return [side for side in sides if side]

    def _by_words(
        self,
        columns: tuple[str, ...],
        named: frozenset[str],
        lines: list[list[Token]],
        counted: int,
    ) -> list[str]:
        """Return the columns of a header that no layout quite fits: by its own words, unknown
        ones as ``other:``, or those of ``columns`` that it names."""
        texts = [t.text for ln in lines if not column_numbers(ln) for t in ln if t.kind == "text"]
        texts = [
            t for t in texts if not names.structure(t) and not names.is_through(self.context.key, t)
        ]
        if not texts:
            return list(columns)
        meant = [names.meanings(self.context.key, t) for t in texts]
        whole = named <= frozenset(k for keys in meant for k in keys) | {"#name", "#code", "#rank"}
        if heads.stacked(self.context, lines) and not all(meant):
            return list(columns)
        # The row of column numbers may not count a column that nobody knows.
        known = counted in (0, sum(map(bool, meant)))
        if len(texts) == counted or (known and whole and not all(meant)):
            at = Line(lines[0][0].line, "")
            return [self.context.column((bare(t),), at) for t in texts]
        if all(meant):
            named |= frozenset(k for keys in meant for k in keys)
            return [c for c in columns if c in named]
        return list(columns)

    def _printed(self, lines: list[list[Token]], counted: int) -> list[str]:
        """Return the columns of a table without a layout: the texts of its last header line."""
        lines = [ln for ln in lines if not column_numbers(ln)]
        texts = [t.text for t in lines[-1] if t.kind == "text"] if lines else []
        keep = [t for t in texts if names.structure(t) not in ("#code", "#name", "#rank")]
        if counted and len(keep) != counted:
            keep = [f"{n + 1}" for n in range(counted)]
        line = Line(self.context.body.first, "")
        return [self.context.column((bare(t),), line) for t in keep]

    @staticmethod
    def _whole(parts: list[list[Token]], places: int) -> list[list[Token]]:
        """Return the numbers of a row by printed line, those in pieces as odd ones."""
        every = in_pieces([t for part in parts for t in part], places)
        sizes = [len(part) for part in parts]
        return [every[sum(sizes[:i]) : sum(sizes[: i + 1])] for i in range(len(sizes))]

    def row(self, line: str, label: str, parts: list[list[Token]]) -> Row:
        """Return the row of numbers that stand on one or several printed lines.

        Numbers on a further line belong to it when the row's own sum wants them; else they are
        stray (a page number, or a number that nothing explains).
        """
        columns = self.context.columns_of(line, self.columns)
        if sum(len(part) for part in parts) > len(columns):
            columns = self.columns
        slots = tuple(self.context.slot(line, label, c) for c in columns)
        total = columns[:1] == ["total"] or (len(columns) > 1 and columns[0] == "final")

        def made(n: int) -> Row:
            numbers = tuple(t.number() for part in parts[:n] for t in part)[: len(slots)]
            whole = len(numbers) == len(slots)
            return Row(slots, numbers, whole, total, outside(self.context.key, self.columns))

        parts = [self.context.numbers(part, slots) for part in parts]
        parts = self._whole(parts, self.context.places(slots))
        # With a number too many, only a sum across the others says which it is.
        if len(slots) == 1 or not across_fits(self.context.key, made(1)):
            parts = [within(part, len(slots)) for part in parts]
        fits = {n: across_fits(self.context.key, made(n)) for n in range(1, len(parts) + 1)}
        sizes = {n: sum(len(part) for part in parts[:n]) for n in fits}
        whole = [n for n in fits if fits[n] and sizes[n] == len(slots)]
        more = [n for n in fits if fits[n] and not fits[1] and sizes[n] <= len(slots)]
        keep = (whole or more or [1])[0]
        used = {t for part in parts[:keep] for t in [*part][: len(slots)]}
        for part in parts:
            for token in part:
                for piece in token.pieces if token not in used else ():
                    self.context.body.unread(
                        piece, "no_column" if part in parts[:keep] else "between_rows"
                    )
        return made(keep)


def _numbers(context: Context, heads: list[str]) -> bool:
    """True when numbers may stand below one of these heads that no label knows."""
    kinds = {equations.kind(context.key, f"other:{head}") for head in heads}
    return bool(kinds - {"note", "text"})


def split(
    context: Context, lines: list[list[Token]]
) -> tuple[list[list[Token]], list[list[Token]]]:
    """Return (header lines, data lines); headers repeated at page breaks are left out of both."""
    end = next(
        (i + 1 for i, ln in enumerate(lines) if column_numbers(ln)),
        None,
    )
    if end is None:
        end = next((i for i in range(len(lines)) if _is_data(context, lines, i)), len(lines))
    header, data, at = lines[:end], [], end
    keys = [_line_key(ln) for ln in header]
    starts = [i for i, ln in enumerate(header) if any(names.structure(t.text) for t in ln)]
    # Above them stand groups of columns: words that are a header only where it goes on as before.
    groups = range(starts[0]) if starts else range(0)
    while at < len(lines):
        again = next((i for i in starts if keys[i] == _line_key(lines[at])), None)
        if again is None:
            here = [_line_key(ln) for ln in lines[at : at + len(keys)]]
            again = next(
                (i for i in groups if here[: starts[0] - i + 1] == keys[i : starts[0] + 1]), None
            )
        if again is None and not column_numbers(lines[at]):
            data.append(lines[at])
            at += 1
            continue
        n = 0
        again = again if again is not None else len(keys) - 1
        while again + n < len(keys) and at < len(lines) and keys[again + n] == _line_key(lines[at]):
            _recognise(context, lines[at])
            at, n = at + 1, n + 1
        if n == 0:
            _recognise(context, lines[at])
            at += 1
    return header, data


def _recognise(context: Context, line: list[Token]) -> None:
    for token in line:
        for piece in token.pieces if token.kind == "number" else ():
            context.body.recognise(piece, "column_number")


def _line_key(line: list[Token]) -> str:
    return "".join(key(t.text) for t in line)


def _is_data(context: Context, lines: list[list[Token]], at: int) -> bool:
    """True when a line is the first row: a code or a known line, and not a header word."""
    line = lines[at]
    first = line[0]
    if first.kind == "number":
        return names.is_code(fold(first.text)) or any(
            t.kind == "number" and not t.integer for t in line
        )
    follows = lines[at + 1][0] if at + 1 < len(lines) else None
    numbered = any(t.kind in ("number", "dash") for t in line)
    if context.shape == "sides":
        return context.is_line(first.text) and (
            numbered or not names.is_column_word(context.key, first.text)
        )
    # The last words of a head of codes may share their line with the first row.
    line = line[next((i for i, t in enumerate(line) if names.structure(t.text) != "#code"), 0) :]
    words = next((i for i, t in enumerate(line) if t.kind != "text"), len(line))
    if context.shape == "items" and words == 1 and numbered and context.is_line(first.text):
        return True
    if not context.is_line("".join(t.text for t in line[:words])):
        return False
    rest_numbers = all(t.kind != "text" for t in line[words:])
    return rest_numbers and (numbered or follows is None or names.is_code(fold(follows.text)))
