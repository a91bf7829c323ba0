"""Characters as they are meant: radicals, invisible signs and note marks, in every format alike.

A file may spell what a person sees in odd ways: with radicals that look like characters, with
signs of no width inside a number, with a Chinese full stop for a decimal point, with the sign of a
footnote glued to an amount. Here a line becomes what it looks like; what was dropped is counted.
"""

from __future__ import annotations

import re
from dataclasses import replace

from finalaccounts.characters import WIDTHLESS
from finalaccounts.model import Document, Line, Object
from finalaccounts.reference.radicals import meant

_STRANGE = re.compile(
    f"{WIDTHLESS.pattern}|["
    "\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f"
    "\u00b2\u00b3\u00b9\u2070-\u2079\u2460-\u24ff\u2776-\u2793\u3002\u00b7\uff65\uff0e\uff61"
    "*\uff0a\u203b\u2020\u2021]"
)
# A raised text that is the mark of a note: a number of two digits, a sign, a word before it.
NOTE_MARK = re.compile(
    "[\\[(\uff08\u3014\u3010]?(?:[\u3400-\u9fff]?\\d{1,2}|[*\u2217\u2460-\u24ff])[\\])\uff09\u3015\u3011]?"
)
# Signs of a footnote behind a number: circled and raised digits anywhere, stars where they end a
# cell. A raised digit behind a letter belongs to a unit.
_MARK = re.compile(
    "(?<=[0-9\uff10-\uff19%\uff05])([\u00b9\u00b2\u00b3\u2070-\u2079\u2460-\u249b\u24ea-\u24ff\u2776-\u2793]+)"
    "(?![0-9.])"
)
_STARRED = re.compile("(?<=[0-9])([*\uff0a\u203b\u2020\u2021]+)(?=\t|$)")
# A whole cell that is a number with a full stop of another script for its point.
_STOP = re.compile(
    "(?:(?<=\t)|^)([ ]*[-\uff0d]?[0-9\uff10-\uff19,\uff0c]+)[\u3002\u00b7\uff65\uff0e\uff61]([0-9\uff10-\uff19]+[ ]*)(?=\t|$)"
)


def shown(text: str) -> tuple[str, int, str]:
    """Return a line as a person sees it, how many signs of no width it held, and its note marks."""
    if not _STRANGE.search(text):
        return text, 0, ""
    text, dropped = WIDTHLESS.subn("", text.translate(meant()))
    marks = "".join(m.group(1) for m in (*_MARK.finditer(text), *_STARRED.finditer(text)))
    text = _STARRED.sub("", _MARK.sub("", text))
    return _STOP.sub(r"\1.\2", text), dropped, marks


def as_shown(document: Document) -> Document:
    """Return a document whose lines are as a person sees them."""
    lines: list[Line] = []
    objects: list[Object] = []
    invisible, first = 0, 0
    for line in document.lines:
        text, dropped, marks = shown(line.text)
        lines.append(line if text == line.text else replace(line, text=text))
        first = first or (line.number if dropped else 0)
        invisible += dropped
        if marks:
            objects.append(_object("note_mark", document.source, line, len(marks), marks))
    if invisible:
        line = document.lines[first - 1]
        objects.insert(0, _object("invisible_sign", document.source, line, invisible, ""))
    return replace(document, lines=tuple(lines), objects=(*document.objects, *objects))


def _object(kind: str, source: str, line: Line, count: int, text: str) -> Object:
    page = "" if line.page is None else str(line.page)
    return Object(kind, "left_out", count, text, source, line.number, page, "", "")
