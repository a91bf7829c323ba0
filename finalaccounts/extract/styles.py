"""What of an HTML page is not seen: its own style sheets, style attributes and tags.

Only what decides whether text is seen, struck out or raised is kept of CSS. Selectors are matched
by the parser's own engine; weight and order decide between rules as in a browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from selectolax.lexbor import SelectolaxError

from finalaccounts.extract.colours import WHITE, Colour, named, parsed, unseen

# Rules beyond which a style sheet is not a page's but an attack.
_RULES = 3000
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_WANTED = (
    *(
        "display",
        "visibility",
        "font-size",
        "color",
        "background",
        "background-color",
        "background-image",
        "opacity",
    ),
    *("text-decoration", "text-decoration-line", "text-indent", "position", "left", "top", "clip"),
    *("vertical-align", "width", "height", "overflow", "max-width", "max-height"),
    *("clip-path", "transform"),
)
_STRUCK = frozenset(("s", "strike", "del"))
_FAR = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|pt|em|%)?")
_ZERO = re.compile(r"0+(?:\.0+)?(?:px|pt|em|rem|%)?")
_PIXELS = re.compile(r"(\d*\.?\d+)px")
# Clipped or scaled down to nothing.
_NOTHING = re.compile(
    r"rect\(\s*(?:[01](?:px)?[\s,]+){3}[01](?:px)?\s*\)|inset\((?:[5-9]\d|100)%|circle\(0"
    r"|scale[xy]?\(0(?:\.0+)?[,)\s]"
)
_RGB = re.compile(r"rgba?\(([^)]*)\)")
# Nearly transparent; pixels in which nothing can be seen.
_CLEAR, _DOT = 0.4, 1.0

Declarations = dict[str, str]


def declarations(text: str) -> Declarations:
    """Return the declarations of a rule or a style attribute that are of use here."""
    found: Declarations = {}
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        name = name.strip().lower()
        if colon and name in _WANTED:
            value = value.strip().lower()
            if not found.get(name, "").endswith("!important") or value.endswith("!important"):
                found[name] = value
    return found


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield selector and body of the rules of a sheet that hold on a screen."""
    sheet = _COMMENT.sub(" ", sheet)
    at = 0
    while (opened := sheet.find("{", at)) >= 0:
        head = sheet[at:opened].split(";")[-1].strip()
        depth, end = 1, opened + 1
        while end < len(sheet) and depth:
            depth += {"{": 1, "}": -1}.get(sheet[end], 0)
            end += 1
        body = sheet[opened + 1 : end - 1]
        if not head.startswith("@"):
            yield head, body
        elif re.match(r"@media(?!.*(?<!not )print)", head):
            yield from _rules(body)
        at = end


def _weight(selector: str) -> tuple[int, int, int]:
    return (
        selector.count("#"),
        len(re.findall(r"[.\[]|(?<!:):(?!:)", selector)),
        len(re.findall(r"(?:^|[\s>+~])[a-z]", selector)),
    )


