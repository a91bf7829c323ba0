"""Fields of forms in web pages: what they show of their content."""

from __future__ import annotations

from typing import Any

_SILENT = ("hidden", "submit", "button", "reset", "image", "file")


def field_text(node: Any, tag: str) -> tuple[str, str]:
    """Return what a field shows, its value or the choice made, and what is done with it.

    A box is shown ticked or empty, and is no object of its own. What is typed into a field for
    passwords cannot be read, and a number that is only suggested is none; the words on a button are
    no text of the page.
    """
    kind = (node.attributes.get("type") or "text").lower() if tag == "input" else ""
    if tag == "button" or kind in _SILENT:
        return node.text(deep=True) or "", "left_out"
    if kind in ("checkbox", "radio"):
        return ("\u2611" if "checked" in node.attributes else "\u2610"), ""
    if kind == "password":
        return "", "not_read"
    text = node.attributes.get("value") or ""
    if tag == "textarea":
        text = node.text(deep=True) or ""
    elif tag == "select":
        options = node.css("option")
        chosen = [one for one in options if "selected" in one.attributes] or options[:1]
        text = " ".join(one.text(deep=True) or "" for one in chosen)
    hint = node.attributes.get("placeholder") or ""
    if not text.strip() and any(map(str.isdigit, hint)):
        return hint, "not_read"
    return text, "read"
