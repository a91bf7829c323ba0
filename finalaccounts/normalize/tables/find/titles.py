"""Titles of tables: where they stand, and which of them head a table.

The contents list and the headings of the narrative repeat the titles. A title heads a table only
when its header words, its number, its unit or its total line follow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from finalaccounts.model import Line
from finalaccounts.normalize.tables import names
from finalaccounts.normalize.tables.patterns import compiled, pattern
from finalaccounts.normalize.tables.tokens import cells, tokens
from finalaccounts.reference import tables as reference
from finalaccounts.text import bare, fold, key

_LOOK_AHEAD = 12  # printed lines in which a table shows itself after its title
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class TableTitle:
    """A printed title: ``first``-``last`` are its lines, ``folded`` what was recognised."""

    key: str
    printed: str
    folded: str
    number: str
    ordinal: str
    first: int
    last: int
    above: int = 0  # line of the number, where it is printed above the title


def _cut(printed: str, folded: str) -> tuple[str, str, str]:
    """Return (printed, folded, ordinal) without what stands before and after a title."""
    text = reference.shared().text
    ordinal = ""
    for _ in range(3):
        for p in text.ordinals:
            m = compiled(p).match(folded)
            if m and m.end() < len(folded):
                ordinal = ordinal or m.group().strip("\u3001.:-")
                printed, folded = printed[m.end() :], folded[m.end() :]
    return printed, folded, ordinal


def _table_of(folded: str) -> str:
    found = [t.key for t in reference.tables() if not t.beside and t.fits(folded)]
    return found[0] if found else ""


@cache
def recognise(folded: str, exact: bool = False) -> str:
    """Return the key of the table that a folded title (no ordinal) names, or nothing."""
    text = reference.shared().text
    for _ in range(3):
        if found := _table_of(folded):
            return found
        for p in text.suffixes:
            m = compiled(p + "$").search(folded)
            if m and m.start() > 3:
                folded = folded[: m.start()]
    if found := _table_of(folded):
        return found
    if exact:
        return ""
    for p in text.prefixes:
        m = compiled(p).match(folded)
        while m and m.end() < len(folded):
            if found := _table_of(folded[m.end() :]):
                return found
            longer = compiled(p).match(folded, 0)
            m = None if longer is None or longer.end() <= m.end() else longer
    return _ending(folded)


def _ending(folded: str) -> str:
    """Return the table whose title ends the text after an entity's name and a year."""
    for p in reference.shared().text.prefixes:
        for start in range(2, min(len(folded) - 3, 60)):
            if compiled(p).fullmatch(folded, 0, start) and (found := _table_of(folded[start:])):
                return found
    return ""


def title_text(line: Line) -> str:
    """Return the text of a line that may be a title: its only cell, number labels set aside."""
    if "\t" in line.text:
        filled = [c.text for c in cells(line) if c.text]
        filled = [t for t in filled if not pattern("number").fullmatch(fold(t))]
        return filled[0] if len(filled) == 1 else ""
    text = line.text.strip()
    m = re.search("(" + pattern("number").pattern + ")$", fold(text))
    return text[: m.start()].strip() if m and m.start() > 3 else text


def mention(line: Line, previous: Line | None = None) -> TableTitle | None:
    """Return the title that a line (with the end of ``previous``, when wrapped) prints, if any."""
    text = title_text(line)
    if not text or len(text) > _LONGEST or not pattern("title_word").search(text):
        return None
    number = pattern("number").search(fold(line.text))
    label = bare(line.text[number.start() : number.end()]) if number else ""
    if previous is not None and "\t" not in previous.text:
        head = previous.text.strip()
        if head and len(head) + len(text) <= _LONGEST and not any(c.isdigit() for c in fold(head)):
            whole, folded, ordinal = _prepare(head + text)
            if (found := recognise(folded, True)) and not recognise(_prepare(head)[1]):
                return TableTitle(
                    found, whole, folded, label, ordinal, previous.number, line.number
                )
    whole, folded, ordinal = _prepare(text)
    found = recognise(folded)
    if not found:
        return None
    return TableTitle(found, whole, folded, label, ordinal, line.number, line.number)


def _prepare(text: str) -> tuple[str, str, str]:
    printed = bare(text)
    # Fold without dropping the quotation marks, so that both stay of one length while cutting.
    printed, folded, ordinal = _cut(printed, fold(printed))
    return printed, key(folded), ordinal


def is_stop(line: Line) -> bool:
    """True for a heading that ends the tables: a part of the report, a form, a section."""
    text = title_text(line)
    if not text or len(text) > _LONGEST:
        return False
    folded = key(text)
    return any(compiled(p).fullmatch(folded) for p in reference.shared().text.stop)


def heads(table: str, lines: tuple[Line, ...], after: int) -> bool:
    """True when what follows line ``after`` (1-based) shows that a table begins there."""
    left = _LOOK_AHEAD
    for line in lines[after:]:
        folded = fold(line.text).strip()
        if not folded:
            continue
        if mention(line) or is_stop(line) or left == 0:
            return False
        left -= 1
        if pattern("sentence").search(folded) and not pattern("note").match(folded):
            return False
        texts = (
            [c.text for c in cells(line) if c.text]
            if "\t" in line.text
            else [t.text for t in tokens(line)]
        )
        flat = key(line.text)
        if pattern("number").fullmatch(folded) or pattern("unit").search(folded):
            return True
        if sum(bool(names.structure(t)) for t in texts) >= 2:
            return True
        if pattern("line_numbers").match(flat):
            return True
        if len(texts) >= 3 and sum(names.is_column_word(table, t) for t in texts) >= 3:
            return True
    return False


def unknown(line: Line, lines: tuple[Line, ...]) -> TableTitle | None:
    """Return the title of a table that is not known: short, ends like one, and heads a table."""
    text = title_text(line)
    if not text or len(text) > 40 or not pattern("title_word").search(text) or is_stop(line):
        return None
    printed, folded, ordinal = _prepare(text)
    if not pattern("unknown_title").fullmatch(folded) or pattern("forms").search(folded):
        return None
    if pattern("number").fullmatch(folded):
        return None
    if any(c in folded for c in ",.;:\u3002"):
        return None
    following = [ln for ln in lines[line.number :] if ln.text.strip()][:4]
    marks = [
        bool(
            pattern("number").fullmatch(fold(ln.text).strip())
            or pattern("unit").search(fold(ln.text))
        )
        for ln in following
    ]
    if not any(marks) or not heads("", lines, line.number):
        return None
    number = pattern("number").search(fold(line.text))
    label = bare(line.text[number.start() : number.end()]) if number else ""
    return TableTitle(f"other:{printed}", printed, folded, label, ordinal, line.number, line.number)
