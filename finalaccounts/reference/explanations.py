"""Reference data of the department's own words: reasons, problems, measures (explanations.toml)."""

from __future__ import annotations

from functools import cache
from re import Pattern

from finalaccounts.reference import Strict, load_toml

Regex = Pattern[str]


class Marker(Strict):
    """Words after which an explanation begins."""

    kind: str
    pattern: Regex
    stop: str
    after_change: bool = False


class HeadingMarker(Strict):
    """A heading whose text is an explanation."""

    kind: str
    pattern: Regex


class Empty(Strict):
    """Sentences that say there is nothing to show."""

    pattern: Regex
    not_: Regex
    strip: Regex


class Explanations(Strict):
    """``explanations.toml``."""

    markers: tuple[Marker, ...]
    headings: tuple[HeadingMarker, ...]
    empty: Empty
    sentence_stop: Regex
    nothing: Regex


@cache
def explanations() -> Explanations:
    """Return the words that open an explanation."""
    data: Explanations = load_toml("explanations.toml", Explanations)
    return data
