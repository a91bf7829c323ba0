"""The terminal: sentences for a person, on stderr."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape

from finalaccounts.characters import visible

# stderr, so that what a command writes to stdout stays clean.
# Wide where nobody looks (logs of CI): a table squeezed into 80 columns cannot be read.
_terminal = Console(stderr=True, highlight=False, emoji=False)
_WIDE = None if _terminal.is_terminal else 150
# What is told while all goes well, and what went wrong; --quiet leaves the second only.
say = Console(stderr=True, highlight=False, emoji=False, width=_WIDE)
loud = Console(stderr=True, highlight=False, emoji=False, width=_WIDE)
# What was asked for goes to stdout; wide where it is a file.
answer = Console(highlight=False, emoji=False, width=None if _terminal.is_terminal else 200)


def hush() -> None:
    """Tell from now on only what went wrong (``--quiet``)."""
    say.quiet = True


def plain(text: str) -> str:
    """Return text for the terminal: no markup of it counts, no control sequence of it arrives."""
    return escape(visible(text))


def problems(what: str, items: Iterable[str]) -> None:
    """Print what could not be done, one item a line."""
    items = list(items)
    if items:
        loud.print(f"[bold red]{plain(what)}[/]")
        for item in items:
            loud.print(f"  {plain(item)}")
