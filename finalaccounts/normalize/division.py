"""Where the entity belongs: its division, proposed from its name and, when that is not enough,
from the text. A wrong division is worse than none: what is not certain stays unknown, said aloud.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from finalaccounts.reference.metadata import words
from finalaccounts.reference.places import UNKNOWN, by_name, divisions, path, short_names


@dataclass(frozen=True, slots=True)
class Placed:
    """A proposed division, the name without its place, and what was not certain."""

    code: str
    department: str
    warning: str = ""


def _chain(name: str) -> tuple[int, list[str]]:
    """Return where the run of names of places begins in ``name``, and the names, widest first.

    It begins the name or follows the name of a body; elsewhere a match is part of another word.
    """
    index, rules = by_name(), words().places
    longest = max(map(len, index))
    start = max((len(p) for p in rules.prefixes if name.startswith(p)), default=0)
    at, found = start, list[str]()
    while at < len(name):
        size = next((n for n in range(longest, 1, -1) if name[at : at + n] in index), 0)
        if not size or (name[at : at + size] in rules.generic and not found):
            break
        found.append(name[at : at + size])
        at += size
    return start, found


def _consistent(chain: Sequence[str]) -> list[str]:
    """Return the codes of the last name whose upper divisions include every earlier name."""
    index = by_name()
    return [
        code
        for code in index[chain[-1]]
        if all(set(index[name]) & {d.code for d in path(code)} for name in chain[:-1])
    ]


def _coarsest(codes: Sequence[str]) -> list[str]:
    """Drop codes that lie inside another of them (a county that shares its city's name)."""
    return [c for c in codes if not {d.code for d in path(c)[:-1]} & set(codes)]


def _by_text(codes: Sequence[str], text: str) -> list[str]:
    """Keep the one code whose city, else whose province, alone of all is named in the text."""
    for level in ("city", "province"):
        named = [
            code
            for code in codes
            for above in path(code)[:-1]
            if above.level == level and any(name in text for name in short_names(above))
        ]
        if len(named) == 1:
            return named
        if named:
            return list(codes)
    return list(codes)


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(f"{c} {''.join(d.name for d in path(c))}" for c in codes)


def place(name: str, text: str) -> Placed:
    """Propose the division of the entity ``name``; ``text`` is the folded text of the report."""
    rules = words().places
    if name.startswith(rules.bodies):
        return Placed(UNKNOWN, name, f"division unknown: {name!r} belongs to no listed place")
    start, chain = _chain(name)
    if not chain:
        unknown = re.match(rules.unknown_place, name[start:])
        if unknown and not unknown["place"].endswith(rules.not_places):
            warning = f"division unknown: no listed place in {name!r}"
            return Placed(UNKNOWN, name[:start] + unknown["rest"], warning)
        return _from_mentions(name, text)
    rest = name[:start] + name[start + sum(map(len, chain)) :]
    codes = _coarsest(_consistent(chain))
    if not codes:
        return Placed(
            UNKNOWN, rest, f"division unknown: {' + '.join(chain)} do not belong together"
        )
    below = re.match(rules.unknown_place, rest)
    if (
        below
        and len(below["place"]) > 1
        and not below["place"].endswith(rules.not_places)
        and divisions()[codes[0]].level != "county"
    ):
        warning = f"division unknown: {below['place']!r} below {_listed(codes)} is not listed"
        return Placed(UNKNOWN, rest, warning)
    if len(codes) > 1:
        codes = _by_text(codes, text)
    if len(codes) > 1:
        return Placed(UNKNOWN, rest, f"division ambiguous: {_listed(codes)}")
    return Placed(codes[0], rest)


def _from_mentions(name: str, text: str) -> Placed:
    """Propose the place that the text always prints right before ``name``."""
    rules = words()
    after = "".join(rules.not_after_name)
    places = "|".join(sorted(by_name(), key=len, reverse=True))
    if name:
        pattern = rf"((?:{places})+){re.escape(name)}(?![{after}])"
        found = {m.group(1) for m in re.finditer(pattern, text)}
        codes = {c for chain in found for c in _coarsest(_consistent(_chain(chain)[1] or [chain]))}
        if len(codes) == 1:
            (code,) = codes
            return Placed(code, name, f"division proposed from the text: {_listed([code])}")
    return Placed(UNKNOWN, name, f"division unknown: no place in {name!r}")
