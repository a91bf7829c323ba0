"""The page shown for an address that does not exist."""

from __future__ import annotations

from dataclasses import dataclass

from finalaccounts.render.shell import Page
from finalaccounts.render.words import Words


@dataclass(frozen=True, slots=True)
class MissingPage:
    """Context of ``missing.html``: nothing but the words."""


def missing(words: Words) -> Page:
    """Return ``404.html``; a server may show it at any depth (see Page.absolute)."""
    return Page("404.html", "missing.html", words.missing.title, MissingPage(), absolute=True)
