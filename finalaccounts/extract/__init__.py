"""Stage: a ``Source`` becomes a ``Document``: lines of text, tabs where cells are certain."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from finalaccounts import limits
from finalaccounts.characters import gate, turned
from finalaccounts.extract.characters import as_shown
from finalaccounts.extract.errors import ExtractError
from finalaccounts.extract.rendering import read_rendering, rendering
from finalaccounts.model import Document, Line, Source

__all__ = ["ExtractError", "extract", "read_rendering", "rendering"]

# What an override of direction turns, to its end, the end of the cell or line; and numbers in it.
_TURNED = re.compile("\u202e[^\u202c\t]*")
_DIGITS = re.compile(r"\d[\d.,\uff0c\uff0e]*")
# Media type -> module and function. Imported when needed: the site is built without any of them.
_OFFICE = ("office", "read_office")
_PICTURES = ("png", "jpeg", "gif", "tiff", "bmp")
READERS: dict[str, tuple[str, str]] = {
    "text/plain": ("text", "read_text"),
    "text/html": ("html", "read_html"),
    "application/pdf": ("pdf", "read_pdf"),
    "application/ofd": ("ofd", "read_ofd"),
    **dict.fromkeys((f"image/{kind}" for kind in _PICTURES), ("scan", "read_picture")),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
        "docx",
        "read_docx",
    ),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx", "read_xlsx"),
    "application/vnd.ms-excel": ("xls", "read_xls"),
    "application/msword": _OFFICE,
    "application/rtf": _OFFICE,
    "application/vnd.oasis.opendocument.text": _OFFICE,
    "application/vnd.oasis.opendocument.spreadsheet": _OFFICE,
}


def extract(source: Source) -> Document:
    """Read the text of a source.

    Raises ExtractError, naming the file and what to do, when it has no text or cannot be read.
    """
    if source.media_type not in READERS:
        raise ExtractError(
            f"{source.file}: no reader for {source.media_type}; save it as PDF or DOCX"
        )
    module, name = READERS[source.media_type]
    read: Callable[[Source], Document] = getattr(
        import_module(f"finalaccounts.extract.{module}"), name
    )
    document = gated(read(source))
    if not any(line.text.strip() for line in document.lines):
        raise ExtractError(f"{source.file}: no text in it; is it the right file?")
    return document


def gated(read: Document) -> Document:
    """Return a document whose lines hold only characters that may enter, within the limits.

    What is not seen is dropped and counted (``as_shown``) before the gate. A number behind a mark
    that turns the direction is shown backwards: it gets a sign that no number holds, and is unread.
    """
    name = read.source
    limits.at_most("lines", len(read.lines), name)
    limits.at_most("length", max((len(line.text) for line in read.lines), default=0), name)
    limits.at_most("cells", sum(line.text.count("\t") for line in read.lines), name)
    around = [line.number for line in read.lines if turned(line.text)]
    document = as_shown(replace(read, lines=tuple(map(_doubted, read.lines))) if around else read)
    lines = tuple(
        line if (text := gate(line.text)) == line.text else replace(line, text=text)
        for line in document.lines
    )
    objects = tuple(replace(one, text=gate(one.text)) for one in document.objects)
    document = replace(document, objects=objects)
    if not around:
        return replace(document, lines=lines)
    note = (
        f"{len(around)} lines with marks that turn the direction of their text, the first is line "
        f"{around[0]}: they may have been shown in another order than they are read"
    )
    return replace(document, lines=lines, notes=(*document.notes, note))


def _doubted(line: Line) -> Line:
    if not turned(line.text):
        return line
    text = _TURNED.sub(lambda run: _DIGITS.sub("\ufffd\\g<0>", run[0]), line.text)
    return replace(line, text=text)
