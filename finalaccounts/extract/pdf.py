"""PDF with a text layer: a page source read by PDFium."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from finalaccounts.extract.errors import ExtractError
from finalaccounts.extract.fonts import use_no_machine_fonts
from finalaccounts.extract.glyphs import frame, glyphs, rulings
from finalaccounts.extract.page import Page, PageObject
from finalaccounts.extract.paged import document
from finalaccounts.model import Document, Source

PAGES = 2000
_STRANGE_SHARE = 0.2


def _pictures(page: pdfium.PdfPage) -> list[PageObject]:
    put = frame(page)
    found = []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = item.get_bounds()
        (x0, y0), (x1, y1) = put(left, top), put(right, bottom)
        box = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        found.append(PageObject("picture", "not_read", *box))
    return found


def _page(opened: pdfium.PdfDocument, index: int) -> Page:
    page = opened[index]
    try:
        width, height = page.get_size()
        return Page(index + 1, width, height, glyphs(page), rulings(page), _pictures(page))
    finally:
        page.close()


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
    if count > PAGES:
        raise ExtractError(f"{source.file}: {count} pages, more than {PAGES}; split the file")
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
    empty: list[int] = []

    def noted(found: Iterator[Page]) -> Iterator[Page]:
        for page in found:
            if page.objects and not page.glyphs:
                empty.append(page.number)
            yield page

    made = document(source.file, noted(pages(source)))
    if not made.lines:
        raise ExtractError(
            f"{source.file}: a scanned PDF without a text layer; run text recognition (OCR), "
            "check the result by eye, and read that file"
        )
    total = sum(len(line.text) for line in made.lines)
    strange = sum(
        "\ue000" <= ch <= "\uf8ff" or ch == "\ufffd" for line in made.lines for ch in line.text
    )
    if strange > _STRANGE_SHARE * total:
        raise ExtractError(
            f"{source.file}: the text layer does not name its characters ({strange} of {total}); "
            "ask for another file, or run text recognition (OCR) and check it"
        )
    notes = (f"no text on page {', '.join(map(str, empty))}: a picture, not read",) if empty else ()
    return Document(made.source, made.lines, notes, made.objects)
