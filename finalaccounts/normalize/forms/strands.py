"""What cells cost that were printed line by line: how well they read and where they wrap."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from finalaccounts.normalize.forms.cost import alike, balance, cell
from finalaccounts.normalize.forms.header import FormHeader
from finalaccounts.normalize.forms.labels import is_value
from finalaccounts.normalize.forms.pieces import FormPiece, join, width
from finalaccounts.normalize.forms.rows import MISSING, NUMBERS, IndicatorRow
from finalaccounts.reference.forms import FormWords
from finalaccounts.text import squeeze

LEVELS = ("level1", "level2")
GAP, UNKNOWN = 6.0, 9.0  # a cell that leaves out a line; a level cell that holds no level
_SLACK = 1.6  # full-width characters that a full line may lack
_SHORT, _EARLY, _SAID = 6.0, 2.5, 1.5
_ENDED = 0.8  # a name that goes on behind its usual end
_OPEN = 0.6  # a name without such an end
_ALONE = 0.6  # a first level without a second one beside it
_INSIDE = 4.0  # a level's label in the text of another cell
_LONG = 4  # characters of a label that is no part of another text

Cells = tuple[tuple[tuple[int, FormPiece], ...], ...]  # of each column: (line of the row, piece)


@dataclass(slots=True)
class Strands:
    """Judges cells by the columns of a header; ``widths`` is how much a line of a column holds."""

    header: FormHeader
    words: FormWords
    middle: bool = False
    printed: bool = True  # lines are those of the row (else of the document)
    widths: dict[str, float] = field(default_factory=dict)
    _parts: dict[str, bool] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns in order, with both levels."""
        rest = [c for c in self.header.columns if c not in LEVELS]
        return (*LEVELS, *(rest if "level3" in rest else ("level3", *rest)))

    def wrap(
        self,
        column: str,
        before: Sequence[tuple[int, FormPiece]],
        after: tuple[int, FormPiece],
    ) -> float:
        """Return the cost of a cell that goes on on the next line, with ``after``."""
        last, piece = before[-1][0], after[1]
        held = sum(width(p.text) for line, p in before if line == last)
        cost = 0.1
        if self.printed and not self.middle and after[0] - last > 1:
            cost += GAP
        if held < width(piece.text) - _SLACK and column not in LEVELS:
            cost += _SHORT
        if held < self.widths.get(column, 0.0) - _SLACK:
            cost += _EARLY
        text = squeeze(join([p for _, p in before]))
        if column == "level3":
            ended = self.words.name_ends.search(text)
            if ended and not self.words.name_ends.search(squeeze(piece.text)):
                cost += _ENDED
        if self.words.ends.search(before[-1][1].text):
            cost += 1.0
        if column in ("target", "actual"):
            if text in self.words.word:
                cost += _SAID  # a value that is whole
            elif is_value(before[0][1], self.words) and not self._measure(text, piece):
                cost += _SAID
        return cost

    def _measure(self, text: str, piece: FormPiece) -> bool:
        """True when ``piece`` may go on with a value: a figure, a unit, a part of a date."""
        more = squeeze(piece.text)
        if more[:1].isdigit() or self.words.date.match(more) or balance(text):
            return True
        if any(self.words.date.match(ch) for ch in text) and self.words.date_more.match(more):
            return True
        for cut in range(len(text), 0, -1):
            if not text[cut - 1].isdigit():
                continue
            return text[cut:] + more in self.words.unit
        return False

    def whole(self, cells: Cells) -> float:
        """Cost of the cells as wholes."""
        cost = 0.0
        parts = {
            column: [piece for _, piece in found]
            for column, found in zip(self.columns, cells, strict=True)
        }
        for column, pieces in parts.items():
            if column in LEVELS:
                alone = column == "level1" and not parts["level2"]
                cost += self._level(column, pieces) + (_ALONE if alone and pieces else 0.0)
            elif not pieces:
                cost += MISSING.get(column, 1.0)
            elif column not in NUMBERS:
                # Where a piece stands in its line says nothing here about where a cell begins.
                own = [replace(p, first=i == 0) for i, p in enumerate(pieces)]
                text = join(own)
                cost += cell(own, column, 0.0, self.words) + 3.0 * min(1, abs(balance(text)))
                cost += 1.5 * (column == "level3" and is_value(own[0], self.words))
        if name := parts.get("level3"):
            cost += _OPEN * (self.words.name_ends.search(squeeze(join(name))) is None)
        if parts.get("target") and parts.get("actual"):
            # A unit in a column of its own belongs to the value that it is compared with.
            whole = [*parts["target"], *parts.get("unit", ())]
            cost += alike(whole, parts["actual"], self.words)
        return cost

    def judge(self, rows: Sequence[IndicatorRow]) -> float:
        """Return what rows cost as cells, however they were read: the better reading costs less."""
        self.learn(rows)
        cost = 0.0
        for row in rows:
            cells = tuple(
                tuple((piece.line, piece) for piece in row.parts.get(column, ()))
                if column not in LEVELS
                else ()
                for column in self.columns
            )
            cost += self.whole(cells)
            texts = [squeeze(row.text(c)) for c in self.columns if c not in LEVELS]
            cost += _INSIDE * sum(name in text for text in texts for name in self._labels)
            for column, cell_ in zip(self.columns, cells, strict=True):
                for at in range(1, len(cell_)):
                    if cell_[at - 1][0] != cell_[at][0]:
                        cost += self.wrap(column, cell_[:at], cell_[at])
        return cost

    def part_of_level(self, text: str) -> bool:
        """True when ``text`` may be a part of a level's label, with or without its weight."""
        if text not in self._parts:
            plain = squeeze(text)
            core = self.words.weight_part.sub("", plain)
            listed = any(core in name for name in (*self.words.level1, *self.words.level2))
            self._parts[text] = listed or self.words.level(self.words.fold(plain))
        return self._parts[text]

    @property
    def _labels(self) -> list[str]:
        """Labels of levels so long that they are no part of another text."""
        return [name for name in self.words.level2 if len(name) >= _LONG]

    def odd(self, row: IndicatorRow) -> bool:
        """True when a level cell holds what is no level."""
        return any(self._level(column, row.parts.get(column, ())) >= UNKNOWN for column in LEVELS)

    def _level(self, column: str, pieces: Sequence[FormPiece]) -> float:
        if not pieces:
            return 0.0
        name = self.words.fold(join(pieces))
        if column == "level1":
            return -1.0 if name in self.words.level1 else UNKNOWN
        if name in self.words.level2:
            return -0.6 if name in self.words.level1 else -1.0
        return -0.5 if self.words.parents(name) is not None else UNKNOWN

    def learn(self, rows: Sequence[IndicatorRow]) -> None:
        """Learn how much a line of each column holds."""
        for column in self.columns:
            if column in NUMBERS or column in LEVELS:
                continue
            held: list[float] = []
            for row in rows:
                for _, group in itertools.groupby(row.parts.get(column, ()), key=lambda p: p.line):
                    held.append(sum(width(p.text) for p in group))
            if held:
                self.widths[column] = max(held)
