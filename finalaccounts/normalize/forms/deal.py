"""Dealing out the lines of one row to its columns, where cells were printed line by line.

Every way to give the pieces of a line to columns, in their order, has a cost (``strands``); the
cheapest way over all lines of the row is taken, from the line of the numbers outwards.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from finalaccounts.normalize.forms.cost import balance, space
from finalaccounts.normalize.forms.pieces import FormPiece
from finalaccounts.normalize.forms.rows import NUMBERS, IndicatorRow
from finalaccounts.normalize.forms.strands import GAP, LEVELS, UNKNOWN, Cells, Strands
from finalaccounts.text import squeeze

_BEAM = 20  # beginnings of a row that are followed
_UNIT = 5  # characters of a unit of measure
_TOO_DEAR = 18.0  # a line not worth thinking of
_ASKEW = 0.5  # a level on one of two lines that mirror each other: it spans rows
_BOTH = frozenset({0, 1})  # where the levels stand among the columns


@dataclass(frozen=True, slots=True)
class LineBlock:
    """The lines of one row; ``at`` is the one with its numbers."""

    lines: tuple[tuple[FormPiece, ...], ...]
    at: int


@dataclass(slots=True)
class Dealer(Strands):
    """Deals out the lines of one form."""

    def numbered(self, line: Sequence[FormPiece]) -> list[tuple[int, ...]]:
        """Return where a line may hold the numbers of a row, in the order of the header."""
        numeric = [c for c in self.columns if c in NUMBERS]
        free = [
            i
            for i, piece in enumerate(line)
            if (piece.number or (piece.rate and "deviation" in numeric))
            and not (i + 1 < len(line) and squeeze(line[i + 1].text) in self.words.unit)
        ]
        found = []
        for chosen in itertools.combinations(free, len(numeric)):
            plain = all(
                line[i].number for i, c in zip(chosen, numeric, strict=True) if c != "deviation"
            )
            if plain and self._between(chosen, numeric):
                found.append(chosen)
        return found

    def _between(self, chosen: Sequence[int], numeric: Sequence[str]) -> bool:
        """True when there are texts between the numbers only where the header has a column."""
        names = self.columns
        for (a, left), (b, right) in itertools.pairwise(zip(chosen, numeric, strict=True)):
            texts = names.index(right) - names.index(left) - 1
            if (texts == 0) != (b - a == 1):
                return False
        return True

    def deal(self, block: LineBlock) -> tuple[float, IndicatorRow]:
        """Return the cheapest way to deal the block's pieces out to the columns, as a row."""
        states: list[tuple[float, Cells]] = [(0.0, tuple(() for _ in self.columns))]
        for lines in self._steps(block):
            more: list[tuple[float, Cells]] = []
            for dealt in self._together(block, lines):
                # Lines that mirror each other hold the same levels too, unless one spans rows.
                levels = {frozenset(way) & _BOTH for way in dealt}
                for cost, cells in states:
                    cost += _ASKEW * (len(levels) > 1)
                    for n, way in zip(lines, dealt, strict=True):
                        extra, cells = self._add(cells, n, block.lines[n], way, block)
                        cost += extra
                        if extra >= _TOO_DEAR:
                            break
                    else:
                        more.append((cost, cells))
            states = sorted(more, key=lambda state: state[0])[:_BEAM]
        if not states:
            return 99.0, IndicatorRow()
        cost, cells = min(((c + self.whole(s), s) for c, s in states), key=lambda s: s[0])
        row = IndicatorRow()
        for column, found in zip(self.columns, cells, strict=True):
            if found:
                row.parts[column] = [piece for _, piece in found]
        return cost, row

    def _ways(self, line: Sequence[FormPiece], anchor: bool) -> Iterator[tuple[int, ...]]:
        """Yield a column for every piece of a line, in order."""
        texts = [i for i, c in enumerate(self.columns) if c not in NUMBERS]
        if not anchor:
            yield from self._orders(line, texts)
            return
        places = [i for i, c in enumerate(self.columns) if c in NUMBERS]
        for chosen in self.numbered(line):
            parts: list[list[tuple[int, ...]]] = []
            edges = [-1, *chosen, len(line)]
            bounds = [-1, *places, len(self.columns)]
            for (a, b), (low, high) in zip(
                itertools.pairwise(edges), itertools.pairwise(bounds), strict=True
            ):
                inside = range(low + 1, high)
                parts.append(list(self._orders(line[a + 1 : b], inside)))
            for ways in itertools.product(*parts):
                dealt: list[int] = []
                for way, place in itertools.zip_longest(ways, places):
                    dealt.extend(way)
                    if place is not None:
                        dealt.append(place)
                yield tuple(dealt)

    def _orders(
        self, pieces: Sequence[FormPiece], columns: Sequence[int]
    ) -> Iterator[tuple[int, ...]]:
        """Yield the ways to give pieces, in order, to columns that can hold them."""
        if not pieces:
            yield ()
            return
        for k, at in enumerate(columns):
            if self._holds(self.columns[at], pieces[0]):
                yield from ((at, *rest) for rest in self._orders(pieces[1:], columns[k:]))

    def _holds(self, column: str, piece: FormPiece) -> bool:
        text = squeeze(piece.text)
        if column in LEVELS:
            return self.part_of_level(piece.text)
        sign = text in self.words.operator and "operator" in self.columns
        if column == "operator" or sign:
            return column == "operator" and sign
        return column != "unit" or (len(text) <= _UNIT and not any(ch.isdigit() for ch in text))

    def _steps(self, block: LineBlock) -> list[tuple[int, ...]]:
        """Return the lines in the order they are dealt out: from the numbers outwards."""
        if not self.middle:
            return [(n,) for n in range(len(block.lines))]
        at = block.at
        return [(at,), *((at - k, at + k) for k in range(1, at + 1))]

    def _together(
        self, block: LineBlock, lines: Sequence[int]
    ) -> Iterator[tuple[tuple[int, ...], ...]]:
        """Yield the ways to deal out lines that mirror each other: they hold the same columns."""
        if len(lines) == 1:
            yield from ((way,) for way in self._ways(block.lines[lines[0]], lines[0] == block.at))
            return
        mirrored: dict[frozenset[int], list[tuple[int, ...]]] = {}
        for way in self._ways(block.lines[lines[1]], False):
            mirrored.setdefault(frozenset(way) - _BOTH, []).append(way)
        for way in self._ways(block.lines[lines[0]], False):
            for other in mirrored.get(frozenset(way) - _BOTH, ()):
                yield way, other

    def _add(
        self,
        cells: Cells,
        n: int,
        line: Sequence[FormPiece],
        dealt: Sequence[int],
        block: LineBlock,
    ) -> tuple[float, Cells]:
        """Return the cost of dealing out line ``n``, and the cells with its pieces."""
        cost = 0.0
        grown = list(cells)
        for at, group in itertools.groupby(zip(dealt, line, strict=True), key=lambda two: two[0]):
            own = [piece for _, piece in group]
            text = own[0].text
            for piece in own[1:]:
                cost += space(text, piece.text, balance(text), self.words)
                text += piece.text
            before = grown[at]
            part = tuple((n, piece) for piece in own)
            column = self.columns[at]
            if column in LEVELS:
                first = before and before[0][0] > n
                whole = (*part, *before) if first else (*before, *part)
                if not self.part_of_level("".join(piece.text for _, piece in whole)):
                    return UNKNOWN * 3, cells
            if before and before[0][0] > n:
                cost += self.wrap(column, part, before[0])
                grown[at] = (*part, *before)
                continue
            if before:
                cost += self.wrap(column, before, part[0])
            elif not self.middle and n > block.at:
                cost += GAP  # a cell begins on the first line of its row
            grown[at] = (*before, *part)
        return cost, tuple(grown)
