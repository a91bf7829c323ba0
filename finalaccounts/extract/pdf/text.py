"""Characters of a PDF page, by PDFium, and which of them nobody sees."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import pypdfium2.raw as raw

from finalaccounts import limits
from finalaccounts.extract.page import Glyph, PageObject
from finalaccounts.extract.pdf.frame import Frame
from finalaccounts.extract.pdf.ink import Ink
from finalaccounts.extract.seen import around

# Soft hyphens, marks of byte order, and what stands for no character at all.
_NOTHING = frozenset((0xAD, 0xFEFF, 0xFFFE, 0xFFFF))
# Drawing modes of text that leave no ink: invisible, and clip only (ISO 32000-1, 9.3.6).
_INKLESS = (3, 7)
# Text smaller than this is not seen (points).
_SMALLEST = 1.0
# Text is a watermark when it is this many times as high as most and as pale (luminance of 255).
_BIG, _PALE = 2.2, 140
# Pale text that is drawn this often on a page, words and not amounts, is a watermark set as tiles.
_TILES, _TILE, _FAINT = 4, 2, 190
# Nearly white, or nearly transparent: looked for in the picture of the page.
_WHITE, _CLEAR = 225, 40
_NAME = 64
_NUMBER = frozenset("0123456789.,")


@dataclass(slots=True, eq=False)
class Run:
    """Text drawn in one go: how it is turned, how high, and why it may not be seen."""

    turn: float
    size: float
    address: int = 0
    pale: bool = False
    faint: bool = False
    doubtful: bool = False
    unseen: str = ""
    clip: tuple[float, float, float, float] | None = None


def _marks(item: Any) -> Iterator[tuple[str, str]]:
    """Yield name and subtype of the marked content in which an object stands."""
    buffer, length = (ctypes.c_ushort * _NAME)(), ctypes.c_ulong()

    def text() -> str:
        return bytes(buffer)[: length.value].decode("utf-16-le", "replace").rstrip("\0")

    for index in range(max(raw.FPDFPageObj_CountMarks(item), 0)):
        mark = raw.FPDFPageObj_GetMark(item, index)
        length.value = 0
        raw.FPDFPageObjMark_GetName(mark, buffer, 2 * _NAME, length)
        name = text()
        length.value = 0
        raw.FPDFPageObjMark_GetParamStringValue(mark, b"Subtype", buffer, 2 * _NAME, length)
        yield name, text() if length.value else ""


def _clip(item: Any, put: Frame) -> tuple[float, float, float, float] | None:
    """Return the rectangle outside of which nothing of an object is drawn, None for no bound."""
    path = raw.FPDFPageObj_GetClipPath(item)
    count = raw.FPDFClipPath_CountPaths(path) if path else 0
    if count <= 0:
        return None
    x, y = ctypes.c_float(), ctypes.c_float()
    bound = (-math.inf, -math.inf, math.inf, math.inf)
    for number in range(count):
        points = []
        for index in range(raw.FPDFClipPath_CountPathSegments(path, number)):
            segment = raw.FPDFClipPath_GetPathSegment(path, number, index)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            points.append(put(x.value, y.value))
        if points:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            bound = (
                *(max(bound[0], min(xs)), max(bound[1], min(ys))),
                *(min(bound[2], max(xs)), min(bound[3], max(ys))),
            )
    return bound


def _run(layer: Any, index: int, item: Any, put: Frame) -> Run:
    m = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(layer, index, m)
    across = put.a * m.a + put.c * m.b, put.b * m.a + put.d * m.b
    turn = math.degrees(math.atan2(across[1], across[0])) % 360
    size = raw.FPDFText_GetFontSize(layer, index) * math.hypot(m.c, m.d)
    run = Run(round(turn, 1) % 360, abs(size))
    if not item:
        return run
    if raw.FPDFTextObj_GetTextRenderMode(item) in _INKLESS:
        run.unseen = "invisible"
    if run.size < _SMALLEST:
        run.unseen = "invisible"
    for name, subtype in _marks(item):
        if name == "OC":
            run.doubtful = True
        elif name == "Artifact":
            # PDFium does not tell what kind of artifact it is: a big one is judged like a pale text.
            run.pale = True
        elif subtype == "Watermark":
            run.unseen = "watermark"
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if raw.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        light = 0.3 * red.value + 0.59 * green.value + 0.11 * blue.value
        run.pale |= light > _PALE or alpha.value < 255 - _PALE
        run.faint = light > _FAINT or alpha.value < 255 - _FAINT
        run.doubtful |= light > _WHITE or alpha.value < _CLEAR
    run.clip = _clip(item, put)
    return run


def _characters(layer: Any, put: Frame) -> Iterator[tuple[int, Glyph, Run]]:
    """Yield code, glyph and run of every character that is drawn, not what PDFium made up."""
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    run, last, high = Run(0.0, 0.0), 0, 0
    down, base, level = (0.0, 1.0), 0.0, (run, 0.0, 0.0)
    unicode, made_up = raw.FPDFText_GetUnicode, raw.FPDFText_IsGenerated
    drawn_by, loose, origin = (
        raw.FPDFText_GetTextObject,
        raw.FPDFText_GetLooseCharBox,
        raw.FPDFText_GetCharOrigin,
    )
    address, cast, around = ctypes.c_void_p, ctypes.cast, put.box
    count = limits.at_most("glyphs", raw.FPDFText_CountChars(layer))
    for index in range(count):
        code = unicode(layer, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
        if code < 0x20 or code in _NOTHING or made_up(layer, index) == 1:
            continue
        item = drawn_by(layer, index)
        here = cast(item, address).value or 0
        if here != last or not here:
            run, last = _run(layer, index, item, put), here
            run.address = here
            angle = math.radians(run.turn)
            down = -math.sin(angle), math.cos(angle)
        loose(layer, index, box)
        x0, top, x1, bottom = around(box.left, box.bottom, box.right, box.top)
        # Level text drawn in one go has one baseline; where a box is another, it is asked for.
        if run.turn or (run, box.top, box.bottom) != level:
            origin(layer, index, x, y)
            at = put(x.value, y.value)
            base = at[1] if not run.turn else at[0] * down[0] + at[1] * down[1]
            level = run, box.top, box.bottom
        text = " " if code in (0xA0, 0x3000) else chr(code)
        yield code, Glyph(text, x0, x1, top, bottom, base, run.turn), run


def _clipped(glyph: Glyph, clip: tuple[float, float, float, float] | None) -> bool:
    if clip is None:
        return False
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return not (clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3])


def _cut(glyph: Glyph, seen: list[Glyph]) -> Glyph | None:
    """Return a sign that a number goes on where it is cut off at the edge of what is drawn."""
    if not seen or not seen[-1].text.isdigit() or glyph.text not in _NUMBER:
        return None
    return replace(glyph, text="\ufffd", x0=seen[-1].x1, x1=seen[-1].x1 + 1)


def _tiles(found: list[tuple[Glyph, Run]]) -> set[Run]:
    """Return the runs of faint words that come again and again on a page."""
    texts: dict[Run, str] = {}
    for glyph, run in found:
        if run.faint:
            texts[run] = texts.get(run, "") + glyph.text
    counts = Counter(texts.values())
    return {
        run
        for run, text in texts.items()
        if counts[text] >= _TILES and sum(map(str.isalpha, text)) >= _TILE
    }


def glyphs(
    page: Any, put: Frame, over: Callable[[int, Glyph], bool]
) -> tuple[list[Glyph], list[PageObject]]:
    """Return the characters that are seen on a page, spaces too where they are drawn, and those
    that are not seen as objects.

    ``over`` says of the text object at an address and a glyph of it whether something white was
    drawn there later.
    """
    width, height = page.get_size()
    text_page = page.get_textpage()
    try:
        found = [(glyph, run) for _, glyph, run in _characters(text_page.raw, put)]
    finally:
        text_page.close()
    sizes = [run.size for _, run in found if not run.pale] or [run.size for _, run in found]
    usual = median(sizes) if sizes else 0.0
    ink = Ink(page)
    tiles = _tiles(found)
    seen: list[Glyph] = []
    hidden: list[tuple[str, list[Glyph]]] = []
    last: tuple[Run | None, str] = None, ""
    for glyph, run in found:
        off = glyph.x1 < 0 or glyph.x0 > width or glyph.bottom < 0 or glyph.top > height
        clipped = _clipped(glyph, run.clip)
        why = run.unseen or ("invisible" if off or clipped else "")
        if not why and ((run.pale and run.size > _BIG * usual) or run in tiles):
            why = "watermark"
        doubtful = run.doubtful or over(run.address, glyph)
        if not why and doubtful and glyph.text != " " and not ink.under(glyph):
            why = "invisible"
        if not why:
            seen.append(glyph)
        elif last == (run, why):
            hidden[-1][1].append(glyph)
        else:
            if clipped and last == (run, "") and (sign := _cut(glyph, seen)):
                seen.append(sign)
            hidden.append((why, [glyph]))
        last = run, why
    objects = [around(why, "left_out", parts) for why, parts in hidden]
    return seen, [one for one in objects if one.text]
