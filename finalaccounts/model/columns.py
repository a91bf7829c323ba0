"""How a record names its CSV columns: once, in order, each with its words and kind."""

from __future__ import annotations

from dataclasses import field
from typing import Any


def col(doc: str, kind: str = "text", *, default: Any = None) -> Any:
    """Declare a CSV column. ``kind`` is text, decimal, integer or list (joined by spaces)."""
    if default is None:
        default = {"text": "", "decimal": None, "integer": None, "list": ()}[kind]
    return field(default=default, metadata={"doc": doc, "kind": kind})
