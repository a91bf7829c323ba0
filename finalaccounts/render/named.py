"""Names of departments and places in the language of the page.

In another language than that of the reports a place is romanised (Hanyu Pinyin without tones, the
generic part translated, ``places_en.csv``) and the kind of office is translated (``departments.csv``); a kind that
nobody translated is romanised too. The printed name stands beside it where a page names itself.
"""

from __future__ import annotations

from finalaccounts.model import Meta
from finalaccounts.reference.places import Division, kinds_en, pinyin, places_en
from finalaccounts.reference.places import path as division_path
from finalaccounts.render.words import Words


def place(row: Division, words: Words) -> str:
    """Return the name of a division."""
    if words.key == "zh":
        return row.name
    whole, endings = places_en()
    if row.name in whole:
        return whole[row.name]
    for ending, english in endings:
        stem = row.name.removesuffix(ending)
        if stem and stem != row.name:
            # A name of one character keeps its generic part: Quxian County.
            return f"{_capital(stem if len(stem) > 1 else row.name)} {english}"
    return _capital(row.name)


def department(meta: Meta, words: Words) -> str:
    """Return the name of a department: places from the widest, then the kind of office."""
    if words.key == "zh":
        return meta.entity
    rest, told = meta.entity, []
    for row in division_path(meta.division):
        if rest.startswith(row.name):
            rest = rest.removeprefix(row.name)
            told.append(place(row, words))
    if rest:
        told.append(kinds_en().get(rest) or _capital(rest))
    return " ".join(told) or meta.entity


def _capital(text: str) -> str:
    """Return a name in pinyin; what is not Chinese stays as it is."""
    read = pinyin(text)
    return read.capitalize() if read else text
