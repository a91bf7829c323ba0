"""Numbers that Word prints before paragraphs and does not store in them (1., (2), headings)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from docx.oxml.ns import qn

from finalaccounts.reference import Strict, load_toml


class Numerals(Strict):
    """``numerals.toml``: digits 0-9 and the word for ten, as counted in headings."""

    digits: str
    ten: str


def counted(number: int) -> str:
    """Return 1-99 in the numerals of headings; beyond, plain digits."""
    numerals: Numerals = load_toml("numerals.toml", Numerals)
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = (numerals.digits[tens] if tens > 1 else "") + numerals.ten if tens else ""
    return head + (numerals.digits[ones] if ones else "")


def _roman(number: int) -> str:
    out = ""
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            out, number = out + sign, number - value
    return out


def shown(number: int, form: str) -> str:
    """Return a list number in one of Word's number formats (ECMA-376 part 1, 17.18.59)."""
    if "hinese" in form or "japaneseCounting" in form or form.startswith("ideographDigital"):
        return counted(number)
    if form == "decimalEnclosedCircle" and number <= 20:
        return chr(0x2460 + number - 1)
    if form in ("upperLetter", "lowerLetter") and number <= 26:
        return chr((65 if form.startswith("upper") else 97) + number - 1)
    if form in ("upperRoman", "lowerRoman") and number < 40:
        return _roman(number) if form.startswith("upper") else _roman(number).lower()
    return str(number)


# Styles are based on styles; a chain longer than this is a circle.
_DEEPEST = 10


def _path(names: str) -> str:
    return "/".join(qn(name) for name in names.split("/"))


def _value(parent: Any, names: str) -> str:
    found = parent.find(_path(names)) if parent is not None else None
    return str(found.get(qn("w:val"), "")) if found is not None else ""


class Numbering:
    """Counts the lists of one document in reading order; ``label`` must be asked in that order."""

    def __init__(self, opened: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._list_of: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._styles = {s.style_id: s.element for s in opened.styles if s.element is not None}
        try:
            root = opened.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        for abstract in root.findall(qn("w:abstractNum")):
            levels = {}
            for level in abstract.findall(qn("w:lvl")):
                start = _value(level, "w:start")
                levels[int(level.get(qn("w:ilvl"), "0"))] = (
                    _value(level, "w:numFmt"),
                    _value(level, "w:lvlText"),
                    int(start) if start.isdigit() else 1,
                )
            self._levels[abstract.get(qn("w:abstractNumId"), "")] = levels
        for num in root.findall(qn("w:num")):
            self._list_of[num.get(qn("w:numId"), "")] = _value(num, "w:abstractNumId")

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """Return (list, level) of a paragraph, from itself or its style; an empty list for none."""
        element, style = paragraph, "w:pPr/w:pStyle"
        for _ in range(_DEEPEST):
            numbers = element.find(_path("w:pPr/w:numPr"))
            if numbers is not None:
                level = _value(numbers, "w:ilvl")
                return _value(numbers, "w:numId"), int(level) if level.isdigit() else 0
            element = self._styles.get(_value(element, style))
            style = "w:basedOn"
            if element is None:
                break
        return "", 0

    def label(self, paragraph: Any) -> str:
        """Count the paragraph and return its printed number, empty for none and for bullets."""
        number, level = self._place(paragraph)
        abstract = self._list_of.get(number, "")
        levels = self._levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts[abstract]
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        form, text, _ = levels[level]
        if form in ("bullet", "none", ""):
            return ""
        for upper, (kind, _, start) in levels.items():
            text = text.replace(f"%{upper + 1}", shown(counts.get(upper, start), kind))
        return text
