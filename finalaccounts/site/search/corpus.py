"""The texts of all reports, each kept once, in the order in which results are shown.

What many reports print word for word (names of codes, headings, the notes under the tables) is
one text with many occurrences. Texts are numbered by kind, then by how often they occur, then by
report; so a text's number alone tells its kind, how often it counts, and, for a text that occurs
once, its report. The page keeps only the steps of that order.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from finalaccounts.site.search.entries import KINDS, Card, Entry
from finalaccounts.site.search.suffixes import Numbers, Places

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def base36(number: int) -> str:
    """Return a number the way the page's ``toString(36)`` writes it."""
    out = ""
    while True:
        number, digit = divmod(number, 36)
        out = _DIGITS[digit] + out
        if not number:
            return out


class Corpus:
    """Collects reports one at a time; what it keeps of each is text only."""

    def __init__(self) -> None:
        self.cards: list[Card] = []
        self._texts: list[dict[str, int]] = [{} for _ in KINDS]
        self._many = 0
        self._text = array("I")
        self._report = array("I")
        self._place = bytearray()
        self._ends = array("Q")

    def add(self, card: Card, entries: Iterable[Entry]) -> None:
        """Take in a report."""
        report = len(self.cards)
        self.cards.append(card)
        for kind, text, place, amount, label in entries:
            number = self._texts[kind].setdefault(text, self._many)
            self._many += number == self._many
            self._text.append(number)
            self._report.append(report)
            where = f"{place.replace(' ', '')} {amount} {label}".rstrip()
            self._place += where.encode()
            self._ends.append(len(self._place))

    def order(self) -> Ordered:
        """Number the texts and lay the occurrences beside them; the corpus is used up."""
        ranks = sorted(range(len(self.cards)), key=lambda i: self.cards[i].rank)
        rank_of = np.empty(len(ranks), dtype=np.int64)
        rank_of[ranks] = np.arange(len(ranks))
        keys = [""] * self._many
        kinds = np.empty(self._many, dtype=np.int64)
        for kind, numbers in enumerate(self._texts):
            for key, number in numbers.items():
                keys[number] = key
            kinds[list(numbers.values())] = kind
            numbers.clear()
        text = np.array(self._text, dtype=np.int64)
        rank = rank_of[np.array(self._report, dtype=np.int64)]
        by_rank = np.argsort(rank, kind="stable")
        first: Numbers = np.full(len(keys), len(text), dtype=np.int64)
        np.minimum.at(first, text[by_rank], np.arange(len(text)))
        times = np.bincount(text, minlength=len(keys))
        order = np.lexsort((first, -times, kinds))
        new = np.empty(len(keys), dtype=np.int64)
        new[order] = np.arange(len(keys))
        rows = by_rank[np.argsort(new[text[by_rank]], kind="stable")]
        place, self._place = self._place, bytearray()
        ends, self._ends = np.array(self._ends, dtype=np.int64), array("Q")
        self._text, self._report = array("I"), array("I")
        return Ordered(
            cards=[self.cards[i] for i in ranks],
            texts=[keys[i] for i in order],
            kinds=np.searchsorted(kinds[order], np.arange(len(KINDS) + 1)),
            times=times[order],
            rows=rows,
            ranks=rank[rows],
            places=place,
            ends=ends,
        )


@dataclass(slots=True)
class Ordered:
    """All texts by number. Kind k has the numbers ``kinds[k]:kinds[k + 1]``.

    Text t occurs ``times[t]`` times; its occurrences are the next ``times[t]`` of ``rows``
    (newest report first), each in the report ``ranks[i]`` of ``cards``.
    """

    cards: list[Card]
    texts: list[str]
    kinds: Numbers
    times: Numbers
    rows: Numbers
    ranks: Numbers
    places: bytearray
    ends: Numbers

    def records(self) -> Iterator[str]:
        """Yield per text one string: the text, and a line per occurrence (report, place, …)."""
        at = 0
        for text, times in zip(self.texts, self.times.tolist(), strict=True):
            lines = [text]
            for i in range(at, at + times):
                row = int(self.rows[i])
                start = int(self.ends[row - 1]) if row else 0
                where = self.places[start : int(self.ends[row])].decode()
                lines.append(f"{base36(int(self.ranks[i]))} {where}")
            at += times
            yield "\n".join(lines)

    def forget_places(self) -> None:
        """Let go of what only ``records`` and ``unique_by_report`` need."""
        self.places.clear()
        self.rows = self.ranks = self.ends = np.empty(0, dtype=np.int64)

    def unique_from(self, kind: int) -> int:
        """Return the number of the first text of a kind that occurs once."""
        low, high = int(self.kinds[kind]), int(self.kinds[kind + 1])
        return low + int(np.count_nonzero(self.times[low:high] > 1))

    def steps(self, kind: int) -> list[int]:
        """Return ``how many texts, how often`` by turns, for the texts that occur repeatedly."""
        low, high = int(self.kinds[kind]), self.unique_from(kind)
        often, many = np.unique(self.times[low:high], return_counts=True)
        return [int(n) for pair in zip(many[::-1], often[::-1], strict=True) for n in pair]

    def unique_by_report(self, kind: int) -> list[int]:
        """Return per report how many texts of a kind occur only there."""
        skip = int(self.times[: self.unique_from(kind)].sum())
        many = int(self.kinds[kind + 1]) - self.unique_from(kind)
        counts = np.bincount(self.ranks[skip : skip + many], minlength=len(self.cards))
        return [int(n) for n in counts]

    def weigh(self, kinds: range, texts: Places) -> list[int]:
        """Return the occurrences of ``texts`` (ascending numbers) per kind of ``kinds``."""
        bounds = np.searchsorted(texts, self.kinds[kinds.start : kinds.stop + 1])
        times = self.times[texts]
        return [int(times[low:high].sum()) for low, high in pairwise(bounds)]
