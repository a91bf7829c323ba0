"""Stage: a file becomes a ``Source``, known by its content and its SHA-256."""

from __future__ import annotations

import hashlib
from pathlib import Path

from finalaccounts.characters import gate, visible
from finalaccounts.collect.kinds import ENDINGS, CollectError, media_type
from finalaccounts.model import Source
from finalaccounts.paths import regular
from finalaccounts.recognition import ENDING as RECOGNISED

__all__ = ["ENDINGS", "CollectError", "collect"]

# The largest report seen is below 20 MB; beyond this a file is not a report.
LARGEST = 200 * 1024 * 1024


def collect(path: Path, inside: Path | None = None, largest: int = LARGEST) -> Source:
    """Take a file as received.

    ``inside`` is the folder that a link may not lead out of. Raises CollectError, saying what was
    found and what to do, when the file cannot be read, is not a regular file, is empty, too large,
    encrypted, or of a kind no reader knows.
    """
    shown = visible(str(path))
    if path.is_dir():
        raise CollectError(f"{shown}: a folder, expected a file; name the files in it one by one")
    try:
        if wrong := regular(path, inside):
            raise CollectError(f"{shown}: {wrong}; expected a regular file")
        with path.open("rb") as handle:
            data = handle.read(largest + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, CollectError):
            raise
        said = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise CollectError(f"{shown}: cannot be opened: {said}") from error
    if len(data) > largest:
        raise CollectError(
            f"{shown}: more than {largest} bytes (the limit of size); "
            "split the file or convert it to text"
        )
    if not data.strip(b"\x00\xef\xbb\xbf \t\r\n\f"):
        raise CollectError(f"{shown}: empty file; download it again")
    return Source(
        file=gate(visible(path.name)),
        media_type=media_type(data, Path(shown)),
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        data=data,
        recognised=_recognised(path, inside),
    )


def _recognised(path: Path, inside: Path | None) -> bytes:
    """Return the record of text recognition that is kept beside a file, if there is one."""
    record = path.with_name(f"{path.name}{RECOGNISED}")
    try:
        if regular(record, inside) or record.stat().st_size > LARGEST:
            return b""
        return record.read_bytes()
    except (OSError, ValueError):
        return b""
