"""Where forms stand: from the line of a title to the last line that may belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finalaccounts.model import Document, Line
from finalaccounts.normalize.forms import header
from finalaccounts.normalize.forms.pieces import Piece, cells, chunks
from finalaccounts.normalize.parts import Range
from finalaccounts.reference.forms import Words, squeeze


@dataclass(frozen=True, slots=True)
class Found:
    """A form's title and the lines after it, up to the next title or another reader's range."""

    source: str
    title: Line
    lines: tuple[Line, ...]
    tabbed: bool


def is_title(line: Line, words: Words) -> bool:
    """True for a line that holds the title of a form and nothing else."""
    filled = [part for part in line.text.split("\t") if part.strip()]
    if len(filled) != 1:
        return False
    text = squeeze(filled[0])
    if len(text) > words.data.title_length or words.not_titles.search(text):
        return False
    return words.titles.search(text.rstrip(":")) is not None or (
        text.endswith(")") and words.titles.search(words.after.sub("", text)) is not None
    )


def _opens(pieces: Sequence[Piece], words: Words) -> bool:
    """True when a line begins with a label of a form's head or a header of indicators."""
    if header.row(pieces, words) is not None:
        return True
    text = ""
    for piece in pieces[:3]:
        text += piece.text
        plain = squeeze(text)
        names = {plain.rstrip(":"), words.fold(text), plain.split(":")[0]}
        if any(words.head.get(name, "other") != "other" for name in names):
            return True
        if any(name in words.fund_column or name in words.origin for name in names):
            return True
    return header.running(pieces, 0, words) is not None if pieces else False


def _is_form(lines: Sequence[Line], words: Words) -> bool:
    """True when what follows a title is a form (not the next entry of a contents list)."""
    seen = 0
    pieces: list[Piece] = []
    for line in lines:
        own = list(cells(line) if "\t" in line.text else chunks(line))
        if not own:
            continue
        if seen >= words.data.title_reach or is_title(line, words):
            return False
        pieces.extend(own)
        seen += 1
        if _opens(own, words) or any(_opens(own[i:], words) for i in range(1, min(3, len(own)))):
            return True
        if any(_opens(pieces[i:], words) for i in range(len(pieces) - len(own))):
            return True
    return False


def find(document: Document, taken: Sequence[Range], words: Words) -> list[Found]:
    """Return the forms of a document, in order."""
    source = document.source
    held = [r for r in taken if r.source == source]

    def free(number: int) -> bool:
        return not any(r.first <= number <= r.last for r in held)

    titles = [
        i for i, line in enumerate(document.lines) if free(line.number) and is_title(line, words)
    ]
    forms: list[Found] = []
    for at, end in zip(titles, [*titles[1:], len(document.lines)], strict=True):
        stop = at + 1
        while stop < end and free(document.lines[stop].number):
            stop += 1
        lines = document.lines[at + 1 : stop]
        if _is_form(lines, words):
            near = [line for line in lines if line.text.strip()][:12]
            tabbed = sum("\t" in line.text for line in near) * 2 >= len(near)
            forms.append(Found(source, document.lines[at], lines, tabbed))
    return forms
