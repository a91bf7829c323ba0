"""Text files: UTF-8 or GB18030 (or UTF-16 with its mark), split at LF, otherwise verbatim."""

from __future__ import annotations

import re
from collections.abc import Sequence

from finalaccounts.extract.errors import ExtractError
from finalaccounts.model import Document, Line, Source

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Share of characters outside the common ranges above which a decoding is taken to be wrong.
_STRANGE = re.compile("[\ue000-\uf8ff\ufffd\u0080-\u009f\u3400-\u4dbf\uff66-\uff9f]")
_SHARE = 0.1


def decode(data: bytes, name: str) -> str:
    """Return the text of ``data``.

    Raises ExtractError when it is neither UTF-8 nor GB18030, or holds NUL characters.
    """
    marked = next((code for mark, code in _MARKS.items() if data.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030" and len(_STRANGE.findall(text)) > _SHARE * len(text):
            continue
        if "\0" in text:
            raise ExtractError(
                f"{name}: NUL character in line {text[: text.index(chr(0))].count(chr(10)) + 1}; "
                "not a text file, or damaged"
            )
        return text
    raise ExtractError(f"{name}: neither UTF-8 nor GB18030; save the text as UTF-8")


def document(name: str, texts: Sequence[str]) -> Document:
    """Return a document of plain lines."""
    return Document(name, tuple(Line(n, text) for n, text in enumerate(texts, 1)))


def read_text(source: Source) -> Document:
    """Read a text file: one line per LF, CR removed, nothing else changed."""
    text = decode(source.data, source.file)
    # A lone CR ends a line only where the file knows no LF at all (old Macintosh files).
    text = text.replace("\r", "\n") if "\n" not in text else text.replace("\r", "")
    lines = text.split("\n")
    return document(source.file, lines[:-1] if lines[-1] == "" else lines)
