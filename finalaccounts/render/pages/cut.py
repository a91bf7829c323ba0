"""Long lists by region: what one page holds stands on it, more is cut by province, city, county.

By where a report is from and never by a running number: a report that comes changes the pages of
its own regions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from finalaccounts.render.entries import Entry, Place
from finalaccounts.render.links import page as address

T = TypeVar("T")
Below = tuple[tuple[str, str, int], ...]  # name, address, how many


class Cut(NamedTuple, Generic[T]):
    """A page of a long list: where it is in the tree of regions, what is of it and on it."""

    trail: tuple[Place, ...]  # from the province down; empty for the page over all
    all: tuple[T, ...]
    here: tuple[T, ...]  # those that stand on no page below
    regions: tuple[tuple[Place, int], ...]  # right below, with how many

    @property
    def name(self) -> str:
        """The names of its regions, province first; empty for the page over all."""
        return " ".join(place.name for place in self.trail)

    def folder(self, top: str) -> str:
        """Return the folder of the page, ``top`` being that of the list."""
        return f"{top}/r/{self.trail[-1].code}" if self.trail else top

    def below(self, top: str) -> Below:
        """Return the pages right below it."""
        return tuple((p.name, address(f"{top}/r/{p.code}"), n) for p, n in self.regions)


def by_region(
    rows: Sequence[T], entry: Callable[[T], Entry], most: int, trail: tuple[Place, ...] = ()
) -> Iterator[Cut[T]]:
    """Yield the pages of a list: the first over all, then those of its regions."""
    if len(rows) > most:
        depth = len(trail)
        groups: dict[Place, list[T]] = {}
        here = []
        for row in rows:
            places = entry(row).places
            if len(places) > depth:
                groups.setdefault(places[depth], []).append(row)
            else:
                here.append(row)
        if groups:
            ordered = sorted(groups.items(), key=lambda pair: pair[0].code)
            regions = tuple((place, len(own)) for place, own in ordered)
            yield Cut(trail, tuple(rows), tuple(here), regions)
            for place, own in ordered:
                yield from by_region(own, entry, most, (*trail, place))
            return
    yield Cut(trail, tuple(rows), tuple(rows), ())
