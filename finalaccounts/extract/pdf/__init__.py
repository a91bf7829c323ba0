"""PDF with a text layer: a page source read by PDFium."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from finalaccounts import limits
from finalaccounts.extract.errors import ExtractError
from finalaccounts.extract.page import Page, PageObject, Ruling
from finalaccounts.extract.paged import document
from finalaccounts.extract.pdf.fonts import use_no_machine_fonts
from finalaccounts.extract.pdf.frame import Frame, drawn, frame, matrix
from finalaccounts.extract.pdf.notes import page_notes, unstruck
from finalaccounts.extract.pdf.paths import Box, apart, covers, drawing, is_box, rulings
from finalaccounts.extract.pdf.text import glyphs
from finalaccounts.extract.scan import HINT, Scans, is_scan
from finalaccounts.extract.scan.reader import DPI, FEWEST
from finalaccounts.model import Document, Source

_STRANGE_SHARE = 0.2
# Small squares beyond which they are no boxes to tick.
_BOXES = 200


def _picture(item: Any, put: Frame) -> PageObject:
    x0, top, x1, bottom = put.inside(matrix(item)).box(0, 0, 1, 1)
    return PageObject("picture", "not_read", x0, x1, top, bottom)


def _page(opened: pdfium.PdfDocument, index: int) -> Page:
    page = opened[index]
    try:
        notes, anew = page_notes(page, frame(page))
        if anew:
            page.close()
            page = opened[index]
        put = frame(page)
        width, height = page.get_size()
        items = list(drawn(page, put))
        found, unseen = glyphs(page, put, covers(items))
        found = unstruck(found, notes)
        made = Page(index + 1, width, height, found, [], [*notes, *unseen])
        boxes: list[list[Ruling]] = []
        shapes: list[Box] = []
        for kind, item, where in items:
            if kind == raw.FPDF_PAGEOBJ_PATH:
                strokes = rulings(item, where)
                if is_box(strokes):
                    boxes.append(strokes)
                else:
                    made.rulings.extend(strokes)
                if not strokes and (shape := drawing(item, where)):
                    shapes.append(shape)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                made.objects.append(_picture(item, where))
        many = len(boxes) > _BOXES
        held = [box for box in boxes if many or not apart(box, made.rulings)]
        made.rulings.extend(one for box in held for one in box)
        made.objects.extend(_shapes(shapes))
        return made
    finally:
        page.close()


def _shapes(found: list[Box]) -> list[PageObject]:
    """Return drawn shapes as objects, those that stand side by side as one."""
    made: list[PageObject] = []
    for x0, top, x1, bottom in found:
        last = made[-1] if made else None
        if (
            last
            and x0 - last.x1 <= bottom - top >= last.x0 - x1
            and abs(last.bottom - bottom) < bottom - top
        ):
            made[-1] = PageObject(
                "drawing",
                "not_read",
                *(min(x0, last.x0), max(x1, last.x1)),
                *(min(top, last.top), max(bottom, last.bottom)),
                count=last.count + 1,
            )
        else:
            made.append(PageObject("drawing", "not_read", x0, x1, top, bottom))
    return made


def _open(source: Source) -> pdfium.PdfDocument:
    use_no_machine_fonts()
    try:
        opened = pdfium.PdfDocument(source.data)
        count = len(opened)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise ExtractError(
                f"{source.file}: encrypted PDF; save it without a password"
            ) from error
        raise ExtractError(f"{source.file}: damaged PDF ({error}); download it again") from error
    limits.at_most("pages", count, source.file)
    return opened


def pages(source: Source) -> Iterator[Page]:
    """Yield the pages of a PDF.

    Raises ExtractError for an encrypted or damaged file.
    """
    with _open(source) as opened:
        for index in range(len(opened)):
            try:
                yield _page(opened, index)
            except pdfium.PdfiumError as error:
                raise ExtractError(
                    f"{source.file}: damaged PDF, page {index + 1} ({error}); download it again"
                ) from error


def read_pdf(source: Source) -> Document:
    """Read a PDF that has a text layer.

    Raises ExtractError for an encrypted or damaged file, for a scan without text, and for a text
    layer that does not say which characters it shows.
    """
    scans = Scans(source)
    empty: list[int] = []

    def noted(found: Iterator[Page]) -> Iterator[Page]:
        for page in found:
            if is_scan(page):
                read = scans.page(page.number, partial(_rendered, source, page.number - 1))
                if read is not None:
                    read.objects.extend(one for one in page.objects if one.kind != "picture")
                    yield read
                    continue
            if not page.glyphs and any(one.kind == "picture" for one in page.objects):
                empty.append(page.number)
            yield page

    made = document(source.file, noted(pages(source)))
    if not made.lines:
        raise ExtractError(f"{source.file}: a scanned PDF without a text layer; {HINT}")
    total = sum(len(line.text) for line in made.lines)
    strange = sum(
        "\ue000" <= ch <= "\uf8ff" or ch == "\ufffd" for line in made.lines for ch in line.text
    )
    if strange > _STRANGE_SHARE * total:
        raise ExtractError(
            f"{source.file}: the text layer does not name its characters ({strange} of {total}); "
            "ask for another file, or run text recognition (OCR) and check it"
        )
    notes: list[str] = []
    if empty:
        notes.append(f"no text on page {', '.join(map(str, empty))}: a picture, not read; {HINT}")
    return scans.finished(made, notes)


def _rendered(source: Source, index: int) -> tuple[Any, int] | None:
    """Return a page drawn as a picture, as finely as the pictures on it."""
    with _open(source) as opened:
        page = opened[index]
        wide = max(page.get_size()[0], 1.0)
        dots = [
            item.get_px_size()[0]
            for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)
        ]
        dpi = min(DPI, max(FEWEST, round(max(dots, default=0) * 72 / wide)))
        pixels = page.render(scale=dpi / 72).to_numpy()
        return pixels[:, :, 2::-1].copy() if pixels.ndim == 3 else pixels, dpi
