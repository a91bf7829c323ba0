"""``addresses.toml``: reports and entities that have another address now, or none.

An address that was published is never lost: where a report moved, its old pages lead to the new
ones; where it was removed, a page says so, with the date and the reason. Written by ``rename`` and
``remove``, read when the site is built; people may correct it by hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from finalaccounts.handtyped import DateTyped, TypedError, read_text, read_toml
from finalaccounts.package import write_text
from finalaccounts.reference import ReferenceDataError, Strict

FILE = "addresses.toml"
_ID = r"^cn-[0-9]{6}-[a-z0-9]{1,100}(-[0-9]{4})?$"
Id = Annotated[str, Field(pattern=_ID)]


class Moved(Strict):
    """A report, or an entity with all its years, that has another address now."""

    was: Id
    now: Id
    date: DateTyped
    reason: str = ""


class Removed(Strict):
    """A report that is not published any more, and why; the reason in English may be left out."""

    report: Annotated[str, Field(pattern=_ID.replace(")?$", ")$"))]
    title: str
    date: DateTyped
    reason: Annotated[str, Field(min_length=1)]
    reason_en: str = ""


class Addresses(Strict):
    """A whole ``addresses.toml``."""

    moved: tuple[Moved, ...] = ()
    removed: tuple[Removed, ...] = ()

    def folder(self, report_id: str) -> str:
        """Return where the pages of an id are now, following every move."""
        division, slug, year = parts(report_id)
        for entry in self.moved:
            was = parts(entry.was)
            if was[:2] == (division, slug) and was[2] in ("", year):
                now = parts(entry.now)
                division, slug, year = now[0], now[1], now[2] or year
        return "/".join(filter(None, ("d", division, slug, year)))

    def all_of(self, report_id: str) -> list[str]:
        """Return every folder in which the pages of a report were, the last one first."""
        last, year = "/".join(("d", *parts(report_id))), parts(report_id)[2]
        found = [last]
        for entry in self.moved:
            division, slug, own = parts(entry.was)
            if own in ("", year) and self.folder(f"cn-{division}-{slug}-{own or year}") == last:
                found.append(f"d/{division}/{slug}/{own or year}")
        return list(dict.fromkeys(found))

    def former(self) -> Iterator[tuple[str, str]]:
        """Yield (folder of old pages, folder of the pages now) of every move."""
        for entry in self.moved:
            yield "/".join(filter(None, ("d", *parts(entry.was)))), self.folder(entry.was)


def parts(given: str) -> tuple[str, str, str]:
    """Return division, slug and year (empty for an entity) of an id."""
    found = re.fullmatch(r"cn-([0-9]{6})-([a-z0-9]+?)(?:-([0-9]{4}))?", given)
    if not found:
        raise ValueError(f"{given!r} is no id of a report or an entity")
    return found[1], found[2], found[3] or ""


def read(data: Path) -> Addresses:
    """Read ``addresses.toml`` of a data folder; raises ReferenceDataError naming what is wrong."""
    path = data / FILE
    if not path.exists():
        return Addresses()
    try:
        return Addresses.model_validate(read_toml(path))
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise ReferenceDataError(f"{path}: {said}") from error
    except TypedError as error:
        raise ReferenceDataError(str(error)) from error


def today() -> str:
    """Return the date of today, for what a person does today."""
    return date.today().isoformat()


def table(head: str, pairs: dict[str, str]) -> str:
    """Return an entry of a hand-typed TOML file; a date is written as one."""
    lines = [f"[[{head}]]"]
    for key, value in pairs.items():
        shown = value if key == "date" else json.dumps(value, ensure_ascii=False)
        lines.append(f"{key} = {shown}".replace("\x7f", "\\u007f"))
    return "\n".join(lines) + "\n"


def append(path: Path, entry: str) -> None:
    """Append an entry to a hand-typed file, which is UTF-8 from then on."""
    before = read_text(path).rstrip("\n") + "\n\n" if path.exists() else ""
    write_text(path, before + entry)
