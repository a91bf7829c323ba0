"""Colours of text and ground: what nobody can tell from its ground is not seen."""

from __future__ import annotations

import re

# Red, green, blue, each 0 to 255.
Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
# The ratio of contrast (WCAG 2) below which text cannot be told from its ground: pale grey on white.
_SEEN = 1.2
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
