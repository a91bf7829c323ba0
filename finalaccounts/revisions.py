"""Reports as they were at a revision of git: what a branch changes, without a release.

Only the folders that differ are taken out of the repository. Both sides are checked by the program
and the rules at hand, so what is told apart is the data.
"""

from __future__ import annotations

import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

_REPORTS = "reports"


class RevisionError(ValueError):
    """Git does not know the revision, or the data is not in a repository; the message says which."""


def _git(data: Path, *args: str) -> bytes:
    try:
        done = subprocess.run(["git", *args], cwd=data, capture_output=True, check=False)
    except OSError as error:
        raise RevisionError(f"git cannot be run: {error.strerror}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise RevisionError(said[0] if said else f"git {args[0]} failed")
    return done.stdout


def _folders(listed: bytes) -> set[str]:
    """Return the folders of reports that files listed by git (relative, ended by NUL) lie in."""
    paths = [path.split("/") for path in listed.decode("utf-8", "surrogateescape").split("\0")]
    return {"/".join(bits[:4]) for bits in paths if len(bits) > 4 and bits[0] == _REPORTS}


def resolve(data: Path, name: str) -> str:
    """Return the commit that ``name`` means; raises RevisionError."""
    if name.startswith("-"):
        raise RevisionError(f"{name!r} is no revision")
    return _git(data, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip()


@contextmanager
def before(data: Path, commit: str) -> Iterator[tuple[Path, Sequence[Path], Sequence[Path]]]:
    """Yield a data folder as it was, the folders that differ there, and those that differ now."""
    differing = _folders(_git(data, "diff", "-z", "--name-only", "--relative", commit))
    differing |= _folders(_git(data, "ls-files", "-z", "--others", "--exclude-standard"))
    held = _git(data, "ls-tree", "-r", "-z", "--name-only", commit, "--", _REPORTS)
    was = sorted(differing & _folders(held))
    with TemporaryDirectory() as at:
        there = Path(at) / "data"
        (there / _REPORTS).mkdir(parents=True)
        if was:
            packed = _git(data, "archive", "--format=tar", commit, "--", *was)
            try:
                with tarfile.open(fileobj=BytesIO(packed)) as archive:
                    archive.extractall(there, filter="data")
            except tarfile.TarError as error:
                raise RevisionError(f"{commit}: {error}") from error
        now = [data / name for name in sorted(differing) if (data / name).is_dir()]
        yield there, [there / name for name in was], now
