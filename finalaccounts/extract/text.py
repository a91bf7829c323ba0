"""Text files: UTF-8 or GB18030 (or UTF-16 with its mark), split at LF, otherwise verbatim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from finalaccounts.extract.errors import ExtractError
from finalaccounts.extract.furniture import numbers_in_text
from finalaccounts.model import Document, Line, Object, Source

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Shares above which a decoding is taken to be wrong: of characters outside the common ranges, and
# of damaged ones among those that are not ASCII.
_STRANGE = re.compile("[\ue000-\uf8ff\ufffd\u0080-\u009f\u3400-\u4dbf\uff66-\uff9f]")
_STRANGE_SHARE, _DAMAGED = 0.1, 0.02


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of ``data`` and notes on what in it is damaged.

    Raises ExtractError when it is neither UTF-8 nor GB18030, or holds NUL characters.
    """
    marked = next((code for mark, code in _MARKS.items() if data.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            # Almost all of it UTF-8: a cut or damaged file, which GB18030 would turn into nonsense.
            text = data.decode(encoding, "replace") if encoding.startswith("utf-8") else ""
            wide = sum(ch > "\x7f" for ch in text)
            if not wide or text.count("\ufffd") > _DAMAGED * wide:
                continue
        if encoding == "gb18030" and len(_STRANGE.findall(text)) > _STRANGE_SHARE * len(text):
            continue
        if "\0" in text:
            raise ExtractError(
                f"{name}: NUL character in line {_line_of(text, chr(0))}; not a text file, or damaged"
            )
        return text, _damage(text)
    raise ExtractError(f"{name}: neither UTF-8 nor GB18030; save the text as UTF-8")


def _line_of(text: str, mark: str) -> int:
    return text.count("\n", 0, text.index(mark)) + 1


def _damage(text: str) -> tuple[str, ...]:
    count = text.count("\ufffd")
    if not count:
        return ()
    return (f"{count} damaged characters, the first in line {_line_of(text, chr(0xFFFD))}",)


def document(name: str, texts: Sequence[str], notes: tuple[str, ...] = ()) -> Document:
    """Return a document of plain lines."""
    return Document(name, tuple(Line(n, text) for n, text in enumerate(texts, 1)), notes)


def read_text(source: Source) -> Document:
    """Read a text file: one line per LF, CR removed; a page number alone on its line is listed and
    its line left empty."""
    text, notes = decode(source.data, source.file)
    # A lone CR ends a line only where the file knows no LF at all (old Macintosh files).
    text = text.replace("\r", "\n") if "\n" not in text else text.replace("\r", "")
    lines = text.split("\n")
    lines = lines[:-1] if lines[-1] == "" else lines
    objects = []
    for at in numbers_in_text(lines):
        said = lines[at].strip()
        objects.append(Object("page_number", "left_out", 1, said, source.file, at + 1, "", "", ""))
        lines[at] = ""
    return replace(document(source.file, lines, notes), objects=tuple(objects))
