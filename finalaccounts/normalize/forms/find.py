"""Where forms stand: from the line of a title to the last line that may belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finalaccounts.model import Document, Line
from finalaccounts.normalize.forms import header
from finalaccounts.normalize.forms.pieces import FormPiece, cells, chunks
from finalaccounts.normalize.parts import Range
from finalaccounts.reference.forms import FormWords
from finalaccounts.text import squeeze

_NEAR = 12  # lines that tell whether a form's cells are certain


@dataclass(frozen=True, slots=True)
class Found:
    """A form's first line, its title, and its lines up to the next form or another's range."""

    source: str
    first: Line
    title: str
    lines: tuple[Line, ...]
    tabbed: bool


def is_title(line: Line, words: FormWords) -> bool:
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


def _label(pieces: Sequence[FormPiece], words: FormWords) -> bool:
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


def _opens(lines: Sequence[Line], words: FormWords) -> str:
    """Return how what follows a title opens: ``head``, ``rows`` (a header of indicators), or not.

    A title in a list of contents is followed by the next title, or by none of these.
    """
    pieces: list[FormPiece] = []
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


def _project(line: Line, words: FormWords) -> bool:
    """True for a line that begins with the label of a project's name."""
    own = list(cells(line) if "\t" in line.text else chunks(line))
    return bool(own) and any(
        words.head.get(name) == "project_name"
        for name in (words.fold(own[0].text), squeeze(own[0].text).split(":")[0])
    )


def _untitled(lines: Sequence[Line], words: FormWords) -> bool:
    """True when a project's name is followed by a header of indicators before the next one."""
    seen = 0
    for line in lines:
        if seen > words.data.untitled_reach or is_title(line, words) or _project(line, words):
            return False
        own = list(cells(line) if "\t" in line.text else chunks(line))
        seen += bool(own)
        if own and (header.row(own, words) or header.running(own, 0, words)):
            return True
    return False


def _starts(document: Document, held: Sequence[Range], words: FormWords) -> list[tuple[int, str]]:
    """Return index and title of every form.

    A title that is printed again above a header of indicators is a form's next page. A second
    project under one title is a form of its own that begins with the line of its name.
    """
    starts: list[tuple[int, str]] = []
    named = False
    for at, line in enumerate(document.lines):
        if any(r.first <= line.number <= r.last for r in held):
            continue
        text = squeeze(line.text)
        if is_title(line, words):
            opening = _opens(document.lines[at + 1 :], words)
            again = starts and starts[-1][1] == text
            if opening == "head" or (opening == "rows" and not again):
                starts.append((at, text))
                named = False
        elif _project(line, words):
            if (named or not starts) and _untitled(document.lines[at + 1 :], words):
                starts.append((at, starts[-1][1] if starts else ""))
            named = True
    return starts


def find(document: Document, taken: Sequence[Range], words: FormWords) -> list[Found]:
    """Return the forms of a document, in order; ``taken`` ends a form as the next title does."""
    held = [r for r in taken if r.source == document.source]
    starts = _starts(document, held, words)
    ends = [*(at for at, _ in starts[1:]), len(document.lines)]
    forms: list[Found] = []
    for (at, title), end in zip(starts, ends, strict=False):
        first = document.lines[at]
        begin = at + 1 if is_title(first, words) else at
        stop = begin
        while stop < end and not any(
            r.first <= document.lines[stop].number <= r.last for r in held
        ):
            stop += 1
        lines = document.lines[begin:stop]
        near = [line for line in lines if line.text.strip()][:_NEAR]
        tabbed = sum("\t" in line.text for line in near) * 2 >= len(near)
        forms.append(Found(document.source, first, title, lines, tabbed))
    return forms
