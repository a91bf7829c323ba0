"""Colours of text and ground in workbooks: what nobody can tell from its ground is not seen."""

from __future__ import annotations

import colorsys
import re
from typing import Any

from lxml import etree
from openpyxl.styles.colors import COLOR_INDEX

# Red, green, blue, each 0 to 255.
Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
# The ratio of contrast (WCAG 2) below which text cannot be told from its ground: pale grey on white.
_SEEN = 1.2
# Themes list text before ground, cells the other way round.
_SWAPPED = {0: 1, 1: 0, 2: 3, 3: 2}
# The colours of windows, in the list of indexed ones: text and ground.
_SYSTEM = {64: (0, 0, 0), 65: WHITE}


# The first names of CSS and those near to white, and the markers of Word; others are not known.
_NAMED = {
    "white": "ffffff",
    "black": "000000",
    "silver": "c0c0c0",
    "gray": "808080",
    "grey": "808080",
    "red": "ff0000",
    "maroon": "800000",
    "yellow": "ffff00",
    "olive": "808000",
    "lime": "00ff00",
    "green": "008000",
    "aqua": "00ffff",
    "cyan": "00ffff",
    "teal": "008080",
    "blue": "0000ff",
    "navy": "000080",
    "fuchsia": "ff00ff",
    "magenta": "ff00ff",
    "purple": "800080",
    "snow": "fffafa",
    "ivory": "fffff0",
    "whitesmoke": "f5f5f5",
    "ghostwhite": "f8f8ff",
    "floralwhite": "fffaf0",
    "azure": "f0ffff",
    "mintcream": "f5fffa",
    "lightyellow": "ffffe0",
    "gainsboro": "dcdcdc",
    "lightgray": "d3d3d3",
    "lightgrey": "d3d3d3",
    "dark gray": "808080",
    "dark yellow": "808000",
    "dark red": "800000",
    "dark blue": "000080",
    "dark green": "008000",
    "dark cyan": "008080",
    "dark magenta": "800080",
}


def _light(colour: Colour) -> float:
    linear = [c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def unseen(text: Colour | None, ground: Colour | None) -> bool:
    """True where text cannot be told from its ground; a colour that is not known hides nothing."""
    if text is None or ground is None:
        return False
    dark, light = sorted((_light(text), _light(ground)))
    return (light + 0.05) / (dark + 0.05) < _SEEN


def parsed(text: str) -> Colour | None:
    """Return a colour written as RRGGBB or AARRGGBB."""
    if not re.fullmatch("(?:[0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}", text):
        return None
    return tuple(bytes.fromhex(text[-6:]))  # type: ignore[return-value]


def named(text: str) -> Colour | None:
    """Return a colour given by its name, None for a name that is not known."""
    return parsed(_NAMED.get(text.lower(), ""))


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
