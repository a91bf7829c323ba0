"""Zip archives without a clock: the same files give the same bytes."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping

EPOCH = (2000, 1, 1, 0, 0, 0)
SUMS = "SHA256SUMS"


def sha256(data: bytes) -> str:
    """Return the checksum of a file."""
    return hashlib.sha256(data).hexdigest()


def sums(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the checksums in the form that ``sha256sum --check`` reads."""
    return "".join(f"{sha256(data)}  {name}\n" for name, data in files).encode()


def bundle(files: Mapping[str, bytes], folder: str = "") -> bytes:
    """Return a zip of ``files`` below ``folder``, with their checksums beside them."""
    out = io.BytesIO()
    names = sorted(files)
    everything = [(name, files[name]) for name in names]
    everything.append((SUMS, sums(everything)))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made:
        for name, data in everything:
            info = zipfile.ZipInfo(f"{folder}/{name}" if folder else name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            made.writestr(info, data)
    return out.getvalue()


def unbundle(data: bytes) -> dict[str, bytes]:
    """Return the files of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        return {name: made.read(name) for name in made.namelist()}
