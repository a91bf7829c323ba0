"""How many elements of an HTML page are open at once, told before the page is parsed.

A parser looks through all open elements at every tag, so that a page of 100,000 open ones keeps it
busy for minutes. One pass over the tags is enough to refuse such a page.
"""

from __future__ import annotations

import re
from collections import Counter

from finalaccounts import limits

# Elements that need no end tag, or have none: the parser closes them by itself.
_CLOSED = frozenset(
    (
        *("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "caption", "col"),
        *("colgroup", "option", "optgroup", "rt", "rp", "html", "head", "body", "area", "base"),
        *("br", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param"),
    )
)
# What holds no elements, whatever it looks like, up to its own end tag.
_RAW = {
    name: re.compile(f"</{name}", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "xmp")
}
_TAG = re.compile(r"<(?:(!--)|(/?)([a-zA-Z][^\s/>]{0,40}))")


# Elements that a page opens and forgets to close, for each that is really within another: before
# it is parsed, a page is refused only beyond any doubt.
_UNCLOSED = 20


def refuse_deep(text: str, name: str) -> None:
    """Raise LimitError for a page that a parser should not be given."""
    if deepest(text) > limits.current().nesting * _UNCLOSED:
        raise limits.reached("nesting", name)


def deepest(text: str) -> int:
    """Return how many elements are open at once at most.

    Those that close themselves are left out. An end tag closes the element of its name only, so
    elements that a page forgets to close stay open: the count is an upper bound for most pages.
    """
    opened: Counter[str] = Counter()
    depth = most = at = 0
    while found := _TAG.search(text, at):
        at = found.end()
        name = (found[3] or "").lower()
        if found[1]:
            end = text.find("-->", at)
            at = end + 3 if end >= 0 else len(text)
        elif found[2]:
            if opened[name]:
                opened[name] -= 1
                depth -= 1
        elif name in _RAW:
            behind = _RAW[name].search(text, at)
            at = behind.end() if behind else len(text)
        elif name not in _CLOSED:
            opened[name] += 1
            depth += 1
            most = max(most, depth)
    return most
