"""What the pages of an OFD document share: composites, pictures, drawing parameters, colours."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import Any

from finalaccounts.extract.ofd.numbers import numbers
from finalaccounts.extract.ofd.package import Package, Part, PartError, child, children, local, text

# A chain of drawing parameters that is longer is a circle.
_DEEPEST = 10
# Of 255: what is brighter in every part is white paper, what is less opaque is not seen.
_WHITE, _SEEN = 250, 8
# Less opaque, or darker by less, is pale.
_FAINT = 115


@dataclass(slots=True)
class Resources:
    """Resources by their ID; of two parts that use one ID the first counts."""

    composites: dict[str, Any] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)
    spaces: dict[str, str] = field(default_factory=dict)

    def add(self, package: Package, part: Part) -> None:
        """Take up the resources of a part."""
        base = posixpath.join(posixpath.dirname(part.name), part.root.get("BaseLoc", ""), "part")
        for element in part.root.iter():
            kind, key = local(element), element.get("ID", "")
            if kind == "CompositeGraphicUnit":
                self.composites.setdefault(key, element)
            elif kind == "MultiMedia":
                place = text(element, "MediaFile")
                found = package.find(place, base) or package.find(place, part.name)
                self.pictures.setdefault(key, found or place)
            elif kind == "DrawParam":
                self.parameters.setdefault(key, element)
            elif kind == "ColorSpace":
                self.spaces.setdefault(key, element.get("Type", "RGB"))

    def color(self, element: Any, layer: Any, name: str) -> Any | None:
        """Return the FillColor or StrokeColor of an object, or that of its drawing parameters."""
        if (own := child(element, name)) is not None:
            return own
        key = element.get("DrawParam") or (layer.get("DrawParam") if layer is not None else "")
        for _ in range(_DEEPEST):
            parameter = self.parameters.get(key or "")
            if parameter is None:
                return None
            if (found := child(parameter, name)) is not None:
                return found
            key = parameter.get("Relative")
        return None

    def pale(self, element: Any, layer: Any) -> bool:
        """True for a text that lets the paper through, or is nearly as light."""
        ink = self.color(element, layer, "FillColor")
        if alpha(element) < _FAINT or (ink is not None and alpha(ink) < _FAINT):
            return True
        words = (ink.get("Value") or "").replace(",", " ").split() if ink is not None else []
        values = [value for word in words if (value := _part(word)) is not None]
        if self._inked(ink, values):
            return bool(values) and max(values) < _FAINT
        return bool(values) and min(values) > 255 - _FAINT

    def _inked(self, color: Any, values: list[float]) -> bool:
        """True for a colour in parts of ink, of which none is white."""
        space = self.spaces.get(color.get("ColorSpace") or "", "") if color is not None else ""
        return space.upper() == "CMYK" or len(values) == 4

    def white(self, color: Any | None) -> bool:
        """True for the colour of paper; without a value a colour is black."""
        if color is None:
            return False
        values = [_part(word) for word in (color.get("Value") or "").replace(",", " ").split()]
        if not values or None in values:
            return False
        known = [value for value in values if value is not None]
        if self._inked(color, known):
            return max(known) <= 255 - _WHITE
        return min(known) >= _WHITE


def _part(word: str) -> float | None:
    """Return a part of a colour, 0 to 255, also where it is written ``#FF``."""
    try:
        return int(word[1:], 16) if word.startswith("#") else float(word)
    except ValueError:
        return None


def unseen(color: Any | None) -> bool:
    """True for a colour that is as good as transparent."""
    return color is not None and alpha(color) < _SEEN


def alpha(element: Any) -> float:
    """Return how opaque an object or colour is, 0 to 255."""
    values = numbers(element.get("Alpha"))
    return values[0] if values else 255.0


def resources(
    package: Package, document: Part, page: Part | None = None
) -> tuple[Resources, list[str]]:
    """Return the resources of a document, and of a page of it, and what of them is missing."""
    found, missing = Resources(), []
    common = child(document.root, "CommonData")
    references = [
        (part, "".join(element.itertext()).strip())
        for part, parent in ((page, page.root if page else None), (document, common))
        if part is not None and parent is not None
        for element in children(parent, "PageRes", "PublicRes", "DocumentRes")
    ]
    for part, reference in references:
        try:
            found.add(package, package.part(reference, part.name))
        except PartError as error:
            missing.append(str(error))
    return found, missing
