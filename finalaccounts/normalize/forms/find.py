"""Where forms stand: from the line of a title to the last line that may belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finalaccounts.model import Document, Line
from finalaccounts.normalize.forms import header
from finalaccounts.normalize.forms.pieces import Piece, cells, chunks
from finalaccounts.normalize.parts import Range
from finalaccounts.reference.forms import Words, squeeze

_NEAR = 12  # lines that tell whether a form's cells are certain


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


def _label(pieces: Sequence[Piece], words: Words) -> bool:
    """True when pieces begin with a label of a form's head or of its funds."""
    text = ""
    for piece in pieces[:3]:
        text += piece.text
        plain = squeeze(text)
        names = {plain.rstrip(":"), words.fold(text), plain.split(":")[0]}
        if any(words.head.get(name, "other") != "other" for name in names):
            return True
        if any(name in words.fund_column or name in words.origin for name in names):
            return True
    return False


def _opens(lines: Sequence[Line], words: Words) -> str:
    """Return how what follows a title opens: ``head``, ``rows`` (a header of indicators), or not.

    A title in a list of contents is followed by the next title, or by none of these.
    """
    pieces: list[Piece] = []
    seen = 0
    for line in lines:
        own = list(cells(line) if "\t" in line.text else chunks(line))
        if not own:
            continue
        if seen >= words.data.title_reach or is_title(line, words):
            return ""
        pieces.extend(own)
        seen += 1
        if header.row(own, words) is not None:
            return "rows"
        for start in range(len(pieces)):
            if start >= len(pieces) - len(own) - 2 and _label(pieces[start:], words):
                return "head"
            if header.running(pieces, start, words) is not None:
                return "rows"
    return ""


def find(document: Document, taken: Sequence[Range], words: Words) -> list[Found]:
    """Return the forms of a document, in order.

    A title that is printed again above a header of indicators is a form's next page.
    """
    source = document.source
    held = [r for r in taken if r.source == source]

    def free(number: int) -> bool:
        return not any(r.first <= number <= r.last for r in held)

    starts: list[int] = []
    for at, line in enumerate(document.lines):
        if not (free(line.number) and is_title(line, words)):
            continue
        opening = _opens(document.lines[at + 1 :], words)
        again = starts and squeeze(document.lines[starts[-1]].text) == squeeze(line.text)
        if opening == "head" or (opening == "rows" and not again):
            starts.append(at)
    forms: list[Found] = []
    for at, end in zip(starts, [*starts[1:], len(document.lines)], strict=False):
        stop = at + 1
        while stop < end and free(document.lines[stop].number):
            stop += 1
        lines = document.lines[at + 1 : stop]
        near = [line for line in lines if line.text.strip()][:_NEAR]
        tabbed = sum("\t" in line.text for line in near) * 2 >= len(near)
        forms.append(Found(source, document.lines[at], lines, tabbed))
    return forms
