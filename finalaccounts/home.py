"""Where the files are that come with the program, and where a person works with it.

In a clone both are the repository. An installed package carries the files in itself, and the
person works in the current folder.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "shipped"  # made by pyproject.toml when a wheel is built


def shipped(name: str) -> Path:
    """Return a file or folder that comes with the program, by its name in the repository."""
    return (_INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent) / name


def workplace() -> Path:
    """Return the folder that holds ``data/``, ``site/`` and what is kept between two builds."""
    return Path.cwd() if _INSTALLED.is_dir() else _PACKAGE.parent


def command() -> str:
    """Return what a person types before the name of a command."""
    return "mingzhang" if _INSTALLED.is_dir() else "python build.py"
