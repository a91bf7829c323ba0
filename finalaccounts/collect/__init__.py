"""Stage: a file becomes a ``Source``, known by its content and its SHA-256."""

from __future__ import annotations

import hashlib
from pathlib import Path

from finalaccounts.collect.kinds import CollectError, media_type
from finalaccounts.model import Source

__all__ = ["CollectError", "collect"]

# The largest report seen is below 20 MB; beyond this a file is not a report.
LARGEST = 200 * 1024 * 1024


def collect(path: Path) -> Source:
    """Take a file as received.

    Raises CollectError, saying what was found and what to do, when the file cannot be read, is
    empty, too large, encrypted, or of a kind no reader knows.
    """
    if path.is_dir():
        raise CollectError(f"{path}: a folder, expected a file; name the files in it one by one")
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise CollectError(
                f"{path}: {size} bytes, more than {LARGEST}; split the file or convert it to text"
            )
        data = path.read_bytes()
    except OSError as error:
        raise CollectError(f"{path}: cannot be opened: {error.strerror or error}") from error
    if not data.strip(b"\x00\xef\xbb\xbf \t\r\n\f"):
        raise CollectError(f"{path}: empty file; download it again")
    return Source(
        file=path.name,
        media_type=media_type(data, path),
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        data=data,
    )
