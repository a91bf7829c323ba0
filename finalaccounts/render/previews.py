"""Preview pictures: what a link looks like where it is shared, 1200 by 630 and 3 to 4.

A picture holds a number, the line it is printed on, the version of the data and that a difference
is no violation, so that it says no less when it travels alone. It is drawn in the shipped font; a
text with a character that the font lacks is not drawn at all, for a box would be no name.
"""

from __future__ import annotations

import html
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from unicodedata import east_asian_width

from finalaccounts.home import shipped
from finalaccounts.render.charts.marks import COLOURS
from finalaccounts.render.charts.svg import png

SHAPES = {"wide": (1200, 630), "tall": (900, 1200)}
BRAND, EDGE = "#0f4a57", 64
_SIGNS = frozenset("\u2212\u2013\u2014\u00b7\u3000")  # beside GB 2312, see assets/fonts/subset.py
_PNG = b"\x89PNG\r\n\x1a\n"
_NARROW = 0.56  # of a Han character: a letter or digit of the font
_NO_START = frozenset("，。、；：？！”’）》」％%…")


@dataclass(frozen=True, slots=True)
class Preview:
    """A picture to be drawn: what it says."""

    name: str = field(metadata={"doc": "File name without shape and ending."})
    head: str = field(metadata={"doc": "Above everything: the site."})
    title: str = field(metadata={"doc": "Who and which year."})
    figure: str = field(metadata={"doc": "The number, large; may be empty."})
    text: tuple[str, ...] = field(metadata={"doc": "What there is to say, a paragraph each."})
    foot: tuple[str, ...] = field(metadata={"doc": "Line, version, caution; address."})

    @property
    def words(self) -> str:
        """Everything the picture says, for those who do not see it."""
        return " ".join(filter(None, (self.title, self.figure, *self.text, *self.foot)))


SITE = "assets/site"  # the picture that goes with pages over all reports


def of_site(title: str, tagline: str, text: str, caution: str) -> Preview:
    """Return the preview of the site itself."""
    return Preview("site", title, tagline or title, "", (text,), (caution,))


def drawable(preview: Preview) -> bool:
    """Tell whether the shipped font holds every character."""
    if not any(shipped("templates/assets/fonts").glob("*.otf")):
        return False
    return all(_known(ch) for ch in f"{preview.head}{preview.words}")


def _known(ch: str) -> bool:
    if ch in _SIGNS or " " <= ch <= "~":
        return True
    try:
        ch.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def drawn(preview: Preview) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of a preview in both shapes."""
    for shape, (width, height) in SHAPES.items():
        yield f"{preview.name}-{shape}.png", smaller(png(svg(preview, width, height), scale=1))


def smaller(picture: bytes) -> bytes:
    """Return a PNG packed harder: a third of the size, the same pixels."""
    at, parts, packed = len(_PNG), [], b""
    while at < len(picture):
        size = int.from_bytes(picture[at : at + 4]) + 12
        if picture[at + 4 : at + 8] == b"IDAT":
            packed += picture[at + 8 : at + size - 4]
        else:
            parts.append(picture[at : at + size])
        at += size
    data = b"IDAT" + zlib.compress(zlib.decompress(packed), 9)
    part = (len(data) - 4).to_bytes(4) + data + zlib.crc32(data).to_bytes(4)
    return b"".join((_PNG, *parts[:-1], part, parts[-1]))


def svg(preview: Preview, width: int, height: int) -> str:
    """Return a preview as SVG; what does not fit ends with an ellipsis."""
    tall = height > width
    room = width - 2 * EDGE
    lines: list[str] = []
    y = float(EDGE + 30)

    def put(texts: Sequence[str], size: int, ink: str, gap: float) -> None:
        nonlocal y
        for text in texts:
            lines.append(
                f'<text x="{EDGE}" y="{y:.0f}" font-size="{size}" fill="{ink}">'
                f"{html.escape(text)}</text>"
            )
            y += size * 1.4
        y += gap

    pale, ink = COLOURS["cs"], COLOURS["ci"]
    put(wrapped(preview.head, 28, room, 1), 28, pale, 26)
    put(wrapped(preview.title, 46, room, 3 if tall else 2), 46, BRAND, 8)
    if preview.figure:
        y += 44
        put(wrapped(preview.figure, 88, room, 1), 88, ink, -24)
    foot = [one for text in preview.foot for one in wrapped(text, 26, room, 2)]
    last = height - EDGE - len(foot) * 26 * 1.4
    for text in preview.text:
        size = 40 if tall else 36
        fit = int((last - 12 - y) // (size * 1.4)) + 1
        if fit > 0:
            put(wrapped(text, size, room, min(fit, 6 if tall else 3)), size, ink, 10)
    y = last + 30
    put(foot, 26, pale, 0)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="Mingzhang Sans">'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
        f'<rect width="20" height="{height}" fill="{BRAND}"/>{"".join(lines)}</svg>'
    )


def wrapped(text: str, size: int, room: int, most: int) -> list[str]:
    """Return a text in lines that fit, numbers and words kept whole; at most so many lines."""
    lines, line, width = [], "", 0.0
    longest = int(room / size / _NARROW)
    for word in _pieces(" ".join(text.split()), longest):
        wide = _width(word) * size
        if line and width + wide > room and word[0] not in _NO_START:
            lines.append(line.rstrip())
            line, width = "", 0.0
        line += word if line else word.lstrip()
        width += wide
    lines.append(line.rstrip())
    lines = [one for one in lines if one]
    if len(lines) > most:
        kept = lines[most - 1]
        while kept and _width(kept + "…") * size > room:
            kept = kept[:-1]
        lines = [*lines[: most - 1], kept + "…"]
    return lines


def _pieces(text: str, longest: int) -> Iterator[str]:
    """Yield what a line is not broken within: a Han character, or a run of others that fits."""
    run = ""
    for ch in text:
        if east_asian_width(ch) in "WF":
            if run:
                yield run
            run = ""
            yield ch
        elif ch == " " or len(run) == longest:
            if run:
                yield run
            run = ch
        else:
            run += ch
    if run:
        yield run


def _width(text: str) -> float:
    return sum(1.0 if east_asian_width(ch) in "WFA" and ch > "\u00ff" else _NARROW for ch in text)
