"""The command ``mingzhang``, and ``python -m finalaccounts``."""

from __future__ import annotations

import sys

from finalaccounts.command_line import main

if __name__ == "__main__":
    sys.exit(main())
