"""The Content-Security-Policy of every page, made from what the finished page holds.

A page loads its stylesheets and, where it has any, its own script files from the site and nothing
from anywhere else; a style written into a page is allowed by its hash. No page has a script
within it or an attribute that is one, so none ever runs, whatever a report prints.
"""

from __future__ import annotations

import base64
import hashlib
import re

_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.S)
_SCRIPT = re.compile(r"<script\b[^>]*\ssrc=")
_IMAGE = re.compile(r"<img\b")
_FORM = re.compile(r"<form\b")
_PLACE = re.compile(r'<meta charset="?utf-8"?>')
# ``file:`` is for pages opened from disk, where some browsers do not count it as the same site.
_OWN, _NONE = "'self' file:", "'none'"


def policy(html: str) -> str:
    """Return the policy of a finished page."""
    styles = dict.fromkeys(_hash(style) for style in _STYLE.findall(html))
    form = _OWN if _FORM.search(html) else _NONE
    parts = [f"default-src {_NONE}", f"base-uri {_NONE}", f"form-action {form}"]
    if _SCRIPT.search(html):
        parts.append(f"script-src {_OWN}")
    images = f"img-src data: {_OWN}" if _IMAGE.search(html) else "img-src data:"
    return ";".join([*parts, " ".join(["style-src", _OWN, *styles]), images])


def guarded(html: str) -> str:
    """Return a finished page with its policy in its head, before anything that it governs."""
    meta = f'<meta http-equiv=Content-Security-Policy content="{policy(html)}">'
    done, count = _PLACE.subn(lambda place: f"{place[0]}\n{meta}", html, count=1)
    if not count:
        raise ValueError("a page without the declaration of its encoding has no place for a policy")
    return done


def _hash(style: str) -> str:
    digest = hashlib.sha256(style.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
