"""Lists of numbers: several labels and as many numbers behind a word such as "respectively"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from finalaccounts.normalize.narrative.clauses import Clause, clause_at, trim
from finalaccounts.normalize.narrative.periods import mentions
from finalaccounts.normalize.narrative.quantities import Quantity
from finalaccounts.reference.narrative import statements

_STOPS = "\uff1a\uff1b\u3002\uff01\uff1f"
_COMMA = "\uff0c"
_ENUMERATION = "\u3001"
_OPEN, _CLOSE = "\uff08", "\uff09"
_CHOICES = 64  # ways of parting a list of labels that are tried


@dataclass(frozen=True, slots=True)
class CoordinatedList:
    """A run of numbers ``first`` to ``last`` (indices) with what the words before it say.

    ``labels`` has one entry for each number, or is empty where the run goes on with the labels of
    the list before. ``predicate`` are the words from the labels to the numbers; ``together`` the
    words that hold the labels, as printed. A run is ``uneven`` where the labels do not fit.
    One number may be ``shared`` by several labels (the ways of parting them, the most first);
    ``years`` are the distances of the years that the numbers are of, one each.
    """

    first: int
    last: int
    labels: tuple[str, ...]
    predicate: str
    together: str
    uneven: bool = False
    shared: tuple[tuple[str, ...], ...] = ()
    years: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """How many numbers the run has."""
        return self.last - self.first + 1


def listings(
    text: str,
    start: int,
    found: list[Clause],
    numbers: list[Quantity],
    fiscal_year: int | None = None,
) -> list[CoordinatedList]:
    """Return the lists among the quantities of a text, in order."""
    out = []
    first = 0
    while first < len(numbers):
        last = first
        while last + 1 < len(numbers) and _next(text, numbers[last], numbers[last + 1]):
            last += 1
        floor = max(start, numbers[first - 1].stop) if first else start
        listing: CoordinatedList | None = None
        if last > first:
            listing = _listing(text, floor, found, numbers, first, last)
            if listing and not listing.labels and fiscal_year is not None:
                listing = _by_year(text, floor, listing, numbers, fiscal_year) or listing
        else:
            listing = _alone(text, floor, found, numbers[first], first)
        if listing:
            out.append(listing)
        first = last + 1
    return out


def _by_year(
    text: str, floor: int, listing: CoordinatedList, numbers: list[Quantity], fiscal_year: int
) -> CoordinatedList | None:
    """Return the list whose labels are years, each with a number of one thing."""
    stretch = text[floor : numbers[listing.first].start]
    marker = statements().lists.marker.search(stretch)
    if not marker:
        return None
    before = stretch[: marker.start()]
    before = before[max(before.rfind(c) for c in _STOPS) + 1 :]
    if not (years := statements().lists.years.search(before)):
        return None
    told = mentions(years["years"] + "|", fiscal_year)
    if len({m.distance for m in told}) != listing.size or len(told) != listing.size:
        return None
    first = before[: years.start()].rstrip(_COMMA)
    label = trim(before[years.end() :]) or trim(first[_comma(first) :])
    return replace(
        listing,
        labels=(label,) * listing.size if label else (),
        together=before,
        predicate=marker["predicate"] or "",
        uneven=False,
        years=tuple(m.distance for m in told),
    )


def _alone(
    text: str, floor: int, found: list[Clause], number: Quantity, index: int
) -> CoordinatedList | None:
    """Return a list of one number: shared by its labels, or with members told in words."""
    data = statements().lists
    at = clause_at(found, number.start)
    if at < 0:
        return None
    stretch = text[max(floor, _sentence(found, at)) : number.start]
    if marker := data.marker.search(stretch):
        words, predicate = _labels(stretch[: marker.start()], marker["predicate"])
        flat = data.flat.match(text, number.stop)
        return CoordinatedList(index, index, (), predicate, words, uneven=True) if flat else None
    if not (hit := data.shared.search(stretch)):
        return None
    words, _ = _labels(stretch[: hit.start()], "")
    marks = sum(_outside(words, m) for m in re.finditer(_ENUMERATION, words))
    late = words[words.rfind(_ENUMERATION) + 1 :]
    strong = any(m["strong"] and _outside(late, m) for m in data.conjunction.finditer(late))
    sizes = range(marks + 1 + strong, max(marks, 1), -1)
    ways = tuple(labels for size in sizes if (labels := _split(words, size)))
    return CoordinatedList(index, index, ways[0], "", words, shared=ways) if ways else None


def _next(text: str, this: Quantity, later: Quantity) -> bool:
    return bool(statements().lists.separator.fullmatch(text, this.stop, later.start))


def _listing(
    text: str, floor: int, found: list[Clause], numbers: list[Quantity], first: int, last: int
) -> CoordinatedList | None:
    data = statements().lists
    begin, size = numbers[first].start, last - first + 1
    at = clause_at(found, begin)
    if at < 0:
        return None
    floor = max(floor, _sentence(found, at))
    stretch = text[floor:begin]
    marker = data.marker.search(stretch)
    plain = None if marker else data.copula.search(stretch)
    if not marker and not plain:
        return None
    if not marker and _parted_by_comma(text, numbers, first, last):
        return None
    hit = marker or plain
    assert hit is not None
    before, predicate = stretch[: hit.start()], hit.groupdict().get("predicate") or ""
    words, predicate = _labels(before, predicate)
    labels = _split(words, size) if words else ()
    if not marker:
        return CoordinatedList(first, last, labels, predicate, words) if labels else None
    if labels:
        return CoordinatedList(first, last, labels, predicate, words)
    if not words or not _plural(words):
        return CoordinatedList(first, last, (), words + predicate, words)
    return CoordinatedList(first, last, (), predicate, words, uneven=True)


def _sentence(found: list[Clause], at: int) -> int:
    part = found[at].part
    while at and found[at - 1].part == part:
        at -= 1
    return found[at].start


def _parted_by_comma(text: str, numbers: list[Quantity], first: int, last: int) -> bool:
    return any(_COMMA in text[numbers[i].stop : numbers[i + 1].start] for i in range(first, last))


def _labels(before: str, predicate: str) -> tuple[str, str]:
    """Return the words that hold the labels, and the predicate with what stands between."""
    data = statements().lists
    before = before.rstrip(_COMMA)
    cut = max(before.rfind(c) for c in _STOPS) + 1
    before = before[cut:]
    clause = before[_comma(before) :]
    if compared := data.compared.search(clause):
        predicate = compared.group() + predicate
        clause = clause[: compared.start()]
        if not clause:
            before = before[: max(0, len(before) - len(compared.group()))].rstrip(_COMMA)
            clause = before[_comma(before) :]
    return trim(clause), predicate


def _comma(words: str) -> int:
    """Return where the last clause of ``words`` begins, outside brackets."""
    depth = 0
    for i in range(len(words) - 1, -1, -1):
        if words[i] == _CLOSE:
            depth += 1
        elif words[i] == _OPEN:
            depth -= 1
        elif words[i] == _COMMA and depth <= 0:
            return i + 1
    return 0


def _plural(words: str) -> bool:
    return _ENUMERATION in words or bool(statements().lists.conjunction.search(words))


def _split(words: str, size: int) -> tuple[str, ...]:
    """Return ``words`` as ``size`` labels; empty where they cannot be parted so.

    Labels are parted at marks of enumeration; at words like "and" only as often as needed, those
    late in the list and the strong ones first ("and" may be inside a label).
    """
    for ways in _ways(words, size):
        labels = tuple(words[a:b].strip() for a, b in ways)
        if all(len(label) > 1 or size == 2 for label in labels) and all(labels):
            return labels
    return ()


def _ways(words: str, size: int) -> Iterator[list[tuple[int, int]]]:
    data = statements().lists
    marks = [(m.start(), m.end()) for m in re.finditer(_ENUMERATION, words) if _outside(words, m)]
    options = [m for m in data.conjunction.finditer(words) if _outside(words, m)]
    if marks and (closing := [m for m in options if m["strong"] and m.start() > marks[-1][1]]):
        # "A, B and C": the words on both sides of the last "and" end alike where both are labels.
        last = closing[-1]
        if words[last.start() - 1] == words[-1]:
            marks.append((last.start(), last.end()))
            options.remove(last)
    needed = size - 1 - len(marks)
    if needed < 0:
        return
    options.sort(key=lambda m: (not m["strong"], -m.start()))
    for n, chosen in enumerate(combinations(options, needed)):
        if n == _CHOICES:
            return
        cuts = sorted([*marks, *((m.start(), m.end()) for m in chosen)])
        edges = [0, *(b for _, b in cuts)], [*(a for a, _ in cuts), len(words)]
        yield list(zip(*edges, strict=True))


def _outside(words: str, match: re.Match[str]) -> bool:
    return words.count(_OPEN, 0, match.start()) == words.count(_CLOSE, 0, match.start())


def widened(labels: tuple[str, ...], index: int) -> Iterator[str]:
    """Yield a label, and the label with the end that only the last of the list prints.

    Labels of a list are mostly of one length, so that end is tried first.
    """
    label, last = labels[index], labels[-1]
    yield label
    if index < len(labels) - 1:
        for cut in sorted(range(1, len(last)), key=lambda cut: (cut != len(label), cut)):
            yield label + last[cut:]
