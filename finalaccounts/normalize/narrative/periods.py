"""Which year a number belongs to, clause by clause.

A year that the words name holds to the end of its clause and for every number of a list. The parts
of an amount ("of which") are of its year, and a part of a sentence that opens with a year is of
that year throughout; last year's amount told beside this year's has no parts. Years are told as distances from the report's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from finalaccounts.normalize.narrative.clauses import Clause, clause_at
from finalaccounts.normalize.narrative.quantities import Quantity
from finalaccounts.reference.narrative import statements

OUTSIDE = -2  # the whole of a part stands in the block before
_REACH = 10  # a year further back is the date of something else
_COLON = "\uff1a"
_ENUMERATION = "\u3001"
_OPEN, _CLOSE = "\uff08", "\uff09"
_BEFORE = 16  # characters in which a word of comparison stands before a year


@dataclass(frozen=True, slots=True)
class Mention:
    """A year named at ``start:end``: its distance, and whether something is compared with it."""

    start: int
    end: int
    distance: int
    compared: bool


@dataclass(frozen=True, slots=True)
class Period:
    """The year of a number that is an amount, and the year that its words compare with.

    ``own`` is the year named without a comparison, None where none is. The number may be a part of
    number ``whole`` (-1 where it is none, ``OUTSIDE`` before the block), ``led`` right behind the
    word that opens the parts, where no other parts are open.
    """

    amount: int = 0
    own: int | None = None
    base: int | None = None
    whole: int = -1
    led: bool = False

    @property
    def change(self) -> int | None:
        """The year of a change or its rate; None for one against a year before the last."""
        if self.base is None or self.base == -1:
            return 0
        return self.own if self.own == self.base + 1 else None


def mentions(text: str, fiscal_year: int | None) -> list[Mention]:
    """Return the years a text names, in order."""
    data = statements().periods
    found = []
    for match in data.pattern.finditer(text):
        if match["year"]:
            if fiscal_year is None:
                continue
            distance = int(match["year"]) - fiscal_year
        else:
            distance = -2 if match["earlier"] else -1 if match["prior"] else 0
        if not -_REACH <= distance <= 0 or (match["year"] and data.named.match(text, match.end())):
            continue
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        compared = bool(data.compared.search(before))
        found.append(Mention(match.start(), match.end(), distance, compared))
    return found


def periods(
    text: str,
    found: list[Clause],
    numbers: list[Quantity],
    runs: Mapping[int, int],
    fiscal_year: int | None,
) -> list[Period]:
    """Return the year of every quantity; ``runs`` maps a member of a list to the list's first."""
    data = statements().periods
    named = mentions(text, fiscal_year)
    out: list[Period] = []
    k = 0
    sentence = part = last = -1
    topic: int | None = None
    base: int | None = None
    held, listed, total = False, False, -1
    opened = -1  # the part of the sentence in which the parts of an amount were opened
    outer, closes = (False, False, -1), -1  # what held before parts in a bracket, and its end
    wholes: dict[int, int] = {}  # year -> the amount of it named last in the sentence
    for i, number in enumerate(numbers):
        at = clause_at(found, number.start)
        clause = found[at] if at >= 0 else Clause(0, len(text), -1, -1)
        if clause.sentence != sentence:
            # "Of which" may open a sentence of its own: the whole stands in the one before.
            goes_on = data.among.match(text, clause.start) and clause.sentence == sentence + 1
            wholes = wholes if goes_on else {}
            sentence, base, held, listed, total = clause.sentence, None, False, False, -1
        if clause.part != part:
            part = clause.part
            topic = topic if held and listed else None
        floor = max(clause.start, numbers[i - 1].stop) if i else clause.start
        here: list[Mention] = []
        while k < len(named) and named[k].start < number.start:
            mention = named[k]
            k += 1
            if at < 0 or mention.start < _sentence_start(found, at):
                continue
            if mention.compared:
                base = mention.distance
            elif data.opening.fullmatch(text, _part_start(found, at), mention.start):
                topic, held = mention.distance, False
            if mention.start >= floor:
                here.append(mention)
        own = next((m.distance for m in reversed(here) if not m.compared), topic)
        led = data.among.match(text, floor)
        if led and i not in runs and _ENUMERATION in text[led.end() : number.start]:
            led = None  # what is enumerated there has no numbers
        if runs.get(i, i) != i:
            amount = out[runs[i]].amount
        elif here:
            amount, held = here[-1].distance, held and here[-1].compared
        elif led:
            amount = _whole(wholes, topic or 0)
        elif last == at and not data.turned.search(text, floor, number.start):
            amount = out[-1].amount
        else:
            amount = topic or 0
        alone = not held or opened != part
        sure = led is not None and (alone or led.group()[0] == _OPEN)
        if number.start > closes >= 0:
            (held, listed, total), closes = outer, -1
        if led:
            if led.group()[0] == _OPEN:
                outer, closes = (held, listed, total), text.find(_CLOSE, number.stop)
            opened = part
            # Parts may have parts; their year goes on behind a semicolon only after a colon.
            listed = (listed and held) or led.group().endswith(_COLON)
            total = i - 1 if held else -1
            held, topic = True, _whole(wholes, topic or 0)
            total = total if total >= 0 else wholes.get(topic, -1)
        part_of = (total if total >= 0 else OUTSIDE) if held else -1
        out.append(Period(amount, own, base, part_of, sure))
        if not held:
            wholes[amount] = i
        last = at
    return out


def _whole(wholes: Mapping[int, int], own: int) -> int:
    """Return the year of the amount whose parts follow: its own, not that it is compared with."""
    return own if own in wholes or not wholes else max(wholes, key=lambda year: wholes[year])


def _part_start(found: list[Clause], at: int) -> int:
    part = found[at].part
    while at and found[at - 1].part == part:
        at -= 1
    return found[at].start


def _sentence_start(found: list[Clause], at: int) -> int:
    sentence = found[at].sentence
    while at and found[at - 1].sentence == sentence:
        at -= 1
    return found[at].start
