"""Text objects of OFD become glyphs: every character where it is drawn, whatever the font.

Fonts are never asked: a character is as wide as the distance to the next one says, else as its
kind is as a rule. Widths so told part words and cells; where characters stand comes from the file.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from typing import Any

from finalaccounts.extract.grid import wide
from finalaccounts.extract.ofd.numbers import Matrix, around, distances, number
from finalaccounts.extract.ofd.package import children
from finalaccounts.extract.page import Glyph

# Characters of one TextCode that are read; a page of text holds some 2,000.
MOST = 100_000
# Of the size: how far a character reaches above and below its baseline.
_ABOVE, _BELOW = 0.86, 0.14
# Of the size: usual widths, and how wide a character may be: beyond that the distance to the next
# one holds a gap.
_WIDE, _NARROW = 1.0, 0.5
_WIDEST = {True: 1.3, False: 1.05}
# Digits and the signs within numbers are narrow in every font.
_FIGURE, _FIGURES = 0.66, frozenset("0123456789.,:;-")
_SPACES = "\xa0\u3000\t"
# Soft hyphens and marks of byte order are no characters.
_NOTHING = frozenset("\xad\ufeff\ufffe\uffff")


def _full(ch: str) -> bool:
    return wide(ch) or unicodedata.east_asian_width(ch) in "WFA"


def _shown(code: Any) -> str:
    """Return the characters of a TextCode; line breaks of the XML are none of them."""
    text = "".join(code.itertext())
    if text[:1] in "\r\n" or text[-1:] in "\r\n":
        text = text.strip()
    return "".join(ch for ch in text if ch >= " " or ch == "\t")[:MOST]


def _advance(ch: str, size: float, distance: float) -> float:
    """Return the width of a character, from the distance to the next one where that tells it."""
    usual = size * (_WIDE if _full(ch) else _NARROW)
    most = size * (_FIGURE if ch in _FIGURES else _WIDEST[_full(ch)])
    return distance if 0 < distance <= most else usual


def _turned(degrees: int) -> tuple[int, int]:
    """Return the unit vector of a direction in degrees clockwise, the y axis pointing down."""
    return ((1, 0), (0, 1), (-1, 0), (0, -1))[degrees // 90 % 4]


def _degrees(element: Any, name: str) -> int:
    return int(number(element.get(name))) // 90 * 90 % 360


def placed(element: Any) -> Iterator[tuple[str, float, float, float]]:
    """Yield the characters of a TextObject with their origin and width in its own space.

    Without X a TextCode begins where the one before began, without X and Y where that ended.
    """
    size = number(element.get("Size"))
    scale = number(element.get("HScale"), 1.0)
    along = _turned(_degrees(element, "ReadDirection"))
    right = _turned(_degrees(element, "CharDirection"))
    first = at = (0.0, 0.0)
    for code in children(element, "TextCode"):
        x, y = code.get("X"), code.get("Y")
        if x is not None or y is not None:
            at = first = (number(x, first[0]), number(y, first[1]))
        shown = _shown(code)
        dx = distances(code.get("DeltaX"), len(shown))
        dy = distances(code.get("DeltaY"), len(shown))
        for index, ch in enumerate(shown):
            known = index < len(dx) or index < len(dy)
            step = (
                dx[index] if index < len(dx) else 0.0,
                dy[index] if index < len(dy) else 0.0,
            )
            distance = step[0] * right[0] + step[1] * right[1]
            width = _advance(ch, size * scale, distance)
            yield ch, at[0], at[1], width
            if not known:
                step = along[0] * width, along[1] * width
            at = at[0] + step[0], at[1] + step[1]


def glyphs(element: Any, put: Matrix) -> list[Glyph]:
    """Return the characters of a TextObject on the page, ``put`` mapping its space to there."""
    size = number(element.get("Size"))
    turn = _degrees(element, "CharDirection")
    right, down = _turned(turn), _turned(turn + 90)
    origin, head = put(0, 0), put(*right)
    slope = math.degrees(math.atan2(head[1] - origin[1], head[0] - origin[0])) % 360
    # Straight down from the line as it lies on the page.
    angle = math.radians(slope)
    below = (-math.sin(angle), math.cos(angle)) if round(slope, 1) % 360 else (0.0, 1.0)
    found: list[Glyph] = []
    for ch, x, y, width in placed(element):
        if ch in _NOTHING:
            continue
        corner = [
            put(x + u * right[0] + v * down[0], y + u * right[1] + v * down[1])
            for u in (0.0, width)
            for v in (-_ABOVE * size, _BELOW * size)
        ]
        x0, top, x1, bottom = around(corner)
        at = put(x, y)
        base = at[0] * below[0] + at[1] * below[1]
        found.append(
            Glyph(" " if ch in _SPACES else ch, x0, x1, top, bottom, base, round(slope, 1) % 360)
        )
    return found
