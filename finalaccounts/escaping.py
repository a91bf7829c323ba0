"""The two environments in which text becomes pages: HTML, and Markdown that becomes HTML.

In both, every value is escaped unless it is marked as safe (``Markup``); nothing has to be
remembered where a value is written. All templates and hand-written pages use one of them.
"""

from __future__ import annotations

import re
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup

# What begins an element, an entity, a link, code, a cell or an attribute list in Markdown.
_SIGNS = re.compile(r"[&<>\"'\\`*\[\]()!|{}]")


def _in_markdown(value: Any) -> Any:
    """Return a value as text of Markdown and HTML alike: its signs are written as entities."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return Markup(_SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", value))  # noqa: S704  escaped here


def html(loader: BaseLoader) -> Environment:
    """Return the environment of templates; Markdown twins (``.md``) escape by their own filter."""
    return Environment(
        loader=loader,
        autoescape=lambda name: not (name or "").endswith(".md"),  # noqa: S701
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )


def markdown() -> Environment:
    """Return the environment of hand-written pages; their Markdown itself is trusted."""
    return Environment(
        autoescape=True,
        finalize=_in_markdown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        comment_start_string="<!--#",  # the usual sign begins the id of a heading
        comment_end_string="#-->",
    )
