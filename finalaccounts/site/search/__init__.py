"""Search: the index of everything that can be found in the reports, and its pages.

``build`` makes the files of the index, ``extend`` those that one report more needs; the contexts
of the search page and of the complete lists are in ``page``.
"""

from finalaccounts.site.search.build import Found, build, extend, found

__all__ = ["Found", "build", "extend", "found"]
