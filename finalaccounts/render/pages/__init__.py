"""The pages beside the department-year pages: one module per kind of page.

Each has a function ``pages(entries, words)`` that yields its pages; ``coverage`` also takes what
could not be read.
"""

from finalaccounts.render.pages import (
    codes,
    compare,
    completeness,
    coverage,
    findings,
    home,
    hubs,
    regions,
    rules,
)

MODULES = (home, regions, hubs, findings, codes, compare, completeness, rules)

__all__ = ["MODULES", "coverage"]
