"""Stage: a ``Source`` becomes a ``Document``: lines of text, tabs where cells are certain."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from finalaccounts.extract.characters import as_shown
from finalaccounts.extract.errors import ExtractError
from finalaccounts.extract.rendering import read_rendering, rendering
from finalaccounts.model import Document, Source

__all__ = ["ExtractError", "extract", "read_rendering", "rendering"]

# Media type -> module and function. Imported when needed: the site is built without any of them.
_OFFICE = ("office", "read_office")
READERS: dict[str, tuple[str, str]] = {
    "text/plain": ("text", "read_text"),
    "text/html": ("html", "read_html"),
    "application/pdf": ("pdf", "read_pdf"),
    "application/ofd": ("ofd", "read_ofd"),
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
    document = as_shown(read(source))
    if not any(line.text.strip() for line in document.lines):
        raise ExtractError(f"{source.file}: no text in it; is it the right file?")
    return document
