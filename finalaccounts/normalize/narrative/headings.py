"""Which section a block stands in, told by the headings before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from finalaccounts.normalize.narrative.flow import TextBlock, enumerator
from finalaccounts.reference.narrative import Part, Section, sections
from finalaccounts.text import counted

_CUT = "\u3002\uff1a\uff1b\uff0c"
_HEADING = 60  # characters a heading has at most
_SECTIONS = 2  # so many known sections below a heading, or fewer, do not make it a part


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a block stands: its section, the annexed report, and what it begins with.

    ``level`` is the index of the level the block is numbered at (-1 for none), ``heading`` the
    words of the heading it is or begins with, ``start`` the length of the number before them. The
    numbers of what is ``claimed`` and not ``read`` are only recognised.
    """

    section: str
    read: bool
    claimed: bool = True
    annex: str = ""
    level: int = -1
    heading: str = ""
    start: int = 0
    is_heading: bool = False
    begins: bool = False


def ordinal(text: str) -> int:
    """Return the value of an ordinal in Chinese or Arabic digits (0 when it is neither)."""
    if text.isdigit():
        return max(0, counted(text))
    data = sections().headings
    if data.ten in text:
        tens, _, ones = text.partition(data.ten)
        return (data.digits.find(tens) + 1 if tens else 1) * 10 + data.digits.find(ones or "?") + 1
    return data.digits.find(text) + 1


def section(key: str) -> Section | None:
    """Return the declared section of a key."""
    return next((s for s in sections().sections if s.key == key), None)


def _inline(block: TextBlock, start: int, end: int) -> int:
    """Return where the text begins that follows a heading on its line, 0 where none does.

    The heading ends at a blank, or where a known heading is followed by the words a sentence begins
    with.
    """
    last = min(end, len(block.text) - 1, start + _HEADING)
    for i in range(start + 2, last + 1):
        (line, col), (above, before) = block.at[i], block.at[i - 1]
        words = block.text[start:i]
        blank = line == above and col > before + 1 and not block.text[i].isdigit()
        if blank and sections().headings.ending.search(words) and (_match(words) or _part(words)):
            return i
    for match in sections().headings.inline.finditer(block.text, start, last + 4):
        if _match(block.text[start : match.end()]):
            return match.end()
    return 0


def _levels() -> list[str]:
    """Return the names of the levels, outermost first; a level may be numbered in several ways."""
    return list(dict.fromkeys(level.name for level in sections().levels))


def _match(words: str) -> str:
    return next((s.key for s in sections().sections if any(p.match(words) for p in s.patterns)), "")


def _part(words: str) -> Part | None:
    return next((p for p in sections().parts if p.pattern.match(words)), None)


