"""Numbers of a block: quantities with their unit, and numbers that are something else."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise

from finalaccounts import amounts
from finalaccounts.reference.quantities import quantities

NUMBER = re.compile(r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|(?<![\d.])\.\d+")
_GROUP = 3
_IMPLIED = 16  # characters before a number in which the words stand that give it a unit
_COMMA = "\uff0c"
_MINUS = "-\u2212\uff0d"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at ``start:end`` of a block's text, with its unit up to ``stop``.

    ``reason`` is the key of what it is when it is no quantity; a number with neither unit nor
    reason was not understood.
    """

    start: int
    end: int
    stop: int
    amount: Decimal
    unit: str | None = None
    kind: str = ""
    approx: str = ""
    negative: bool = False
    reason: str = ""

    @property
    def is_quantity(self) -> bool:
        """True when the number counts or measures something."""
        return not self.reason and self.unit is not None


@cache
def _unit_pattern() -> re.Pattern[str]:
    data = quantities()
    multipliers = "|".join(map(re.escape, sorted(data.multipliers, key=len, reverse=True)))
    vague = "|".join(map(re.escape, data.vague.inside))
    units = sorted({u for row in data.units for u in row.units}, key=len, reverse=True)
    return re.compile(
        rf"(?P<m1>{multipliers})?(?P<v1>{vague})?(?P<m2>{multipliers})?(?P<v2>{vague})?"
        rf"(?P<unit>{'|'.join(map(re.escape, units))})?"
    )


@cache
def _kinds() -> dict[str, str]:
    kinds: dict[str, str] = {}
    for row in quantities().units:
        for unit in row.units:
            kinds.setdefault(unit, row.kind)
    return kinds


def unit_at(text: str, pos: int) -> tuple[str, str, str, int] | None:
    """Return unit, kind, vague word and end of the unit printed at ``pos``, or None."""
    match = _unit_pattern().match(text, pos)
    if not match or match.end() == pos:
        return None
    multiplier = (match["m1"] or "") + (match["m2"] or "")
    unit = match["unit"] or ""
    vague = match["v1"] or match["v2"] or ""
    if not unit and not multiplier:
        return None
    kind = _kinds().get(unit, "money" if not unit else "count")
    return multiplier + unit, kind, vague, match.end()


def _recognised(text: str) -> dict[int, str]:
    """Return the positions of digits that are no quantity, with the reason."""
    taken: dict[int, str] = {}
    for row in quantities().recognised:
        for pattern in row.patterns:
            for match in pattern.finditer(text):
                start, end = match.span("n" if "n" in pattern.groupindex else 0)
                for i in range(start, end):
                    if text[i].isdigit():
                        taken.setdefault(i, row.reason)
    return taken


def _vague(text: str, start: int, stop: int) -> str:
    data = quantities().vague
    before = next((w for w in _longest_first() if text.endswith(w, 0, start)), "")
    before = "" if text.endswith(data.firm, 0, start) else before
    after = next((w for w in data.after if text.startswith(w, stop)), "")
    return before or after


@cache
def _longest_first() -> tuple[str, ...]:
    return tuple(sorted(quantities().vague.before, key=len, reverse=True))


def _is_year(text: str, fiscal_year: int | None) -> bool:
    year = quantities().year
    if not year.pattern.match(text):
        return False
    return fiscal_year is None or abs(int(text) - fiscal_year) <= year.reach


def _torn(text: str, start: int) -> bool:
    """Tell whether a number begins inside one that holds a raised or circled digit (``11\u00b2.7``),
    or behind a character that was lost (U+FFFD), which may have been a digit."""
    at = start
    if text[at - 1 : at] == "\ufffd":
        return True
    while at and unicodedata.category(text[at - 1]) == "No":
        at -= 1
    if at == start:
        return False
    before = text[max(0, at - 2) : at].rstrip(".,")
    return text[start] == "." or before[-1:].isdecimal()


