"""Stage: write and publish. ``publish`` leaves every file of the site, and none of an earlier one.

What a build made is listed in ``MARK``; only what is listed there is ever replaced or removed, so
a file that somebody else put beside the site (``CNAME``, ``.nojekyll``, ``.git``) stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Protocol

from finalaccounts.package import write_text


class SiteFile(Protocol):
    """A file of the site: its address from the root, and its bytes."""

    @property
    def path(self) -> str:
        """Address from the root of the site."""

    @property
    def data(self) -> bytes:
        """The whole content."""


class PublishError(ValueError):
    """A file of the site cannot be written where its address says."""


MARK = ".finalaccounts-site"


def published(out: Path) -> set[str]:
    """Return the addresses of the files below ``out`` that builds made (all, if none is listed)."""
    listed = (out / MARK).read_text(encoding="utf-8").split("\n") if (out / MARK).exists() else []
    return {address for address in listed if address}


def publish(files: Iterable[SiteFile], out: Path) -> int:
    """Write the files below ``out`` and remove what no build writes any more; return how many.

    Files whose bytes have not changed are left untouched. Raises PublishError when ``out`` is not
    empty and was not made by a build, and when an address is taken by a file no build made.
    """
    if out.exists() and any(out.iterdir()) and not (out / MARK).exists():
        raise PublishError(f"{out} is not empty and no build made it; choose another folder")
    out.mkdir(parents=True, exist_ok=True)
    before = published(out)
    # A list of an older version names nothing: then whatever has an address of ours is ours.
    unlisted = not before
    written: set[str] = set()
    inside = {out}
    # Each address is listed before its file is written: a build that stops leaves nothing unlisted.
    with (out / MARK).open("a", encoding="utf-8") as mark:
        for file in files:
            target = _target(out, file.path, inside)
            address = target.relative_to(out).as_posix()
            if address in written:
                raise PublishError(f"{file.path}: two pages have one address")
            if address not in before:
                if not unlisted and target.exists() and target.read_bytes() != file.data:
                    raise PublishError(f"{target} is there and no build made it; move it away")
                mark.write(f"{address}\n")
                mark.flush()
            written.add(address)
            write_text(target, file.data)
    for address in sorted(before - written):
        _remove(out, address, inside)
    write_text(out / MARK, "".join(f"{address}\n" for address in sorted(written)))
    return len(written)


def _target(out: Path, path: str, inside: set[Path]) -> Path:
    """Return where the file of an address is written; ``inside`` holds folders known to be ours."""
    address = PurePosixPath(path)
    if address.is_absolute() or ".." in address.parts or "\n" in path or not address.parts:
        raise PublishError(f"{path!r}: not an address inside the site")
    target = out / address
    for folder in target.parents:
        if folder in inside:
            break
        if folder.is_symlink():
            raise PublishError(f"{folder} is a link; the site is only written inside {out}")
    inside.update(folder for folder in target.parents if folder.is_relative_to(out))
    return target


def _remove(out: Path, address: str, inside: set[Path]) -> None:
    """Remove a file that a build made, and the folders that are then empty."""
    target = _target(out, address, inside)
    target.unlink(missing_ok=True)
    for folder in target.parents:
        if folder == out or not folder.is_dir() or any(folder.iterdir()):
            break
        folder.rmdir()
