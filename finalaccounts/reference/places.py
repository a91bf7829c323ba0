"""Places and names: the county-level divisions, and how names are written in addresses.

Data: ``divisions.csv`` (GB/T 2260), ``departments.csv`` (short names of common departments),
``pinyin.csv`` (readings that the pinyin package gets wrong); where they come from: SOURCES.md.
Places that the list does not have are in ``places.csv`` of the data folder (``new_places``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal

from finalaccounts.reference import Strict, load_csv, new_places
from finalaccounts.reference.metadata import words

UNKNOWN = "000000"


class Division(Strict):
    """One row of ``divisions.csv``; ``parent`` is the code above it, empty for a province."""

    code: str
    name: str
    level: Literal["province", "city", "county"]
    parent: str


def _placed(code: str, name: str, listed: Mapping[str, Division]) -> Division:
    """Return the division of a new place: its code says its level and what it belongs to."""
    above = [c for c in (f"{code[:4]}00", f"{code[:2]}0000") if c != code and c in listed]
    level: Literal["province", "city", "county"] = "county"
    if code.endswith("00"):
        level = "province" if code.endswith("0000") else "city"
    return Division(code=code, name=name, level=level, parent=above[0] if above else "")


class DepartmentName(Strict):
    """One row of ``departments.csv``: a name without its place, its word in addresses, in English."""

    name: str
    slug: str
    name_en: str = ""


class PlaceNameEn(Strict):
    """One row of ``places_en.csv``: a whole name, or the generic part at its end, in English."""

    part: Literal["name", "ending"]
    name: str
    english: str


class PlaceReading(Strict):
    """One row of ``pinyin.csv``: characters and how they are read together."""

    name: str
    pinyin: str


@cache
def divisions() -> dict[str, Division]:
    """Return all divisions by code: those of the list, then those of ``places.csv``."""
    listed = {row.code: row for row in load_csv("divisions.csv", Division)}
    for code, name in sorted(new_places.known(listed).items()):
        listed[code] = _placed(code, name, listed)
    return listed


def path(code: str) -> tuple[Division, ...]:
    """Return the division and those above it, province first; nothing for an unknown code."""
    found = []
    row = divisions().get(code)
    while row is not None:
        found.append(row)
        row = divisions().get(row.parent)
    return tuple(reversed(found))


def short_names(division: Division) -> tuple[str, ...]:
    """Return the names a division goes by: in full, and without its ethnic groups or ending."""
    rules = words().places
    names = [division.name]
    ending = next((e for e in rules.endings if division.name.endswith(e)), "")
    stem = division.name.removesuffix(ending)
    bare = stem
    while cut := next((p for p in rules.peoples if bare.endswith(p)), ""):
        bare = bare.removesuffix(cut)
    if ending.startswith(rules.autonomous):
        ending = ending.removeprefix(rules.autonomous)
    if bare != stem and len(bare) >= 2:
        names.append(bare + ending)
    if division.level in rules.short_levels:
        names.append(bare if len(bare) >= 2 else stem)
    return tuple(dict.fromkeys(names))


def township(name: str) -> bool:
    """True for a body of a township or a street, which no list of divisions holds."""
    return bool(re.search(words().places.township, name))


def national(name: str) -> bool:
    """True for a body of the whole country, which belongs to no division."""
    return bool(re.match(words().places.national, name))


@cache
def by_name() -> dict[str, tuple[str, ...]]:
    """Return the codes of the divisions that go by each name."""
    index: dict[str, tuple[str, ...]] = {}
    for row in divisions().values():
        for name in short_names(row):
            index[name] = (*index.get(name, ()), row.code)
    return index


@cache
def _readings() -> dict[str, str]:
    return {row.name: row.pinyin for row in load_csv("pinyin.csv", PlaceReading)}


def pinyin(text: str) -> str:
    """Return ``text`` in pinyin without tones, lower-case letters and digits only."""
    from pypinyin import lazy_pinyin  # its dictionaries take half a second to load

    readings = _readings()
    longest = max(map(len, readings))
    out, at = [], 0
    while at < len(text):
        size = next((n for n in range(longest, 0, -1) if text[at : at + n] in readings), 0)
        out.append(readings[text[at : at + size]] if size else text[at])
        at += size or 1
    # The package reads words as wholes, so what has no reading of its own goes to it in one piece.
    runs: list[str] = []
    for part in out:
        if runs and not part.isascii() and not runs[-1].isascii():
            runs[-1] += part
        else:
            runs.append(part)
    read = "".join("".join(lazy_pinyin(run)) if not run.isascii() else run for run in runs)
    return "".join(
        ch for ch in read.lower().replace("\u00fc", "v") if ch.isascii() and ch.isalnum()
    )


def places_en() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """Return whole names of places in English, and generic parts, those tried first first."""
    rows = load_csv("places_en.csv", PlaceNameEn)
    whole = {row.name: row.english for row in rows if row.part == "name"}
    return whole, tuple((row.name, row.english) for row in rows if row.part == "ending")


@cache
def kinds_en() -> dict[str, str]:
    """Return the unofficial English names of kinds of departments, by their name."""
    return {r.name: r.name_en for r in load_csv("departments.csv", DepartmentName) if r.name_en}


@cache
def slug(department: str) -> str:
    """Return the word for a department in addresses: from the list, else its full pinyin."""
    listed = {row.name: row.slug for row in load_csv("departments.csv", DepartmentName)}
    bare = next(
        (department.removesuffix(w) for w in words().scope.own_words if department.endswith(w)), ""
    )
    return listed.get(department) or listed.get(bare) or pinyin(department) or "entity"
