"""The committed text of a source: ``<file name>.lines.txt``, one line per line or row, tabs
between cells. Every ``source_line`` counts in it, so the site needs no reader of PDF or DOCX.
"""

from __future__ import annotations

from finalaccounts.characters import gate
from finalaccounts.extract.text import document
from finalaccounts.model import Document

ENDING = ".lines.txt"


def rendering(document: Document) -> str:
    """Return the lines of a document as a text file; addresses and boxes stay in the CSVs."""
    return "".join(f"{line.text}\n" for line in document.lines)


def read_rendering(name: str, text: str) -> Document:
    """Return the document of the source ``name`` from its rendering: the same lines."""
    lines = [gate(line) for line in text.split("\n")]
    return document(name, lines[:-1] if lines[-1] == "" else lines)
