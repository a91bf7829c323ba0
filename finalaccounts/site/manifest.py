"""What a build wrote, and from what: the list that stands in the published folder.

The next build deletes only what is listed here, so a file that somebody else put into the folder
stays, and it reads what has not changed from the folder instead of making it again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

NAME = ".finalaccounts-site"
FORM = 2  # of the list; a list of another form is read as one that knows nothing


class Output(NamedTuple):
    """A file of the site: its checksum, its size, the stamp of its last change, its key.

    ``stamp`` is in nanoseconds, negative where it is not known; ``key`` identifies what the file
    was made from and is empty where that is not kept.
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
        """Return the list as JSON, a line per file: the same for the same site."""
        inputs = {name: (known.size, known.sha256) for name, known in self.inputs.items()}
        outputs = {path: (known.sha256, known.size) for path, known in self.outputs.items()}
        parts = [f'{{"form":{FORM},"options":{json.dumps(self.options)}']
        named = (("inputs", inputs), ("outputs", outputs), ("units", self.units))
        parts += [f'"{name}":{_lines(rows)}' for name, rows in named]
        return ",\n".join(parts) + "}\n"

    def stamps(self) -> str:
        """Return the stamps of all files and the keys of outputs; they stand beside the folder."""
        inputs = {name: known.stamp for name, known in self.inputs.items()}
        outputs = {path: (known.stamp, known.key) for path, known in self.outputs.items()}
        return f'{{"inputs":{_lines(inputs)},\n"outputs":{_lines(outputs)}}}\n'


def _lines(rows: Mapping[str, object]) -> str:
    lines = ",\n".join(
        f"{json.dumps(key, ensure_ascii=False)}:{json.dumps(value, ensure_ascii=False)}"
        for key, value in sorted(rows.items())
    )
    return f"{{\n{lines}\n}}"


def read(folder: Path, stamps: Path | None = None) -> Manifest | None:
    """Return the list of a published folder; None when no build made it.

    A folder made by an earlier version has a list that names no files; it is read as empty. Where
    ``stamps`` cannot be read, no stamp is known.
    """
    path = folder / NAME
    if not path.is_file():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["form"] != FORM:
            return Manifest()
        inputs, outputs = _stamps(stamps)
        return Manifest(
            {n: Stamp(size, inputs.get(n, -1), sha) for n, (size, sha) in found["inputs"].items()},
            {
                path: Output(sha, size, *outputs.get(path, (-1, "")))
                for path, (sha, size) in found["outputs"].items()
            },
            dict(found["units"]),
            found["options"],
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return Manifest()


def _stamps(path: Path | None) -> tuple[dict[str, int], dict[str, tuple[int, str]]]:
    try:
        if path is not None:
            found = json.loads(path.read_text(encoding="utf-8"))
            outputs = {name: (stamp, key) for name, (stamp, key) in found["outputs"].items()}
            return dict(found["inputs"]), outputs
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return {}, {}
