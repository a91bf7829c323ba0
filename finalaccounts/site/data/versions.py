"""Releases of the data: ``data/releases/``, the only place that dates come from.

``releases.toml`` names them with their dates; the folder of each holds ``package.zip`` (the data
package as it was, never written again) and ``changes.csv`` (what changed since the one before).
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, model_validator

from finalaccounts.package import write_text
from finalaccounts.reference import ReferenceDataError, Strict
from finalaccounts.site.data.bundle import sha256, unbundle
from finalaccounts.site.data.changes import Change, State, diff, from_csv, to_csv

FOLDER = "releases"
LIST = "releases.toml"
PACKAGE = "package.zip"
CHANGES = "changes.csv"


class ReleaseError(ValueError):
    """A release cannot be made or found; the message says why."""


class _Release(Strict):
    name: Annotated[str, Field(pattern=r"^v[0-9]+(\.[0-9]+)*$")]
    date: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    note: str = ""


class _Releases(Strict):
    release: tuple[_Release, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> _Releases:
        names = [r.name for r in self.release]
        dates = [r.date for r in self.release]
        if len(set(names)) != len(names) or dates != sorted(dates):
            raise ValueError("expected releases with names of their own, the oldest first")
        return self


@dataclass(frozen=True, slots=True)
class Release:
    """One dated state of the data."""

    name: str
    date: str
    note: str
    package: bytes
    changes: tuple[Change, ...]

    def state(self) -> State:
        """Return the rows of its CSVs."""
        return read_state(self.package)


@dataclass(frozen=True, slots=True)
class Versions:
    """All releases, the oldest first, and what changed since the last of them."""

    releases: tuple[Release, ...]
    unreleased: tuple[Change, ...]

    @property
    def last(self) -> Release | None:
        """The newest release, if there is any."""
        return self.releases[-1] if self.releases else None

    @property
    def name(self) -> str:
        """Name of the state now: the release, or that release with changes, or empty."""
        return (
            f"{self.last.name}+"
            if self.last and self.unreleased
            else self.last.name
            if self.last
            else ""
        )

    @property
    def date(self) -> str:
        """Date of the newest release, or empty."""
        return self.last.date if self.last else ""

    def touched(self, by: Callable[[Change], bool]) -> Release | None:
        """Return the newest release with a change that ``by`` is true for.

        None while such a change is not released yet, and where there never was one.
        """
        if any(map(by, self.unreleased)):
            return None
        return next((r for r in reversed(self.releases) if any(map(by, r.changes))), None)

    def of(self, report_id: str) -> Release | None:
        """Return the release that last changed a report."""
        return self.touched(lambda change: change.report_id == report_id)

    def of_code(self, code: str) -> Release | None:
        """Return the release that last changed a number of a code, or brought or took a report."""
        return self.touched(
            lambda c: c.resource == "reports" or (c.resource == "figures" and f".{code}." in c.id)
        )


def read_state(package: bytes) -> State:
    """Return the rows of every CSV of an archived data package."""
    files = unbundle(package)
    described = json.loads(files["datapackage.json"])
    return {
        resource["name"]: list(
            csv.DictReader(io.StringIO(files[resource["path"]].decode("utf-8"), newline=""))
        )
        for resource in described["resources"]
    }


def versions(data: Path, now: State) -> Versions:
    """Read ``data/releases/`` and compare its newest release with ``now``.

    Raises ReferenceDataError when the list is wrong or a release has lost a file.
    """
    folder = data / FOLDER
    path = folder / LIST
    if not path.exists():
        return Versions((), diff({}, now))
    try:
        listed = _Releases.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        releases = tuple(
            Release(
                r.name,
                r.date,
                r.note,
                (folder / r.name / PACKAGE).read_bytes(),
                from_csv((folder / r.name / CHANGES).read_text(encoding="utf-8")),
            )
            for r in listed.release
        )
    except (OSError, ValidationError, tomllib.TOMLDecodeError, TypeError) as error:
        raise ReferenceDataError(f"{path}: {error}") from error
    return Versions(releases, diff(releases[-1].state() if releases else {}, now))


def find(known: Versions, name: str) -> Release:
    """Return a release by name, the newest for an empty one; raises ReleaseError."""
    if not known.releases:
        raise ReleaseError("there is no release yet; make one with: build.py release v1 --date …")
    if not name and known.last:
        return known.last
    for release in known.releases:
        if release.name == name:
            return release
    names = ", ".join(release.name for release in known.releases)
    raise ReleaseError(f"no release {name!r}; there are: {names}")


def add(data: Path, known: Versions, release: Release) -> None:
    """Write a new release below ``data/releases/``; its entry in the list comes last.

    Raises ReleaseError when the name is taken, the date goes back, or nothing has changed.
    """
    try:
        _Release(name=release.name, date=release.date, note=release.note)
    except ValidationError as error:
        told = "; ".join(f"{e['loc'][0]}: {e['msg']}" for e in error.errors())
        raise ReleaseError(f"release {release.name!r}: {told}") from error
    if release.name in {r.name for r in known.releases}:
        raise ReleaseError(
            f"release {release.name!r} is there already; releases are never rewritten"
        )
    if release.date < known.date:
        raise ReleaseError(f"date {release.date} is before the last release ({known.date})")
    if not release.changes:
        raise ReleaseError(f"nothing has changed since {known.name}; no release was made")
    folder = data / FOLDER
    write_text(folder / release.name / PACKAGE, release.package)
    write_text(folder / release.name / CHANGES, to_csv(release.changes))
    path = folder / LIST
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    note = json.dumps(release.note, ensure_ascii=False)
    entry = f'[[release]]\nname = "{release.name}"\ndate = "{release.date}"\nnote = {note}\n'
    write_text(path, f"{before.rstrip()}\n\n{entry}".lstrip())


def listing(known: Versions, address: str) -> dict[str, object]:
    """Return ``versions.json``: every release with its archive, checksum and counts of changes."""
    return {
        "current": known.name,
        "unreleased_changes": len(known.unreleased),
        "versions": [
            {
                "name": release.name,
                "date": release.date,
                "note": release.note,
                "package": f"{address}{release.name}/{PACKAGE}",
                "bytes": len(release.package),
                "sha256": sha256(release.package),
                "changes": f"{address}{release.name}/{CHANGES}",
                "added": sum(c.change == "added" for c in release.changes),
                "changed": sum(c.change == "changed" for c in release.changes),
                "removed": sum(c.change == "removed" for c in release.changes),
            }
            for release in reversed(known.releases)
        ],
    }
