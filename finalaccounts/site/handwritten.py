"""The hand-written pages: Markdown of ``site_src/``, built by MkDocs, with the shell of the site.

MkDocs runs as a library into a folder that is thrown away; only its pages are kept. The Markdown
is a Jinja template first: what can be counted or listed (terms, columns, rules, who runs the
site) comes from data and is never typed.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.plugins import BasePlugin

from finalaccounts import escaping

_HEADING = re.compile(r"<h[23][^>]*>(.*?)</h[23]>|<table>", re.S)
_TAG = re.compile(r"<[^>]*>")
_FIRST = re.compile(r"(<tr>\s*)<td>(.*?)</td>", re.S)


class File(NamedTuple):
    """A file of the site: its address from the root, and its bytes."""

    path: str
    data: bytes


class HandwrittenError(ValueError):
    """A hand-written page cannot be built: the message names the page and what it lacks."""


# By path: the names a page's Markdown may use; by path, title and description: what base.html
# needs around it; by path and HTML: the page as published.
Facts = Callable[[str], dict[str, Any]]
Shell = Callable[[str, str, str], dict[str, Any]]
Finish = Callable[[str, str], str]


class _Dress(BasePlugin):  # type: ignore[misc]  # mkdocs has no types for strict checking
    """Fills the Markdown, dresses the tables, and puts the shell around each page."""

    def __init__(self, templates: Path, facts: Facts, shell: Shell) -> None:
        super().__init__()
        self.templates, self.facts, self.shell = templates, facts, shell
        self.pages: dict[str, str] = {}
        self.markdown = escaping.markdown()

    def on_page_markdown(self, markdown: str, page: Any, **_: Any) -> str:
        path = page.file.dest_uri
        for key in ("title", "description"):
            if not page.meta.get(key):
                raise HandwrittenError(f"{page.file.src_uri}: no {key!r} in its front matter")
        return self.markdown.from_string(markdown).render(**self.facts(path))

    def on_page_content(self, html: str, **_: Any) -> str:
        return tables(html)

    def on_env(self, env: Environment, **_: Any) -> Environment:
        env.loader = ChoiceLoader([FileSystemLoader(self.templates), env.loader])  # type: ignore[list-item]
        env.autoescape, env.trim_blocks, env.lstrip_blocks = True, True, True
        return env

    def on_page_context(self, context: dict[str, Any], page: Any, **_: Any) -> dict[str, Any]:
        meta = page.meta
        around = self.shell(page.file.dest_uri, meta["title"], meta["description"])
        return {**context, **around}

    def on_post_page(self, output: str, page: Any, **_: Any) -> str:
        self.pages[page.file.dest_uri] = output
        return output


def tables(html: str) -> str:
    """Return the page with its tables as the site shows them: named, scrollable, with scopes."""
    heading, count = "", 0

    def dress(match: re.Match[str]) -> str:
        nonlocal heading, count
        if match[1] is not None:
            heading = _TAG.sub("", match[1])
            return match[0]
        count += 1
        name = f"{heading} {count}".strip().replace('"', "&quot;")
        return (
            f'<div class="tw" tabindex="0" role="region" aria-label="{name}">'
            f'<table class="d wraps">'
        )

    html = _FIRST.sub(r'\1<th scope="row">\2</th>', _HEADING.sub(dress, html))
    return html.replace("</table>", "</table></div>").replace("<th>", '<th scope="col">')


def handwritten(config: Path, facts: Facts, shell: Shell, finish: Finish) -> Iterator[File]:
    """Yield the pages of the MkDocs project ``config`` (mkdocs.yml).

    ``facts`` and ``shell`` give what a page's Markdown and its shell may use; ``finish`` gets a
    path and its finished HTML and returns what is published. Raises HandwrittenError for a page
    without title or description; the same inputs give the same bytes.
    """
    with tempfile.TemporaryDirectory() as folder:
        settings = load_config(str(config), site_dir=folder)
        dress = _Dress(config.parent / "templates", facts, shell)
        settings.plugins["dress"] = dress
        build(settings)
    for path, html in sorted(dress.pages.items()):
        smaller = re.sub(r"\n\s*", "\n", html)
        yield File(path, finish(path, smaller).strip().encode() + b"\n")
