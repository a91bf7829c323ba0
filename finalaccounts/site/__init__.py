"""Stage: write and publish. ``publish`` leaves a folder that holds exactly the site's files."""

from __future__ import annotations

import os
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


def publish(files: Iterable[SiteFile], out: Path) -> int:
    """Write the files below ``out`` and remove what no build writes any more; return how many.

    Files whose bytes have not changed are left untouched. A folder that holds something else is
    never cleared: raises PublishError when ``out`` is not empty and was not made by a build.
    """
    if out.exists() and any(out.iterdir()) and not (out / MARK).exists():
        raise PublishError(f"{out} is not empty and no build made it; choose another folder")
    out.mkdir(parents=True, exist_ok=True)
    (out / MARK).touch()
    written: set[Path] = {out / MARK}
    for file in files:
        address = PurePosixPath(file.path)
        if address.is_absolute() or ".." in address.parts:
            raise PublishError(f"{file.path!r}: not an address inside the site")
        target = out / address
        if target in written:
            raise PublishError(f"{file.path}: two pages have one address")
        written.add(target)
        write_text(target, file.data)
    for folder, _, names in os.walk(out, topdown=False):
        for name in names:
            if (path := Path(folder) / name) not in written:
                path.unlink()
        if not any(Path(folder).iterdir()):
            Path(folder).rmdir()
    return len(written) - 1
