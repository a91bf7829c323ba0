"""Which level-1 and level-2 cell each row stands under, where cells are merged.

Most forms print a merged cell at its first row. Some print it in the middle of its rows; then the
template's own level-3 names decide where known (``members``), else the cell is taken to stand in
the middle. A level-1 cell that cannot hold a row's level 2 gives way to a printed one that can.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finalaccounts.normalize.forms.rows import IndicatorRow
from finalaccounts.reference.forms import FormWords
from finalaccounts.text import squeeze


@dataclass(frozen=True, slots=True)
class LevelMark:
    """A level cell, by the index of the row that follows it."""

    level: int
    text: str
    row: int


def _above(marks: Sequence[LevelMark], row: int) -> LevelMark | None:
    """Return the last mark above a row, or the first where none is above."""
    above = [m for m in marks if m.row <= row]
    return above[-1] if above else (marks[0] if marks else None)


def _middle(
    rows: Sequence[IndicatorRow], marks: Sequence[LevelMark], words: FormWords
) -> list[str]:
    """Return each row's cell where cells are printed in the middle of their rows."""
    own = [words.member.get(squeeze(row.text("level3")), "") for row in rows]
    texts: list[str] = []
    for index, mark in enumerate(marks):
        start = len(texts)
        following = marks[index + 1].row if index + 1 < len(marks) else len(rows)
        members = [i for i, name in enumerate(own) if i >= start and name == squeeze(mark.text)]
        if index + 1 == len(marks):
            end = len(rows)
        elif members:
            end = members[-1] + 1
        elif mark.row <= start:
            end = max(start, following)
        else:
            end = min(2 * mark.row - start, len(rows))
        texts.extend([mark.text] * (end - start))
    return texts


def assign(rows: Sequence[IndicatorRow], marks: Sequence[LevelMark], words: FormWords) -> None:
    """Fill ``level1`` and ``level2`` of the rows."""
    first = [m for m in marks if m.level == 1]
    second = [m for m in marks if m.level == 2]
    if second and second[0].row > 0:
        texts = _middle(rows, second, words)
    else:
        found = [_above(second, i) for i in range(len(rows))]
        texts = [m.text if m else "" for m in found]
    for index, row in enumerate(rows):
        row.level2 = texts[index] if index < len(texts) else ""
        mark = _above(first, index)
        parents = words.parents(words.fold(row.level2)) or frozenset()
        if mark is not None and parents and words.fold(mark.text) not in parents:
            able = [m for m in first if words.fold(m.text) in parents]
            mark = min(able, key=lambda m: abs(m.row - index), default=mark)
        row.level1 = mark.text if mark else ""


def carry(rows: Sequence[IndicatorRow], words: FormWords) -> None:
    """Fill the levels of rows with certain cells: an empty cell repeats the one above."""
    level1 = level2 = ""
    for row in rows:
        one, two = row.text("level1"), row.text("level2")
        if one and not two and one == level2:
            one, two = "", one  # a row shifted by a cell
        if one:
            level2 = level2 if one == level1 and not two else ""
            level1 = one
        level2 = two or level2
        row.level1, row.level2 = level1, level2
