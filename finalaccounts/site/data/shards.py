"""The data of all reports in pieces that one process can hold and one host can serve.

Few reports are one piece, ``data/`` itself. More are cut by year, a year that is still too long by
province, a province by region: always by what a report is, never by how many came before it, so a
change rewrites the piece that holds it and no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from finalaccounts.site.data.parts import Part

ROWS = 130_000  # of a piece: some 25 MB of CSV, twice as much SQLite
_Key = Callable[[Part], str]


def _year(part: Part) -> str:
    return f"{part.meta.fiscal_year or 0:04}"


_CUTS: tuple[_Key, ...] = (
    _year,
    lambda part: f"{_year(part)}-{part.meta.division[:2]}",
    lambda part: f"{_year(part)}-{part.meta.division}",
)


def shards(parts: Sequence[Part], most: int = ROWS) -> dict[str, list[int]]:
    """Return the pieces by name, each with the numbers of its reports; one piece has no name."""
    return dict(_cut("", list(range(len(parts))), parts, _CUTS, most))


def _cut(
    name: str, numbers: list[int], parts: Sequence[Part], cuts: Sequence[_Key], most: int
) -> Iterator[tuple[str, list[int]]]:
    if not cuts or sum(sum(parts[n].counts.values()) for n in numbers) <= most:
        yield name, numbers
        return
    key, *finer = cuts
    ordered = sorted(numbers, key=lambda n: (key(parts[n]), n))
    for one, group in groupby(ordered, key=lambda n: key(parts[n])):
        yield from _cut(one, list(group), parts, finer, most)
