"""Labels that recognition got wrong in one character: mended from the labels that are known.

Numbers and codes are never touched. A label is changed only where a single change (a look-alike, a
flat character that was lost, or any character that was read without certainty) makes exactly one
known label of it; the change is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from finalaccounts.model import Document, Line, Object, Sheet
from finalaccounts.reference.lookalikes import alike, known_labels, lookalikes, titles
from finalaccounts.text import bare

# Longer texts are sentences.
_LONGEST = 40
# Scores below this are no certainty; labels shorter than this are never guessed.
_SURE, _WORD = 0.95, 4
_COLON = re.compile("[:\uff1a]")


def mended(document: Document) -> Document:
    """Return a document with the labels of its recognised pages mended."""
    if document.recognition is None:
        return document
    pages = {sheet.page: _weak(sheet) for sheet in document.recognition.sheets}
    lines: list[Line] = []
    changes: list[Object] = []
    for line in document.lines:
        cells = line.text.split("\t")
        if line.page is not None and line.page in pages:
            for at, cell in enumerate(cells):
                cells[at] = _mended(cell, pages[line.page])
                if cells[at] != cell:
                    changes.append(_change(document.source, line, at, cell, cells[at]))
        lines.append(replace(line, text="\t".join(cells)))
    return replace(document, lines=tuple(lines), objects=(*document.objects, *changes))


def _change(source: str, line: Line, at: int, was: str, now: str) -> Object:
    return Object(
        kind="mended",
        done="read",
        count=1,
        text=f"{was.strip()} \u2192 {now.strip()}",
        source=source,
        source_line=line.number,
        page=str(line.page),
        box=line.boxes[at] if at < len(line.boxes) else "",
        cell="",
    )


def _weak(sheet: Sheet) -> dict[str, frozenset[int]]:
    """Return, by the text of a run, where its characters were not read with certainty."""
    found: dict[str, frozenset[int]] = {}
    for run in sheet.runs:
        marks = [mark for mark in run.marks if mark.text.strip()]
        text = "".join(mark.text for mark in marks)
        weak = frozenset(at for at, mark in enumerate(marks) if mark.score < _SURE)
        # The same words read twice: only what is weak in both.
        found[text] = weak & found.get(text, weak)
    return found


def _mended(cell: str, weak: Mapping[str, frozenset[int]]) -> str:
    text = bare(cell)
    if not text or len(text) > _LONGEST or text.isascii():
        return cell
    head, colon, rest = _parted(text)
    found = _label(head)
    if found == head and len(head) >= _WORD and weak.get(text):
        found = _guessed(head, weak[text])
    return cell if found == head else found + colon + rest


def _parted(text: str) -> tuple[str, str, str]:
    """Part the words before a colon from what follows them."""
    match = _COLON.search(text)
    if match is None or re.match(lookalikes().before, text[: match.end()]):
        return text, "", ""
    return text[: match.start()], match.group(), text[match.end() :]


@cache
def _label(given: str) -> str:
    """Return a label as it must have been printed, itself where that is not certain."""
    table, text = lookalikes(), given
    # An ordinal that was lost is no part of the label: its change is not counted.
    if text.startswith(table.bare):
        text = table.lost[0] + text
    match = re.match(table.before, text)
    before, own = (match.group(), text[match.end() :]) if match else ("", text)
    if _known(text) or _known(own):
        return text
    found = {variant for variant in _variants(own) if _known(variant)}
    if before:
        # The ordinal may be the beginning of the label itself.
        found |= {
            v.removeprefix(before) for v in _variants(text) if v.startswith(before) and _known(v)
        }
    return before + found.pop() if len(found) == 1 else given


@cache
def _guessed(given: str, weak: frozenset[int]) -> str:
    """Return the one known label that differs in one of the characters not read with certainty."""
    match = re.match(lookalikes().before, given)
    start = match.end() if match else 0
    if len(given) - start < _WORD or _known(given) or _known(given[start:]):
        return given
    found: set[str] = set()
    for at in weak:
        for whole, begin in ((given, 0), (given[start:], start)):
            if begin <= at < len(given):
                key = (len(whole), at - begin, whole[: at - begin], whole[at - begin + 1 :])
                found |= {given[:begin] + label for label in _by_hole().get(key, ())}
    return found.pop() if len(found) == 1 else given


@cache
def _by_hole() -> dict[tuple[int, int, str, str], frozenset[str]]:
    """Return the known labels by what is left of them when one character is taken out."""
    found: dict[tuple[int, int, str, str], set[str]] = {}
    for label in known_labels():
        for at in range(len(label)) if len(label) >= _WORD else ():
            key = len(label), at, label[:at], label[at + 1 :]
            found.setdefault(key, set()).add(label)
    return {key: frozenset(labels) for key, labels in found.items()}


def _known(text: str) -> bool:
    return text in known_labels() or any(title.fullmatch(text) for title in titles())


def _variants(text: str) -> Iterator[str]:
    """Yield the texts from which recognition could have made this one by a single fault."""
    for at, ch in enumerate(text):
        for other in alike().get(ch, ""):
            yield text[:at] + other + text[at + 1 :]
        if ch in lookalikes().merged:
            yield text[:at] + lookalikes().merged[ch] + text[at + 1 :]
    for at in range(len(text) + 1):
        for lost in lookalikes().lost:
            yield text[:at] + lost + text[at:]
