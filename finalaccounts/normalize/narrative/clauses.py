"""Sentences and clauses: the words before a number, and the words around it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from finalaccounts.reference.explanations import explanations
from finalaccounts.reference.narrative import statements

_SENTENCE = "\u3002\uff01\uff1f"
_PART = _SENTENCE + "\uff1b"
_CLAUSE = _PART + "\uff0c"
_OPEN, _CLOSE = "\uff08", "\uff09"
_QUOTED = 600  # characters of a quote: more is a list without end


@dataclass(frozen=True, slots=True)
class Clause:
    """``start:end`` of the text; ``part`` and ``sentence`` count semicolons and full stops."""

    start: int
    end: int
    part: int
    sentence: int


def clauses(text: str, start: int = 0) -> list[Clause]:
    """Return the clauses of a text from ``start`` on, parted outside brackets."""
    found: list[Clause] = []
    begin, part, sentence, depth = start, 0, 0, 0
    closing = text.rfind(_CLOSE)
    for i in range(start, len(text)):
        ch = text[i]
        if ch == _OPEN:
            depth += i < closing
        elif ch == _CLOSE and depth:
            depth -= 1
        if (ch in _CLAUSE and not depth) or ch in _SENTENCE:
            found.append(Clause(begin, i, part, sentence))
            begin = i + 1
            depth = 0 if ch in _SENTENCE else depth
            part += ch in _PART
            sentence += ch in _SENTENCE
    if begin < len(text):
        found.append(Clause(begin, len(text), part, sentence))
    return found


def clause_at(found: list[Clause], start: int) -> int:
    """Return the index of the clause that holds position ``start``, or -1."""
    index = bisect_right(found, start, key=lambda c: c.start) - 1
    return index if index >= 0 and start < found[index].end else -1


def lead(
    text: str, start: int, floor: int, stops: str = "\u3001\uff1a\uff0c\uff1b\u3002\uff01\uff1f"
) -> int:
    """Return where the words before position ``start`` begin, not before ``floor``.

    They go back to the nearest of ``stops`` outside brackets that closed before, or to the bracket
    that holds the number.
    """
    depth = 0
    i = start
    while i > floor:
        ch = text[i - 1]
        if ch == _CLOSE:
            depth += 1
        elif ch == _OPEN:
            if not depth:
                return i
            depth -= 1
        elif not depth and ch in stops:
            return i
        i -= 1
    return floor


def bracket(text: str, clause: Clause, start: int) -> int:
    """Return where the bracket opens that holds position ``start`` of a clause, or -1."""
    outer = _outer(text, clause.start, clause.end)
    return outer[min(start, clause.end) - clause.start] if start > clause.start else -1


@lru_cache(maxsize=4)
def _outer(text: str, begin: int, end: int) -> list[int]:
    """Return, for every position of a clause, where the outermost open bracket before it opens.

    A clause with many numbers is gone through once, not once for each of them.
    """
    opened: list[int] = []
    outer = [-1]
    for i in range(begin, end):
        if text[i] == _OPEN:
            opened.append(i)
        elif text[i] == _CLOSE and opened:
            opened.pop()
        outer.append(opened[0] if opened else -1)
    return outer


def closing(text: str, start: int) -> int:
    """Return where the bracket closes that holds position ``start``, or the end of the text."""
    depth = 0
    for i in range(start, len(text)):
        if text[i] == _OPEN:
            depth += 1
        elif text[i] == _CLOSE:
            if not depth:
                return i
            depth -= 1
    return len(text)


def trim(words: str) -> str:
    """Return the words before a number without openings, copulas and adverbs."""
    data = statements().lead
    previous = None
    while previous != words:
        previous = words
        words = data.tail_adverb.sub("", data.tail.sub("", words))
    previous = None
    while previous != words:
        previous = words
        words = data.head.sub("", words)
    return words


@dataclass(frozen=True, slots=True)
class Mark:
    """What grouping must know of a number: where it stands, and whether it opens a quote."""

    start: int
    stop: int
    opens: bool


def quotes(text: str, found: list[Clause], marks: list[Mark]) -> list[tuple[int, int]]:
    """Return for every mark the ``start:end`` of its quote.

    A quote is a run of clauses with numbers inside one part of a sentence. A comparison before
    the run and a bare word of change after it belong to it.
    """
    data = statements()
    at = [max(clause_at(found, m.start), 0) for m in marks]
    numbered = set(at)
    opening = {i for i, m in zip(at, marks, strict=True) if m.opens}
    neutral = data.directions["neutral"]
    groups: dict[int, list[int]] = {}
    current: list[int] = []
    for i, clause in enumerate(found):
        if i not in numbered:
            current = []
            continue
        among = data.among.match(text, clause.start) and _listed(text, found, i)
        split = i in opening or among or _gives_reason(text, clause)
        if not current or split or found[current[-1]].part != clause.part:
            current = []
        current.append(i)
        groups[i] = current
    spans: list[tuple[int, int]] = []
    for i in at:
        group = groups[i]
        start, end = found[group[0]].start, found[group[-1]].end
        before, after = group[0] - 1, group[-1] + 1
        same = before >= 0 and found[before].part == found[group[0]].part
        if same and data.change.lead.match(text[found[before].start : found[before].end]):
            start = found[before].start
        if after < len(found) and found[after].part == found[group[-1]].part:
            words = text[found[after].start : found[after].end]
            end = found[after].end if words in neutral else end
        cut = data.lead.quote.match(text[start:end])
        spans.append((start + (cut.end() if cut else 0), end))
    return spans


def _gives_reason(text: str, clause: Clause) -> bool:
    markers = (m for m in explanations().markers if not m.after_change)
    return any(m.pattern.search(text, clause.start, clause.end) for m in markers)


def _listed(text: str, found: list[Clause], index: int) -> bool:
    """True when the sentence goes on with a semicolon after clause ``index``."""
    here = found[index]
    later = next((found[i] for i in range(index, len(found)) if found[i].part > here.part), None)
    return later is not None and later.sentence == here.sentence


def shown(raw: str, start: int, end: int, number: int) -> str:
    """Return the quote of the number at ``number``; of one too long for people, what is around."""
    if end - start > _QUOTED:
        start = max(start, number - _QUOTED // 2)
        end = min(end, start + _QUOTED)
    return raw[start:end]
