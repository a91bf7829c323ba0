"""What extraction raises."""

from __future__ import annotations


class ExtractError(ValueError):
    """A source whose text cannot be had: file, what was tried, what was found, what to do."""
