"""Whose report is it: what must be certain before a report gets an address of its own.

An entity, a listed division, a year. What the text leaves open a person says, by option or asked
on a terminal; a report is never filed under an unknown place or an unnamed entity.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from finalaccounts import certificate
from finalaccounts.characters import refused
from finalaccounts.handtyped import web_address
from finalaccounts.loading import folders
from finalaccounts.model import Meta
from finalaccounts.normalize.titles import same, without_scope
from finalaccounts.paths import DIVISION, SLUG
from finalaccounts.reference import new_places
from finalaccounts.reference.places import UNKNOWN, divisions, slug
from finalaccounts.text import squeeze

Ask = Callable[[str], str]
_YEARS = range(1990, 2101)


class IdentityError(ValueError):
    """Who reports, where or for which year is not certain, or what was said of it is wrong."""


def _wrong(key: str, value: Any) -> str:
    """Return what is wrong with a value that a person gave; empty when it can be used."""
    if key == "division" and value not in divisions():
        return (
            f"--division {value!r}: expected a six-digit code of data/reference/cn/divisions.csv; "
            "a new place is told with its name: --place, kept in data/places.csv"
        )
    if key == "slug" and not re.fullmatch(SLUG, value):
        return f"--slug {value!r}: expected small letters and digits only, as jiaoyuju"
    if key == "fiscal_year" and value not in _YEARS:
        return f"--year {value}: expected a year from {_YEARS[0]} to {_YEARS[-1]}"
    if key == "entity" and (refused(value) or len(value) > 100 or "\n" in value):
        return f"--entity {value!r}: expected a name on one line, as it is printed"
    if key == "url":
        try:
            web_address(value)
        except ValueError as error:
            return f"--url {value!r}: {error}"
    return ""


def _open(meta: Meta) -> Iterable[tuple[str, str]]:
    """Yield what is not certain: the key, and why with the option that settles it."""
    warnings = [str(w) for w in meta.found.get("warnings", ())]
    if not meta.entity:
        yield "entity", "who reports is not certain from the text; say it with --entity"
    if meta.division == UNKNOWN:
        why = next((w for w in warnings if w.startswith("division")), "division unknown")
        yield "division", f"{why}; say it with --division (six digits)"
    if meta.fiscal_year is None:
        yield "fiscal_year", "the fiscal year is not certain from the text; say it with --year"


def settle(meta: Meta, said: Mapping[str, Any], ask: Ask | None = None) -> Meta:
    """Return ``meta`` with what a person said of it, by option or asked for with ``ask``.

    Raises IdentityError naming everything that is wrong or still not certain.
    """
    said = {key: value for key, value in said.items() if value and key != "place"}
    if wrong := [told for key, value in said.items() if (told := _wrong(key, value))]:
        raise IdentityError("\n".join(wrong))
    url = said.pop("url", "")
    meta = _with(meta, said)
    missing = list(_open(meta))
    if ask is not None:
        for key, why in missing:
            answer: Any = ask(why).strip()
            if key == "division":
                _new_place(answer, ask)
            answer = int(answer) if key == "fiscal_year" and answer.isdigit() else answer
            if not answer or (told := _wrong(key, answer)):
                raise IdentityError(told if answer else why)
            meta = _with(meta, {key: answer})
    elif missing:
        raise IdentityError("\n".join(why for _, why in missing))
    if meta.slug == slug(""):
        raise IdentityError("the address of the entity is not certain; say it with --slug")
    return replace(meta, sources=tuple(replace(s, url=url) for s in meta.sources))


def _new_place(code: str, ask: Ask) -> None:
    """Ask for the name of a place whose code no list has."""
    if re.fullmatch(DIVISION, code) and code not in divisions():
        told_name = ask(f"no place with the code {code} is known; the name of the place").strip()
        if told := new_places.wrong(code, told_name, divisions()):
            raise IdentityError(told)
        new_places.say(code, told_name)


def _with(meta: Meta, said: Mapping[str, Any]) -> Meta:
    if "entity" in said and "slug" not in said and meta.slug == slug(""):
        said = {**said, "slug": slug(said["entity"])}
    begins = tuple(key.replace("_", " ") for key in said)
    warnings = [w for w in meta.found.get("warnings", ()) if not str(w).startswith(begins)]
    meta = replace(meta, **said, found={**meta.found, "warnings": warnings})
    year = meta.fiscal_year or "0000"
    return replace(meta, report_id=f"cn-{meta.division}-{meta.slug}-{year}")


def name(meta: Meta) -> str:
    """Return the name of the entity without its scope."""
    return without_scope(squeeze(meta.entity))[0]


def filed(data: Path) -> dict[Path, Meta]:
    """Return the certificates of the reports below ``data``, by folder."""
    found = {}
    for folder in folders(data):
        try:
            found[folder] = certificate.read(folder / "source.toml")
        except certificate.CertificateError:
            continue  # a folder that is wrong is named by check and build
    return found


def same_entity(meta: Meta, department: Path, known: Mapping[Path, Meta]) -> None:
    """Refuse to put two entities under one address, whose years would read as one trend.

    Two places that no list knows, added with one ``--division``, come here; a department that was
    renamed is said by ``--slug``.
    """
    for there, other in known.items():
        if there.parent == department and not same(name(meta), name(other)):
            raise IdentityError(
                f"{meta.entity}: the address {'/'.join(department.parts[-2:])} is that of "
                f"{other.entity} ({there.name}); say another --slug, or the same one where the "
                "department was renamed"
            )


def same_content(meta: Meta, known: Mapping[Path, Meta]) -> str:
    """Say where a file of the report is already, by its content; empty when nowhere.

    A file in force of the report itself may come again, with another that is new.
    """
    hashes = [source.sha256 for source in meta.sources]
    if len(set(hashes)) < len(hashes):
        return "the same file was named twice"
    for folder, other in known.items():
        standing: set[str] = set()
        if other.report_id == meta.report_id:
            standing = {source.sha256 for source in certificate.in_force(other.sources)}
        for source in other.sources:
            again = source.sha256 in standing and not standing.issuperset(hashes)
            if source.sha256 in hashes and not again:
                mine = next(s for s in meta.sources if s.sha256 == source.sha256)
                return (
                    f"{mine.received or mine.file} is there already, with the same content: "
                    f"{folder / source.file}"
                )
    return ""
