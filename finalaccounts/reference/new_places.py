"""Places that no list knows yet: ``places.csv`` of the data folder, typed by hand or by ``add``.

Apart from ``divisions.csv``, so that a newer list does not lose them; once it has a place, its row
here must go or say the same.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from finalaccounts import reference
from finalaccounts.handtyped import TypedError, read_text

_HEAD = ("code", "name")
# Places named on the command line, not yet written.
_said: dict[str, str] = {}


class _Named(Protocol):
    @property
    def name(self) -> str: ...


def known(listed: Mapping[str, _Named]) -> dict[str, str]:
    """Return the names of new places by code; ``listed`` are those of the list.

    Raises ReferenceDataError naming file and line of a row that cannot be used.
    """
    path = reference.DATA / reference.PLACES
    found = dict(_said)
    if not path.is_file():
        return found
    try:
        reader = csv.DictReader(io.StringIO(read_text(path), newline=""))
        for row in reader:
            code, name = ((row.get(head) or "").strip() for head in _HEAD)
            if said := wrong(code, name, listed):
                raise reference.ReferenceDataError(f"{path}:{reader.line_num}: {said}")
            if code not in listed:
                found[code] = name
    except TypedError as error:
        raise reference.ReferenceDataError(str(error)) from error
    return found


def wrong(code: str, name: str, listed: Mapping[str, _Named]) -> str:
    """Say why a place cannot be new: its code, its name, or the list has it otherwise."""
    if not re.fullmatch(r"[1-9][0-9]{5}", code):
        return f"code {code!r}: expected six digits"
    if not re.fullmatch(r"[\u4e00-\u9fff\u00b7]{2,20}", name):
        return f"name {name!r}: expected the name of a place, as it is printed"
    if code in listed and listed[code].name != name:
        return f"code {code}: the list of places has it for {listed[code].name}, not for {name}"
    return ""


def say(code: str, name: str) -> None:
    """Take a place as known from now on; ``keep`` writes it down."""
    _said[code] = name
    reference.forget()


def keep(data: Path) -> None:
    """Write the places said since the start into ``places.csv`` of a data folder."""
    if not _said:
        return
    path = data / reference.PLACES
    rows = dict(_said)
    if path.is_file():
        for row in csv.DictReader(io.StringIO(read_text(path), newline="")):
            rows[row["code"]] = row["name"]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([_HEAD, *sorted(rows.items())])
    path.write_bytes(out.getvalue().encode())
