"""The funds block of a form: amounts by origin and column, rate, weight and score.

Works on the tokens of the head. A run of column labels is a header; an origin label begins a row;
a column label with a number is a pair. A number that fits no column for certain is left out, and
the ledger lists it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finalaccounts.normalize.forms.head import HeadToken
from finalaccounts.normalize.forms.pieces import FormPiece

_AMOUNTS = ("initial", "full_year", "arrived", "executed")


@dataclass(frozen=True, slots=True)
class FundEntry:
    """One number of the funds block."""

    origin: str
    label: str
    column: str
    piece: FormPiece


@dataclass(slots=True)
class _Block:
    """What the tokens so far have established."""

    columns: list[tuple[str, str]]  # origin ("" : the row's own), column
    groups: list[str]  # amount columns of the last header, for rows of pairs
    cells: list[int]
    tasks: bool = False


def _runs(tokens: Sequence[HeadToken]) -> list[tuple[str, list[HeadToken]]]:
    """Group tokens: a run of labels of one kind, or a run of values."""
    runs: list[tuple[str, list[HeadToken]]] = []
    for token in tokens:
        kind = "value" if token.kind in {"number", "dash"} else token.kind
        again = kind == "column" and runs and token.key in {t.key for t in runs[-1][1]}
        if runs and runs[-1][0] == kind and kind != "text" and not again:
            runs[-1][1].append(token)
        else:
            runs.append((kind, [token]))
    return runs


def _header(tokens: Sequence[HeadToken], inner: Sequence[HeadToken]) -> list[tuple[str, str]]:
    """Return origin and column of each place of a row under this header."""
    amounts = [t.key for t in tokens if t.key in _AMOUNTS]
    origins = [t.key for t in inner]
    if amounts and origins and len(origins) % len(amounts) == 0:
        each = len(origins) // len(amounts)
        places = [(origins[k * each + i], a) for k, a in enumerate(amounts) for i in range(each)]
        return places + [("", t.key) for t in tokens if t.key not in _AMOUNTS]
    return [("", t.key) for t in tokens]


def _place(values: Sequence[HeadToken], block: _Block) -> list[tuple[HeadToken, str, str]]:
    """Place a row's values in the header's columns; what is not certain is left out."""
    columns = block.columns
    if not columns:
        return [(values[0], "", "full_year")] if len(values) == 1 else []
    if len(values) == len(columns):
        return [(v, o, c) for v, (o, c) in zip(values, columns, strict=True)]
    by_cell = {c: place for c, place in zip(block.cells, columns, strict=False) if c >= 0}
    if all(v.pieces[0].cell in by_cell for v in values) and len(block.cells) == len(columns):
        return [(v, *by_cell[v.pieces[0].cell]) for v in values]
    amounts = [place for place in columns if place[1] in _AMOUNTS]
    rates = [i for i, v in enumerate(values) if v.pieces[0].rate]
    if len(rates) == 1 and rates[0] >= len(amounts) and any(c == "rate" for _, c in columns):
        at = rates[0]
        placed = [(v, o, c) for v, (o, c) in zip(values, amounts, strict=False)]
        placed.append((values[at], "", "rate"))
        if at == len(amounts) + 1:
            placed.append((values[at - 1], "", "weight"))
        if at == len(values) - 2:
            placed.append((values[-1], "", "score"))
        return placed if len(placed) == len(values) else []
    if len(values) == len(amounts) and all(v.kind == "number" for v in values):
        return [(v, o, c) for v, (o, c) in zip(values, amounts, strict=True)]
    return []


def entries(tokens: Sequence[HeadToken]) -> list[FundEntry]:
    """Return the numbers of the funds block with their places."""
    reader = _Reader(_runs(tokens))
    index = 0
    while index < len(reader.runs):
        index += reader.take(index)
    return reader.found


class _Reader:
    """Reads runs one after another; what one establishes holds for those after it."""

    def __init__(self, runs: list[tuple[str, list[HeadToken]]]) -> None:
        self.runs = runs
        self.found: list[FundEntry] = []
        self.block = _Block([], [], [])
        self.origin, self.label, self.lead = "", "", ""

    def take(self, index: int) -> int:
        """Read the run at ``index``; return how many runs were read with it."""
        kind, run = self.runs[index]
        if kind == "column" and len(run) >= 2:
            return self._head(index)
        if kind == "column":
            return self._pair(index)
        if kind == "origin":
            return self._origin(index)
        if kind == "value" and not self.origin.startswith("management"):
            self._values(index)
        if kind == "text" and (run[0].pieces[0].first or run[0].pieces[0].cell == 1):
            self.lead = run[0].text
        return 1

    def _after(self, index: int) -> tuple[str, list[HeadToken]]:
        return self.runs[index + 1] if index + 1 < len(self.runs) else ("", [])

    def _head(self, index: int) -> int:
        run, after = self.runs[index][1], self._after(index)
        inner = after[1] if after[0] == "origin" and len(after[1]) >= 2 else []
        # The inner labels are origins under the amounts, or the first row's label is the last.
        block = self.block
        block.columns = _header(run, inner)
        block.tasks = bool(inner) and block.columns[0][0] != ""
        block.cells = [] if block.tasks else [t.pieces[0].cell for t in run]
        block.groups = [t.key for t in run if t.key in _AMOUNTS]
        self.origin, self.label = "total", ""
        return 2 if block.tasks else 1

    def _pair(self, index: int) -> int:
        token, after = self.runs[index][1][0], self._after(index)
        if after[0] != "value" or not _pairs(self.runs, index):
            return 1
        where = "total" if token.key in _AMOUNTS else self.origin or "total"
        first, *others = after[1]
        self.found.append(FundEntry(where, token.text, token.key, first.pieces[0]))
        rates = [value for value in others if value.kind == "number"]
        self.found.extend(FundEntry("total", "", "rate", value.pieces[0]) for value in rates)
        return 2

    def _origin(self, index: int) -> int:
        run, after = self.runs[index][1], self._after(index)
        if len(run) >= 2 and after[0] == "value" and len(after[1]) == len(run):
            self.found.extend(
                FundEntry(token.key, token.text, "full_year", value.pieces[0])
                for token, value in zip(run, after[1], strict=True)
                if value.kind == "number"
            )
            return 2
        row = _row_of_pairs(self.runs, index, self.block.groups)
        if row:
            self.found.extend(row)
            return 2 * len(row)
        self.origin, self.label = run[-1].key, run[-1].text
        if self.origin == "management":
            self.origin = f"management:{self.label}"
            values = _management(self.runs, index + 1)
            self.found.extend(FundEntry(self.origin, self.label, c, v.pieces[0]) for c, v in values)
        return 1

    def _values(self, index: int) -> None:
        run = self.runs[index][1]
        whole = len(run) == len(self.block.columns)
        if self.lead and self.block.tasks and whole and self.runs[index - 1][0] == "text":
            self._row(run, f"task:{self.lead}", self.lead)
        elif self.origin:
            self._row(run, self.origin, self.label)
        if whole or not self.block.columns:
            self.origin, self.label = "", ""

    def _row(self, values: Sequence[HeadToken], where: str, name: str) -> None:
        for value, own, column in _place(values, self.block):
            if value.kind != "number":
                continue
            row = own or where
            if own and where.startswith("task:"):
                row = where if own == "total" else f"{where}.{own}"
            self.found.append(FundEntry(row, name, column, value.pieces[0]))


def _pairs(runs: Sequence[tuple[str, list[HeadToken]]], index: int) -> bool:
    """True when the label at ``index`` and the number after it are a pair."""
    return runs[index + 1][1][0].kind == "number" and runs[index][1][0].pieces[-1].line == (
        runs[index + 1][1][0].pieces[0].line
    )


def _row_of_pairs(
    runs: Sequence[tuple[str, list[HeadToken]]], index: int, groups: Sequence[str]
) -> list[FundEntry]:
    """Read ``label value label value``: one origin, its values under the header's groups."""
    row: list[FundEntry] = []
    line = runs[index][1][0].pieces[0].line
    for column in groups:
        if index + 1 >= len(runs) or runs[index][0] != "origin" or runs[index + 1][0] != "value":
            break
        token, values = runs[index][1][-1], runs[index + 1][1]
        if token.pieces[0].line != line or len(values) != 1 or values[0].kind != "number":
            break
        row.append(FundEntry(token.key, token.text, column, values[0].pieces[0]))
        index += 2
    return row if len(row) == len(groups) >= 2 else []


def _management(
    runs: Sequence[tuple[str, list[HeadToken]]], index: int
) -> list[tuple[str, HeadToken]]:
    """Return weight and score of a scored row of the funds' management."""
    found: list[tuple[str, HeadToken]] = []
    while index < len(runs) and runs[index][0] in {"text", "value"}:
        kind, run = runs[index]
        if kind == "value" and len(run) == 2 and all(v.kind == "number" for v in run):
            found = list(zip(("weight", "score"), run, strict=True))
        index += 1
    return found
