"""Do all links of a built site lead somewhere? Every internal link and anchor is followed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

_LINK = re.compile(r"""<[a-z][^>]*?\s(?:href|src|action)="([^"]*)\"""")
_ANCHOR = re.compile(r"""\sid="([^"]*)\"""")
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.I)


def broken(out: Path) -> Iterator[str]:
    """Yield ``page: link: what is wrong`` for every internal link that leads nowhere.

    An absolute link is wrong too (the site must work under a sub-path and from disk), save on the
    page for addresses that do not exist, which may be shown at any depth.
    """
    pages: dict[str, tuple[set[str], set[str]]] = {}
    files: set[str] = set()
    for path in sorted(out.rglob("*")):
        if path.is_file():
            name = path.relative_to(out).as_posix()
            files.add(name)
            if name.endswith(".html"):
                text = path.read_text(encoding="utf-8")
                anchors = {unescape(a) for a in _ANCHOR.findall(text)}
                pages[name] = ({unescape(x) for x in _LINK.findall(text)}, anchors)
    for name, (links, _) in pages.items():
        for link in sorted(links):
            if wrong := _wrong(name, link, files, pages):
                yield f"{name}: {link}: {wrong}"


def _wrong(
    name: str, link: str, files: set[str], pages: dict[str, tuple[set[str], set[str]]]
) -> str:
    if _ELSEWHERE.match(link):
        return ""
    path, _, fragment = link.partition("#")
    path = unquote(path.partition("?")[0])
    if path.startswith("/"):
        return "" if name == "404.html" else "an absolute address"
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
    if target not in files:
        return "no such file"
    if fragment and target in pages and not {fragment, unquote(fragment)} & pages[target][1]:
        return "no such anchor"
    return ""
