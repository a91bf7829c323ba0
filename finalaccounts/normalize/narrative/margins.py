"""Running heads and feet: lines that stand at the edge of many pages are no narrative."""

from __future__ import annotations

from collections import Counter

from finalaccounts.model import Document
from finalaccounts.text import bare

_PAGES = 3
_PUNCTUATION = frozenset("\u3002\uff0c\uff1b\uff1a,;:\t")


def margins(document: Document) -> set[int]:
    """Return the numbers of lines printed at the top or bottom of at least three pages.

    A page number at either end does not make them differ; a line with punctuation is text.
    Documents without pages have no margins.
    """
    pages: dict[int, list[tuple[int, str]]] = {}
    for line in document.lines:
        text = bare(line.text).strip("0123456789")
        if line.page is not None and text:
            pages.setdefault(line.page, []).append((line.number, text))
    edges = [edge for lines in pages.values() for edge in {lines[0], lines[-1]}]
    often = Counter(text for _, text in edges if not _PUNCTUATION.intersection(text))
    least = max(_PAGES, len(pages) // 2)
    return {number for number, text in edges if often[text] >= least}
