"""What lies on a PDF page without being its content: form fields, comments, marks, stamps.

Values of form fields and text put on a page are what a person sees: PDFium draws them into the
page, so that they are read like all else. What readers of a file left on it is listed.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as raw

from finalaccounts.extract.page import Glyph, PageObject
from finalaccounts.extract.pdf.frame import Frame

# Kinds that are drawn into the page, and what the others are.
_READ = {raw.FPDF_ANNOT_WIDGET: "form_field", raw.FPDF_ANNOT_FREETEXT: "text_box"}
_KINDS = {
    raw.FPDF_ANNOT_TEXT: "comment",
    raw.FPDF_ANNOT_POPUP: "comment",
    raw.FPDF_ANNOT_STRIKEOUT: "struck",
    raw.FPDF_ANNOT_WATERMARK: "watermark",
    raw.FPDF_ANNOT_STAMP: "stamp",
    raw.FPDF_ANNOT_FILEATTACHMENT: "embedded",
}
_NOTHING = (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_UNKNOWN)
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_QUOTED = 400
# Heights of a character that a mark on one line has at most.
_ONE_LINE = 2.0


def _text(note: Any, key: bytes) -> str:
    length = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
    buffer = (ctypes.c_ushort * max(length // 2, 1))()
    raw.FPDFAnnot_GetStringValue(note, key, buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0").strip()[:_QUOTED]


def _listed(note: Any, put: Frame) -> tuple[PageObject | None, bool]:
    """Return an annotation as an object, None for a mere link, and whether it is drawn."""
    kind = raw.FPDFAnnot_GetSubtype(note)
    drawn = kind in _READ and not raw.FPDFAnnot_GetFlags(note) & _UNSEEN
    if kind in _NOTHING:
        return None, False
    area = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(note, area)
    x0, top, x1, bottom = put.box(area.left, area.bottom, area.right, area.top)
    name = _READ.get(kind) or _KINDS.get(kind, "annotation")
    text = _text(note, b"V") if kind == raw.FPDF_ANNOT_WIDGET else _text(note, b"Contents")
    if drawn and not text:
        return None, True
    return PageObject(name, "read" if drawn else "left_out", x0, x1, top, bottom, text), drawn


def page_notes(page: Any, put: Frame) -> tuple[list[PageObject], bool]:
    """Return the annotations of a page, and whether some of them were drawn into it: then the
    page has to be loaded anew."""
    found: list[PageObject] = []
    left = 0
    for index in reversed(range(raw.FPDFPage_GetAnnotCount(page))):
        note = raw.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        one, drawn = _listed(note, put)
        raw.FPDFPage_CloseAnnot(note)
        if one is not None:
            found.append(one)
        if drawn:
            left += 1
        else:
            raw.FPDFPage_RemoveAnnot(page, index)
    if left:
        # Drawing the page makes the appearance of fields that a program left without one.
        page.render(scale=0.1, grayscale=True)
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    return found[::-1], bool(left)


def unstruck(glyphs: list[Glyph], notes: list[PageObject]) -> list[Glyph]:
    """Return the characters that no mark of a reader of one line strikes out."""
    marks = [one for one in notes if one.kind == "struck"]

    def struck(glyph: Glyph) -> bool:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        return any(
            one.x0 <= x <= one.x1
            and one.top <= y <= one.bottom
            and one.bottom - one.top < _ONE_LINE * (glyph.bottom - glyph.top)
            for one in marks
        )

    return [glyph for glyph in glyphs if not struck(glyph)] if marks else glyphs
