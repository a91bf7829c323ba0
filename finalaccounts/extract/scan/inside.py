"""Pictures inside a document of text (Word, HTML): read like pages that are pictures.

They are counted in their order, and that count is the page of their lines: the record kept beside
the file names them by it. Small ones are ornaments, and so are those that hold no text.
"""

from __future__ import annotations

import re
from base64 import b64decode
from importlib.util import find_spec

from finalaccounts.extract.chains import Chains
from finalaccounts.extract.errors import ExtractError
from finalaccounts.extract.paged import page_rows
from finalaccounts.extract.pages import Row
from finalaccounts.extract.scan.reader import Picture, Scans, decoded
from finalaccounts.extract.seen import seen
from finalaccounts.model import Document, Source

# Dots across and down of a picture that can hold a table.
_WIDEST, _HIGHEST = 240, 80
_HELD = re.compile(r"data:image/[\w.+-]+;base64,([A-Za-z0-9+/=\s]+)")
# Pictures of one document that are looked at.
_MOST = 60


class Inside:
    """The pictures of one document, in their order."""

    def __init__(self, source: Source) -> None:
        self._scans = Scans(source)
        self._number = 0

    def rows(self, data: bytes) -> list[Row]:
        """Return the lines of the next picture, none where nothing reads it."""
        self._number += 1
        if not data or self._number > _MOST:
            return []
        page = self._scans.page(self._number, lambda: _table_sized(data))
        if page is None:
            return []
        chains = Chains()
        return chains.settled(page_rows(seen(page), chains))

    def finished(self, made: Document) -> Document:
        """Return the document with the record of its pictures."""
        return self._scans.finished(made)


def _table_sized(data: bytes) -> Picture | None:
    if find_spec("PIL") is None:
        return None
    try:
        found = decoded(data)
    except ExtractError:
        return None
    pixels = found[0][0] if found else None
    if pixels is None or pixels.shape[1] < _WIDEST or pixels.shape[0] < _HIGHEST:
        return None
    return found[0]


def held(address: str) -> bytes:
    """Return the picture that an address holds itself (``data:``), nothing for any other."""
    found = _HELD.match(address)
    try:
        return b64decode(found.group(1)) if found else b""
    except ValueError:
        return b""
