"""The forge: whole reports of invented departments, in any layout, format and state of disorder.

``accounts(seed)`` makes consistent accounts, ``write`` prints them, ``expected`` says which
figures reading must give, ``inject`` puts in one mistake and names the rules that must see it.
"""

from __future__ import annotations

from hypothesis import strategies as st

from tests.forge.accounts import Accounts
from tests.forge.blocks import Expected
from tests.forge.inject import KINDS, Injected, inject
from tests.forge.layouts import LAYOUTS
from tests.forge.making import make as accounts
from tests.forge.quirks import NONE, Quirks, draw
from tests.forge.report import BARE, CELLS, FORMATS, OFD, expected, stated, write

__all__ = [
    "BARE",
    "CELLS",
    "FORMATS",
    "KINDS",
    "LAYOUTS",
    "NONE",
    "OFD",
    "Accounts",
    "Expected",
    "Injected",
    "Quirks",
    "accounts",
    "any_accounts",
    "any_quirks",
    "draw",
    "expected",
    "inject",
    "stated",
    "write",
]  # fmt: skip


def any_accounts() -> st.SearchStrategy[Accounts]:
    """Return a strategy for consistent accounts."""
    return st.integers(0, 2**32 - 1).map(accounts)


def any_quirks() -> st.SearchStrategy[Quirks]:
    """Return a strategy for quirks."""
    return st.integers(0, 2**32 - 1).map(draw)
