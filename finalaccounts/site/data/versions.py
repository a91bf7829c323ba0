"""Releases of the data: ``data/releases/``, the only place that dates come from.

``releases.toml`` names them with their dates; the folder of each holds ``package.zip`` (the data
package as it was, never written again) and ``changes.csv`` (what changed since the one before).
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field, ValidationError, model_validator

from finalaccounts.home import command
from finalaccounts.package import write_text
from finalaccounts.reference import ReferenceDataError, Strict
from finalaccounts.site.data.bundle import sha256, unbundle
from finalaccounts.site.data.changes import Change, Row, State, from_csv, to_csv

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


class Dated(NamedTuple):
    """A release as it is cited: its name and its date."""

    name: str
    date: str


@dataclass(frozen=True, slots=True)
class Release:
    """One dated state of the data."""

    name: str
    date: str
    note: str
    package: bytes
    changes: tuple[Change, ...]

    @property
    def dated(self) -> Dated:
        """The release as it is cited."""
        return Dated(self.name, self.date)

    def state(self) -> State:
        """Return the rows of its CSVs."""
        return read_state(self.package)


@dataclass(frozen=True)
class Versions:
    """All releases, the oldest first, and what changed since the last of them."""

    releases: tuple[Release, ...]
    unreleased: tuple[Change, ...] = ()

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

    @cached_property
    def _newest(self) -> tuple[dict[str, Dated], dict[str, Dated]]:
        """The newest release that changed a report, and a code; ``""`` is any report as a whole."""
        reports: dict[str, Dated] = {}
        codes: dict[str, Dated] = {}
        for release in self.releases:
            for change in release.changes:
                reports[change.report_id] = release.dated
                codes.update(dict.fromkeys(_codes(change), release.dated))
        return reports, codes

    @cached_property
    def _open(self) -> tuple[frozenset[str], frozenset[str]]:
        changed = frozenset(change.report_id for change in self.unreleased)
        return changed, frozenset(code for change in self.unreleased for code in _codes(change))

    def of(self, *report_ids: str) -> Dated | None:
        """Return the newest release that changed one of these reports.

        None while such a change is not released yet, and where there never was one.
        """
        if self._open[0].intersection(report_ids):
            return None
        found = [self._newest[0][i] for i in report_ids if i in self._newest[0]]
        return max(found, key=self._rank, default=None)

    def of_code(self, code: str) -> Dated | None:
        """Return the release that last changed a number of a code, or brought or took a report."""
        if self._open[1].intersection((code, "")):
            return None
        found = [self._newest[1][c] for c in (code, "") if c in self._newest[1]]
        return max(found, key=self._rank, default=None)

    @cached_property
    def _order(self) -> dict[str, int]:
        return {release.name: number for number, release in enumerate(self.releases)}

    def _rank(self, dated: Dated) -> int:
        return self._order[dated.name]


def _codes(change: Change) -> tuple[str, ...]:
    """Return the codes whose number a change touches; ``""`` for a report that came or went."""
    if change.resource == "reports":
        return ("",)
    return tuple(change.id.split(".")[1:-1]) if change.resource == "figures" else ()


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


def versions(data: Path) -> Versions:
    """Read ``data/releases/``; what changed since the newest is left open.

    Raises ReferenceDataError when the list is wrong or a release has lost a file.
    """
    folder = data / FOLDER
    path = folder / LIST
    if not path.exists():
        return Versions(())
    try:
        listed = _Releases.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        return Versions(
            tuple(
                Release(
                    r.name,
                    r.date,
                    r.note,
                    (folder / r.name / PACKAGE).read_bytes(),
                    from_csv((folder / r.name / CHANGES).read_text(encoding="utf-8")),
                )
                for r in listed.release
            )
        )
    except (OSError, ValidationError, tomllib.TOMLDecodeError, TypeError) as error:
        raise ReferenceDataError(f"{path}: {error}") from error


def by_report(state: State) -> dict[str, dict[str, list[Row]]]:
    """Return a state report by report."""
    found: dict[str, dict[str, list[Row]]] = {}
    for resource, rows in state.items():
        for row in rows:
            if "report_id" in row:
                found.setdefault(row["report_id"], {}).setdefault(resource, []).append(row)
    return found


def find(known: Versions, name: str) -> Release:
    """Return a release by name, the newest for an empty one; raises ReleaseError."""
    if not known.releases:
        raise ReleaseError(
            f"there is no release yet; make one with: {command()} release v1 --date …"
        )
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
