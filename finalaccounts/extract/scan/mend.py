"""Labels that recognition got wrong in one character: mended from the labels that are known.

Numbers and codes are never touched. A label is changed only where a single change (a look-alike,
or a flat character that was lost) makes exactly one known label of it; the change is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from finalaccounts.model import Document, Line, Object
from finalaccounts.reference.lookalikes import alike, known_labels, lookalikes, titles
from finalaccounts.text import bare

# Longer texts are sentences.
_LONGEST = 40
_COLON = re.compile("[:\uff1a]")


def mended(document: Document) -> Document:
    """Return a document with the labels of its recognised pages mended."""
    if document.recognition is None:
        return document
    pages = {sheet.page for sheet in document.recognition.sheets}
    lines: list[Line] = []
    changes: list[Object] = []
    for line in document.lines:
        cells = line.text.split("\t")
        if line.page in pages:
            for at, cell in enumerate(cells):
                cells[at] = _mended(cell)
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


def _mended(cell: str) -> str:
    text = bare(cell)
    if not text or len(text) > _LONGEST or text.isascii():
        return cell
    head, colon, rest = _parted(text)
    found = _label(head)
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
