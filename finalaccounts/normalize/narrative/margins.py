"""Running heads and feet: lines that stand at the edge of many pages are no narrative."""

from __future__ import annotations

from collections import Counter

from finalaccounts.model import Document

_PAGES = 3


def margins(document: Document) -> set[int]:
    """Return the numbers of lines printed at the top or bottom of at least three pages.

    Digits do not count, so that page numbers do not make them differ. Documents without pages
    have none.
    """
    pages: dict[int, list[tuple[int, str]]] = {}
    for line in document.lines:
        text = "".join(ch for ch in line.text if not ch.isspace() and not ch.isdigit())
        if line.page is not None and text:
            pages.setdefault(line.page, []).append((line.number, text))
    edges = [edge for lines in pages.values() for edge in {lines[0], lines[-1]}]
    often = Counter(text for _, text in edges)
    least = max(_PAGES, len(pages) // 2)
    return {number for number, text in edges if often[text] >= least}
