"""Colours of workbooks: of their theme, by index, or written out."""

from __future__ import annotations

import colorsys
from typing import Any

from lxml import etree
from openpyxl.styles.colors import COLOR_INDEX

from finalaccounts.extract.colours import WHITE, Colour, parsed

# Themes list text before ground, cells the other way round.
_SWAPPED = {0: 1, 1: 0, 2: 3, 3: 2}
# The colours of windows, in the list of indexed ones: text and ground.
_SYSTEM = {64: (0, 0, 0), 65: WHITE}


class Palette:
    """What the colours of one workbook are: of its theme, by index, or written out."""

    def __init__(self, theme: bytes | None) -> None:
        self._theme: list[Colour | None] = []
        try:
            root = etree.fromstring(theme or b"", etree.XMLParser(resolve_entities=False))
        except etree.XMLSyntaxError:
            return
        scheme = next((e for e in root.iter("{*}clrScheme")), None)
        for entry in scheme if scheme is not None else ():
            value = next((e.get("lastClr") or e.get("val", "") for e in entry), "")
            self._theme.append(parsed(value))

    def colour(self, given: Any) -> Colour | None:
        """Return a colour of openpyxl's as red, green, blue; None where it is not known."""
        if given is None:
            return None
        if given.type == "rgb":
            return parsed(given.rgb) if isinstance(given.rgb, str) else None
        if given.type == "indexed":
            known = parsed(COLOR_INDEX[given.indexed]) if given.indexed < len(COLOR_INDEX) else None
            return known or _SYSTEM.get(given.indexed)
        if given.type == "theme":
            at = _SWAPPED.get(given.theme, given.theme)
            found = self._theme[at] if at < len(self._theme) else (WHITE if at == 1 else None)
            return found and _tinted(found, given.tint or 0.0)
        return None

    def ground(self, fill: Any) -> Colour | None:
        """Return the colour behind the text of a cell; None for patterns and gradients."""
        if fill is None or not getattr(fill, "fill_type", None):
            return WHITE
        return self.colour(fill.fgColor) if fill.fill_type == "solid" else None


def _tinted(colour: Colour, tint: float) -> Colour:
    """Return a colour made lighter or darker, as themes ask for it (ECMA-376 part 1, 18.8.19)."""
    if not tint:
        return colour
    hue, light, full = colorsys.rgb_to_hls(*(c / 255 for c in colour))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    mixed = colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), full)
    return tuple(round(c * 255) for c in mixed)  # type: ignore[return-value]
