"""Rows of a form whose cells are certain (tabs, ruled tables, spreadsheets).

The header says where each column stands; a row that is shifted by a cell, or has a cell too many,
is aligned by what its cells hold: every order-keeping assignment of cells to columns has a cost
(how well the text fits the column, how far it stands from the header), and the cheapest is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from finalaccounts.normalize.forms.header import UNKNOWN, FormHeader
from finalaccounts.normalize.forms.pieces import FormPiece
from finalaccounts.normalize.forms.rows import IndicatorRow
from finalaccounts.reference.forms import FormWords
from finalaccounts.text import squeeze

_WEIGHT_AND_SIGN = re.compile(r"(\d+(?:\.\d+)?)(\D{1,2})")
_NEVER = 9.0
# Cost of a column without a cell.
_MISSING = {"level3": 6.0, "target": 1.2, "actual": 1.2, "weight": 2.0, "score": 2.0, "note": 0.4}
_DROP = 9.0  # cost of a cell without a column
_FAR = 0.3  # per cell between where a text stands and where its header stands


def _fit(text: str, column: str, words: FormWords) -> float:
    """Return the cost of ``text`` in ``column``; 0 is a perfect fit."""
    plain = squeeze(text)
    number = bool(re.fullmatch(r"[-+]?[\d,]+(\.\d+)?", plain))
    if column in {"weight", "score"}:
        fits = number or words.points.match(plain)
        return 0.0 if fits else (1.0 if plain in "-\u2014\u2013" else _NEVER)
    if column == "deviation":
        return 0.0 if re.fullmatch(r"[-+]?[\d,]+(\.\d+)?%?", plain) else 1.5
    if column in {"level1", "level2"}:
        name = words.fold(text)
        known = name in words.level1 if column == "level1" else words.parents(name) is not None
        other = words.level(name)
        return 0.0 if known else (4.0 if other or number or words.value.match(plain) else 0.9)
    if column == "operator":
        return 0.0 if plain in words.operator else _NEVER
    if column == "unit":
        return 0.1 if plain in words.unit else (4.0 if number else 3.0)
    if column == "status":
        return 0.0 if plain in words.status else 2.5
    if column == "target":
        bare = plain in words.unit and not number
        return 3.0 if plain in words.operator else (1.5 if bare else 0.2)
    if column == "actual":
        return 3.0 if plain in words.operator else 0.2
    if column == UNKNOWN:
        return 0.6
    if plain in words.operator or number:
        return _NEVER
    return 0.8 if column == "reason" else 0.4


def _columns(header: FormHeader) -> list[tuple[str, int | None]]:
    """Return columns with the cell of their header; sign and unit may always stand at a target."""
    columns: list[tuple[str, int | None]] = []
    for key, cell in zip(header.columns, header.cells, strict=True):
        if key == "target" and "operator" not in header.columns:
            columns.append(("operator", None))
        columns.append((key, cell))
        if key == "target" and "unit" not in header.columns:
            columns.append(("unit", None))
    return columns


def _split(pieces: Sequence[FormPiece], words: FormWords) -> list[FormPiece]:
    """Part a weight from a sign that stands in the same cell (``10.00≥``)."""
    out: list[FormPiece] = []
    for piece in pieces:
        found = _WEIGHT_AND_SIGN.fullmatch(piece.text)
        if found and squeeze(found[2]) in words.operator:
            middle = piece.start + len(found[1])
            out.append(replace(piece, end=middle, text=found[1]))
            out.append(replace(piece, start=middle, text=found[2]))
        else:
            out.append(piece)
    return out


def align(pieces: Sequence[FormPiece], header: FormHeader, words: FormWords) -> IndicatorRow:
    """Assign the cells of one row to the header's columns."""
    given = _split(pieces, words)
    columns = _columns(header)

    @cache
    def best(i: int, j: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        """Return cost and (cell, column) pairs for cells from ``i`` and columns from ``j``."""
        if i == len(given):
            return sum(_MISSING.get(key, 0.1) for key, _ in columns[j:]), ()
        if j == len(columns):
            return _DROP * (len(given) - i), ()
        key, at = columns[j]
        text = given[i].text
        cost, pairs = best(i, j + 1)
        options = [(cost + _MISSING.get(key, 0.1), pairs)]
        far = 0.0 if at is None else min(4, abs(given[i].cell - at)) * _FAR
        cost, pairs = best(i + 1, j + 1)
        options.append((cost + far + _fit(text, key, words), ((i, j), *pairs)))
        if key == "actual" and i + 1 < len(given):
            unit = squeeze(given[i + 1].text) in words.unit and given[i].number
            if unit and given[i + 1].cell == given[i].cell + 1:
                cost, pairs = best(i + 2, j + 1)
                options.append((cost + far + 0.4, ((i, j), (i + 1, j), *pairs)))
        cost, pairs = best(i + 1, j)
        options.append((cost + _DROP, pairs))
        return min(options, key=lambda option: option[0])

    row = IndicatorRow()
    for i, j in best(0, 0)[1]:
        row.parts.setdefault(columns[j][0], []).append(given[i])
    return row