def _colour(text: str) -> Colour | None:
    """Return red, green, blue of a colour; None for one not known."""
    text = text.replace("!important", "").strip()
    if match := _RGB.fullmatch(text):
        parts = re.split(r"[\s,/]+", match.group(1).strip())
        try:
            red, green, blue = (round(float(part.rstrip("%"))) for part in parts[:3])
        except ValueError:
            return None
        return red, green, blue
    if match := re.fullmatch(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", text):
        digits = match.group(1)
        full = "".join(c * 2 for c in digits) if len(digits) < 6 else digits
        return parsed(full[:6])
    return named(text)


def _clear(text: str) -> bool:
    """True for a colour through which all can be seen."""
    match = _RGB.fullmatch(text)
    parts = re.split(r"[\s,/]+", match.group(1).strip()) if match else []
    return text == "transparent" or (len(parts) == 4 and bool(_ZERO.fullmatch(parts[3])))


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks at a place of the page: what its ancestors and itself say."""

    gone: str = ""
    unseen: bool = False
    struck: bool = False
    raised: bool = False
    # Colours of the text and behind it; None where not known. Text may be clear altogether.
    ink: Colour | None = None
    ground: Colour | None = WHITE
    clear: bool = False

    @property
    def why(self) -> str:
        """Return why text here is not read, empty where it is."""
        if self.gone:
            return self.gone
        if self.unseen or self.clear or unseen(self.ink, self.ground):
            return "hidden"
        return "struck" if self.struck else ""


@dataclass(slots=True)
class Styles:
    """The style sheets of one page."""

    by_node: dict[int, list[tuple[tuple[int, int, int], int, Declarations]]] = field(
        default_factory=dict
    )

    @classmethod
    def of(cls, tree: Any) -> Styles:
        """Return the styles that the sheets of a page give its nodes."""
        made = cls()
        number = 0
        for node in tree.css("style"):
            for head, body in _rules(node.text(deep=True) or ""):
                own = declarations(body)
                for selector in head.split(",") if own else ():
                    number += 1
                    if number > _RULES:
                        return made
                    made._match(tree, selector.strip(), number, own)
        return made

    def _match(self, tree: Any, selector: str, number: int, own: Declarations) -> None:
        if not selector or "::" in selector or re.search(r":(?:hover|before|after)", selector):
            return
        try:
            nodes = tree.css(selector)
        except (ValueError, SelectolaxError):
            return
        for node in nodes:
            self.by_node.setdefault(node.mem_id, []).append((_weight(selector), number, own))

    def declared(self, node: Any) -> Declarations:
        """Return what holds for a node by itself, the style attribute last."""
        given = {
            "color": node.attributes.get("color"),
            "background": node.attributes.get("bgcolor"),
        }
        found: Declarations = {name: value.lower() for name, value in given.items() if value}
        rules = sorted(self.by_node.get(node.mem_id, ()), key=lambda rule: rule[:2])
        inline = declarations(node.attributes.get("style") or "")
        for own in (*(own for _, _, own in rules), inline):
            for name, value in own.items():
                held = found.get(name, "")
                if not held.endswith("!important") or value.endswith("!important"):
                    found[name] = value
        return {name: value.replace("!important", "").strip() for name, value in found.items()}

    def look(self, node: Any, above: Look) -> Look:
        """Return how text inside ``node`` looks, below an ancestor that looks like ``above``."""
        own = self.declared(node)
        tag = node.tag
        look = replace(
            above,
            struck=above.struck or tag in _STRUCK,
            raised=above.raised or tag == "sup",
        )
        if "hidden" in node.attributes or own.get("display") == "none" or _away(own):
            return replace(look, gone="hidden")
        if not own:
            return look
        if "line-through" in own.get("text-decoration", "") + own.get("text-decoration-line", ""):
            look = replace(look, struck=True)
        if own.get("vertical-align") in ("super", "text-top"):
            look = replace(look, raised=True)
        if own.get("visibility") in ("hidden", "collapse", "visible"):
            look = replace(look, unseen=own["visibility"] != "visible")
        if _ZERO.fullmatch(own.get("font-size", "")):
            look = replace(look, gone="hidden")
        try:
            clear = float(own.get("opacity", "1").rstrip("%")) < _CLEAR
        except ValueError:
            clear = False
        if clear:
            look = replace(
                look, gone="watermark" if own.get("opacity") not in ("0", "0%") else "hidden"
            )
        if "color" in own:
            look = replace(look, ink=_colour(own["color"]), clear=_clear(own["color"]))
        ground = own.get("background-color") or own.get("background") or ""
        if own.get("background-image", "none") != "none" or "(" in ground.replace("rgb", "", 1)[4:]:
            look = replace(look, ground=None)
        elif ground:
            plain = ground if ground.startswith("rgb") else ground.split()[0]
            if plain not in ("none", "inherit", "initial", "unset") and not _clear(plain):
                look = replace(look, ground=_colour(plain))
        return look


def _small(size: str) -> bool:
    found = _PIXELS.fullmatch(size)
    return bool(_ZERO.fullmatch(size)) or (found is not None and float(found.group(1)) <= _DOT)


def _away(own: Declarations) -> bool:
    """True for what is moved off the page or cut down to nothing."""
    if own.get("position") in ("absolute", "fixed") and (
        _FAR.fullmatch(own.get("left", "")) or _FAR.fullmatch(own.get("top", ""))
    ):
        return True
    if _FAR.fullmatch(own.get("text-indent", "")) or _NOTHING.search(own.get("transform", "")):
        return True
    clip = own.get("clip-path", "") + (own.get("clip", "") if "position" in own else "")
    if _NOTHING.search(clip):
        return True
    sizes = (own.get(name, "") for name in ("width", "height", "max-width", "max-height"))
    return own.get("overflow") == "hidden" and any(map(_small, sizes))
