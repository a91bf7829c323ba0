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
    *("vertical-align", "width", "height", "overflow"),
)
_STRUCK = frozenset(("s", "strike", "del"))
_FAR = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|pt|em|%)?")
_ZERO = re.compile(r"0+(?:\.0+)?(?:px|pt|em|rem|%)?")
_RGB = re.compile(r"rgba?\(([^)]*)\)")
# Nearly white; nearly transparent.
_WHITE, _CLEAR = 250, 0.4
_NAMED = {"white": (255, 255, 255), "snow": (255, 250, 250), "black": (0, 0, 0)}

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


def _colour(text: str) -> tuple[float, ...] | None:
    """Return red, green, blue and, where given, alpha of a colour; None for one not known."""
    text = text.replace("!important", "").strip()
    if text == "transparent":
        return (0, 0, 0, 0)
    if text in _NAMED:
        return _NAMED[text]
    if match := re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", text):
        digits = match.group(1)
        pairs = [c * 2 for c in digits] if len(digits) == 3 else re.findall("..", digits)
        return tuple(float(int(pair, 16)) for pair in pairs)
    if match := _RGB.fullmatch(text):
        parts = re.split(r"[\s,/]+", match.group(1).strip())
        try:
            return tuple(float(part.rstrip("%")) for part in parts)
        except ValueError:
            return None
    return None


def _white(text: str) -> bool:
    colour = _colour(text)
    return colour is not None and (
        min(colour[:3]) >= _WHITE or (len(colour) == 4 and colour[3] == 0)
    )


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks at a place of the page: what its ancestors and itself say."""

    gone: str = ""
    unseen: bool = False
    struck: bool = False
    raised: bool = False
    ground: bool = False
    pale: bool = False

    @property
    def why(self) -> str:
        """Return why text here is not read, empty where it is."""
        if self.gone:
            return self.gone
        if self.unseen or (self.pale and not self.ground):
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
            look = replace(look, pale=_white(own["color"]))
        ground = own.get("background-color") or own.get("background") or ""
        if own.get("background-image", "none") != "none" or "url(" in ground:
            look = replace(look, ground=True)
        elif ground:
            plain = ground.split()[0] if not ground.startswith("rgb") else ground
            look = replace(look, ground=not _white(plain) and plain not in ("none", "inherit"))
        return look


def _away(own: Declarations) -> bool:
    """True for what is moved off the page or cut down to nothing."""
    if own.get("position") in ("absolute", "fixed") and (
        _FAR.fullmatch(own.get("left", "")) or _FAR.fullmatch(own.get("top", ""))
    ):
        return True
    if _FAR.fullmatch(own.get("text-indent", "")):
        return True
    none = _ZERO.fullmatch(own.get("width", "")) or _ZERO.fullmatch(own.get("height", ""))
    return bool(none) and own.get("overflow") == "hidden"
