"""Rows of a form in running text: the cheapest way to cut the flow of pieces into rows and cells.

Weight, score and deviation are plain numbers and anchor a row. Between the anchors stand cells of
text in the order of the header: what belongs to the row above (reason, or the value achieved where
it is printed last), the name, and what stands before the next number. Every cut has a cost
(``cost``), and dynamic programming finds the cheapest for the whole form; a number it cannot use as
an anchor is part of a text cell or stays unread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from finalaccounts.normalize.forms.cost import alike, boundary, cell, joins, unfilled
from finalaccounts.normalize.forms.header import FormHeader
from finalaccounts.normalize.forms.labels import FormFlow
from finalaccounts.normalize.forms.pieces import FormPiece, width
from finalaccounts.normalize.forms.rows import MISSING, NUMBERS, IndicatorRow
from finalaccounts.reference.forms import FormWords
from finalaccounts.text import squeeze

_AT_MOST = {"operator": 1, "unit": 2}  # pieces that such a cell has at most
_WINDOW = 3  # numbers that may stand in text before the next anchor
_REACH = 80  # pieces between two anchors
_LONGEST = 60  # pieces of one cell
_BEAM = 12.0  # how much dearer than the best a beginning may be to be followed
_BEYOND = 50.0  # a cell not worth thinking of
_WORTH = 16.0  # what a row may cost
_ENOUGH = 3  # cells on one line that tell how much a line of their column holds
_NEITHER = 3.0  # neither target nor value achieved
_CROSSED = 3.0  # a level cell printed inside a cell

Cuts = tuple[tuple[str, int, int], ...]  # column, first piece, piece after


@dataclass(slots=True)
class Solver:
    """Cuts one flow of pieces by one header."""

    flow: FormFlow
    header: FormHeader
    words: FormWords
    widths: dict[str, float] = field(default_factory=dict)
    post: frozenset[str] = frozenset()
    _joins: dict[int, list[float]] = field(default_factory=dict)
    _cells: dict[tuple[int, int, str], float] = field(default_factory=dict)
    _wraps: dict[tuple[int, int, str], float] = field(default_factory=dict)

    def groups(self) -> tuple[list[str], list[list[str]], list[str]]:
        """Return text columns before the first number, numeric columns with the text columns
        after each, from the name on."""
        names = [c for c in self.header.columns if c not in {"level1", "level2"}]
        names = names[names.index("level3") :] if "level3" in names else ["level3", *names]
        if "note" not in names and any(self.words.note.match(p.text) for p in self.flow.pieces):
            names.insert(1, "note")  # notes beside the names, without a heading of their own
        numeric = [c for c in names if c in NUMBERS]
        lead = names[: names.index(numeric[0])]
        between: list[list[str]] = []
        for left, right in zip(numeric, [*numeric[1:], None], strict=True):
            start = names.index(left) + 1
            between.append(names[start : names.index(right) if right else len(names)])
        return lead, between, numeric

    def _cost(self, i: int, j: int, column: str) -> float:
        if column in _AT_MOST and j - i > _AT_MOST[column]:
            return _BEYOND
        key = (i, j, column)
        if key not in self._cells:
            if i not in self._joins:
                self._joins[i] = joins(self.flow.pieces, i, self.words)
            if j - i > len(self._joins[i]):
                return _BEYOND
            pieces = self.flow.pieces[i:j]
            after = column in self.post  # what belongs to the row above stands before a level cell
            crossed = sum(1 for label in self.flow.labels if i - after < label.at < j)
            cost = cell(pieces, column, self._joins[i][j - i - 1], self.words) + _CROSSED * crossed
            if j < len(self.flow.pieces):
                cost += boundary(pieces[-1], self.flow.pieces[j], column, self.words)
            self._cells[key] = cost
        if j - i == 1 or column not in self.widths:
            return self._cells[key]
        if key not in self._wraps:
            self._wraps[key] = unfilled(self.flow.pieces[i:j], self.widths[column])
        return self._cells[key] + self._wraps[key]

    def cut(self, start: int, end: int, columns: Sequence[str]) -> tuple[float, Cuts]:
        """Return the cheapest cut of pieces ``start``-``end`` into cells of ``columns``."""
        best: dict[int, tuple[float, Cuts]] = {start: (0.0, ())}
        at = 0
        while at < len(columns):
            column = columns[at]
            pair = columns[at : at + 2] == ["target", "actual"]
            last = at + (2 if pair else 1) == len(columns)
            found: dict[int, tuple[float, Cuts]] = {}
            for i, (cost, cuts) in best.items():
                for j in range(i, min(end, i + _LONGEST) + 1):
                    here = MISSING.get(column, 1.0) if i == j else self._cost(i, j, column)
                    if here >= _BEYOND:
                        break
                    if cost + here > _WORTH:
                        continue
                    mine = cuts if i == j else (*cuts, (column, i, j))
                    if not pair:
                        if not last or j == end:
                            _keep(found, j, cost + here, mine)
                        continue
                    for k in range(j, min(end, j + _LONGEST) + 1):
                        if last and k != end:
                            continue
                        more = MISSING["actual"] if j == k else self._cost(j, k, "actual")
                        if more >= _BEYOND:
                            break
                        bonus = 0.0
                        if i < j < k:
                            bonus = alike(self.flow.pieces[i:j], self.flow.pieces[j:k], self.words)
                        elif i == j == k:
                            bonus = _NEITHER
                        both = mine if j == k else (*mine, ("actual", j, k))
                        _keep(found, k, cost + here + more + bonus, both)
            best = found
            at += 2 if pair else 1
        return best.get(end, (99.0, ()))

    def _measured(self, at: int) -> bool:
        """True for a number with a unit or a word of a date after it: no weight, no score."""
        after = self.flow.pieces[at + 1] if at + 1 < len(self.flow.pieces) else None
        if after is None or after.line != self.flow.pieces[at].line:
            return False
        text = squeeze(after.text)
        return text in self.words.unit or self.words.date.match(text) is not None

    def _skips(self, start: int, end: int, together: int) -> bool:
        """True when pieces ``start``-``end`` hold the numbers of a whole row themselves."""
        run = 0
        for piece in self.flow.pieces[start:end]:
            if run >= together and not piece.number:
                return True
            run = run + 1 if piece.number else 0
        return False

    def anchors(self, start: int) -> list[tuple[int, ...]]:
        """Return candidate positions of one row's numbers, for a row after piece ``start``."""
        pieces = self.flow.pieces
        _, between, numeric = self.groups()
        numbers = [
            i
            for i in range(start, min(len(pieces), start + _REACH))
            if (pieces[i].number or (pieces[i].rate and "deviation" in numeric))
            and not self._measured(i)
        ]
        found: list[tuple[int, ...]] = [
            (i,)
            for i in [n for n in numbers if pieces[n].number or numeric[0] == "deviation"][:_WINDOW]
        ]
        for index in range(1, len(numeric)):
            longer: list[tuple[int, ...]] = []
            for chosen in found:
                if not between[index - 1]:
                    after = chosen[-1] + 1
                    if after in numbers:
                        longer.append((*chosen, after))
                    elif numeric[index] == "deviation":
                        longer.append(chosen)
                else:
                    later = [n for n in numbers if n > chosen[-1] and pieces[n].number]
                    longer.extend((*chosen, n) for n in later[: _WINDOW + 1])
            found = longer
        return found

    def rows(self) -> tuple[list[IndicatorRow], int]:
        """Return the rows, and the index of the piece after the last number.

        A first reading tells how much a line of each column holds; the second one knows by it
        where a cell can have wrapped.
        """
        first = self._read()
        for column in ("level3", "target", "actual", "reason"):
            cells = [row.parts[column] for row in first[0] if row.parts.get(column)]
            # A reason begins where the numbers end, so its first line is surely its own.
            lone = [c for c in cells if len(c) == 1 or column == "reason"]
            if len(lone) >= _ENOUGH:
                self.widths[column] = max(width(c[0].text) for c in lone)
        # Costs only grow by it: a reading that breaks no line too early stays the cheapest.
        early = any(
            unfilled(row.parts.get(column, []), known)
            for row in first[0]
            for column, known in self.widths.items()
        )
        return self._read() if early else first

    def _read(self) -> tuple[list[IndicatorRow], int]:
        lead, between, numeric = self.groups()
        post = between[-1]
        self.post = frozenset(post)
        together = 1 + next((i for i, c in enumerate(between) if c), len(between) - 1)
        state: dict[int, tuple[float, int, Cuts, tuple[int, ...]]] = {0: (0.0, -1, (), ())}
        done: dict[int, tuple[float, int, Cuts, tuple[int, ...]]] = {}
        low = 0.0
        while state:
            at = min(state)
            entry = state.pop(at)
            low = min(low, entry[0])
            if entry[0] > low + _BEAM:
                continue
            done[at] = entry
            for anchor in self.anchors(at):
                if anchor[0] == at or (together > 1 and self._skips(at, anchor[0], together)):
                    continue
                cost, cuts = self.cut(at, anchor[0], [*(post if at else []), *lead])
                for left, right, columns in zip(anchor, anchor[1:], between, strict=False):
                    if right > left + 1:
                        more, inner = self.cut(left + 1, right, columns)
                        cost, cuts = cost + more, (*cuts, *inner)
                    elif columns:
                        cost += sum(MISSING.get(c, 1.0) for c in columns)
                cost += 2.0 * (len(numeric) - len(anchor))
                cuts = (*cuts, *((c, p, p + 1) for c, p in zip(numeric, anchor, strict=False)))
                if cost < _WORTH:
                    end = anchor[-1] + 1
                    total = entry[0] + cost - 6.0  # a row found is worth more than one skipped
                    if end not in state or total < state[end][0]:
                        state[end] = (total, at, cuts, anchor)
        return self._rows(done, post)

    def _rows(
        self, done: dict[int, tuple[float, int, Cuts, tuple[int, ...]]], post: list[str]
    ) -> tuple[list[IndicatorRow], int]:
        end = min(done, key=lambda at: done[at][0])
        chain: list[int] = []
        at = end
        while at > 0:
            chain.append(at)
            at = done[at][1]
        rows: list[IndicatorRow] = []
        for at in reversed(chain):
            row = IndicatorRow()
            for column, i, j in done[at][2]:
                owner = row
                if rows and j <= _first(done[at][2]) and column in post:
                    owner = rows[-1]
                owner.parts.setdefault(column, []).extend(self.flow.pieces[i:j])
            rows.append(row)
        return rows, end

    def mend_names(self, rows: Sequence[IndicatorRow]) -> None:
        """Give back to a name its last characters where they stand below the row's numbers.

        A number is not continued by a character that is no unit, and a reason is not one character.
        """
        for row in rows:
            for column in ("actual", "reason"):
                cell_ = row.parts.get(column, [])
                if not cell_ or column not in self.post or not cell_[-1].first:
                    continue
                text = squeeze(cell_[-1].text)
                known = text in self.words.unit or text in self.words.word
                alone = column == "reason" and len(cell_) == 1
                after = column == "actual" and len(cell_) == 2 and cell_[0].number
                if len(text) == 1 and not text.isdigit() and not known and (alone or after):
                    row.parts.setdefault("level3", []).append(cell_.pop())


def _keep(found: dict[int, tuple[float, Cuts]], at: int, cost: float, cuts: Cuts) -> None:
    if at not in found or cost < found[at][0]:
        found[at] = (cost, cuts)


def _first(cuts: Cuts) -> int:
    """Return the first piece of the row's name."""
    return next((i for column, i, _ in cuts if column == "level3"), 0)


def tail(solver: Solver, start: int, whole: bool) -> dict[str, list[FormPiece]]:
    """Return what follows the last row's number.

    With ``whole`` (a total row ends the form) that is all; else only what is on the same line.
    """
    pieces = solver.flow.pieces
    end = len(pieces)
    if not whole and start:
        line = pieces[start - 1].line
        end = next((i for i in range(start, end) if pieces[i].line != line), end)
        if end == start and start < len(pieces):
            end = start  # nothing on the line: what follows is not known to belong to the row
    _, between, _ = solver.groups()
    _, cuts = solver.cut(start, end, between[-1]) if end > start and between[-1] else (0.0, ())
    return {column: list(pieces[i:j]) for column, i, j in cuts}
