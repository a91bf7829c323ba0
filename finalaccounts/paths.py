"""Names of files and folders, checked in one place before anything is written.

A report's folder is made of its division, slug and year; a file as received is stored as
``source.<ending>``. Nothing is ever written outside the folder that was named.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Sequence
from pathlib import Path

from finalaccounts.characters import gate, visible

DIVISION = r"^[0-9]{6}$"
SLUG = r"^[a-z0-9]{1,100}$"
# Files of a report's folder that are not its sources.
_OURS = re.compile(
    r"(?:.*\.(?:csv|toml)|.*\.lines\.txt|.*\.ocr\.json|SHA256SUMS|index\.html?|.*\.part|\..*)", re.I
)


class PathError(ValueError):
    """A name that cannot be used for a file or folder: what was given, what is expected."""


def folder_name(given: str) -> str:
    """Return a plain name for a folder below ``--out``.

    Raises PathError for a name that leads elsewhere, is hidden, or holds what no name may.
    """
    if not given.strip(". ") or given.startswith(".") or re.search(r'[\x00-\x1f/\\:*?"<>|]', given):
        raise PathError(f"{given!r}: expected a plain folder name")
    if gate(given) != given or len(given.encode("utf-8", "surrogatepass")) > 200:
        raise PathError(f"{given!r}: expected a plain folder name of at most 200 bytes")
    return given


def by_folder(files: Sequence[Path], as_one: str) -> tuple[list[tuple[str, list[Path]]], list[str]]:
    """Return the files to be read together by the folder they are written to, and those without.

    Raises PathError when ``as_one`` is no folder name, or two files would share a folder.
    """
    if as_one:
        return [(folder_name(as_one), list(files))], []
    groups: list[tuple[str, list[Path]]] = []
    nameless: list[str] = []
    for path in files:
        try:
            groups.append((folder_name(gate(visible(path.stem))), [path]))
        except PathError as error:
            nameless.append(f"{path}: {error}; give the folder with --as-one")
    names = [name for name, _ in groups]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise PathError(
            f"two files would be written to one folder: {', '.join(twice)}; read them apart"
        )
    return groups, nameless


def report_folder(data: Path, division: str, slug: str, year: int) -> Path:
    """Return the folder of a report; raises PathError naming the part that cannot be one."""
    if not re.fullmatch(DIVISION, division):
        raise PathError(f"division {division!r}: expected six digits")
    if not re.fullmatch(SLUG, slug):
        raise PathError(f"slug {slug!r}: expected small Latin letters and digits only")
    if not 1990 <= year <= 2100:
        raise PathError(f"fiscal year {year}: expected 1990 to 2100")
    return data / "reports" / division / slug / str(year)


def source_name(ending: str, number: int) -> str:
    """Return the name under which the ``number``-th file of a report is stored."""
    return f"source{'' if number == 1 else f'-{number}'}.{ending}"


def is_source_name(name: str) -> bool:
    """Tell whether a file of a report's folder may be a source (and is not one of our own)."""
    plain = gate(name) == name and not re.search(r"[/\\]", name)
    return plain and bool(name.strip(". ")) and not _OURS.fullmatch(name)


def regular(path: Path, inside: Path | None = None) -> str:
    """Say why a path is not to be opened (a device, a pipe, a link out of ``inside``); else empty.

    Nothing is opened for it: a pipe would wait for a writer for ever.
    """
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        return "not a regular file (a pipe, a device or a socket)"
    if inside is not None and not path.resolve().is_relative_to(inside.resolve()):
        return f"a link that leads out of {inside}"
    return ""
