"""The running text of the narrative, without white space, with the place of every stated number.

Rules need to know what is said between two numbers (a reason, "less than budget") and which
amount a percentage belongs to; both are questions of order and distance in the running text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from finalaccounts.amounts import text as plain_text
from finalaccounts.model import Line, Statement
from finalaccounts.reconcile.applied import Operand
from finalaccounts.reconcile.tolerance import ZERO
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import pattern
from finalaccounts.text import bare

# Full-width digits, point and percent sign: the same characters to a reader of numbers.
_FOLD = {0xFF10 + n: str(n) for n in range(10)} | {0xFF05: "%", 0xFF0E: "."}
_SEPARATOR = re.compile(r"(?<=\d)[,\uff0c](?=\d{3}(?!\d))")
_WIDE = re.compile("[\uff05\uff0e\uff10-\uff19]")


def squeeze(text: str) -> str:
    """Return text without white space, digits folded, thousands separators removed."""
    return fold(bare(text))


def fold(text: str) -> str:
    """Return text without white space (but line ends) as ``squeeze`` does."""
    if _WIDE.search(text):
        text = text.translate(_FOLD)
    return _SEPARATOR.sub("", text) if "," in text or "\uff0c" in text else text


# Without the text, nearness is guessed from lines: a sentence spans few, each of some characters.
LINES, WIDTH = 2, 30


@dataclass(frozen=True, slots=True)
class Spot:
    """Characters ``start:end`` of the running text of ``source``."""

    source: str
    start: int
    end: int


def _starts(text: str, number: str, start: int, end: int) -> Iterator[int]:
    """Yield where a number stands by itself in ``text[start:end]``, not inside a longer one."""
    # Plain searching: a pattern for each of the hundreds of numbers costs more to compile.
    at = text.find(number, start, end)
    while at >= 0:
        last = at + len(number)
        inside = at and (text[at - 1] == "." or text[at - 1].isdecimal())
        if not inside and not (last < end and text[last].isdecimal()):
            yield at
        at = text.find(number, at + 1, end)


class RunningText:
    """Running text per source and the spot of every statement; built once per view."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.flat: dict[str, str] = {}
        self.lines: dict[str, list[str]] = {}
        self._starts: dict[str, list[int]] = {}
        self._raw: dict[str, Sequence[Line]] = {}
        for document in view.report.documents:
            parts = self.lines[document.source] = fold(
                "\n".join(view.compact[document.source])
            ).split("\n")
            starts, at = [], 0
            for part in parts:
                starts.append(at)
                at += len(part)
            self.flat[document.source] = "".join(parts)
            self._starts[document.source] = starts
            self._raw[document.source] = document.lines
        self._without_text = {s.source for s in view.report.statements} - set(self.flat)
        for source in self._without_text:  # its statements are kept, its text is not
            self.flat[source], self.lines[source], self._starts[source] = "", [], []
        self.statements = list(view.report.statements)
        self._spots: list[Spot] = []
        self._last: dict[tuple[str, int], tuple[int, int]] = {}  # line -> column, characters
        for n in range(len(self.statements)):
            self._spots.append(self._find(n))
        self._index = {s.statement_id: n for n, s in enumerate(self.statements)}
        self._sections: dict[str, list[Statement]] = defaultdict(list)
        for statement in view.narrative.now:
            self._sections[statement.section].append(statement)

    def _find(self, n: int) -> Spot:
        statement = self.statements[n]
        flat, starts = self.flat.get(statement.source, ""), self._starts.get(statement.source, [])
        if not 0 < statement.source_line <= len(starts):
            return Spot(statement.source, 0, 0)
        start = starts[statement.source_line - 1]
        number = plain_text(statement.amount)
        if statement.source_column is not None:
            start += self._before(statement)
            return Spot(statement.source, start, start + self._length(flat, start, number))
        # "both 12.5" is two statements at one number, "12.5 and 12.5" two numbers: the quote tells.
        quoted = squeeze(statement.quote)
        same = [
            n_
            for n_ in range(max(0, n - 6), n)
            if (o := self.statements[n_]).amount == statement.amount
            and (o.source, o.source_line, o.quote)
            == (statement.source, statement.source_line, statement.quote)
        ]
        if same and len(same) >= sum(1 for _ in _starts(quoted, number, 0, len(quoted))):
            return self._spots[same[-1]]
        before = self._spots[n - 1] if n else None
        if before is not None and before.source == statement.source and before.start >= start:
            start = before.end
        hit = next(_starts(flat, number, start, min(start + 900, len(flat))), None)
        at = (start, start) if hit is None else (hit, hit + len(number))
        return Spot(statement.source, *at)

    def _before(self, statement: Statement) -> int:
        """Return how many characters of its line stand before a number in the running text."""
        at = (statement.source, statement.source_line)
        end = (statement.source_column or 1) - 1
        # Statements come in reading order: only what stands since the last one is counted.
        start, count = self._last.get(at, (0, 0))
        if end < start:
            start, count = 0, 0
        line = self._raw[statement.source][statement.source_line - 1].text
        count += len(squeeze(line[start:end]))
        self._last = {at: (end, count)}
        return count

    @staticmethod
    def _length(flat: str, start: int, number: str) -> int:
        return len(number) if flat.startswith(number, start) else 1

    # ------------------------------------------------------------ look-ups

    def spot(self, statement: Statement) -> Spot:
        """Return where the number of a statement stands in the running text."""
        return self._spots[self._index[statement.statement_id]]

    def line(self, source: str, offset: int) -> int:
        """Return the 1-based line of an offset in the running text."""
        return bisect_right(self._starts[source], offset)

    def offset(self, source: str, line: int) -> int:
        """Return the offset at which a 1-based line begins."""
        starts = self._starts[source]
        return starts[line - 1] if line <= len(starts) else len(self.flat[source])

    def ends_line(self, source: str, offset: int) -> bool:
        """True when a line of the running text ends before an offset."""
        return self.offset(source, self.line(source, offset)) == offset or offset == len(
            self.flat[source]
        )

    def head(self, statement: Statement, reach: int = 400) -> str:
        """Return the sentence up to the number."""
        spot = self.spot(statement)
        flat = self.flat.get(spot.source, "")
        left = max(0, spot.start - reach)
        ends = [m.end() for m in pattern("sentence_end").finditer(flat, left, spot.start)]
        return flat[ends[-1] if ends else left : spot.start]

    def until(self, statement: Statement, stop: Statement | None, reach: int = 700) -> str:
        """Return the text after a number up to another number (or a stretch of ``reach``)."""
        spot = self.spot(statement)
        end = spot.end + reach
        if stop is not None and self.spot(stop).source == spot.source:
            end = min(end, self.spot(stop).start)
        return self.flat.get(spot.source, "")[spot.end : end]

    def words(self, source: str, start: int, end: int, label: str = "") -> Operand:
        """Return words of the running text as an operand without a number (its line is cited)."""
        line = self.line(source, start)
        return Operand(f"{source}:{line}:{start}", None, ZERO, ZERO, "", source, line, label or self.flat[source][start:end])  # fmt: skip

    # ------------------------------------------------------------ who belongs to whom


_KNOWN: WeakKeyDictionary[View, RunningText] = WeakKeyDictionary()


def running_text(view: View) -> RunningText:
    """Return the running narrative of a view (built once)."""
    if view not in _KNOWN:
        _KNOWN[view] = RunningText(view)
    return _KNOWN[view]
