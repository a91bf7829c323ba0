"""Files that are pictures, decoded by Pillow and brought to the size in which pages are read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
from PIL import Image

from finalaccounts.extract.scan.reader import A4, DPI, FEWEST, MOST

# Dots of one picture: A3 at 600 dots in an inch.
LARGEST = 70_000_000
_FRAMES = 500
_PLAUSIBLE = (4.0, 24.0)


def pictures(data: bytes) -> Iterator[tuple[Any, int]]:
    """Yield the frames of a picture file as pixels with their dots in an inch; none if damaged."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            for index in range(min(getattr(opened, "n_frames", 1), _FRAMES)):
                opened.seek(index)
                if opened.width * opened.height > LARGEST:
                    return
                yield _sized(opened, _resolution(opened))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return


def _resolution(picture: Image.Image) -> int:
    """Return the dots in an inch a picture says, or those that make it as long as A4."""
    longest = max(picture.width, picture.height)
    said = picture.info.get("dpi", (0, 0))[0]
    try:
        dpi = round(float(said))
    except (TypeError, ValueError):
        dpi = 0
    if FEWEST <= dpi <= MOST and _PLAUSIBLE[0] <= longest / dpi <= _PLAUSIBLE[1]:
        return dpi
    return max(1, round(longest / A4))


def _sized(picture: Image.Image, dpi: int) -> tuple[Any, int]:
    mode = "L" if picture.mode in ("1", "L", "I;16", "I") else "RGB"
    made = picture.convert(mode)
    if dpi > DPI:
        size = round(made.width * DPI / dpi), round(made.height * DPI / dpi)
        made, dpi = made.resize(size, Image.Resampling.LANCZOS), DPI
    return np.asarray(made), dpi
