"""A picture of a page, made ready for recognition: straight, without stamps in colour; and the
strokes of its tables. Needs the packages of the extra ``ocr``."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

import cv2
import numpy as np

from finalaccounts.extract.page import Ruling

Box = tuple[int, int, int, int]
Pixels = Any
# Quality (of 100) of a page that is kept to cut pieces from.
_PACKED = 70

# Strokes of tables are longer than this (inches): level ones, upright ones.
_LEVEL, _UPRIGHT = 0.30, 0.18
# Thicker than this a stroke is a shade (points).
_THICK = 4.0
# Pieces of turned strokes are at least as long as this.
_SHORT = 0.12
# No part of a ring is straight for as long as this.
_LONG = 0.8
# A seal is between these sizes (inches), and not much longer than high.
_SEAL, _LARGEST_SEAL, _OBLONG = 0.7, 2.6, 1.8
# A coloured ink: its strongest channel is above the weakest by this (of 255).
_COLOURED = 50
# Pages are turned by less than this when they lie wrong in the scanner (degrees).
_TURN = 8.0
# Of the ground: darker than this is ink.
_INK = 0.78


@dataclass(slots=True)
class Plate:
    """A page ready for recognition: grey levels, the strokes found, and where stamps stand.

    ``stamps`` are those that could not be taken away: in grey and black and white pictures.
    """

    grey: Pixels
    dpi: int
    turned: float
    level: Pixels
    upright: Pixels
    stamps: list[Box]


def plate(pixels: Pixels, dpi: int) -> Plate:
    """Return a page (grey, or red, green, blue) ready for recognition."""
    grey = _without_coloured_stamps(pixels, dpi) if pixels.ndim == 3 else pixels
    grey = np.ascontiguousarray(grey)
    if turned := _slope(_ink(grey), dpi):
        grey = _turn(grey, turned)
    ink = _ink(grey)
    level, upright = _strokes(ink, dpi)
    stamps = _seals(ink, dpi)
    return Plate(grey, dpi, turned, level, upright, stamps)


def _ink(grey: Pixels) -> Pixels:
    """Return where there is ink, uneven light allowed for."""
    size = max(grey.shape) // 20 | 1
    ground = cv2.blur(grey, (size, size))
    # In the middle of a dark field the ground is dark too: it is at least this bright.
    least = float(np.percentile(grey[::8, ::8], 60)) * 0.6
    bright = cv2.multiply(np.maximum(ground, np.uint8(least)), _INK)
    return cv2.compare(grey, bright, cv2.CMP_LT)


def _without_coloured_stamps(pixels: Pixels, dpi: int) -> Pixels:
    """Return grey levels in which stamps of a coloured ink are as bright as the paper.

    Only where a stamp stands: a number in colour elsewhere is text like any other.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    strongest = pixels.max(axis=2)
    coloured = ((strongest - pixels.min(axis=2)) > _COLOURED).astype(np.uint8) * 255
    reach = max(3, dpi // 40) | 1
    joined = cv2.dilate(coloured, np.ones((reach, reach), np.uint8))
    paper = float(np.percentile(grey[::8, ::8], 80))
    for x0, y0, x1, y1 in _blots(joined, dpi):
        inside, ink = strongest[y0:y1, x0:x1], joined[y0:y1, x0:x1] > 0
        # What is left of the ink becomes paper; a number below it is darker and stays so.
        level = float(np.median(inside[coloured[y0:y1, x0:x1] > 0]))
        brighter = np.clip(inside.astype(np.float32) * (paper / max(level, 1.0)), 0, 255)
        grey[y0:y1, x0:x1] = np.where(ink, brighter, inside)
    return grey


def _blots(mask: Pixels, dpi: int) -> list[Box]:
    """Return the boxes of connected ink of the size of a seal."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    least, most = _SEAL * dpi, _LARGEST_SEAL * dpi
    return [
        (int(x), int(y), int(x + w), int(y + h))
        for x, y, w, h, _ in stats[1:]
        if least <= w <= most and least <= h <= most and max(w, h) <= _OBLONG * min(w, h)
    ]


def _seals(ink: Pixels, dpi: int) -> list[Box]:
    """Return the boxes of seals: round ink that is left when long strokes are taken away.

    Where a stroke crossed the ring, its two ends are joined again.
    """
    length = round(_LONG * dpi)
    strokes = cv2.bitwise_or(
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)),
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8)),
    )
    around = cv2.dilate(strokes, np.ones((3, 3), np.uint8))
    left = cv2.bitwise_and(ink, cv2.bitwise_not(around))
    reach = 2 * max(3, dpi // 50) + 1
    near = cv2.dilate(left, np.ones((reach, reach), np.uint8))
    joined = cv2.bitwise_or(left, cv2.bitwise_and(near, around))
    return _blots(cv2.morphologyEx(joined, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)), dpi)


def _strokes(ink: Pixels, dpi: int) -> tuple[Pixels, Pixels]:
    """Return the level and the upright strokes of a picture that may lie a little wrong."""
    level = cv2.morphologyEx(
        ink, cv2.MORPH_OPEN, np.ones((1, max(3, round(_LEVEL * dpi))), np.uint8)
    )
    upright = cv2.morphologyEx(
        ink, cv2.MORPH_OPEN, np.ones((max(3, round(_UPRIGHT * dpi)), 1), np.uint8)
    )
    return level, upright


def _slope(ink: Pixels, dpi: int) -> float:
    """Return by how many degrees clockwise long strokes are turned, 0 where there are none."""
    angles = []
    for shape, level in (((1, round(_SHORT * dpi)), True), ((round(_SHORT * dpi), 1), False)):
        mask = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        # A turned stroke is a stair of short level ones that touch.
        mask = cv2.dilate(mask, np.ones((3, 3), np.uint8))
        _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        for n, (x, y, w, h, _) in enumerate(stats[1:], 1):
            length, thick = (w, h) if level else (h, w)
            if length < dpi or thick > length * np.tan(np.radians(_TURN)) + 8:
                continue
            down, along = np.nonzero(labels[y : y + h, x : x + w] == n)
            if not level:
                down, along = along, down
            slope = np.polyfit(along, down, 1)[0]
            if np.abs(down - np.polyval(np.polyfit(along, down, 1), along)).max() > 6:
                continue  # a table's frame, or a drawing
            angles.append(float(np.degrees(np.arctan(slope if level else -slope))))
    return round(median(angles), 2) if len(angles) > 2 else 0.0


def quarters(pixels: Pixels, count: int) -> Pixels:
    """Return a picture turned clockwise by quarters of a circle."""
    return np.ascontiguousarray(np.rot90(pixels, -count)) if count else pixels


def _turn(grey: Pixels, degrees: float) -> Pixels:
    height, width = grey.shape
    by = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    ground = int(np.percentile(grey, 80))
    return cv2.warpAffine(
        grey, by, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT,
        borderValue=ground,
    )  # fmt: skip


def rulings(of: Plate) -> list[Ruling]:
    """Return the strokes of a page in points."""
    scale, found = 72 / of.dpi, []
    for mask, level in ((of.level, True), (of.upright, False)):
        # What noise broke is one stroke.
        gap = max(3, of.dpi // 25)
        shape = (1, gap) if level else (gap, 1)
        whole = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones(shape, np.uint8))
        _, _, stats, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
        for x, y, w, h, _ in stats[1:]:
            x0, x1, top, bottom = x * scale, (x + w) * scale, y * scale, (y + h) * scale
            middle = (top + bottom) / 2 if level else (x0 + x1) / 2
            if (bottom - top if level else x1 - x0) > _THICK:
                continue
            if any(a <= x and x + w <= c and b <= y and y + h <= d for a, b, c, d in of.stamps):
                continue
            found.append(
                Ruling(x0, x1, middle, middle) if level else Ruling(middle, middle, top, bottom)
            )
    return found


def packed(grey: Pixels) -> bytes:
    """Return a page as JPEG, for the pieces of it that people are shown."""
    made, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, _PACKED])
    return bytes(data) if made else b""
