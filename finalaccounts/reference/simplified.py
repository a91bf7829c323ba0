"""Traditional characters and what simplified texts write for them (``simplified.csv``).

The list is OpenCC's table TSCharacters.txt (Apache License 2.0), the first form of each, without
characters that GB 2312 holds: those are simplified Chinese themselves. Characters of two UTF-16
units are left out, because the page folds unit by unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from finalaccounts.reference import Strict, load_csv


class Simplified(Strict):
    """One row of ``simplified.csv``."""

    traditional: str
    simplified: str


@cache
def simplified() -> Mapping[str, str]:
    """Return the simplified character of each traditional one."""
    return {r.traditional: r.simplified for r in load_csv("simplified.csv", Simplified)}
