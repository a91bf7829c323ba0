"""Do all links of a built site lead somewhere? Every internal link and anchor is followed: those
of pages, of their Markdown twins, and of feeds.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import quote, unquote

from selectolax.lexbor import LexborHTMLParser

from finalaccounts.site import manifest

_LINKING = ("href", "src", "action", "formaction", "poster", "data")
_LINKED = ",".join(f"[{name}]" for name in _LINKING)
_MARKDOWN = re.compile(r"(?<!\\)\]\(([^()\s]+)\)")
_PARSED = {".html", ".xml", ".md"}
# Browsers drop these from an address before they look for its scheme.
_IGNORED = re.compile(r"[\t\n\r]|^[\x00-\x20]+")
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):", re.I)
_ELSEWHERE = {"http", "https", "mailto"}
_NOTHING = "data:,"  # the icon that no request is made for
_INLINE = "script:not([src])"
_DATA = {"application/json", "application/ld+json"}
ANYWHERE = "404.html"  # may be shown at any depth, so its links are absolute


class LinkError(ValueError):
    """A link of the built site leads nowhere: the message names the page, the link and what is
    missing."""


class Before(NamedTuple):
    """The site that is published, whose links were found whole: with it only changes are checked."""

    out: Path
    hashes: Mapping[str, str]  # of its files, by address
    now: Mapping[str, str]  # of the files of the site to be checked


class _Page(NamedTuple):
    links: set[str]
    anchors: set[str]
    script: bool


def check(out: Path, before: Before | None = None, most: int = 20) -> None:
    """Raise LinkError naming the first ``most`` broken links of the site below ``out``."""
    found = list(broken(out, before))
    if found:
        more = f"\n… and {len(found) - most} more" if len(found) > most else ""
        raise LinkError("broken links:\n" + "\n".join(found[:most]) + more)


def broken(out: Path, before: Before | None = None) -> Iterator[str]:
    """Yield ``page: link: what is wrong`` for every internal link that leads nowhere.

    An absolute link is wrong too (the site must work under a sub-path and from disk), save on the
    page for addresses that do not exist; so is a scheme other than http, https and mailto, and a
    script within a page. Files that no build made are not looked at, but may be linked to.
    With ``before`` only pages are read that changed, or that may link to what is gone.
    """
    if before is not None and before.hashes:
        files = {name: out / name for name in sorted(before.now)}
        read = _touched(out, before)
    else:
        files = {p.relative_to(out).as_posix(): p for p in sorted(out.rglob("*")) if p.is_file()}
        listed = manifest.read(out)
        ours = (listed.outputs if listed else {}) or files
        read = [name for name, p in files.items() if p.suffix in _PARSED and name in ours]
    wanted: dict[str, dict[str, str]] = {}  # target -> fragment -> a page that links to it
    anchors: dict[str, set[str]] = {}
    for name in read:
        page = _page(files[name])
        if files[name].suffix != ".md":
            anchors[name] = page.anchors
        if page.script:
            yield f"{name}: a script within the page"
        for link in sorted(page.links):
            target, fragment, wrong = _follow(name, link, files)
            if wrong:
                yield f"{name}: {link}: {wrong}"
            elif fragment and target.endswith((".html", ".md")):
                wanted.setdefault(target, {}).setdefault(fragment, f"{name}: {link}")
    for target, fragments in wanted.items():
        if before is not None and target not in anchors and target.endswith(".html"):
            anchors[target] = _page(files[target]).anchors
        for fragment, where in fragments.items():
            if target in anchors and not _there(fragment, anchors[target]):
                yield f"{where}: no such anchor"


def _touched(out: Path, before: Before) -> list[str]:
    """Return the pages that changed, and those whose text names an anchor or file that is gone."""
    parsed = [name for name in sorted(before.now) if PurePosixPath(name).suffix in _PARSED]
    changed = [name for name in parsed if before.hashes.get(name) != before.now[name]]
    gone = before.hashes.keys() - before.now.keys()
    if any(PurePosixPath(name).name == "index.html" for name in gone):
        return parsed  # half the links of a site end in this name
    lost = {PurePosixPath(name).name for name in gone}
    for name in changed:
        if name in before.hashes and name.endswith(".html"):
            lost |= _page(before.out / name).anchors - _page(out / name).anchors
    if not lost:
        return changed
    names = [
        re.escape(text) for one in lost for text in {one, quote(one, safe="~.:-_"), escape(one)}
    ]
    told = re.compile("|".join(sorted(names)).encode())
    same = (name for name in parsed if before.hashes.get(name) == before.now[name])
    return changed + [name for name in same if told.search((out / name).read_bytes())]


def _page(path: Path) -> _Page:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return _Page({unescape(link) for link in _MARKDOWN.findall(text)}, set(), False)
    tree = LexborHTMLParser(text)
    return _Page(
        _links(tree),
        {node.attributes["id"] or "" for node in tree.css("[id]")},
        any(node.attributes.get("type") not in _DATA for node in tree.css(_INLINE)),
    )


def _links(tree: LexborHTMLParser) -> set[str]:
    """Return the addresses in the attributes of the elements of a page, never those in its text."""
    found: set[str] = set()
    for node in tree.css(_LINKED):
        found.update(link for name in _LINKING if (link := node.attributes.get(name)))
    return found - {"#"}


def _there(fragment: str, anchors: set[str]) -> bool:
    return not fragment or fragment in anchors or unquote(fragment) in anchors


def _follow(name: str, link: str, files: dict[str, Path]) -> tuple[str, str, str]:
    """Return (target, fragment, what is wrong) of a link; a link to elsewhere has no target."""
    link = _IGNORED.sub("", link)
    if not link or link == _NOTHING or link.startswith("//"):
        return "", "", ""
    if scheme := _SCHEME.match(link):
        allowed = scheme[1].lower() in _ELSEWHERE
        return "", "", "" if allowed else f"a link may not begin with {scheme[1]}:"
    path, _, fragment = link.partition("#")
    path = unquote(path.partition("?")[0])
    if path.startswith("/"):
        return "", "", "" if name == ANYWHERE else "an absolute address"
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
    return target, fragment, "" if target in files else "no such file"
