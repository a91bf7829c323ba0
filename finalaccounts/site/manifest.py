"""What a build wrote, and from what: the list that stands in the published folder.

The next build deletes only what is listed here, so a file that somebody else put into the folder
stays, and it reads what has not changed from the folder instead of making it again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

NAME = ".finalaccounts-site"
FORM = 2  # of the list; a list of another form is read as one that knows nothing


class Output(NamedTuple):
    """A file of the site: its checksum, its size, the stamp of its last change, its key.

    ``key`` identifies what the file was made from; empty where that is not kept.
    """

    sha256: str
    size: int
    stamp: int
    key: str = ""


class Stamp(NamedTuple):
    """An input as it was: size, stamp of its last change in nanoseconds, checksum."""

    size: int
    stamp: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    """Inputs by name and outputs by address of one build; ``units`` holds keys of larger parts."""

    inputs: dict[str, Stamp] = field(default_factory=dict)
    outputs: dict[str, Output] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    options: str = ""

    def to_text(self) -> str:
        """Return the list as JSON, a line per file."""
        parts = [f'{{"form":{FORM},"options":{json.dumps(self.options)}']
        named = (("inputs", self.inputs), ("outputs", self.outputs), ("units", self.units))
        for name, rows in named:
            lines = ",\n".join(
                f"{json.dumps(key, ensure_ascii=False)}:{json.dumps(value, ensure_ascii=False)}"
                for key, value in sorted(rows.items())
            )
            parts.append(f'"{name}":{{\n{lines}\n}}')
        return ",\n".join(parts) + "}\n"


def read(folder: Path) -> Manifest | None:
    """Return the list of a published folder; None when no build made it.

    A folder made by an earlier version has a list that names no files; it is read as empty.
    """
    path = folder / NAME
    if not path.is_file():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["form"] != FORM:
            return Manifest()
        return Manifest(
            {name: Stamp(*row) for name, row in found["inputs"].items()},
            {name: Output(*row) for name, row in found["outputs"].items()},
            dict(found["units"]),
            found["options"],
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return Manifest()