def numbers(text: str, fiscal_year: int | None) -> list[Quantity]:
    """Return every number of a folded text, in order."""
    taken = _recognised(text)
    found: list[Quantity] = []
    matches = list(NUMBER.finditer(text))
    for match in matches:
        start, end = match.span()
        amount = amounts.parse(match.group())
        if amount is None:
            continue
        reason = next((taken[i] for i in range(start, end) if i in taken), "")
        if reason:
            found.append(Quantity(start, end, end, amount, reason=reason))
            continue
        if _torn(text, start):
            found.append(Quantity(start, end, end, amount))
            continue
        touching = text[start - 1 : start] == " " or text[end : end + 1] == " "
        unit = None if touching else unit_at(text, end)
        negative = (
            text[start - 1 : start] in _MINUS and start > 1 and not text[start - 2].isdigit()
            if start
            else False
        )
        if unit:
            printed, kind, inside, stop = unit
            approx = inside or _vague(text, start, stop)
            found.append(
                Quantity(start, end, stop, amount, _plain(printed), kind, approx, negative)
            )
        elif (implied := _implied(text, start, end)) is not None:
            found.append(Quantity(start, end, end, amount, implied, _kinds().get(implied, "count")))
        elif _is_year(match.group(), fiscal_year):
            found.append(Quantity(start, end, end, amount, reason="year"))
        else:
            found.append(Quantity(start, end, end, amount, negative=negative))
    return _share_units(text, _doubtful(text, _in_two_units(found)))


def _in_two_units(found: list[Quantity]) -> list[Quantity]:
    """Take the units from an amount written in two of them, such as 3 ten thousand 2 yuan.

    It is one amount and no number stands there that is it; read as two, both would be wrong.
    """
    for i, (this, later) in enumerate(pairwise(found)):
        if this.kind == later.kind == "money" and this.stop == later.start:
            found[i] = Quantity(this.start, this.end, this.end, this.amount)
            found[i + 1] = Quantity(later.start, later.end, later.end, later.amount)
    return found


def _doubtful(text: str, found: list[Quantity]) -> list[Quantity]:
    """Take the unit from a number that may be the end of one written with a full-width comma."""
    for i, (this, later) in enumerate(pairwise(found), 1):
        bare = not this.reason and this.unit is None and this.end - this.start <= _GROUP
        close = text[this.end : later.start] == "\uff0c" and not later.reason
        if bare and close and len(text[later.start : later.end].split(".")[0]) == _GROUP:
            found[i] = Quantity(later.start, later.end, later.end, later.amount)
    return found


def _plain(unit: str) -> str:
    return unit.replace("\uff05", "%")


def _implied(text: str, start: int, end: int) -> str | None:
    if text[end : end + 1] not in ("", "\u3002", "\uff0c", "\uff1b", "\u3001", "\uff09", "\u201d"):
        return None
    before = text[max(0, start - _IMPLIED) : start]
    return next((row.unit for row in quantities().implied if row.before.search(before)), None)


def _share_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give the unit printed after the last of several numbers to those before it.

    A comma parts two such numbers only where words before them announce a list.
    """
    shared = quantities().shared
    for i in range(len(found) - 2, -1, -1):
        this, later = found[i], found[i + 1]
        if this.reason or this.unit is not None or not later.is_quantity:
            continue
        between = text[this.end : later.start]
        if (
            shared.range.match(between)
            or shared.list.match(between)
            or (between == _COMMA and _announced(text, found, i))
        ):
            found[i] = Quantity(
                this.start, this.end, this.end, this.amount, later.unit, later.kind, later.approx
            )
    return found


def _announced(text: str, found: list[Quantity], index: int) -> bool:
    """True when the words before a run of bare numbers say that a list of them follows."""
    shared = quantities().shared
    while index and not found[index - 1].reason and found[index - 1].unit is None:
        between = text[found[index - 1].end : found[index].start]
        if between != _COMMA and not shared.list.match(between):
            break
        index -= 1
    start = found[index].start
    return bool(shared.announced.search(text, max(0, start - _IMPLIED), start))
