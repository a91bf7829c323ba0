"""What people maintain: ``data/reference/<country>/``, read and checked once.

Labels, codes, layouts, sections and rules are data. They are typed by hand, so every file is
read through a pydantic model that forbids unknown keys, and an error names file, key and what
was expected. Reference data that is wrong stops the program.
"""

from __future__ import annotations

import csv
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from finalaccounts.home import shipped, workplace

M = TypeVar("M", bound=BaseModel)

ROOT = shipped("data/reference/cn")


# The data folder at work: its own list of places is read beside the reference data.
DATA = workplace() / "data"
PLACES = "places.csv"


def use(folder: Path) -> None:
    """Read reference data from ``folder`` from now on; what was made of the old is forgotten."""
    global ROOT
    ROOT = folder
    forget()


def forget() -> None:
    """Forget what was made of the reference data, so that it is read again."""
    modules = [m for name, m in sys.modules.items() if name.split(".")[0] == __name__.split(".")[0]]
    for member in [kept for module in modules for kept in vars(module).values()]:
        if callable(getattr(member, "cache_clear", None)):
            member.cache_clear()


def of(data: Path) -> None:
    """Read the reference data and the places that stand in a data folder, where it has its own."""
    global DATA
    before, DATA = DATA, data.resolve()
    own = DATA / "reference" / ROOT.name
    if own.is_dir() and own != ROOT:
        use(own)
    elif before != DATA and any((folder / PLACES).is_file() for folder in (before, DATA)):
        forget()


class ReferenceDataError(ValueError):
    """Reference data is wrong: the message names the file, the key and what was expected."""


class Strict(BaseModel):
    """Base of every reference model: frozen, unknown keys forbidden."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def problems(name: str, error: ValidationError) -> str:
    """Return what does not fit a model, a line for each key: what was expected, what was found."""
    lines = [
        f"{name}: {'.'.join(str(p) for p in e['loc'])}: {e['msg']} (found {e['input']!r})"
        for e in error.errors()
    ]
    return "\n".join(lines)


@cache
def load_toml(name: str, shape: type[M]) -> M:
    """Read ``<name>`` below the reference folder as one ``shape``.

    Raises ReferenceDataError when the file cannot be parsed or does not fit.
    """
    path = ROOT / name
    try:
        return shape.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise ReferenceDataError(problems(str(path), error)) from error
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ReferenceDataError(f"{path}: {error}") from error


@cache
def load_csv(name: str, shape: type[M]) -> tuple[M, ...]:
    """Read ``<name>`` below the reference folder as rows of ``shape``.

    Raises ReferenceDataError naming file and line of the first row that does not fit.
    """
    path = ROOT / name
    rows: list[M] = []
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle)
            for row in reader:
                try:
                    rows.append(shape.model_validate(row))
                except ValidationError as error:
                    raise ReferenceDataError(
                        problems(f"{path}:{reader.line_num}", error)
                    ) from error
    except OSError as error:
        raise ReferenceDataError(f"{path}: {error}") from error
    return tuple(rows)
