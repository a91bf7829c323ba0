"""Runs of a Word document: the text that is seen, and what in a paragraph is not text or not seen.

A property of a run comes from the run, its character style, the paragraph's style or the defaults,
in this order (ECMA-376 part 1, 17.7.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from finalaccounts.extract.characters import NOTE_MARK
from finalaccounts.extract.colours import WHITE, Colour, named, parsed, unseen
from finalaccounts.extract.wordfields import OFF, codes, field_shown

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_VML = "{urn:schemas-microsoft-com:vml}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}wsp"
# Not text of the paragraph: properties, codes of fields, fallbacks, readings above characters;
# text boxes follow their paragraph.
_SILENT = {
    *(qn(name) for name in ("w:pPr", "w:rPr", "w:instrText", "w:rt", "w:txbxContent", "w:ffData")),
    f"{_MC}Fallback",
}
_DELETED = {qn("w:del"), qn("w:moveFrom")}
_BREAKS = {qn("w:br"), qn("w:cr")}
# Half points of text that nobody can read.
_SMALLEST = 4
# Styles are based on styles; a chain longer than this is a circle.
_DEEPEST = 10

# Kind, what was done, text.
Note = tuple[str, str, str]


def fallback(element: Any) -> bool:
    """True for what stands in a file only for programs that do not know the drawing beside it."""
    return next(element.iterancestors(f"{_MC}Fallback"), None) is not None


class Runs:
    """Reads the runs of one document by its styles."""

    def __init__(self, opened: Any) -> None:
        self._codes: frozenset[Any] = frozenset()
        self._styles = {s.style_id: s.element for s in opened.styles if s.element is not None}
        self._default = opened.styles.element.find(
            "/".join(map(qn, ("w:docDefaults", "w:rPrDefault", "w:rPr")))
        )
        self._plain = next(
            (
                s
                for s in self._styles.values()
                if s.get(qn("w:default")) in ("1", "true") and s.get(qn("w:type")) == "paragraph"
            ),
            None,
        )

    def _chain(self, style: str) -> Iterator[Any]:
        for _ in range(_DEEPEST):
            element = self._styles.get(style)
            if element is None:
                return
            if (found := element.find(qn("w:rPr"))) is not None:
                yield found
            based = element.find(qn("w:basedOn"))
            style = based.get(qn("w:val"), "") if based is not None else ""

    def _properties(self, run: Any) -> list[Any]:
        """Return where the properties of a run are looked up, the nearest first."""
        found = []
        own = run.find(qn("w:rPr"))
        if own is not None:
            found.append(own)
            style = own.find(qn("w:rStyle"))
            if style is not None:
                found.extend(self._chain(style.get(qn("w:val"), "")))
        paragraph = next(run.iterancestors(qn("w:p")), None)
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}") if paragraph is not None else None
        if named is not None:
            found.extend(self._chain(named.get(qn("w:val"), "")))
        elif self._plain is not None and (own := self._plain.find(qn("w:rPr"))) is not None:
            found.append(own)
        return [*found, self._default] if self._default is not None else found

    def why(self, run: Any) -> str:
        """Return why a run is not read: hidden, struck, raised; empty where it is."""
        wanted = (
            "w:vanish",
            "w:strike",
            "w:dstrike",
            "w:vertAlign",
            "w:position",
            "w:sz",
            "w:color",
        )
        found: dict[str, str] = {}
        for properties in self._properties(run):
            for name in wanted:
                mark = properties.find(qn(name)) if name not in found else None
                if mark is not None:
                    found[name] = mark.get(qn("w:val"), "1")
        size = found.get("w:sz", "20")
        if found.get("w:vanish", "0") not in OFF or (size.isdecimal() and int(size) <= _SMALLEST):
            return "hidden"
        if unseen(parsed(found.get("w:color", "")), self._ground(run)):
            return "hidden"
        if any(found.get(name, "0") not in OFF for name in ("w:strike", "w:dstrike")):
            return "struck"
        lifted = found.get("w:position", "0")
        raised = found.get("w:vertAlign") == "superscript" or (
            lifted.isdecimal() and int(lifted) > 3
        )
        return "raised" if raised else ""

    def _ground(self, run: Any) -> Colour | None:
        """Return the colour that a run stands on: its own, its paragraph's, its cell's or its
        table's; None where a style of the table may give one."""
        places = [run.find(qn("w:rPr"))]
        for name, properties in (("w:p", "w:pPr"), ("w:tc", "w:tcPr"), ("w:tbl", "w:tblPr")):
            for above in run.iterancestors(qn(name)):
                places.append(above.find(qn(properties)))
        for place in places:
            if place is None:
                continue
            if (mark := place.find(qn("w:highlight"))) is not None:
                return named(mark.get(qn("w:val"), "").replace("dark", "dark "))
            if (shade := place.find(qn("w:shd"))) is not None and (
                fill := parsed(shade.get(qn("w:fill"), "auto"))
            ):
                return fill if shade.get(qn("w:val"), "clear") in ("clear", "nil") else None
            style = place.find(qn("w:tblStyle"))
            drawn = self._styles.get(style.get(qn("w:val"), "")) if style is not None else None
            if drawn is not None and next(drawn.iter(qn("w:shd")), None) is not None:
                return None
        return WHITE

    def text(self, element: Any, notes: list[Note], before: str = "") -> Iterator[str]:
        """Yield the text of a paragraph that is seen, line breaks as LF, tabs as a space."""
        if element.tag == qn("w:p"):
            self._codes = codes(element)
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in _SILENT:
                continue
            if tag in _DELETED:
                if text := "".join(t.text or "" for t in child.iter(qn("w:delText"), qn("w:t"))):
                    notes.append(("deleted", "left_out", text))
                continue
            pieces: list[str] = []
            if tag == qn("w:r"):
                pieces.extend(self._run(child, notes, before))
            elif tag in (f"{_MATH}oMath", f"{_MATH}oMathPara"):
                pieces.append(_equation(child, notes))
            elif tag == qn("w:sdt") and _placeholder(child):
                said = "".join(t.text or "" for t in child.iter(qn("w:t")))
                notes.append(("form_field", "left_out", said))
            else:
                pieces.extend(self.text(child, notes, before))
            for piece in pieces:
                before = (before + piece)[-1:]
                yield piece

    def _run(self, run: Any, notes: list[Note], before: str) -> Iterator[str]:
        pieces = list(self._pieces(run, notes))
        text, why = "".join(pieces), self.why(run)
        mark = (
            why == "raised"
            and NOTE_MARK.fullmatch(text.strip())
            and before.strip()
            and not (before.isascii() and before.isalpha())
        )
        if not text.strip() or not why or (why == "raised" and not mark):
            yield from pieces
        else:
            notes.append(("note_mark" if why == "raised" else why, "left_out", text))

    def _pieces(self, element: Any, notes: list[Note]) -> Iterator[str]:
        """Yield what a run holds."""
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in _SILENT:
                if tag == f"{_MC}Fallback":
                    continue
            elif tag == qn("w:t"):
                yield child.text or "" if child not in self._codes else ""
            elif tag in _BREAKS:
                yield "\n"
            elif tag == qn("w:tab"):
                yield " "
            elif tag == qn("w:noBreakHyphen"):
                yield "-"
            elif tag == qn("w:sym"):
                yield _symbol(child)
            elif tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
                notes.append(("note_mark", "left_out", ""))
            elif tag == qn("w:commentReference"):
                notes.append(("comment", "left_out", ""))
            elif tag == qn("w:fldChar"):
                yield from field_shown(child, notes)
            elif tag in (qn("w:drawing"), qn("w:pict"), qn("w:object")):
                notes.extend(_drawn(child))
            else:
                yield from self._pieces(child, notes)


