"""Pages that are pictures: read from the record kept beside the file, or by the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from importlib.util import find_spec
from statistics import mean
from typing import Any

from finalaccounts import limits
from finalaccounts.extract.errors import ExtractError
from finalaccounts.extract.page import Page, PageObject
from finalaccounts.extract.paged import document
from finalaccounts.extract.scan.mend import mended
from finalaccounts.extract.scan.sheets import page_of
from finalaccounts.model import Document, Mark, Recognition, Run, Sheet, Source
from finalaccounts.recognition import RecordError, from_json

# Dots in an inch at which pages are read: twice as many cost twice the time and read no better.
DPI, FEWEST, MOST = 200, 72, 600
# Characters nearer to the edge of the page than this may be cut (inches).
_EDGE = 0.08
# A page of which less than this was read well may lie on its side.
_READABLE, _ENOUGH = 0.85, 12
# A page with more characters of its own is none; a scan covers this much of its page.
_STRAY, _COVERED = 30, 0.5
# Drawn shapes of the size of characters that make a page a picture of text.
_SHAPES = 80
# The longer side of A4, for pictures that do not say how large they are (inches).
A4 = 11.69
NEEDED = ("rapidocr", "onnxruntime", "cv2")
HINT = "install text recognition (OCR) with `pip install .[ocr]` and read it again"

# A picture in grey or in red, green and blue, and its dots in an inch.
Picture = tuple[Any, int]


def installed() -> bool:
    """Tell whether the extra for text recognition is installed."""
    return all(find_spec(name) is not None for name in NEEDED)


@dataclass(slots=True)
class Scans:
    """The pages of one file that are pictures."""

    source: Source
    notes: list[str] = field(default_factory=list)
    kept: dict[int, Sheet] = field(default_factory=dict)
    engine: str = ""
    used: list[Sheet] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.source.recognised:
            try:
                record = from_json(self.source.recognised, self.source.sha256)
            except RecordError as error:
                self.notes.append(f"the record of recognised text is not used: {error}")
                return
            self.engine = record.engine
            self.kept = {sheet.page: sheet for sheet in record.sheets}

    def page(self, number: int, picture: Callable[[], Picture | None]) -> Page | None:
        """Return a page that is a picture, None where it can be read by nothing."""
        sheet = self.kept.get(number)
        if sheet is None and not self.kept and installed():
            limits.grant_recognition()
            drawn = picture()
            sheet = _read(number, *drawn) if drawn is not None else None
            self.engine = self.engine or str(_module("engine").name())
        if sheet is None:
            return None
        self.used.append(sheet)
        return page_of(sheet)

    def finished(self, made: Document, notes: Sequence[str] = ()) -> Document:
        """Return a document with the record of its recognised pages, their labels mended."""
        made = replace(made, notes=(*made.notes, *self.notes, *notes))
        if not self.used:
            return made
        record = Recognition(self.source.sha256, self.engine, self.used)
        return mended(replace(made, recognition=record))


def _module(name: str) -> Any:
    return import_module(f"finalaccounts.extract.scan.{name}")


def _read(number: int, pixels: Any, dpi: int) -> Sheet:
    """Return a picture read upright, or on its side where that reads better."""
    best = _recognised(number, pixels, dpi, 0)
    if _readable(best) < _READABLE:
        for quarter in (1, 3, 2):
            other = _recognised(number, pixels, dpi, quarter)
            if _readable(other) > _readable(best) and _count(other) >= _count(best) / 2:
                best = other
    return best


def _count(sheet: Sheet) -> int:
    return sum(len(run.marks) for run in sheet.runs)


def _readable(sheet: Sheet) -> float:
    """Return how well a page was read; runs higher than long are lines that lie on their side."""
    if _count(sheet) < _ENOUGH:
        return 0.0
    lying = [run for run in sheet.runs if len(run.marks) > 2]
    lying = [r for r in lying if r.bottom - r.top > 2 * (r.marks[-1].x1 - r.marks[0].x0)]
    scores = mean(mark.score for run in sheet.runs for mark in run.marks)
    return scores * (1 - len(lying) / len(sheet.runs))


def _recognised(number: int, pixels: Any, dpi: int, quarters: int) -> Sheet:
    picture, engine = _module("picture"), _module("engine")
    plate = picture.plate(picture.quarters(pixels, quarters), dpi)
    scale = 72 / dpi
    high, wide = plate.grey.shape
    made = Sheet(number, wide * scale, high * scale, dpi, 90 * quarters + plate.turned)
    made.picture = picture.packed(plate.grey)
    made.rulings = [(r.x0, r.top, r.x1, r.bottom) for r in picture.rulings(plate)]
    margin = _EDGE * dpi

    def doubt(x0: float, y0: float, x1: float, y1: float) -> str:
        if any(x0 < b[2] and x1 > b[0] and y0 < b[3] and y1 > b[1] for b in plate.stamps):
            return "stamp"
        if min(x0, y0) < margin or x1 > wide - margin or y1 > high - margin:
            return "edge"
        return ""

    for (top, bottom), found in engine.characters(plate.grey):
        marks = tuple(
            Mark(ch, x0 * scale, x1 * scale, score, doubt(x0, min(y0, top), x1, max(y1, bottom)))
            for ch, x0, y0, x1, y1, score in found
        )
        if marks:
            made.runs.append(Run(top * scale, bottom * scale, marks))
    return made


def decoded(data: bytes) -> list[Picture]:
    """Return the pictures in a file (a TIFF may hold several pages), none where it is none.

    Raises ExtractError when the file is damaged or its pictures are larger than a page can be.
    """
    return list(_module("files").pictures(data))


def read_picture(source: Source) -> Document:
    """Read a file that is a picture of a page, or several (TIFF).

    Raises ExtractError when it is damaged, when nothing is recognised in it, and when there is no
    record of it and text recognition is not installed.
    """
    scans = Scans(source)
    if not scans.kept and not installed():
        raise ExtractError(f"{source.file}: a picture without text; {HINT}")
    pictures: Mapping[int, Picture] = {} if scans.kept else dict(enumerate(decoded(source.data), 1))

    def pages() -> Iterator[Page]:
        for number in sorted({*scans.kept, *pictures}):
            yield scans.page(number, lambda n=number: pictures.get(n)) or unread(number)  # type: ignore[misc]

    made = document(source.file, pages())
    if not any(line.text.strip() for line in made.lines):
        raise ExtractError(f"{source.file}: no text was recognised in the picture")
    return scans.finished(made)


def is_scan(page: Page) -> bool:
    """True for a page of pictures, or of drawn characters, with hardly any text that is seen."""
    if sum(not glyph.text.isspace() for glyph in page.glyphs) > _STRAY:
        return False
    area = sum(
        (min(o.x1, page.width) - max(o.x0, 0.0)) * (min(o.bottom, page.height) - max(o.top, 0.0))
        for o in page.objects
        if o.kind == "picture" and o.x1 > 0 and o.bottom > 0
    )
    # Text turned into paths is a picture too.
    drawn = sum(one.count for one in page.objects if one.kind == "drawing")
    return drawn >= _SHAPES or area >= _COVERED * page.width * page.height > 0


def unread(number: int) -> Page:
    """Return a page that is a picture which nothing could read."""
    return Page(number, 0.0, 0.0, objects=[PageObject("scan", "not_read", 0.0, 0.0, 0.0, 0.0)])
