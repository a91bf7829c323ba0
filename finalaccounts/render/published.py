"""What pages ask of the publishing stage: downloads, citations, feeds, descriptions.

The pages only know these questions; ``finalaccounts.site.data`` answers them from the files it
has written. Without a publication every answer is empty and the pages stand alone.
"""

from __future__ import annotations

from typing import Protocol

from finalaccounts.model import Report

Links = tuple[tuple[str, str], ...]


class Published(Protocol):
    """Answers for one build; addresses are from the root of the site."""

    def downloads(self, report: Report, language: str) -> tuple[tuple[str, str, str], ...]:
        """Return (address, name, size and rows) of the files of a department-year."""

    def citations(self, report: Report, language: str) -> Links:
        """Return (style, text) of its citations."""

    def table(self, report: Report, key: str, language: str) -> Links:
        """Return (style or program, text): citations of a table, lines of code that read it."""

    def version(self, report: Report, language: str) -> str:
        """Return which release of the data it shows, in words."""

    def jsonld(self, report: Report) -> str:
        """Return its schema.org description, safe inside a script element."""

    def cited(self, title: str, path: str, language: str) -> Links:
        """Return (style, text) of the citations of any page."""

    def alternates(self, path: str) -> Links:
        """Return (media type, address) of the feeds of a page."""


class Unpublished:
    """No publication: nothing to download, nothing to cite."""

    def downloads(self, report: Report, language: str) -> tuple[tuple[str, str, str], ...]:
        """Return nothing."""
        return ()

    def citations(self, report: Report, language: str) -> Links:
        """Return nothing."""
        return ()

    def table(self, report: Report, key: str, language: str) -> Links:
        """Return nothing."""
        return ()

    def version(self, report: Report, language: str) -> str:
        """Return nothing."""
        return ""

    def jsonld(self, report: Report) -> str:
        """Return nothing."""
        return ""

    def cited(self, title: str, path: str, language: str) -> Links:
        """Return nothing."""
        return ()

    def alternates(self, path: str) -> Links:
        """Return nothing."""
        return ()
