"""The page shown for an address that does not exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from finalaccounts.render.shell import File, Page
from finalaccounts.render.words import Words


@dataclass(frozen=True, slots=True)
class MissingPage:
    """Context of ``missing.html``."""

    css: Markup = field(metadata={"doc": "The stylesheets: the page carries them itself."})


def missing(words: Words, sheets: Sequence[File]) -> Page:
    """Return ``404.html``; a server may show it at any depth (see Page.absolute).

    Without the public address of the site nobody knows where its root is, so the page asks for no
    other file to look like the others.
    """
    css = Markup("".join(sheet.data.decode() for sheet in sheets))  # noqa: S704  our own file
    return Page("404.html", "missing.html", words.missing.title, MissingPage(css), absolute=True)
