"""Everything a site is made from, with the key that says whether a part of it has changed.

Nothing heavy is imported here: a build with nothing to do ends before any page is thought of.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from finalaccounts.exit_codes import ADDRESS, WITHOUT_PREVIEWS
from finalaccounts.home import shipped
from finalaccounts.site.manifest import Stamp

_PACKAGE = Path(__file__).resolve().parents[1]
# What draws and writes: another version of these may give other bytes.
_PACKAGES = (
    *("jinja2", "markupsafe", "markdown-it-py", "mkdocs", "altair", "vl-convert-python"),
    *("numpy", "pyarrow", "xlsxwriter", "pydantic", "pypinyin"),
)
_LEFT_OUT = frozenset({"__pycache__", ".DS_Store", "Thumbs.db"})


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def options() -> str:
    """Return what a site depends on beside its files: Python, the packages that write it, and
    what was given for this build: the address, no preview pictures."""
    told = {name: _version(name) for name in _PACKAGES}
    told |= {"site_url": address} if (address := os.environ.get(ADDRESS)) else {}
    told |= {"previews": "no"} if os.environ.get(WITHOUT_PREVIEWS) else {}
    return json.dumps({"python": ".".join(map(str, sys.version_info[:3])), **told}, sort_keys=True)


class Inputs:
    """The files a site is made from, by name; a file whose stamp is as before is not read again."""

    def __init__(self, data: Path, before: Mapping[str, Stamp]) -> None:
        self.stamps: dict[str, Stamp] = {}
        self.touched = False
        data = data.resolve()
        own = (data / "reference").is_dir()
        roots = {
            "code": _PACKAGE,
            "templates": shipped("templates"),
            "texts": shipped("site_src"),
            "rules": shipped("tests/rules"),
            "reference": data / "reference" if own else shipped("data/reference"),
            "data": data,
        }
        for group, root in roots.items():
            for path, found in _walk(root):
                name = f"{group}/{path.relative_to(root).as_posix()}"
                if group == "data" and (name.startswith("data/reference/") or "/." in name):
                    continue  # hidden: what a command is making, or left when it was killed
                self._add(name, path, found, before)
        pages = shipped("mkdocs.yml")
        self._add(f"code/{pages.name}", pages, pages.stat(), before)
        self.changed = {n for n, s in self.stamps.items() if before.get(n, s).sha256 != s.sha256}
        self.changed |= self.stamps.keys() ^ before.keys()

    def _add(
        self, name: str, path: Path, found: os.stat_result, before: Mapping[str, Stamp]
    ) -> None:
        known = before.get(name)
        if known and (known.size, known.stamp) == (found.st_size, found.st_mtime_ns):
            self.stamps[name] = known
            return
        self.touched = True
        digest = sha256(path.read_bytes()).hexdigest()
        self.stamps[name] = Stamp(found.st_size, found.st_mtime_ns, digest)

    def key(self, *prefixes: str) -> str:
        """Return the key of all inputs whose name begins with one of ``prefixes``."""
        rows = [(n, s.sha256) for n, s in self.stamps.items() if n.startswith(prefixes)]
        return sha256(json.dumps(sorted(rows)).encode()).hexdigest()


def _walk(root: Path) -> Iterator[tuple[Path, os.stat_result]]:
    if not root.is_dir():
        return
    with os.scandir(root) as listed:
        entries = sorted(listed, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name in _LEFT_OUT or entry.name.endswith(".pyc"):
            continue
        if entry.is_dir():
            yield from _walk(Path(entry.path))
        elif entry.is_file():
            yield Path(entry.path), entry.stat()
