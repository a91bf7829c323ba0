"""Every way into every text, sorted: the suffixes of all texts, cut where they become rare.

A *leaf* is the shortest beginning of suffixes that at most ``RARE`` of them share, or ``DEEP``
characters; it lists the texts in which it occurs. Whoever looks for a string finds all leaves
that begin with it side by side; only when the string is longer than a leaf must the leaf's few
texts themselves be looked at. So substrings of any length are found exactly.

Characters are UTF-16 units, as in the browser; ``END`` closes every text and sorts first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

END = 10
RARE = 8
STEP = 4
DEEP = 12
CHUNK = 1 << 22

Units = NDArray[np.uint16]
Numbers = NDArray[np.int64]
Places = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Ways:
    """Texts laid end to end as UTF-16 units, each closed by END, with DEEP more at the very end.

    ``begins[u]`` says whether a query may begin at unit u; ``starts`` are the texts' first units
    and ``owners`` their numbers (several pieces may belong to one text).
    """

    units: Units
    begins: NDArray[np.bool_]
    starts: Numbers
    owners: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Leaves:
    """Leaves in order. Leaf i: ``grams[i, :depth[i]]`` and ``texts[starts[i]:starts[i + 1]]``."""

    grams: Units
    depth: Numbers
    texts: Places
    starts: Numbers


def _key(units: Units, places: Places, offset: int) -> NDArray[np.uint64]:
    """Return the STEP units at ``places + offset`` as one number, 0 after the END of the text."""
    key = np.zeros(len(places), dtype=np.uint64)
    over = np.zeros(len(places), dtype=bool)
    for i in range(STEP):
        unit = units[places + (offset + i)]
        unit[over] = 0
        over |= unit == END
        key <<= np.uint64(16)
        key |= unit
    return key


def spans(ways: Ways, at_once: int = 400_000) -> list[tuple[int, int]]:
    """Return ranges ``low:high`` of first characters that begin about ``at_once`` suffixes each.

    That bounds the memory of ``leaves`` (a single character may begin more).
    """
    often = np.zeros(65536, dtype=np.int64)
    for start in range(0, len(ways.units), CHUNK):
        part = slice(start, start + CHUNK)
        often += np.bincount(ways.units[part][ways.begins[part]], minlength=65536)
    found, low = [], 0
    while low < 65536:
        total = np.cumsum(often[low:])
        high = low + max(1, int(np.searchsorted(total, at_once, side="right")))
        if total[min(high - low, len(total)) - 1]:
            found.append((low, high))
        low = high
    return found


def leaves(ways: Ways, low: int, high: int) -> Leaves:
    """Return the leaves of all suffixes whose first character is ``low`` to ``high - 1``."""
    places = _places(ways, low, high)
    owners = ways.owners[np.searchsorted(ways.starts, places, side="right") - 1]
    count = len(places)
    depth = np.full(count, DEEP, dtype=np.int8)
    cut = np.zeros(count, dtype=bool)
    live, group = np.arange(count, dtype=np.int32), np.zeros(count, dtype=np.int32)
    for offset in range(0, DEEP, STEP):
        key = _key(ways.units, places[live], offset)
        order = np.lexsort((key, group)) if offset else np.argsort(key)
        places[live], owners[live] = places[live[order]], owners[live[order]]
        key, parent = key[order], group
        open_ = np.ones(len(live), dtype=bool)
        for i in range(STEP):
            head = key >> np.uint64(16 * (STEP - 1 - i))
            changes = np.ones(len(live), dtype=bool)
            changes[1:] = (head[1:] != head[:-1]) | (parent[1:] != parent[:-1])
            cut[live] |= changes & open_
            group = np.cumsum(changes, dtype=np.int32) - np.int32(1)
            small = (np.bincount(group) <= RARE)[group]
            small |= (head & np.uint64(0xFFFF)) == END
            depth[live[open_ & small]] = offset + i + 1
            open_ &= ~small
        live, group = live[open_], group[open_]
        if not len(live):
            break
    first = np.flatnonzero(cut)
    pairs = np.cumsum(cut, dtype=np.int32).astype(np.uint64) - np.uint64(1)
    pairs <<= np.uint64(32)
    pairs |= owners
    pairs.sort()
    pairs = pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))]
    sizes = np.bincount((pairs >> np.uint64(32)).astype(np.int32), minlength=len(first))
    grams = np.stack([ways.units[places[first] + i] for i in range(DEEP)], axis=1)
    return Leaves(
        grams,
        depth[first].astype(np.int64),
        pairs.astype(np.uint32).astype(np.int32),
        np.concatenate(([0], np.cumsum(sizes))),
    )


def _places(ways: Ways, low: int, high: int) -> Places:
    """Return the units at which a query may begin with a character ``low`` to ``high - 1``."""
    found = []
    for start in range(0, len(ways.units), CHUNK):
        units = ways.units[start : start + CHUNK]
        hits = (
            (units - np.uint16(low)) < np.uint16(high - low) if high - low < 65536 else units >= 0
        )
        hits &= ways.begins[start : start + CHUNK]
        found.append((np.flatnonzero(hits) + start).astype(np.int32))
    return np.concatenate(found)
