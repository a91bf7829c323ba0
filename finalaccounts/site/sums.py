"""``SHA256SUMS``: what a copy of the site can be checked with, as ``sha256sum -c`` reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from finalaccounts.site import manifest
from finalaccounts.site.manifest import Output

SUMS = "SHA256SUMS"


def summed(outputs: Mapping[str, Output]) -> bytes:
    """Return the list of the hashes of all other files of the site."""
    known = {path: made.sha256 for path, made in outputs.items() if path != SUMS}
    lines = "".join(f"{digest}  {path}\n" for path, digest in sorted(known.items()))
    return lines.encode()


def differences(site: Path) -> Iterator[str]:
    """Yield every file of a copy of the site that is missing, changed, or not of the site."""
    listed = (site / SUMS).read_text(encoding="utf-8").split("\n")
    known = dict(line.split("  ", 1)[::-1] for line in listed if "  " in line)
    there = {p.relative_to(site).as_posix(): p for p in site.rglob("*") if p.is_file()}
    for name, digest in known.items():
        if name not in there:
            yield f"{name}: missing"
        elif hashlib.sha256(there[name].read_bytes()).hexdigest() != digest:
            yield f"{name}: changed"
    for name in sorted(there.keys() - known.keys() - {SUMS, manifest.NAME}):
        yield f"{name}: not a file of the site"