class Walk:
    """Follows the headings; one call per block, in order."""

    def __init__(self, shift: int = 0) -> None:
        self.shift = shift
        self.part: Part | None = None
        self.keys: list[str] = []
        self.top = 0
        self.nested = 0
        self.annex = ""
        self.base = ""

    def step(self, block: TextBlock) -> Spot:
        """Return where ``block`` stands, after taking it as a heading if it is one."""
        found = enumerator(block.text) if block.kind == "text" else None
        level = max(_levels().index(found[0].name) - self.shift, 0) if found else -1
        start = found[1].end() if found else 0
        words = block.text[start:]
        cut = min((i for i in (words.find(c) for c in _CUT) if i >= 0), default=len(words))
        if level >= 0 and (inline := _inline(block, start, start + cut)):
            cut, start = inline - start, inline
        heading = words[:cut]
        ends = cut + 1 if level >= 0 else cut
        whole = block.kind == "text" and not words[ends:] and len(words) <= 60
        begins = False
        if block.kind == "text":
            begins = self._take(level, found[1]["number"] if found else "", heading, whole)
        spot = Spot(self._key(), *self._read(), self.annex, level, heading, start)
        return replace(spot, is_heading=whole and (level >= 0 or begins), begins=begins)

    def _take(self, level: int, number: str, heading: str, whole: bool) -> bool:
        data = sections()
        title = data.annex.title.match(heading) if whole and level < 0 else None
        if title and not (self.part and not self.part.read and not self.part.claimed):
            self._open(next(p for p in data.parts if p.key == data.annex.part))
            self.annex = title["subject"]
            return True
        part = _part(heading) if whole and level <= 1 else None
        if part and (
            (level == 1 and part.read)
            or (level and part.numbered)
            or (level and part.read and self.part_fixed())
        ):
            part = None
        if self._in_tables() and whole and level in (-1, 1) and not part and _match(heading):
            self._open(data.parts[-1])
        if level == 0 or (part and not self._within(part, heading)):
            self._open(part or data.parts[-1])
            if not part and (key := _match(heading)):
                self.base, self.keys = key, [key]
            return True
        if level < 0 and not data.headings.ending.search(heading):
            return False
        if not self.part_fixed() and (level >= 1 or whole):
            return self._section(level, number, heading)
        return False

    def _within(self, part: Part, heading: str) -> bool:
        """A part's words without a part's number: a part only where no section has them."""
        return bool(_match(heading)) and part.read

    def _in_tables(self) -> bool:
        return bool(self.part and self.part.claimed and not self.part.read)

    def part_fixed(self) -> bool:
        """True inside a part whose sections do not change."""
        return bool(self.part and self.part.fixed)

    def _open(self, part: Part) -> None:
        self.part, self.keys, self.top, self.nested, self.annex = part, [], 0, 0, ""
        self.base = part.default

    def _section(self, level: int, number: str, heading: str) -> bool:
        key = _match(heading)
        found = section(key)
        if level > 1 and found and found.within and {*self.keys[:1]} - {*found.within}:
            key = ""
        if level == 1:
            value = ordinal(number)
            follows = self.nested and value == self.nested + 1
            nested = not key and self.top > 0 and (value <= self.top or follows)
            if nested:
                self.nested = value
                return False
            self.top, self.nested = value, 0
            self.keys = [key or self.base or "other"]
            return True
        if not key:
            if level == 2 and len(self.keys) > 1:
                self.keys = self.keys[:1]
            return level == 2
        depth = 1 if level in (-1, 2) else 2
        if level == -1:
            self.keys, self.top, self.nested = [key], self.top, 0
        else:
            self.keys = [*(self.keys or [self.base or "other"])[:depth], key]
        return True

    def _key(self) -> str:
        if self.part_fixed() or self._in_tables() or not self.keys:
            return self.part.default if self.part else ""
        return self.keys[-1]

    def _read(self) -> tuple[bool, bool]:
        part = self.part
        return (part.read, part.read or part.claimed) if part else (True, True)


def _shift(blocks: Sequence[TextBlock]) -> int:
    """Return 1 where the parts are numbered like sections, and the sections one level lower."""
    numbered = [
        (_levels().index(found[0].name), block.text[found[1].end() :])
        for block in blocks
        if block.kind == "text" and (found := enumerator(block.text))
    ]
    if any(level == 0 for level, _ in numbered):
        return 0
    parts = [n for n, (level, words) in enumerate(numbered) if level == 1 and _told(words)]
    below = {_match(words) for level, words in numbered[parts[-1] :] if level == 2} if parts else ()
    return int(len({*below} - {""}) > _SECTIONS)


def _told(words: str) -> bool:
    """True for the heading of a part that is read and of no section."""
    part = _part(words)
    return bool(part and part.read and not _match(words))


def spots(blocks: Iterable[TextBlock]) -> Iterator[tuple[TextBlock, Spot]]:
    """Yield every block with where it stands."""
    blocks = list(blocks)
    walk = Walk(_shift(blocks))
    for block in blocks:
        yield block, walk.step(block)
