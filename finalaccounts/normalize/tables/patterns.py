"""The patterns of ``tables.toml``, compiled once."""

from __future__ import annotations

import re
from functools import cache

from finalaccounts.reference import tables as reference


@cache
def compiled(text: str) -> re.Pattern[str]:
    """Return a regular expression, compiled."""
    return re.compile(text)


def pattern(name: str) -> re.Pattern[str]:
    """Return a pattern of tables.toml by its name."""
    return compiled(getattr(reference.shared().text, name))
