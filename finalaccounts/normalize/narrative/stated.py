"""From a block of text to its statements: one per quantity and number, in reading order."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from finalaccounts.normalize.narrative import clauses as parting
from finalaccounts.normalize.narrative.codes import Classified, Names, classified, code
from finalaccounts.normalize.narrative.context import Named, Spoken, relative
from finalaccounts.normalize.narrative.flow import TextBlock
from finalaccounts.normalize.narrative.headings import Spot, section
from finalaccounts.normalize.narrative.items import (
    change,
    classify,
    older,
    pair,
    planned_part,
    yearly,
)
from finalaccounts.normalize.narrative.lists import listings
from finalaccounts.normalize.narrative.members import member, sharing
from finalaccounts.normalize.narrative.periods import Period, periods
from finalaccounts.normalize.narrative.quantities import Quantity
from finalaccounts.normalize.narrative.subjects import carry, subjects
from finalaccounts.reference.narrative import statements
from finalaccounts.reference.quantities import quantities

_CLAUSE = frozenset("\u3002\uff1b\uff0c")
_NAMED = 60  # characters in which the name of an item of the classification stands


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before it has its id: what is stated, by which number, with which quote.

    ``year`` is the distance from the report's year, ``sentence`` the number of the sentence in its
    document, ``index`` that of the number in its block; ``whole`` is the number it is a part of
    (-1: none), ``led`` right behind the word that opens the parts; ``place`` is its place in a list
    and the list's length.
    """

    named: Named
    number: Quantity
    quote: str
    block: TextBlock
    section: str
    year: int = 0
    sentence: int = 0
    index: int = -1
    whole: int = -1
    led: bool = False
    place: tuple[int, int] = (0, 1)


