"""Running text: wrapped lines joined into blocks, every character with its line and column.

White space is dropped (reports put it anywhere), except one blank where two numbers would touch.
``text`` is folded for matching, character by character: digits and letters to half width,
punctuation to full width outside numbers. ``raw`` has the same length and keeps what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from finalaccounts.model import Document, Line
from finalaccounts.reference.narrative import Headings, Level, sections
from finalaccounts.reference.quantities import quantities
from finalaccounts.text import bare

_WIDE = {
    ord(a): b for a, b in zip(",;:()!?", "\uff0c\uff1b\uff1a\uff08\uff09\uff01\uff1f", strict=True)
}
_NARROW = {
    c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_NARROW |= {0xFF0E: ord("."), 0xFF05: ord("%"), 0xFF1D: ord("="), 0x2236: 0xFF1A, 0xFE55: 0xFF1A}
_NARROW |= {0xFE5D: 0x3014, 0xFE5E: 0x3015, 0x2E28: 0xFF08, 0x2E29: 0xFF09}
_SEPARATOR = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# A line of a list without cells: its number, then words.
_LISTED = re.compile(r"^\s*\d{1,3}\s+[^\W\d]")
# A sentence after a heading on its line, with a number: the line is more than the heading.
_TOLD = re.compile("[\u3002\uff01\uff1f\uff1b].*\\d")
_STOP = "\u3002\uff01\uff1f"
_PUNCTUATION = re.compile("[\u3002\uff0c\uff1b\uff1a\u3001\uff01\uff1f]")
_NUMBER = re.compile(r"[-\u2212\uff0d]?[\d,]+(?:\.\d+)?[%\uff05]?")
_WORD = re.compile(r"[^\W\d]")
# A number that goes on in the next line.
_SPLIT = re.compile(r"\d[,.]?\|\d|\d\|[,.]\d")


# Lines of wrapped text are at most this long; a full one may end a sentence inside a paragraph.
_WRAPPED = 60
_FULL = 0.85
_RAGGED = 1  # characters by which full lines of wrapped text differ
_ENDING = 4  # characters of a heading's last word that stand in a line of their own


def fold(raw: str) -> str:
    """Return ``raw`` folded for matching, of the same length."""
    narrow = raw.translate(_NARROW)
    wide = narrow.translate(_WIDE)
    if "," not in narrow:
        return wide
    chars = list(wide)
    for match in _SEPARATOR.finditer(narrow):
        chars[match.start()] = ","
    return "".join(chars)


@dataclass(slots=True)
class TextBlock:
    """A heading, a paragraph, or a row (``kind`` text, row or cells) and where it is printed."""

    document: Document
    kind: str = "text"
    raw: str = ""
    at: list[tuple[int, int]] = field(default_factory=list)
    closed: bool = False
    folded: str = ""

    def add(self, line: Line, start: int = 0) -> None:
        """Append the characters of a line from column ``start`` on."""
        chars = line.text
        for col in range(start, len(chars)):
            ch = chars[col]
            if ch.isspace():
                continue
            if col and chars[col - 1].isspace() and self.raw and self.at[-1][0] == line.number:
                between = self.raw[-1], ch
                if all(c.isdigit() for c in between) or (
                    self.kind == "row" and ch in "-\u2212\uff0d"
                ):
                    self._put(" ", (line.number, col - 1))
            self._put(ch, (line.number, col))

    def _put(self, ch: str, at: tuple[int, int]) -> None:
        self.raw += ch
        self.at.append(at)

    @property
    def text(self) -> str:
        """The folded text."""
        if len(self.folded) != len(self.raw):
            self.folded = fold(self.raw)
        return self.folded

    @property
    def first(self) -> int:
        """Line of the first character."""
        return self.at[0][0]


def enumerator(text: str) -> tuple[Level, re.Match[str]] | None:
    """Return the level and match of the number a folded text begins with, if any."""
    for level in sections().levels:
        if match := level.pattern.match(text):
            return level, match
    return None


def known(text: str) -> bool:
    """True for a folded text that is, after its number, the heading of a part or section."""
    found = enumerator(text)
    words = text[found[1].end() :] if found else text
    data = sections()
    if not 2 <= len(words) <= 60:
        return False
    if not found and (_PUNCTUATION.search(words[-1]) or not data.headings.ending.search(words)):
        return False
    patterns = [p.pattern for p in data.parts] + [q for s in data.sections for q in s.patterns]
    return any(pattern.match(words) for pattern in patterns)


def _heading_done(block: TextBlock, length: int, width: int) -> bool:
    """True when a block whose last line has ``length`` characters is a whole heading."""
    text, numbered = block.text, enumerator(block.text)
    if numbered and _TOLD.search(text):
        return False
    if known(text) or (not numbered and sections().annex.title.match(text)):
        return True
    if not numbered or _PUNCTUATION.search(text[numbered[1].end() : -1]):
        return False
    if not text[numbered[1].end() :] or sections().headings.unfinished.search(text):
        return False
    short = len(text) <= min(30, int(width * 0.6))
    return short or (length <= width * _FULL and bool(sections().headings.ending.search(text)))


def _row(text: str, least: int) -> bool:
    """True for a row of a table without cells: words, then at least so many numbers, all apart."""
    name, *numbers = text.split() or [""]
    if len(numbers) < least or not _WORD.search(name):
        return False
    return all(_NUMBER.fullmatch(number) for number in numbers)


def _page(headings: Headings, text: str, after: str) -> bool:
    """True for a page mark; a bare number is none when the next line carries it on."""
    if headings.page.match(text):
        return True
    return bool(headings.bare_page.match(text)) and not after.startswith(_carried_on())


def _open_heading(block: TextBlock) -> bool:
    """True for a numbered heading whose words may go on in the next line."""
    return bool(enumerator(block.text)) and not _PUNCTUATION.search(
        block.text.replace("\u3001", "")
    )


def _goes_on(block: TextBlock, text: str, broken: bool, width: int) -> bool:
    """True when a line is the rest of a numbered heading that seemed whole without it.

    A line that is a heading itself goes on only with one that is ``broken`` at the column's edge;
    a line that fills the column is the rest of no heading that did not fill it.
    """
    if not broken and width <= _WRAPPED and len(text) >= width - _RAGGED:
        return False
    heading = block.raw[-1] not in _STOP and len(block.raw) + len(text) <= 60
    if sections().headings.ending.search(block.text) and len(text) > _ENDING:
        return False
    return (
        heading
        and bool(enumerator(block.text))
        and (broken or not known(text))
        and known(block.text + text)
    )


@cache
def _carried_on() -> tuple[str, ...]:
    data = quantities()
    money = (unit for row in data.units if row.kind in ("money", "percent") for unit in row.units)
    return (*data.multipliers, *money, *".0123456789")


def blocks(document: Document, lines: Iterable[Line]) -> tuple[list[TextBlock], list[Line]]:
    """Join lines into blocks; return them with the lines that hold only a page number.

    A block begins at a numbered heading or entry, at a known heading, at a row, and after a
    sentence's end or a complete heading.
    """
    headings = sections().headings
    found: list[TextBlock] = []
    pages: list[Line] = []
    marks: set[int] = set()
    printed = [line for line in lines if line.text.strip()]
    widths = sorted(len(bare(line.text)) for line in printed)
    width = widths[int(len(widths) * 0.9)] if widths else 0
    previous, before = -1, 0
    for index, line in enumerate(printed):
        text = fold(bare(line.text))
        after = "".join(printed[index + 1].text.split()) if index + 1 < len(printed) else ""
        if _page(headings, text, fold(after)):
            pages.append(line)
            marks.add(line.number)
            continue
        kind = "text"
        last = found[-1] if found else None
        listed = bool(last and last.kind in ("head", "listed"))
        if "\t" in line.text.strip():
            kind = "cells"
        elif headings.row_head.match(text) and not _PUNCTUATION.search(text):
            kind = "head"
        elif listed and _LISTED.match(line.text):
            kind = "listed"
        elif _row(line.text, 1 if last and last.kind == "row" else 2):
            kind = "row"
        gap = previous >= 0 and any(
            document.lines[n - 1].text.strip() and n not in marks
            for n in range(previous + 1, line.number)
        )
        # A line that fills the column goes on in the next: its break means nothing.
        broken = (
            last is not None
            and width <= _WRAPPED
            and before >= width - _RAGGED
            and not _PUNCTUATION.match(last.raw[-1])
        )
        within = broken and last is not None and bool(_SPLIT.search(last.text[-2:] + "|" + text))
        fresh = (
            last is None
            or gap
            or (last.closed and not within and not _goes_on(last, text, broken, width))
            or kind != "text"
            or last.kind != "text"
            or (enumerator(text) is not None and not within)
            or (known(text) and not broken and not text[-1:].isdigit() and not _open_heading(last))
        )
        if fresh:
            found.append(TextBlock(document, kind))
        block = found[-1]
        block.add(line)
        full = width <= _WRAPPED and len(text) > width * _FULL
        block.closed = (block.raw[-1] in _STOP and not full) or (
            kind == "text" and len(block.raw) <= 60 and _heading_done(block, len(text), width)
        )
        previous, before = line.number, len(text)
    return found, pages


def places(block: TextBlock, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield line, first and last column + 1 of every piece of ``start:end`` of a block."""
    line, first, last = block.at[start][0], block.at[start][1], block.at[start][1]
    for number, col in block.at[start + 1 : end]:
        if number != line:
            yield line, first, last + 1
            line, first = number, col
        last = col
    yield line, first, last + 1
