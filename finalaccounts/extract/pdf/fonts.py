"""One font for every text whose font is not in the file: the same reading on every machine.

PDFium takes a font of the machine where a PDF embeds none, and what it then says of a character
(its box, even whether it is there) depends on that font: without Chinese fonts turned pages lose
their Chinese lines. So PDFium is never shown the fonts of the machine but a single stand-in, made
here. All its characters are one upright line: it has a height, so that PDFium drops nothing,
and a width less than any that a file states, so that widths are those of the file. Western fonts are not asked for:
PDFium has its own of the fourteen that a PDF need not describe, with their widths.
"""

from __future__ import annotations

import ctypes
import struct
from functools import cache
from typing import Any

import pypdfium2.raw as raw

# Of the em. As high as a digit, so that it never reaches above a font; thinner than any character
# is wide, and not so thin that PDFium takes a text of one character for nothing.
_EM, _ASCENT, _DESCENT, _HIGH, _THIN = 1000, 880, -120, 700, 100
_NAME = b"Stand-in\0"
_HANDLE = 1
# Western characters (FXFONT_ANSI_CHARSET).
_WESTERN = 0


def _glyph() -> bytes:
    """Return one simple glyph: a rectangle as high as a digit and very thin (OpenType, glyf)."""
    head = struct.pack(">hhhhh", 1, 0, 0, _THIN, _HIGH)
    points = ((0, 0), (0, _HIGH), (_THIN, _HIGH), (_THIN, 0))
    xs = [b[0] - a[0] for a, b in zip(((0, 0), *points[:-1]), points, strict=True)]
    ys = [b[1] - a[1] for a, b in zip(((0, 0), *points[:-1]), points, strict=True)]
    body = struct.pack(">HH4B4h4h", len(points) - 1, 0, 1, 1, 1, 1, *xs, *ys)
    return head + body + b"\0" * (-len(head + body) % 4)


@cache
def stand_in() -> bytes:
    """Return the font as a TrueType file; every character of Unicode is the same glyph."""
    glyph = _glyph()
    # Many code points to one glyph: cmap format 13.
    groups = struct.pack(">HHIIIIII", 13, 0, 28, 0, 1, 0x20, 0x10FFFF, 1)
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + groups,
        b"glyf": glyph * 2,
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh",
            *(0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0, _EM, 0, 0),
            *(0, 0, _THIN, _HIGH, 0, 8, 2, 1, 0),
        ),
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH", 0x00010000, _ASCENT, _DESCENT, 0, _EM, *(0,) * 11, 1
        ),
        b"hmtx": struct.pack(">Hhh", _EM, 0, 0),
        b"loca": struct.pack(">III", 0, len(glyph), 2 * len(glyph)),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x00010000, 2, 4, 1, *(0,) * 2, 1, *(0,) * 8),
    }
    offset = 12 + 16 * len(tables)
    directory = struct.pack(">IHHHH", 0x00010000, len(tables), 64, 2, 48)
    body = b""
    for tag, data in tables.items():
        padded = data + b"\0" * (-len(data) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sIII", tag, total, offset + len(body), len(data))
        body += padded
    return directory + body


def _copied(data: bytes, buffer: Any, size: int) -> int:
    if buffer and size >= len(data):
        ctypes.memmove(buffer, data, len(data))
    return len(data)


def _data(_info: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
    # Table 0 is the whole file; PDFium asks for the directory of a collection too: there is none.
    return _copied(stand_in(), buffer, size) if table == 0 else 0


def _mapped(_info: Any, _weight: int, _italic: int, charset: int, *_: Any) -> int | None:
    return None if charset == _WESTERN else _HANDLE


def _callbacks() -> dict[str, Any]:
    return {
        "Release": lambda _info: None,
        "EnumFonts": lambda _info, _mapper: None,
        "MapFont": _mapped,
        "GetFont": lambda *_: None,
        "GetFontData": _data,
        "GetFaceName": lambda _info, _font, buffer, size: _copied(_NAME, buffer, size),
        "GetFontCharset": lambda *_: 1,
        "DeleteFont": lambda *_: None,
    }


_shown: list[Any] = []  # must live as long as PDFium: no cache, which somebody may clear


def use_no_machine_fonts() -> None:
    """Show PDFium the stand-in and no other font."""
    if _shown:
        return
    kinds = dict(raw.FPDF_SYSFONTINFO._fields_)
    info = raw.FPDF_SYSFONTINFO()
    info.version = 1
    for name, call in _callbacks().items():
        setattr(info, name, kinds[name](call))
    _shown.append(info)
    raw.FPDF_SetSystemFontInfo(ctypes.byref(info))
