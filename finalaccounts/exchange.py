"""A folder takes the place of another in one step: what was there, or what is to be, never a mix.

Also the order among commands that change the data: one at a time, each beginning with what a
killed one left cleared away.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from finalaccounts import journal

_EXCHANGE, _HERE = 2, -100  # renameat2(2): RENAME_EXCHANGE, AT_FDCWD
NEW = ".new"  # below reports/: what is being made; nothing else looks into it


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot."""
    if sys.platform != "linux":
        return False
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    done = call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    return bool(done == 0)


def link(source: str | Path, target: str | Path) -> None:
    """Give a file a second name; a copy where that cannot be. Who changes it writes it anew."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # another file system, or one without links
        shutil.copy2(source, target, follow_symlinks=False)


def take_place(made: Path, folder: Path) -> None:
    """Move ``made`` to ``folder``; a folder that is there goes once the new one stands."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if not folder.exists():
        made.rename(folder)
    elif exchange(made, folder):
        shutil.rmtree(made)
    else:  # two steps, the second of which ``changing`` takes back when it did not come
        was = _was(folder)
        folder.rename(was)
        made.rename(folder)
        shutil.rmtree(was)


def _was(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.was")


@contextmanager
def changing(data: Path, say: Callable[[str], None] = lambda _: None) -> Iterator[Path]:
    """Yield the folder for reports that are being made; one command at a time has it."""
    lock = FileLock(f"{journal.store(data)}.lock")
    Path(lock.lock_file).parent.mkdir(parents=True, exist_ok=True)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say(f"another command is changing {data}; waiting for it to end")
        lock.acquire()
    new = data / "reports" / NEW
    try:
        for was in (data / "reports").glob("*/*/.*.was"):
            folder = was.with_name(was.name[1 : -len(".was")])
            if folder.exists():
                shutil.rmtree(was)
            else:
                was.rename(folder)
        shutil.rmtree(new, ignore_errors=True)
        yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)
        lock.release()
