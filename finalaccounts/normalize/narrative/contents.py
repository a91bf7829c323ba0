"""The table of contents: lines that repeat the headings and are not read."""

from __future__ import annotations

import re

from finalaccounts.model import Document
from finalaccounts.normalize.narrative.flow import enumerator, fold
from finalaccounts.reference.narrative import sections
from finalaccounts.text import bare

_LOOK = 12
# An entry wherever it stands: leader dots and the number of a page (in folded text).
# A run of signs is looked at once, from its beginning: a line of nothing else stays linear.
_DOTTED = re.compile(r"(?<![^\w\s])[^\w\s]{4,}+\s*+\d{1,4}+\s*+$")


def _plain(text: str) -> str:
    headings = sections().headings
    plain = headings.leader.sub("", fold(headings.bullet.sub("", text.strip())))
    return bare(plain).rstrip("0123456789")


def _paged(document: Document, title: int) -> int:
    """Return the end of the entries below a title that close with page numbers in order."""
    end, page = title + 1, 0
    for index, line in enumerate(document.lines[title + 1 :], title + 1):
        if not (text := fold(line.text).strip()):
            continue
        number = text[len(text.rstrip("0123456789")) :]
        if not 0 < len(number) < 4 or int(number) < page:
            break
        end, page = index + 1, int(number)
    return end


def contents(document: Document) -> set[int]:
    """Return the numbers of the lines that belong to a table of contents.

    It begins at its title and ends where one of its first entries is printed again; a contents
    list whose entries never come again ends before the first line with a full stop.
    """
    headings = sections().headings
    found = {line.number for line in document.lines if _DOTTED.search(line.text)}
    texts = [_plain(line.text) for line in document.lines]
    for index, text in enumerate(texts):
        if index + 1 in found or not headings.contents.match(text):
            continue
        entries = [i for i in range(index + 1, len(texts)) if texts[i]][:_LOOK]
        again = [
            later
            for entry in entries
            if len(texts[entry]) > 2
            for later in range(entry + 1, len(texts))
            if texts[later] == texts[entry]
        ]
        if again:
            end = min(again)
            before = next((i for i in range(end - 1, index, -1) if texts[i]), index)
            level = enumerator(texts[before])
            if before not in entries and level and level[0].name == sections().levels[0].name:
                end = before
        else:
            stops = (i for i in range(index + 1, len(texts)) if "\u3002" in texts[i])
            end = next(stops, index + 1)
            while end > index + 1 and (not texts[end - 1] or enumerator(texts[end - 1])):
                end -= 1
        found |= set(range(index + 1, max(end, _paged(document, index)) + 1))
    return found
