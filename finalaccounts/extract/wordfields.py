"""Fields of Word: what they show, and their codes, which nobody sees.

A field is ``begin``, its code, ``separate``, its result, ``end`` (ECMA-376 part 1, 17.16.18); the
old fields of forms keep what they show in the first of these.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

OFF = ("0", "false", "off", "none")
_CHAR, _TYPE, _TEXT = qn("w:fldChar"), qn("w:fldCharType"), qn("w:t")


def codes(paragraph: Any) -> frozenset[Any]:
    """Return the texts of a paragraph that are codes of fields, not results.

    A field that goes on beyond the paragraph hides nothing of it: its end may be missing.
    """
    if next(paragraph.iter(_CHAR), None) is None:
        return frozenset()
    found: set[Any] = set()
    # Texts since the beginning of each open field; None once its result has begun.
    opened: list[list[Any] | None] = []
    for element in paragraph.iter(_CHAR, _TEXT):
        if element.tag == _TEXT:
            for texts in opened:
                if texts is not None:
                    texts.append(element)
            continue
        kind = element.get(_TYPE)
        if kind == "begin":
            opened.append([])
        elif opened:
            found.update(opened[-1] or ())
            opened[-1] = None
            if kind == "end":
                opened.pop()
    return frozenset(found)


def field_shown(mark: Any, notes: list[tuple[str, str, str]]) -> Iterator[str]:
    """Yield what an old field of a form shows: a box, the choice of a list; note a formula that
    was saved without its result."""
    data = mark.find(qn("w:ffData"))
    box = data.find(qn("w:checkBox")) if data is not None else None
    if box is not None:
        checked = box.find(qn("w:checked"))
        checked = box.find(qn("w:default")) if checked is None else checked
        ticked = checked is not None and checked.get(qn("w:val"), "1") not in OFF
        yield "\u2611" if ticked else "\u2610"
        return
    choices = data.find(qn("w:ddList")) if data is not None else None
    if choices is not None:
        entries = [one.get(qn("w:val"), "") for one in choices.findall(qn("w:listEntry"))]
        taken = choices.find(qn("w:result"))
        taken = choices.find(qn("w:default")) if taken is None else taken
        at = taken.get(qn("w:val"), "0") if taken is not None else "0"
        text = entries[int(at)] if at.isdecimal() and int(at) < len(entries) else ""
        notes.append(("form_field", "read" if text else "not_read", text))
        yield text
    elif mark.get(_TYPE) == "begin" and (code := _without_result(mark)).startswith("="):
        notes.append(("uncomputed", "not_read", code))


def _without_result(mark: Any) -> str:
    """Return the code of a field that ends, in its paragraph, without a result; else nothing."""
    paragraph = next(mark.iterancestors(qn("w:p")), None)
    code, depth, begun = "", 0, False
    for element in paragraph.iter(_CHAR, qn("w:instrText")) if paragraph is not None else ():
        if element is mark:
            begun = True
        elif not begun:
            continue
        elif element.tag != _CHAR:
            code += element.text or "" if not depth else ""
        elif element.get(_TYPE) == "begin":
            depth += 1
        elif depth:
            depth -= element.get(_TYPE) == "end"
        else:
            return code.strip() if element.get(_TYPE) == "end" else ""
    return ""
