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
    runs = _runs(tokens)
    found: list[FundEntry] = []
    block = _Block([], [], [])
    origin, label = "", ""
    index, lead = 0, ""

    def add(values: Sequence[HeadToken], where: str, name: str) -> None:
        for value, own, column in _place(values, block):
            if value.kind != "number":
                continue
            if own and where.startswith("task:"):
                row = where if own == "total" else f"{where}.{own}"
            else:
                row = own or where
            found.append(FundEntry(row, name, column, value.pieces[0]))

    while index < len(runs):
        kind, run = runs[index]
        after = runs[index + 1] if index + 1 < len(runs) else ("", [])
        if kind == "column" and len(run) >= 2:
            inner = after[1] if after[0] == "origin" and len(after[1]) >= 2 else []
            # The inner labels are origins under the amounts, or the first row's label is the last.
            block.columns = _header(run, inner)
            expanded = bool(inner) and block.columns[0][0] != ""
            block.cells = [] if expanded else [t.pieces[0].cell for t in run]
            block.groups = [t.key for t in run if t.key in _AMOUNTS]
            block.tasks = expanded
            origin, label = "total", ""
            index += 2 if expanded else 1
            continue
        if kind == "column":
            token = run[0]
            if after[0] == "value" and _pairs(runs, index):
                where = "total" if token.key in _AMOUNTS else origin or "total"
                found.append(FundEntry(where, token.text, token.key, after[1][0].pieces[0]))
                for value in after[1][1:]:
                    if value.kind == "number":
                        found.append(FundEntry("total", "", "rate", value.pieces[0]))
                index += 2
                continue
        elif kind == "origin":
            if len(run) >= 2 and after[0] == "value" and len(after[1]) == len(run):
                for token, value in zip(run, after[1], strict=True):
                    if value.kind == "number":
                        found.append(FundEntry(token.key, token.text, "full_year", value.pieces[0]))
                index += 2
                continue
            row = _row_of_pairs(runs, index, block.groups)
            if row:
                found.extend(row)
                index += 2 * len(row)
                continue
            token = run[-1]
            origin, label = token.key, token.text
            if origin == "management":
                origin = f"management:{token.text}"
                values = _management(runs, index + 1)
                found.extend(FundEntry(origin, label, c, v.pieces[0]) for c, v in values)
        elif kind == "value" and not origin.startswith("management"):
            whole = len(run) == len(block.columns)
            if lead and block.tasks and whole and runs[index - 1][0] == "text":
                add(run, f"task:{lead}", lead)
            elif origin:
                add(run, origin, label)
            origin, label = ("", "") if whole or not block.columns else (origin, label)
        if kind == "text" and (run[0].pieces[0].first or run[0].pieces[0].cell == 1):
            lead = run[0].text
        index += 1
    return found


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
