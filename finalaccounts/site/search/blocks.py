"""The sorted leaves as files of moderate size, and the directory that says which file to read.

Numbers are written as characters (see ``code``): a file is one string that costs little to
unpack in the browser, needs no ``fetch`` and compresses well. A block is a run of leaves, each
``lcp*16+new`` · the new characters · how many texts · their numbers (each less the one before).

The directory holds, per boundary between blocks, how far the leaf before and the first leaf
after agree; for every string that so spans several blocks it holds the exact count, by kind, so
that a count never needs more than the directory and one block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finalaccounts.site.search.suffixes import DEEP, END, Leaves, Numbers, Places, Units

Whole = NDArray[np.integer[Any]]

# Numbers below ONE are one ASCII character, below ONE + TWO one character of two bytes in UTF-8,
# all others two characters, of three and two bytes. END is written as DELETE: JSON escapes it not.
ONE, TWO = 88, 1900
# Blocks per piece of the directory.
PIECE = 64
_ASCII, _PAIR, _WIDE, _DELETE = 36, 0x80, 0x800, 0x7F


def code(numbers: Whole) -> tuple[Units, NDArray[np.int8]]:
    """Return numbers as UTF-16 units, and how many units each took."""
    small, middle = numbers < ONE, numbers < ONE + TWO
    sizes = np.where(middle, np.int8(1), np.int8(2))
    ends = np.cumsum(sizes, dtype=np.int32)
    units = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint16)
    large = ~middle
    rest = numbers[large] - ONE - TWO
    units[ends[small] - 1] = numbers[small] + _ASCII
    between = middle & ~small
    units[ends[between] - 1] = numbers[between] - ONE + _PAIR
    units[ends[large] - 2] = rest // TWO + _WIDE
    units[ends[large] - 1] = rest % TWO + _PAIR
    return units, sizes


def text_of(units: Units) -> str:
    """Return UTF-16 units as a string of as many characters, as the browser counts them.

    A character beyond the basic plane is two of them; ``part.script`` writes such strings.
    """
    return units.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def coded(numbers: list[int]) -> str:
    """Return numbers as a string the page can read."""
    return text_of(code(np.array(numbers, dtype=np.int64))[0])


@dataclass(slots=True)
class Directory:
    """The first string of every block, how much of it the leaf before shares, and exact counts.

    ``counts`` holds every string that spans several blocks. The page reads ``root`` (the first
    block of every piece) and then the one piece it needs.
    """

    keys: list[str] = field(default_factory=list)
    shared: list[int] = field(default_factory=list)
    counts: dict[str, list[int]] = field(default_factory=dict)

    def extend(self, other: Directory) -> None:
        """Append the directory of what comes next."""
        self.keys += other.keys
        self.shared += other.shared
        self.counts |= other.counts

    def root(self) -> str:
        """Return per piece lcp·new·characters·shared of its first block."""
        return self._dump(range(0, len(self.keys), PIECE), counted=False)

    def pieces(self) -> Iterator[str]:
        """Yield per piece, for each of its blocks, the same and the counts not told before."""
        for start in range(0, len(self.keys), PIECE):
            yield self._dump(range(start, min(start + PIECE, len(self.keys))), counted=True)

    def _dump(self, rows: range, counted: bool) -> str:
        parts, before, told = [], "", 0
        for row in rows:
            key, shared = self.keys[row], self.shared[row]
            same = agreement(before, key)
            parts.append(coded([same * 16 + len(key) - same]) + key[same:] + coded([shared]))
            if counted:
                known = min(same, shared, told)
                for length in range(known + 1, shared + 1):
                    parts.append(coded(self.counts[key[:length]]))
            before, told = key, shared
        return "".join(parts)


def agreement(one: str, other: str) -> int:
    """Return how many leading characters two strings share."""
    size = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        size += 1
    return size


def _agreement(leaves: Leaves) -> Numbers:
    """Return per leaf how many leading units it shares with the leaf before it."""
    grams, depth = leaves.grams, leaves.depth
    shared = np.zeros(len(depth), dtype=np.int64)
    if len(depth) > 1:
        differ = grams[1:] != grams[:-1]
        differ |= np.arange(DEEP) >= np.minimum(depth[1:], depth[:-1])[:, None]
        differ = np.concatenate((differ, np.ones((len(differ), 1), dtype=bool)), axis=1)
        shared[1:] = differ.argmax(axis=1)
    return shared


def _spread(starts: Whole, sizes: Whole) -> NDArray[np.int32]:
    """Return ``starts[i], starts[i]+1, …`` (``sizes[i]`` of them) for every i, in one row."""
    places = np.arange(int(sizes.sum()), dtype=np.int32)
    places += np.repeat((starts - np.cumsum(sizes, dtype=np.int64) + sizes).astype(np.int32), sizes)
    return places


def blocks(
    leaves: Leaves, directory: Directory, size: int, weigh: Callable[[Places], list[int]]
) -> Iterator[str]:
    """Yield the blocks of ``leaves`` (about ``size`` units each) and enter them in the directory.

    ``weigh`` counts distinct texts by kind, each as often as it occurs in the reports.
    """
    shared, many = _agreement(leaves), np.diff(leaves.starts)
    plain = leaves.texts.copy()
    plain[1:] -= leaves.texts[:-1]
    plain[leaves.starts[:-1]] = leaves.texts[leaves.starts[:-1]]
    listed, listed_sizes = code(plain)
    del plain
    per_leaf = np.add.reduceat(listed_sizes, leaves.starts[:-1], dtype=np.int64)
    cost = per_leaf + leaves.depth - shared + 3
    block = (np.cumsum(cost) - cost) // size
    first = np.flatnonzero(np.concatenate(([True], block[1:] != block[:-1])))
    agree = shared.copy()
    agree[first] = 0  # a block is read on its own
    new = leaves.depth - agree
    heads, head_sizes = code(agree * 16 + new)
    tallies, tally_sizes = code(many)
    sizes = head_sizes + new + tally_sizes + per_leaf
    ends = np.cumsum(sizes)
    at = ends - sizes
    inside = _spread(agree, new)
    characters = leaves.grams[np.repeat(np.arange(len(new)), new), inside]
    characters = np.where(characters == END, _DELETE, characters).astype(np.uint16)
    runs: list[tuple[Whole, Units]] = [
        (head_sizes, heads),
        (new, characters),
        (tally_sizes, tallies),
        (per_leaf, listed),
    ]
    units, start = np.empty(int(ends[-1]), dtype=np.uint16), at
    for many_units, values in runs:
        units[_spread(start, many_units)] = values
        start = start + many_units
    yield from _enter(leaves, directory, weigh, shared, first, units, at)


def _key(leaves: Leaves, leaf: int) -> str:
    gram = leaves.grams[leaf, : leaves.depth[leaf]]
    return text_of(gram[gram != END])


def _enter(
    leaves: Leaves,
    directory: Directory,
    weigh: Callable[[Places], list[int]],
    shared: Numbers,
    first: NDArray[np.int64],
    units: Units,
    at: Numbers,
) -> Iterator[str]:
    bounds = [*at[first].tolist(), len(units)]
    for number, leaf in enumerate(first.tolist()):
        key = _key(leaves, leaf)
        agree = min(int(shared[leaf]), len(key))
        for length in range(1, agree + 1):
            if key[:length] not in directory.counts:
                low, high = _range(leaves, shared, leaf, length)
                texts = np.sort(leaves.texts[leaves.starts[low] : leaves.starts[high]])
                texts = texts[np.concatenate(([True], texts[1:] != texts[:-1]))]
                directory.counts[key[:length]] = weigh(texts)
        directory.keys.append(key)
        directory.shared.append(agree)
        yield text_of(units[bounds[number] : bounds[number + 1]])


def _range(leaves: Leaves, shared: Numbers, leaf: int, length: int) -> tuple[int, int]:
    """Return the leaves ``low:high`` that begin with the first ``length`` units of ``leaf``."""
    low, high, step = leaf, leaf + 1, 1024
    while low > 0:
        ends = np.flatnonzero(shared[max(0, low - step) : low + 1] < length)
        if len(ends):
            low = max(0, low - step) + int(ends[-1])
            break
        low, step = max(0, low - step), step * 4
    step = 1024
    while high < len(shared):
        ends = np.flatnonzero(shared[high : high + step] < length)
        if len(ends):
            high += int(ends[0])
            break
        high, step = min(len(shared), high + step), step * 4
    return low, high
