"""What the last commands changed, so that ``undo`` can take it back.

Before a command changes anything below the data folder, what is there is copied aside; afterwards
it is noted what the command left. Kept beside what is kept between builds, never in the data.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from finalaccounts.home import workplace
from finalaccounts.package import write_text

_KEPT = 20  # commands that can be taken back, the last first


class UndoError(ValueError):
    """There is nothing to take back, or it would take back what somebody did since."""


def store(data: Path) -> Path:
    """Return where the changes of a data folder are kept."""
    name = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]
    return workplace() / ".cache" / "undo" / name


def _digest(path: Path) -> str:
    """Return what tells whether a file or folder is as it was; empty where there is none."""
    if not path.exists():
        return ""
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    told = [(str(p.relative_to(path)), hashlib.sha256(p.read_bytes()).hexdigest()) for p in files]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True)
    elif source.exists():
        shutil.copy2(source, target)


@contextmanager
def recorded(data: Path, what: str, paths: Iterable[Path]) -> Iterator[None]:
    """Note what a command changes at ``paths`` below ``data``; what fails is put back at once.

    A command that is killed in the middle is taken back by ``undo`` as any other.
    """
    folder = store(data)
    numbers = _numbers(folder)
    entry = folder / f"{(numbers[-1] if numbers else 0) + 1:06d}"
    shutil.rmtree(entry, ignore_errors=True)
    names = [path.resolve().relative_to(data.resolve()).as_posix() for path in paths]
    try:
        for name in names:
            _copy(data / name, entry / "before" / name)
        _note(entry, what, dict.fromkeys(names))
    except BaseException:
        shutil.rmtree(entry, ignore_errors=True)  # nothing was changed yet
        raise
    try:
        yield
    except GeneratorExit:  # the program is ended: undo takes it back
        raise
    except BaseException:
        _restore(entry, data, names)
        raise
    _note(entry, what, {name: _digest(data / name) for name in names})
    for number in _numbers(folder)[:-_KEPT]:
        shutil.rmtree(folder / f"{number:06d}", ignore_errors=True)


def _note(entry: Path, what: str, after: Mapping[str, str | None]) -> None:
    """Write down what a command does, and what it left (None while it runs)."""
    entry.mkdir(parents=True, exist_ok=True)
    told = json.dumps({"what": what, "after": after}, ensure_ascii=False)
    write_text(entry / "entry.json", told)


def _restore(entry: Path, data: Path, names: Iterable[str]) -> None:
    for name in names:
        target = data / name
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)
        _copy(entry / "before" / name, target)
        tidy(target.parent, data)
    shutil.rmtree(entry)


def _numbers(folder: Path) -> list[int]:
    listed = folder.glob("[0-9]*/entry.json")
    return sorted(int(path.parent.name) for path in listed)


def undo(data: Path, anyway: bool = False) -> tuple[str, list[str]]:
    """Take back what the last command changed; return what it was, and where.

    Raises UndoError when there is nothing, or something was changed since (unless ``anyway``).
    """
    folder = store(data)
    numbers = _numbers(folder)
    if not numbers:
        raise UndoError("there is nothing to take back")
    entry = folder / f"{numbers[-1]:06d}"
    told = json.loads((entry / "entry.json").read_text(encoding="utf-8"))
    left = told["after"]
    changed = [name for name in left if left[name] not in (None, _digest(data / name))]
    if changed and not anyway:
        raise UndoError(
            f"{', '.join(changed)}: changed since the last command ({told['what']}); "
            "--anyway takes that back too"
        )
    _restore(entry, data, left)
    return told["what"], list(left)


def tidy(folder: Path, data: Path) -> None:
    """Remove folders that nothing is left in."""
    while folder != data and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
