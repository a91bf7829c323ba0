"""Rows of running text whose cells were printed line by line, not cell by cell.

Some texts print a row as the page shows it: the first line of every cell, then the second line of
those that wrap (``top``), or the wrapped cells' lines above and below the line of the numbers
(``middle``). Each row has one line with its numbers; the lines around it are dealt out to the
columns so that every cell reads well, wraps only where its line is full, and stands where the way
of printing puts it. Cells printed one after the other are left to ``solve``.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from finalaccounts.normalize.forms.deal import Dealer, LineBlock
from finalaccounts.normalize.forms.header import FormHeader, running
from finalaccounts.normalize.forms.labels import is_value, match
from finalaccounts.normalize.forms.pieces import FormPiece
from finalaccounts.normalize.forms.rows import NUMBERS, IndicatorRow
from finalaccounts.reference.forms import FormWords

_MOST = 14  # pieces of one line
_LINES = 24  # lines of one row
_DOUBT = 0.5  # levels and order tell more than the cells judged here
_ROW = 8.0  # what a row more is worth
_WORTH, _SURE = 2.0, -1.0  # what a row may cost, on average, and what leaves no doubt


def _lines(pieces: Sequence[FormPiece], words: FormWords) -> list[tuple[FormPiece, ...]]:
    """Return the pieces by line, without headers printed again and side titles."""
    kept: list[FormPiece] = []
    index = 0
    while index < len(pieces):
        again = running(pieces, index, words)
        if again is not None:
            index = again[1]
            continue
        kept.append(pieces[index])
        index += 1
    return [tuple(group) for _, group in itertools.groupby(kept, key=lambda p: p.line)]


def _gaps(lines: Sequence[tuple[FormPiece, ...]], anchors: Sequence[int]) -> list[int]:
    """Return how many lines stand before the first anchor, between anchors, and after the last."""
    edges = [-1, *anchors, len(lines)]
    return [b - a - 1 for a, b in itertools.pairwise(edges)]


def _middle(gaps: Sequence[int]) -> list[int] | None:
    """Return the lines above (and below) each row's numbers where all stand in the middle."""
    above: list[int] = []
    left = gaps[0]
    for gap in gaps[1:]:
        above.append(left)
        left = gap - left
        if left < 0:
            return None
    return above if left == 0 and any(above) else None


def _blocks(
    lines: Sequence[tuple[FormPiece, ...]], anchors: Sequence[int], above: Sequence[int] | None
) -> list[LineBlock]:
    blocks = []
    for k, at in enumerate(anchors):
        if above is None:
            first, last = at, (*anchors, len(lines))[k + 1] - 1
        else:
            first, last = at - above[k], at + above[k]
        blocks.append(LineBlock(tuple(lines[first : last + 1]), at - first))
    return blocks


def weave(
    pieces: Sequence[FormPiece],
    header: FormHeader,
    words: FormWords,
    solved: Sequence[IndicatorRow],
) -> list[IndicatorRow] | None:
    """Return the rows of a form printed line by line; None where it is printed cell by cell.

    ``solved`` are the rows read cell by cell.
    """
    dealer = Dealer(header, words)
    lines = _lines(pieces, words)
    if not {"weight", "score"} & set(header.columns) or max(map(len, lines), default=0) > _MOST:
        return None
    anchors = [i for i, line in enumerate(lines) if dealer.numbered(line)]
    if len(anchors) < 2 or len(anchors) == len(lines):
        return None
    gaps = _gaps(lines, anchors)
    if max(gaps) > _LINES:
        return None
    ways: list[list[int] | None] = []
    if (above := _middle(gaps)) is not None:
        ways.append(above)
    if _top(lines, anchors, dealer):
        ways.append(None)
    read = [
        _read(Dealer(header, words, way is not None), _blocks(lines, anchors, way)) for way in ways
    ]
    if not read:
        return None
    cost, rows = min(read, key=lambda one: one[0])
    # A reading that leaves numbers in texts or words in levels is not how the form was printed.
    if any(row.strays(words) or dealer.odd(row) for row in rows) or cost > _WORTH * len(anchors):
        return None
    sure = cost < _SURE * len(anchors)
    return rows if sure or _better(rows, solved, header, words) else None


def _better(
    woven: Sequence[IndicatorRow],
    solved: Sequence[IndicatorRow],
    header: FormHeader,
    words: FormWords,
) -> bool:
    """True when the rows read line by line make better cells than those read cell by cell."""
    one, other = (Dealer(header, words, printed=False).judge(rows) for rows in (woven, solved))
    return one + _ROW * (len(solved) - len(woven)) < other + _DOUBT


def _read(dealer: Dealer, blocks: Sequence[LineBlock]) -> tuple[float, list[IndicatorRow]]:
    """Return the cost and the rows; a second reading knows how much a line of a column holds."""
    first = [dealer.deal(block) for block in blocks]
    dealer.learn([row for _, row in first])
    dealt = [dealer.deal(block) for block in blocks]
    return sum(cost for cost, _ in dealt), [row for _, row in dealt if row.parts]


def _top(lines: Sequence[tuple[FormPiece, ...]], anchors: Sequence[int], dealer: Dealer) -> bool:
    """True when every line of numbers begins its row, and cells go on below it.

    Printed cell by cell, a wrapped name stands above the numbers; what follows them is one reason,
    or a label of its own.
    """
    if anchors[0] != 0:
        return False
    words = dealer.words
    for at in anchors:
        line = lines[at]
        first = dealer.numbered(line)[0][0]
        if first == 0 or is_value(line[0], words):
            return False
    ends = dealer.columns[-1] in NUMBERS  # nothing stands behind the numbers
    for at, after in zip(anchors, (*anchors[1:], len(lines)), strict=True):
        between = [piece for line in lines[at + 1 : after] for piece in line]
        if _labels(between, words):
            continue
        if ends or any(
            len(line) > 1 and not _labels(line, words) for line in lines[at + 1 : after]
        ):
            return True
    return False


def _labels(pieces: Sequence[FormPiece], words: FormWords) -> bool:
    """True when pieces are whole labels of levels and nothing else."""
    index = 0
    while index < len(pieces):
        end = match(pieces, index, words.listed, words)
        if not end:
            return False
        index = end
    return True
