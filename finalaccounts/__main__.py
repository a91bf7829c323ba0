"""The command ``mingzhang``, and ``python -m finalaccounts``: ``build.py`` of the repository.

Reference data, templates and the texts of the site are in the repository, not in the package: the
command works in a clone and in an editable installation of one.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from finalaccounts.exit_codes import USAGE

_BUILD = Path(__file__).resolve().parents[1] / "build.py"


def main() -> int:
    """Run the command line; return its exit code."""
    spec = importlib.util.spec_from_file_location("finalaccounts_build", _BUILD)
    reference = _BUILD.parent / "data" / "reference"
    if spec is None or spec.loader is None or not reference.is_dir():
        print(
            "mingzhang needs the reference data and templates of its repository, which are not in "
            "the installed package; clone it and install the clone with: pip install -e .",
            file=sys.stderr,
        )
        return USAGE
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return int(module.main())


if __name__ == "__main__":
    sys.exit(main())
