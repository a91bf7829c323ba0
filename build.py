#!/usr/bin/env python3
"""The whole way, readable aloud: reports in, a website out.

The command line (``python build.py COMMAND``) hangs off it: ``finalaccounts/command_line.py``.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from finalaccounts.command_line import app, build_site, checked, main

__all__ = ["ROOT", "app", "build_site", "checked", "main", "site"]

ROOT = Path(__file__).resolve().parent


def site(files: list[Path], data: Path, out: Path) -> list[str]:
    """Add report files to ``data``, check all reports there and build the website into ``out``.

    Returns what could not be read, in sentences.
    """
    from finalaccounts import adding, checking

    adding.add(files, {}, data, checking.apart(()))
    return build_site(data, out)


def __getattr__(name: str) -> object:
    """Hand on the steps of the way (``build.read``, ``build.load``, ...) without loading them all."""
    homes = {"load": "loading", "folders": "loading", "read": "reading", "write": "reading"}
    if name not in homes:
        raise AttributeError(f"build has no {name!r}")
    return getattr(import_module(f"finalaccounts.{homes[name]}"), name)


if __name__ == "__main__":
    sys.exit(main())
