"""Whether there is ink where a character is said to be: a look at the page as it is drawn.

White text may stand on a dark ground, a layer may be switched off, an object may lie above a text.
Where a text is in doubt, the page is drawn once and looked at.
"""

from __future__ import annotations

from typing import Any

from finalaccounts.extract.page import Glyph

# Pixels a point; what two shades of grey must differ by to be told apart.
_SCALE, _CONTRAST = 2.0, 24
# Pages larger than this are not drawn: what is in doubt there is taken as seen (points).
_LARGEST = 3000.0


class Ink:
    """The picture of a page, drawn when it is first looked at."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._bitmap: Any = None
        self._shades = b""

    def under(self, glyph: Glyph) -> bool:
        """True when the box of a glyph holds more than one shade."""
        if self._bitmap is None:
            if max(self._page.get_size()) > _LARGEST:
                return True
            self._bitmap = self._page.render(scale=_SCALE, grayscale=True)
            self._shades = bytes(self._bitmap.buffer)
        high, stride = glyph.bottom - glyph.top, self._bitmap.stride
        left = max(int(glyph.x0 * _SCALE), 0)
        right = min(int(glyph.x1 * _SCALE) + 1, self._bitmap.width)
        first = max(int((glyph.top + 0.2 * high) * _SCALE), 0)
        last = min(int((glyph.bottom - 0.3 * high) * _SCALE) + 1, self._bitmap.height)
        rows = [self._shades[y * stride + left : y * stride + right] for y in range(first, last)]
        shades = [shade for row in rows if row for shade in (min(row), max(row))]
        return bool(shades) and max(shades) - min(shades) > _CONTRAST
