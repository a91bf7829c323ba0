"""What an attacker, a broken program or a tired person may hand in, by class.

``cases()`` lists every case; the tests beside it show that each is held. ``python -m
tests.hostile`` prints how many there are.
"""

from __future__ import annotations

from collections import Counter

from tests.hostile import data, files, names, strings


def counts() -> Counter[str]:
    """Return how many cases each class has."""
    found: Counter[str] = Counter()
    found.update({f"text: {name}": len(listed) for name, listed in strings.CLASSES.items()})
    found["files"] = len(files.CASES)
    found["data folder"] = len(data.FOLDER)
    found["hand-typed"] = len(data.TYPED) + len(data.SITE)
    found["names and paths"] = len(names.CASES)
    found["terminal"] = len(names.TERMINAL)
    return found
