"""Addresses of pages, and relative links between them.

Every link ends in ``index.html`` so that the site works at a root, under a sub-path and opened
from disk; addresses here are from the root of the site, without a leading slash.
"""

from __future__ import annotations

import posixpath
from urllib.parse import quote

from finalaccounts.model import Meta


def relative(here: str, there: str) -> str:
    """Return the link from page ``here`` to ``there`` (both from the root; a fragment stays)."""
    path, mark, fragment = there.partition("#")
    if path == here or not path:
        return f"#{fragment}" if mark else posixpath.basename(here)
    return posixpath.relpath(path, posixpath.dirname(here) or ".") + mark + fragment


def page(folder: str) -> str:
    """Return the page of a folder address (``d/1/x/`` or empty for the home page)."""
    return f"{folder.strip('/')}/index.html".lstrip("/")


def department(meta: Meta) -> str:
    """Return the folder of a department over all years."""
    return f"d/{meta.division}/{meta.slug}"


def report(meta: Meta) -> str:
    """Return the folder of a department-year."""
    return f"{department(meta)}/{meta.fiscal_year}"


def anchor(key: str) -> str:
    """Return a key as the fragment of an address (labels of the report percent-encoded)."""
    return quote(key, safe="~.:-_")