class Reader:
    """Reads the blocks of one document in order and remembers what they speak of."""

    def __init__(self, names: Names, fiscal_year: int | None = None) -> None:
        self.names = names
        self.fiscal_year = fiscal_year
        self.ctx = Spoken("", names=names)
        self.sentences = 0

    def read(self, block: TextBlock, spot: Spot, numbers: list[Quantity]) -> list[Draft]:
        """Return the statements of a text block."""
        self._enter(spot)
        text = block.text
        found = parting.clauses(text, spot.start)
        items = classified(text[spot.start :], self.names)
        numbers = [n for n in numbers if n.is_quantity]
        runs = listings(text, spot.start, found, numbers, self.fiscal_year)
        listed = {i: run for run in runs for i in range(run.first, run.last + 1)}
        first = {i: run.first for i, run in listed.items()}
        years = periods(text, found, numbers, first, self.fiscal_year)
        stated: list[tuple[Quantity, list[Named]]] = []
        dated: list[tuple[int, int, int, bool, tuple[int, int]]] = []
        distances: list[list[int]] = []
        outer, closes = self.ctx.subject, -1
        floor = spot.start
        sentence = -1
        told = subjects(self.ctx, text, spot.start)
        for i, number in enumerate(numbers):
            index = parting.clause_at(found, number.start)
            at = found[index] if index >= 0 else None
            here = at.sentence if at else -1
            if here != sentence:
                self.ctx.new_sentence()
                sentence = here
                self.sentences += 1
            self.ctx.part = (at.sentence, at.part) if at else (-1, -1)
            if number.start > closes >= 0:
                self.ctx.subject, closes = outer, -1
            if closes < 0 and at and parting.bracket(text, at, number.start) >= 0:
                outer, closes = self.ctx.subject, parting.closing(text, number.start)
            self._name(items, number.start - spot.start)
            carry(self.ctx, told, floor, number.start, at.start if at else floor)
            run, when = listed.get(i), years[i]
            begins = floor == spot.start == parting.lead(text, number.start, floor)
            self.ctx.entry = (spot.level >= 0 and begins) or self.ctx.itemised(when)
            if run and run.years:
                when = replace(when, amount=run.years[i - run.first])
            several: list[tuple[Named, int]] = []
            if run and run.shared:
                several = sharing(self.ctx, run, number, self.fiscal_year)
            if run and several:
                rows = [self._coded(row) for row, _ in several]
                self.ctx.remember(rows, number, run.together, when)
            elif run and not run.shared and (rows := member(self.ctx, run, i, number, when)):
                rows = [self._coded(row) for row in rows]
                self.ctx.remember(rows, number, self.ctx.last_words, when)
            else:
                rows = self._state(text, number, floor, index, found, when)
            if run and i == run.last and not run.shared:
                self.ctx.close(run.size, run.labels, not relative(rows[0]))
            if when.whole >= 0:
                whole = stated[when.whole][1][0]
                rows = [planned_part(row, whole, self.ctx.annex) for row in rows]
            stated.append((number, rows))
            place = (i - run.first, run.size) if run else (0, 1)
            year = self._year(rows[0], number, when)
            dates = [own for _, own in several]
            distances.append(dates if any(dates) else [year] * len(rows))
            dated.append((self.sentences, i, when.whole, when.led, place))
            floor = number.stop
        self._name(items, len(text))
        marks = [
            parting.Mark(n.start, n.stop, self._opens(i, stated)) for i, (n, _) in enumerate(stated)
        ]
        quoted = parting.quotes(text, found, marks)
        return [
            Draft(
                row,
                number,
                parting.shown(block.raw, start, end, number.start),
                block,
                self.ctx.section,
                year,
                *date,
            )
            for (number, rows), (start, end), years_of, date in zip(
                stated, quoted, distances, dated, strict=True
            )
            for row, year in zip(rows, years_of, strict=True)
        ]

    def _year(self, row: Named, number: Quantity, period: Period) -> int:
        """Return the year of a statement: a share is of the year of its amount."""
        data = statements()
        turned = row.direction or row.item in data.change.items
        if turned or (number.kind != "money" and data.change.pattern.match(row.label)):
            return period.change or 0
        if row.item in data.related:
            return self.ctx.recent_year
        return (period.own or 0) if number.kind == "percent" else period.amount

    def heading(self, block: TextBlock, spot: Spot) -> None:
        """Take the subject a heading that was read names, for what stands below it."""
        text = block.text
        told = subjects(self.ctx, text, spot.start)
        carry(self.ctx, told, spot.start, len(text), spot.start)

    def _enter(self, spot: Spot) -> None:
        ctx = self.ctx
        if (ctx.section, ctx.annex) != (spot.section, spot.annex):
            declared = section(spot.section)
            self.ctx = ctx = Spoken(spot.section, declared, spot.annex, names=self.names)
        ctx.spoken = ctx.first = None
        ctx.entered = spot.level >= 0
        if spot.level >= 0:
            ctx.name = ctx.code = ""
            ctx.heads, ctx.heads_part = [], (-1, -1)
            if spot.level <= 2:
                ctx.subject = ""

    def _name(self, items: list[Classified], end: int) -> None:
        """Let the last item named before ``end`` be what the amounts after it speak of."""
        before = bisect_right(items, end, key=lambda item: item.end)
        if before:
            self.ctx.name, self.ctx.code = items[before - 1].name, items[before - 1].code

    def _state(
        self,
        text: str,
        number: Quantity,
        floor: int,
        index: int,
        found: list[parting.Clause],
        period: Period,
    ) -> list[Named]:
        ctx = self.ctx
        at = found[index] if index >= 0 else None
        begin = parting.lead(text, number.start, floor)
        words = parting.trim(text[begin : number.start])
        if quantities().shared.range.match(words):
            words = ""
        wide = parting.lead(text, number.start, floor, "\uff1a\uff0c\uff1b\u3002\uff01\uff1f")
        long = parting.trim(text[wide : number.start])
        before = text[found[index - 1].start : found[index - 1].end] if index > 0 else ""
        ctx.unfilled, ctx.clause = _unfilled(before), before
        named, strip = bool(words), statements().periods.strip
        if not period.amount or not ctx.inherited(number.kind):
            words = words or self._inherited(text, number, begin, floor, at)
        words = words or self._itemised(text, number, begin)
        words = words or self._parted(text, number, begin, floor)
        same = text[at.start : begin] if at else ""
        compared = same if statements().change.compared.search(same) else before
        ctx.aside = ctx.recent if _aside(ctx, text, floor, number) else ()
        rows = change(words, long, compared, number, ctx)
        if rows and period.change is None:
            rows = [older(rows[0])]
        if not rows and (period.amount or (named and not strip.sub("", words))):
            plain = parting.trim(strip.sub("", words))
            long = parting.trim(strip.sub("", long))
            if not plain:
                rows = ctx.inherited(number.kind)
            words = plain or words
        if not rows and number.kind == "money" and (two := pair(long, ctx.section)):
            rows = [Named(item, label, head=True) for item, label in two]
        if not rows:
            row = yearly(classify(words, text[number.stop :], number, ctx), number, ctx)
            rows = [self._coded(row)]
        if at and parting.bracket(text, at, number.start) >= 0:
            if not period.amount:
                ctx.item = rows[0].item
        else:
            ctx.remember(rows, number, words, period)
        return rows

    def _inherited(
        self, text: str, number: Quantity, begin: int, floor: int, at: parting.Clause | None
    ) -> str:
        """Return the words for a number that has none of its own.

        In a bracket they are those before it; in an enumeration or a range those of the number
        before.
        """
        opened = parting.bracket(text, at, number.start) if at else -1
        if opened >= floor:
            return parting.trim(text[parting.lead(text, opened, floor) : opened])
        if self.ctx.last and (begin < number.start or text[begin - 1 : begin] == "\u3001"):
            return self.ctx.last_words
        return ""

    def _itemised(self, text: str, number: Quantity, begin: int) -> str:
        """Return the item of the classification that only a colon parts from its amount."""
        name = text[: number.start].rstrip("\uff1a")
        if begin < number.start or len(name) == number.start:
            return ""
        found = statements().classification.pattern.finditer(name[-_NAMED:])
        return next((m.group() for m in found if m.end() == len(name[-_NAMED:])), "")

    def _parted(self, text: str, number: Quantity, begin: int, floor: int) -> str:
        """Return the name that only a comma or colon parts from its amount, where an item knows it."""
        at = number.start - 1
        if begin < number.start or at <= floor or text[at] not in "\uff0c\uff1a":
            return ""
        words = parting.trim(text[parting.lead(text, at, floor) : at])
        known = words and classify(words, "", number, self.ctx).item != statements().items[-1].key
        return words if known else ""

    def _coded(self, row: Named) -> Named:
        """Give a class, or an item of one code only, that its label names the code of the tables."""
        if row.subject != row.label or row.code:
            return row
        data = statements().classification
        plain = row.label
        for level in data.levels:
            plain = plain.replace(f"\uff08{level}\uff09", "")
        whole, *_, item = data.levels.values()
        found = code(plain, whole, "", self.names)
        if not found and row.item == "final":
            found = code(plain, item, "", self.names)
        return replace(row, code=found)

    def _opens(self, index: int, stated: list[tuple[Quantity, list[Named]]]) -> bool:
        """A number opens a quote of its own: a lone item, or a share of nothing just named."""
        row = stated[index][1][0]
        if row.opens:
            return True
        share = statements().share.item
        return (
            row.item == share
            and index > 0
            and stated[index - 1][0].kind == "percent"
            and (stated[index - 1][1][0].item != share)
        )


def _aside(ctx: Spoken, text: str, floor: int, number: Quantity) -> bool:
    """True when only words stand between last year's amount and what it changed by."""
    return bool(ctx.recent and ctx.recent_year) and not _CLAUSE.intersection(
        text[floor : number.start]
    )


def _unfilled(before: str) -> str:
    """Return the name of a quantity whose number was left out of the clause before."""
    match = statements().share.unfilled.match(before)
    return parting.trim(match["words"]) if match else ""
