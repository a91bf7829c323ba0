"""Performance self-evaluation forms: every form an evaluation, every row an indicator."""

from __future__ import annotations

from collections.abc import Sequence

from finalaccounts.model import Document
from finalaccounts.normalize.forms.find import find
from finalaccounts.normalize.forms.record import Read
from finalaccounts.normalize.parts import FormsRead, Range
from finalaccounts.reference.forms import load


def read_forms(documents: Sequence[Document], taken: Sequence[Range] = ()) -> FormsRead:
    """Read all forms of a report's documents, in order; lines in ``taken`` are left alone."""
    words = load()
    read = Read(words)
    for document in documents:
        for found in find(document, taken, words):
            read.form(document, found)
    return FormsRead(
        evaluations=tuple(read.evaluations),
        funds=tuple(read.funds),
        indicators=tuple(read.indicators),
        ranges=tuple(read.ranges),
        spans=tuple(read.spans),
    )


__all__ = ["FormsRead", "read_forms"]
