"""Read, check and publish departmental final accounts.

The way of the data is the order of the sub-packages: ``collect`` (find the file),
``extract`` (what is printed in it), ``normalize`` (which number stands where),
``reconcile`` (do the numbers agree), ``render`` (pages, charts), ``site`` (write, publish).
The shared nouns are in ``model``, ``amounts``, ``reference`` and ``package``; other programs use
``read``, ``load``, ``check`` and ``frame`` (``library``).
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from finalaccounts.library import check, frame, load, read

__all__ = ["__version__", "check", "frame", "load", "read"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Load the library when one of its functions is asked for, not before."""
    if name in __all__:
        from finalaccounts import library

        return getattr(library, name)
    raise AttributeError(f"module 'finalaccounts' has no attribute {name!r}")
