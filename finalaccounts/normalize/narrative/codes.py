"""Classification codes of the items the narrative names, from the report's own tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from finalaccounts.reference.codes import function_codes, item_names
from finalaccounts.reference.narrative import statements

_BRACKET = re.compile("\uff08[^\uff08\uff09]*\uff09")


@dataclass(frozen=True, slots=True)
class Names:
    """Names of items with their codes: of the report's tables, of the official list without them.

    The official list is not complete, so a name counts there only as it is written (``exact``).
    """

    codes: Mapping[str, tuple[str, ...]]
    exact: bool = False

    @classmethod
    def of(cls, tables: Mapping[str, tuple[str, ...]]) -> Names:
        """Return the names of the tables, or of the official list where there are none."""
        return cls(tables) if tables else cls(function_codes(), exact=True)

    def hold(self, label: str) -> bool:
        """True when a label is the name of an item, with or without brackets and suffix."""
        suffix = statements().classification.suffix
        plain = _BRACKET.sub("", label)
        written = {label, plain, plain + suffix, plain.removesuffix(suffix)}
        return any(name in self.codes or name in item_names() for name in written)


@dataclass(frozen=True, slots=True)
class Classified:
    """An item of the classification as written, its code where the tables give one."""

    name: str
    level: str
    code: str
    start: int
    end: int


def code(name: str, length: int, parent: str, names: Names) -> str:
    """Return the one code of ``length`` digits that the tables print for ``name``.

    ``parent`` is the code it must begin with, where known. A name written with or without the
    usual suffix, or nearly the same (a misprint) as one name below the parent, counts too.
    """
    data = statements().classification
    plain = name.removesuffix(data.suffix)
    for written in (name, plain + data.suffix, plain):
        codes = [c for c in names.codes.get(written, ()) if len(c) == length]
        below = [c for c in codes if c.startswith(parent)]
        if len(set(below or codes)) == 1:
            return (below or codes)[0]
        if codes:
            return ""
    if not parent or names.exact:
        return ""
    near = {
        c
        for other, codes in names.codes.items()
        for c in codes
        if len(c) == length
        and c.startswith(parent)
        and SequenceMatcher(None, name, other).ratio() >= float(data.similar)
    }
    return near.pop() if len(near) == 1 else ""


def classified(text: str, names: Names) -> list[Classified]:
    """Return the items of the classification written in a text, in order."""
    data = statements().classification
    order = list(data.levels)
    chain: dict[str, str] = {}
    found: list[Classified] = []
    for match in data.pattern.finditer(text):
        level, name = match["level"], match["name"]
        index = order.index(level)
        for lower in order[index:]:
            chain.pop(lower, None)
        parents = [chain[upper] for upper in order[:index] if chain.get(upper)]
        parent = parents[-1] if parents else ""
        chain[level] = _printed(match["code"], parent, data.levels[level]) or code(
            name, data.levels[level], parent, names
        )
        found.append(Classified(name, level, chain[level], match.start(), match.end()))
    for match in data.coded.finditer(text):
        name = match["first"] or match["second"] or match["third"]
        digits = match["before"] or match["behind"] or match["glued"]
        found.append(Classified(name, "", digits, match.start(), match.end()))
    return sorted(found, key=lambda item: item.end)


def _printed(digits: str | None, parent: str, length: int) -> str:
    """Return the code printed in the bracket, whole or as what it adds to its parent's."""
    if not digits:
        return ""
    whole = digits if len(digits) == length else parent + digits
    return whole if len(whole) == length else ""
