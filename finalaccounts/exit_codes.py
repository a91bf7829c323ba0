"""Exit codes of the command line; what is said with each: ``exits``."""

from __future__ import annotations

OK, INTERNAL, USAGE, UNREADABLE = 0, 1, 2, 3
