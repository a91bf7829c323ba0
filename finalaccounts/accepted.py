"""``data/SHA256SUMS``: the bytes of what all reports share, as somebody has accepted them.

The tables of the reference data decide what every number is called, and a release is what others
cite. A report's own files have a list of their own (``verify``). One changed byte is named by
``check`` and ``verify`` and stops ``build --strict``; ``verify --accept`` takes the tables as they
are now, after a look at ``git diff``. A release is never accepted anew: it is for ever.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from finalaccounts.home import command

SUMS = "SHA256SUMS"
_RELEASES = "releases/"


def listed(data: Path) -> dict[str, Path]:
    """Return the files by name: tables of the reference data, and everything of releases."""
    tables = (data / "reference").rglob("*.csv")
    released = (path for path in (data / "releases").glob("*/*") if path.is_file())
    found = sorted((*tables, *released))
    return {path.relative_to(data).as_posix(): path for path in found}


def changed(data: Path) -> Iterator[str]:
    """Yield what is not as it was accepted."""
    there, known = listed(data), _known(data)
    if there and not known:
        yield f"{SUMS}: not there or not readable; `{command()} verify --accept` writes it"
        return
    for name in sorted(there.keys() | known.keys()):
        if name not in there:
            yield f"{name}: not there, {SUMS} lists it"
        elif _hash(there[name]) in known.get(name, ()):
            continue
        elif name.startswith(_RELEASES) and name in known:
            yield f"{name}: changed; a release is for ever, git has it as it was"
        else:
            what = "changed since it was" if name in known else "not"
            yield f"{name}: {what} accepted; look at git diff, then `{command()} verify --accept`"


def accept(data: Path, below: str = "") -> None:
    """Write the list for the files ``below`` as they are; the rest stays as it is listed.

    The hash of a file of a release that is listed is never written again.
    """
    known, there = _known(data), listed(data)
    for name, path in there.items():
        if name.startswith(below) and not (name.startswith(_RELEASES) and name in known):
            known[name] = [_hash(path)]
    for name in known.keys() - there.keys():
        if name.startswith(below) and not name.startswith(_RELEASES):
            del known[name]
    rows = [f"{digest}  {name}\n" for name in sorted(known) for digest in known[name]]
    (data / SUMS).write_text("".join(rows), encoding="utf-8")


def _known(data: Path) -> dict[str, list[str]]:
    """Return the hashes by name; after git has joined two lists a file may have two."""
    try:
        lines = (data / SUMS).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return {}
    known: dict[str, list[str]] = {}
    for digest, mark, name in (row.partition("  ") for row in lines):
        if mark:
            known.setdefault(name, []).append(digest)
    return known


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
