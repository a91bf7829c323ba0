"""Addresses of pages, and relative links between them.

Every link ends in ``index.html`` so that the site works at a root, under a sub-path and opened
from disk; addresses here are from the root of the site, without a leading slash.
"""

from __future__ import annotations

import posixpath
import re
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


# What a browser shows as text or hands to another program.
_PASSIVE = re.compile(
    r".+\.(?:txt|pdf|ofd|png|jpg|gif|tif|bmp|docx|xlsx|xls|doc|rtf|odt|ods)", re.S
)
_STORED = re.compile(r"source(?:-\d+)?\.[a-z]+")


def received(meta: Meta, file: str) -> str:
    """Return the address of a file as it was received, fit to be written in a link.

    A file that could run as a page of this site (a web page, above all) is published with an
    ending after its own; one with a name that a page or a download may have, in a folder apart.
    """
    folder = report(meta) if _STORED.fullmatch(file) else f"{report(meta)}/received"
    return f"{folder}/{anchor(file)}{'' if _PASSIVE.fullmatch(file) else '.txt'}"


def anchor(key: str) -> str:
    """Return a key as the fragment of an address (labels of the report percent-encoded)."""
    return quote(key, safe="~.:-_")
