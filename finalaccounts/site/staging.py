"""A site is written beside the published one and takes its place in one step.

Names beside the folder ``site``: ``.site.new`` is being written; ``.site.old`` is the published
one on its way out (only where two folders cannot be exchanged in one step); ``.site.lock`` lets a
second build wait; ``.site.stamps`` says when each file was last changed. A build that is killed
leaves the old site or the new one; the next build clears away what is left of it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from finalaccounts.exchange import exchange, link
from finalaccounts.package import write_text
from finalaccounts.site import manifest
from finalaccounts.site.manifest import Manifest, Output, Stamp

_IGNORED = frozenset({manifest.NAME})


class PublishError(ValueError):
    """A site cannot be written where it should be; the message says why and what to do."""


def _nothing(_: str) -> None:
    """Say nothing."""


class Stage:
    """The site that will stand in ``out``; used as a context, under a lock.

    ``put`` writes a file, ``keep`` takes one over from the published site, ``switch`` publishes.
    Left without ``switch``, the published site is as it was. ``say`` is told what a person who
    waits should know; ``wait`` is how many seconds to wait for another build (negative: for ever).
    """

    def __init__(
        self, out: Path, say: Callable[[str], None] = _nothing, wait: float = -1.0
    ) -> None:
        self.out = out.absolute()
        self.new = self.out.parent / f".{self.out.name}.new"
        self.old = self.out.parent / f".{self.out.name}.old"
        self.stamps = self.out.parent / f".{self.out.name}.stamps"
        self.say, self.wait = say, wait
        self._lock = FileLock(self.out.parent / f".{self.out.name}.lock")
        self.before = Manifest()
        self.after = Manifest()
        self.unstamped = False  # True when a file of another stamp proved to be as it was

    def __enter__(self) -> Self:
        self.out.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            self.say(f"another build is writing {self.out}; waiting for it to end")
            try:
                self._lock.acquire(timeout=self.wait)
            except Timeout as error:
                raise PublishError(
                    f"another build is still writing {self.out}; nothing was done"
                ) from error
        try:
            self._recover()
            self.before = self._known()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self.new.exists():
                shutil.rmtree(self.new, ignore_errors=True)
        finally:
            self._lock.release()

    # ------------------------------------------------------------ before

    def _recover(self) -> None:
        if self.old.exists() and not self.out.exists():
            self.old.rename(self.out)  # killed between two renames: the old site comes back
            self.say(f"a build was stopped while it published; {self.out} is the site before it")
        for left in (self.old, self.new):
            if left.exists():
                self.say(f"a build was stopped; removing what it left in {left}")
                self._rescue(left)
                shutil.rmtree(left)

    def _rescue(self, left: Path) -> None:
        """Bring home files that no build made and that ``out`` lacks: nothing of others is lost."""
        listed = manifest.read(left)
        if listed is None or not listed.outputs or not self.out.exists():
            return
        for name in _files(left):
            there = self.out / name
            if name not in listed.outputs and name not in _IGNORED and not there.exists():
                there.parent.mkdir(parents=True, exist_ok=True)
                (left / name).rename(there)

    def _known(self) -> Manifest:
        if not self.out.exists() or not any(self.out.iterdir()):
            return Manifest()
        found = manifest.read(self.out, self.stamps)
        if found is None:
            raise PublishError(
                f"{self.out} is not empty and no build made it; choose another folder"
            )
        return found

    # ------------------------------------------------------------ while

    def start(self) -> None:
        """Make the folder that the new site is written to."""
        self.new.mkdir()

    def whole(self) -> bool:
        """Tell whether every file of the published site is there as the last build left it."""
        return bool(self.before.outputs) and all(map(self.holds, self.before.outputs))

    def note(self, inputs: dict[str, Stamp]) -> None:
        """Enter new stamps of inputs whose content is as before; the site stays as it is."""
        self.before.inputs = inputs
        write_text(self.stamps, self.before.stamps())

    def holds(self, path: str, digest: str = "") -> bool:
        """Tell whether the published site has a file as the last build left it."""
        known = self.before.outputs.get(path)
        if known is None or (digest and known.sha256 != digest):
            return False
        try:
            found = (self.out / path).stat()
        except OSError:
            return False
        if found.st_size != known.size:
            return False
        if found.st_mtime_ns == known.stamp:
            return True
        if sha256((self.out / path).read_bytes()).hexdigest() != known.sha256:
            return False
        self.before.outputs[path] = known._replace(stamp=found.st_mtime_ns)
        self.unstamped = True
        return True

    def put(self, path: str, data: bytes, key: str = "") -> Output:
        """Write a file of the site; raises PublishError for an address that is taken or leads out.

        A file that stands in the published site with the same bytes is taken over.
        """
        digest = sha256(data).hexdigest()
        known = self.before.outputs.get(path)
        if known and known.sha256 == digest and self.keep(path, key):
            return self.after.outputs[path]
        target = self._target(path)
        with target.open("xb") as handle:
            handle.write(data)
        return self._written(path, digest, target, key)

    def written(self, path: str, digest: str, key: str = "") -> Output:
        """Enter a file that another process wrote below ``new``."""
        if path in self.after.outputs:
            raise PublishError(f"{path}: two pages have one address")
        return self._written(path, digest, self.new / path, key)

    def keep(self, path: str, key: str = "") -> bool:
        """Take a file over from the published site; False when it is not there as it was left."""
        if not self.holds(path):
            return False
        known = self.before.outputs[path]
        target = self._target(path)
        link(self.out / path, target)
        self._written(path, known.sha256, target, key or known.key)
        return True

    def forget(self, path: str) -> None:
        """Take back a file of the site that is being written."""
        del self.after.outputs[path]
        (self.new / path).unlink()

    def _target(self, path: str) -> Path:
        address = PurePosixPath(path)
        if address.is_absolute() or ".." in address.parts or not address.parts:
            raise PublishError(f"{path!r}: not an address inside the site")
        if path in self.after.outputs:
            raise PublishError(f"{path}: two pages have one address")
        target = self.new / address
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def _written(self, path: str, digest: str, target: Path, key: str) -> Output:
        found = target.stat()
        made = self.after.outputs[path] = Output(digest, found.st_size, found.st_mtime_ns, key)
        return made

    # ------------------------------------------------------------ after

    def switch(self) -> None:
        """Publish what was written, with the files that are not ours; then remove what was there."""
        self._take_over_foreign()
        (self.new / manifest.NAME).write_text(self.after.to_text(), encoding="utf-8")
        write_text(self.stamps, self.after.stamps())
        if not self.out.exists():
            self.new.rename(self.out)
            return
        try:
            if exchange(self.new, self.out):
                self._leave(self.new)
            else:
                self.out.rename(self.old)
                self.new.rename(self.out)
                self._leave(self.old)
        except OSError as error:
            if self.old.exists() and not self.out.exists():
                self.old.rename(self.out)
            raise PublishError(
                f"{self.out} cannot be replaced ({error.strerror}); is it a mount point, or open "
                "in another program? Choose a folder inside it"
            ) from error

    def _leave(self, was: Path) -> None:
        """Remove the site that is no longer published; what names no files is only set aside."""
        if self.before.outputs:
            shutil.rmtree(was)
            return
        aside = self.out.parent / f"{self.out.name}.earlier"
        number = 1
        while aside.exists():
            number += 1
            aside = self.out.parent / f"{self.out.name}.earlier-{number}"
        was.rename(aside)
        self.say(
            f"{self.out} was built by a version that kept no list of its files; it now stands in "
            f"{aside}. Take from it what is yours, then remove it"
        )

    def _take_over_foreign(self) -> None:
        if not self.out.exists() or not self.before.outputs:
            return  # a folder of an earlier version names no files: all of them were a build's
        for name in _files(self.out):
            if name in self.before.outputs or name in _IGNORED:
                continue
            source, target = self.out / name, self.new / name
            if target.exists():
                if source.is_file() and source.read_bytes() == target.read_bytes():
                    continue
                raise PublishError(
                    f"{source} was put there by somebody else, and the site now has a file of this "
                    "name; move it away, or keep it in site_src/static/"
                )
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir() and not source.is_symlink():
                target.mkdir()
            else:
                link(source, target)


def _files(folder: Path) -> Iterator[str]:
    """Yield the files below a folder by address, and folders that hold nothing."""
    for parent, folders, names in os.walk(folder):
        here = Path(parent).relative_to(folder)
        links = [name for name in folders if (Path(parent) / name).is_symlink()]
        if not folders and not names and here.parts:
            yield here.as_posix()
        for name in (*names, *links):
            yield (here / name).as_posix()
