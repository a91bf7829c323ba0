"""Reads invented texts: one line of the text is one line of the source."""

import pytest

from finalaccounts.model import Document, Line
from finalaccounts.normalize.narrative import read_narrative


def document(text, pages=()):
    lines = text.strip("\n").split("\n")
    page = dict(enumerate(pages, 1))
    return Document("r.txt", tuple(Line(i, t, page.get(i)) for i, t in enumerate(lines, 1)))


@pytest.fixture
def read():
    def reader(text, *, taken=(), names=None, year=2023, pages=()):
        return read_narrative((document(text, pages),), tuple(taken), names or {}, year)

    return reader


@pytest.fixture
def uncovered(read):
    """Digits of the text that neither a statement nor a recognised number accounts for."""

    def missing(text, **options):
        spans = read(text, **options).spans
        covered = {(s.line, i) for s in spans for i in range(s.start, s.end)}
        lines = text.strip("\n").split("\n")
        return [
            (n, ch)
            for n, line in enumerate(lines, 1)
            for i, ch in enumerate(line)
            if ch.isdigit() and (n, i) not in covered
        ]

    return missing


def short(statement):
    s = statement
    return f"{s.item} {s.amount}{s.unit} {s.direction} {s.subject}".replace("  ", " ").strip()