def _placeholder(control: Any) -> bool:
    return control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None


def _symbol(element: Any) -> str:
    try:
        return chr(int(element.get(qn("w:char"), "F020"), 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _equation(element: Any, notes: list[Note]) -> str:
    """Return an equation in one line; one that is more than a row of signs is not certain."""
    built = next(element.iter(f"{_MATH}f", f"{_MATH}sSup", f"{_MATH}sSub", f"{_MATH}rad"), None)
    text = _linear(element)
    notes.append(("equation", "read" if built is None else "not_read", text))
    return text


def _linear(element: Any) -> str:
    if element.tag == f"{_MATH}t":
        return element.text or ""
    joints = {f"{_MATH}den": "/", f"{_MATH}sup": "^", f"{_MATH}sub": "_"}
    return "".join(
        joints.get(child.tag, "") + _linear(child)
        for child in element
        if isinstance(child.tag, str)
    )


def _drawn(element: Any) -> Iterator[Note]:
    """Yield what a drawing is: pictures, embedded files, charts, shapes; text boxes are read."""
    if element.tag == qn("w:object"):
        yield "embedded", "not_read", ""
        return
    pictures = [p for p in element.iter(_PIC, f"{_VML}imagedata") if not fallback(p)]
    said = next((d.get("descr") or "" for d in element.iter() if d.get("descr")), "")
    for _ in pictures:
        yield "picture", "not_read", said
    for path in element.iter(f"{_VML}textpath"):
        yield "watermark", "left_out", path.get("string") or ""
        return
    boxes = [box for box in element.iter(qn("w:txbxContent")) if not fallback(box)]
    if boxes:
        yield "text_box", "read", ""
    shapes = [s for s in element.iter(_SHAPE) if next(s.iter(qn("w:txbxContent")), None) is None]
    if shapes or not (pictures or boxes):
        yield "drawing", "not_read", said
