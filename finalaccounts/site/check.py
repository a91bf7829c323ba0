"""Do all links of a built site lead somewhere? Every internal link and anchor is followed: those
of pages, of their Markdown twins, and of feeds.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

_VALUE = r"""=(?:"([^"]*)"|([^"\s>]+))"""  # pages leave out the quotes that HTML does not need
_LINK = re.compile(r"<[a-z][^>]*?\s(?:href|src|action)" + _VALUE, re.I)
_ANCHOR = re.compile(r"\sid" + _VALUE)
_MARKDOWN = re.compile(r"(?<!\\)\]\(([^()\s]+)\)")
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.I)
_LINKS = {".html": _LINK, ".xml": _LINK, ".md": _MARKDOWN}
ANYWHERE = "404.html"  # may be shown at any depth, so its links are absolute


class LinkError(ValueError):
    """A link of the built site leads nowhere: the message names the page, the link and what is
    missing."""


def check(out: Path, most: int = 20) -> None:
    """Raise LinkError naming the first ``most`` broken links of the site below ``out``."""
    found = list(broken(out))
    if found:
        more = f"\n… and {len(found) - most} more" if len(found) > most else ""
        raise LinkError("broken links:\n" + "\n".join(found[:most]) + more)


def broken(out: Path) -> Iterator[str]:
    """Yield ``page: link: what is wrong`` for every internal link that leads nowhere.

    An absolute link is wrong too (the site must work under a sub-path and from disk), save on the
    page for addresses that do not exist.
    """
    files = {p.relative_to(out).as_posix(): p for p in sorted(out.rglob("*")) if p.is_file()}
    wanted: dict[str, dict[str, str]] = {}  # target -> fragment -> a page that links to it
    for name, path in files.items():
        pattern = _LINKS.get(path.suffix)
        if pattern is None:
            continue
        text = path.read_text(encoding="utf-8")
        links = {unescape("".join(link)) for link in pattern.findall(text)}
        own = {link for link in links if link.startswith("#")}
        if own - {"#"}:
            anchors = _anchors(text)
            for link in sorted(own):
                if not _there(link[1:], anchors):
                    yield f"{name}: {link}: no such anchor"
        for link in sorted(links - own):
            target, fragment, wrong = _follow(name, link, files)
            if wrong:
                yield f"{name}: {link}: {wrong}"
            elif fragment and target.endswith(".html"):
                wanted.setdefault(target, {}).setdefault(fragment, f"{name}: {link}")
    for target, fragments in wanted.items():
        anchors = _anchors(files[target].read_text(encoding="utf-8"))
        for fragment, where in fragments.items():
            if not _there(fragment, anchors):
                yield f"{where}: no such anchor"


def _anchors(text: str) -> set[str]:
    return {unescape("".join(anchor)) for anchor in _ANCHOR.findall(text)}


def _there(fragment: str, anchors: set[str]) -> bool:
    return not fragment or fragment in anchors or unquote(fragment) in anchors


def _follow(name: str, link: str, files: dict[str, Path]) -> tuple[str, str, str]:
    """Return (target, fragment, what is wrong) of a link; a link to elsewhere has no target."""
    if not link or _ELSEWHERE.match(link):
        return "", "", ""
    path, _, fragment = link.partition("#")
    path = unquote(path.partition("?")[0])
    if path.startswith("/"):
        return "", "", "" if name == ANYWHERE else "an absolute address"
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
    return target, fragment, "" if target in files else "no such file"
