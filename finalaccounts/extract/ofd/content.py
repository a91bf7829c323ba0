"""The content of a page: text, paths, pictures, through blocks and composites, as it is seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from finalaccounts.extract.ofd.numbers import (
    POINTS,
    Box,
    Matrix,
    around,
    box,
    corners,
    matrix,
    moved,
    number,
)
from finalaccounts.extract.ofd.package import PartError, child, children, local
from finalaccounts.extract.ofd.paths import drawn, outlines
from finalaccounts.extract.ofd.resources import Resources, alpha, unseen
from finalaccounts.extract.ofd.text import glyphs
from finalaccounts.extract.page import Glyph, Page, PageObject

# Composites within blocks within composites; deeper is a circle.
_DEEPEST = 30
# Objects and characters of a document; the largest reports have some 100,000 of both.
OBJECTS, CHARACTERS = 3_000_000, 3_000_000
# Text smaller than this is not seen (points); pale text so many times as large as most is a
# watermark.
_SMALLEST, _BIG = 1.0, 2.2
# A clip smaller than this shows nothing (points).
_NOTHING = 0.5
_CONTAINERS = {"Content", "Layer", "PageBlock"}
_QUOTED = 200


@dataclass(slots=True)
class Budget:
    """What a document may still hold; counts in the file are not trusted."""

    objects: int = OBJECTS
    characters: int = CHARACTERS

    def take(self, objects: int = 0, characters: int = 0) -> None:
        """Take from it. Raises PartError when nothing is left."""
        self.objects -= objects
        self.characters -= characters
        if self.objects < 0 or self.characters < 0:
            raise PartError("more objects than a report can hold")


@dataclass(slots=True)
class Canvas:
    """A page while its layers are drawn."""

    page: Page
    visible: Box
    shared: Resources
    budget: Budget
    pictures: list[tuple[Box, str]] = field(default_factory=list)
    # Text that is seen, its size, and whether it is pale.
    texts: list[tuple[list[Glyph], float, bool]] = field(default_factory=list)
    # Boxes that are painted in a colour: white text on them is seen.
    painted: list[Box] = field(default_factory=list)

    def draw(self, element: Any, put: Matrix, layer: Any = None, depth: int = 0) -> None:
        """Draw what an element holds, ``put`` mapping its space to the page."""
        if depth > _DEEPEST:
            raise PartError("objects within objects without end")
        for item in element:
            kind = local(item)
            if (item.get("Visible") or "").lower() == "false":
                self._left_out(item, put, "invisible")
            elif kind in _CONTAINERS:
                self.draw(item, put, item if kind == "Layer" else layer, depth + 1)
            elif kind in _DRAWN:
                self.budget.take(objects=1)
                inner = moved(put, item.get("Boundary"))
                _DRAWN[kind](self, item, inner.before(matrix(item.get("CTM"))), put, layer, depth)

    def _left_out(self, element: Any, put: Matrix, kind: str) -> None:
        """List the text of an element that nobody sees."""
        for item in element.iter():
            if local(item) == "TextObject":
                inner = moved(put, item.get("Boundary"))
                self._omit(glyphs(item, inner.before(matrix(item.get("CTM")))), kind)

    def _omit(self, found: Sequence[Glyph], kind: str) -> None:
        text = "".join(glyph.text for glyph in found).strip()
        if text:
            self.budget.take(objects=1)
            x0, top, x1, bottom = around(
                [p for g in found for p in ((g.x0, g.top), (g.x1, g.bottom))]
            )
            self.page.objects.append(
                PageObject(kind, "left_out", x0, x1, top, bottom, text[:_QUOTED])
            )

    def _text(self, item: Any, inner: Matrix, put: Matrix, layer: Any, depth: int) -> None:
        found = glyphs(item, inner)
        self.budget.take(characters=len(found))
        if not found:
            return
        kind = self._hidden(item, layer, found[0]) or ("invisible" if _empty(item) else "")
        if kind:
            self._omit(found, kind)
            return
        clips = _clips(item, inner, put)
        gone: list[Glyph] = []
        shown: list[Glyph] = []
        for glyph in found:
            x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
            within = all(any(_within(area, x, y) for area in clip) for clip in clips)
            seen = within and _within(self.visible, x, y)
            (shown if seen else gone).append(glyph)
        self._omit(gone, "invisible")
        size = number(item.get("Size")) * math.hypot(inner.c, inner.d)
        self.texts.append((shown, size, self.shared.pale(item, layer)))

    def finish(self) -> None:
        """Put the text on the page; pale text much larger than the rest is a watermark."""
        sizes = [size for found, size, _ in self.texts for _ in found]
        usual = median(sizes) if sizes else 0.0
        for found, size, pale in self.texts:
            if pale and size > _BIG * usual:
                self._omit(found, "watermark")
            else:
                self.page.glyphs.extend(found)

    def _hidden(self, item: Any, layer: Any, first: Glyph) -> str:
        """Return why the text of an object is not read, or nothing."""
        filled = (item.get("Fill") or "true").lower() != "false"
        stroked = (item.get("Stroke") or "false").lower() == "true"
        inks = [
            self.shared.color(item, layer, name)
            for name, used in (("FillColor", filled), ("StrokeColor", stroked))
            if used
        ]
        high = first.bottom - first.top
        if not _SMALLEST <= high <= self.visible[3] - self.visible[1]:
            return "invisible"
        if unseen(item) or all(unseen(ink) for ink in inks):
            return "invisible"
        x, y = (first.x0 + first.x1) / 2, (first.top + first.bottom) / 2
        if all(self.shared.white(ink) for ink in inks) and not any(
            _within(area, x, y) for area in self.painted
        ):
            return "invisible"
        return ""

    def _path(self, item: Any, inner: Matrix, put: Matrix, layer: Any, depth: int) -> None:
        data = child(item, "AbbreviatedData")
        if data is None or alpha(item) < 1:
            return
        runs = outlines("".join(data.itertext()), inner)
        self.budget.take(objects=sum(len(run.points) for run in runs))
        line = self.shared.color(item, layer, "StrokeColor")
        fill = self.shared.color(item, layer, "FillColor")
        stroked = (item.get("Stroke") or "true").lower() != "false"
        filled = (item.get("Fill") or "false").lower() == "true"
        stroked = stroked and not (unseen(line) or self.shared.white(line))
        filled = filled and not (unseen(fill) or self.shared.white(fill))
        self.page.rulings.extend(drawn(runs, stroked, filled))
        if filled:
            self.painted.extend(around(run.points) for run in runs if len(run.points) > 2)

    def _picture(self, item: Any, inner: Matrix, put: Matrix, layer: Any, depth: int) -> None:
        own = box(item.get("Boundary"))
        if item.get("CTM"):
            area = corners((0.0, 0.0, 1.0, 1.0), inner)
        elif own is not None:
            area = corners(own, put)
        else:
            return
        if alpha(item) < 1:
            return
        self.painted.append(area)
        self.pictures.append((area, self.shared.pictures.get(item.get("ResourceID") or "", "")))
        x0, top, x1, bottom = area
        self.page.objects.append(PageObject("picture", "not_read", x0, x1, top, bottom))

    def _composite(self, item: Any, inner: Matrix, put: Matrix, layer: Any, depth: int) -> None:
        unit = self.shared.composites.get(item.get("ResourceID") or "")
        if unit is None:
            x0, top, x1, bottom = corners(box(item.get("Boundary")) or (0.0, 0.0, 0.0, 0.0), put)
            self.page.objects.append(PageObject("drawing", "not_read", x0, x1, top, bottom))
        elif alpha(item) < 1:
            self._left_out(unit, inner, "invisible")
        else:
            self.draw(unit, inner, layer, depth + 1)


_DRAWN = {
    "TextObject": Canvas._text,
    "PathObject": Canvas._path,
    "ImageObject": Canvas._picture,
    "CompositeObject": Canvas._composite,
}


def _within(area: Box, x: float, y: float) -> bool:
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]


def _empty(item: Any) -> bool:
    """True when an object has a boundary without any extent, to which it is clipped."""
    own = box(item.get("Boundary"))
    return own is not None and own[2] - own[0] <= 0 and own[3] - own[1] <= 0


def _clips(item: Any, inner: Matrix, put: Matrix) -> list[list[Box]]:
    """Return for each clip of an object the boxes in which it may be seen.

    Programs disagree on the space in which a clip is written: of the object, of its boundary, or
    of the page. What is seen in any of them counts as seen; a clip without extent shows nothing.
    """
    spaces = (inner, moved(put, item.get("Boundary")), put)
    found: list[list[Box]] = []
    for clips in children(item, "Clips"):
        for clip in children(clips, "Clip"):
            areas: list[Box] = []
            paths = 0
            for area in children(clip, "Area"):
                outer = matrix(area.get("CTM"))
                for path in children(area, "Path"):
                    data = child(path, "AbbreviatedData")
                    place = moved(outer, path.get("Boundary")).before(matrix(path.get("CTM")))
                    paths += 1
                    for space in spaces:
                        runs = outlines(
                            "".join(data.itertext()) if data is not None else "",
                            space.before(place),
                        )
                        points = [point for run in runs for point in run.points]
                        if points:
                            areas.append(around(points))
            if paths == sum(1 for area in children(clip, "Area") for _ in area):
                found.append([a for a in areas if min(a[2] - a[0], a[3] - a[1]) > _NOTHING])
    return found


def in_points() -> Matrix:
    """Return the map from the millimetres of a page to points."""
    return Matrix(POINTS, 0.0, 0.0, POINTS)
