"""What is printed: a file as received, its lines, and the characters a reader accounted for."""

from __future__ import annotations

from dataclasses import dataclass, field

from finalaccounts.model.recognised import Recognition
from finalaccounts.model.resources import Object


@dataclass(frozen=True, slots=True)
class Source:
    """A file as received. ``media_type`` was told from the content, not from the ending.

    ``recognised`` is the record of text recognition kept beside it, if there is one.
    """

    file: str
    media_type: str
    sha256: str
    size: int
    data: bytes = field(repr=False, default=b"")
    recognised: bytes = field(repr=False, default=b"")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source's text rendering; tabs part its cells where cells are certain.

    ``cells`` holds, for each tab-parted cell, its address in the source (``Sheet1!B7``) and
    ``boxes`` its rectangle on the page (``x0 y0 x1 y1`` in points); both are empty for text.
    """

    number: int
    text: str
    page: int | None = None
    cells: tuple[str, ...] = ()
    boxes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one source: ``lines[i].number == i + 1``. ``source`` is the file's name.

    ``notes`` say what of the file is not in the lines (a hidden sheet), for people; ``objects``
    list everything that is not plain text, with where it stands and what was done.
    ``recognition`` holds the characters of its pages that are pictures.
    """

    source: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    objects: tuple[Object, ...] = ()
    recognition: Recognition | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start:end`` of a line that a reader has accounted for (see ``ledger``).

    ``kind`` is figure, statement, indicator, evaluation, recognised or unread; ``what`` is the id
    of the record, or for the last two the reason key.
    """

    source: str
    line: int
    start: int
    end: int
    kind: str
    what: str
