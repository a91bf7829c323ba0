"""The header of the indicators: which column stands where.

In running text a header is read character by character, because its labels are wrapped, printed
one character per line, glued to each other, or cut into halves that stand apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finalaccounts.normalize.forms.pieces import FormPiece
from finalaccounts.reference.forms import FormWords
from finalaccounts.text import squeeze

UNKNOWN = "unknown"  # a column whose label is not in the lists: its numbers stay unread
_UNKNOWN_LENGTH = 10  # characters of such a label
_REACH = 70  # pieces: a header printed one character per line, with all columns
_BRACKETS = ("(", ")")


@dataclass(frozen=True, slots=True)
class FormHeader:
    """Columns in reading order; ``cells`` their first cell (empty in running text)."""

    columns: tuple[str, ...]
    cells: tuple[int, ...] = ()

    def whole(self) -> bool:
        """True when rows can be read with it."""
        names = "level3" in self.columns or {"level1", "level2"} <= set(self.columns)
        values = {"target", "actual", "weight", "score"} & set(self.columns)
        return names and len(values) >= 2


def _label(text: str, at: int, labels: dict[str, str] | tuple[str, ...]) -> str:
    """Return the longest label that stands at ``at``, or nothing."""
    found = [label for label in labels if text.startswith(label, at)]
    return max(found, key=len, default="")


def _skip(text: str, at: int, ends: dict[int, int], words: FormWords) -> int:
    """Return the length of an unknown label before the next known one, or 0."""
    for length in range(2, _UNKNOWN_LENGTH + 1):
        if at in ends and at + length in ends and _label(text, at + length, words.column):
            return length
    return 0


def running(
    pieces: Sequence[FormPiece], at: int, words: FormWords
) -> tuple[FormHeader, int] | None:
    """Read a header that begins with piece ``at``; return it and the index after it."""
    if squeeze(pieces[at].text)[:1] not in words.openings:
        return None
    text, ends = "", {0: at}
    for index in range(at, min(at + _REACH, len(pieces))):
        text += squeeze(pieces[index].text)
        ends[len(text)] = index + 1
    columns: list[str] = []
    halves: list[int] = []
    prefixes = words.data.header_prefixes
    position, good = 0, 0
    while position < len(text):
        label = _label(text, position, words.column)
        half = _label(text, position, words.suffix) if halves else ""
        prefix = _label(text, position, prefixes)
        if half and len(half) >= len(label):
            columns[halves.pop(0)] = words.suffix[half]
            position += len(half)
        elif label:
            columns.append(words.column[label])
            position += len(label)
        elif prefix:
            halves.append(len(columns))
            columns.append("")
            position += len(prefix)
        else:
            skipped = (
                0 if FormHeader(tuple(columns)).whole() else _skip(text, position, ends, words)
            )
            if not (skipped and "level3" in columns):
                break
            columns.append(UNKNOWN)
            position += skipped
            continue
        if text.startswith(_BRACKETS[0], position):
            close = text.find(_BRACKETS[1], position)
            position = close + 1 if close > 0 else position
        if position in ends:
            good = position
    header = FormHeader(tuple(c for c in columns if c and c != "ignored"))
    if good and header.whole() and "level1" in header.columns[:1]:
        return header, ends[good]
    return None


def row(pieces: Sequence[FormPiece], words: FormWords) -> FormHeader | None:
    """Read a header from the cells of one row."""
    known: list[tuple[str, int]] = []
    for piece in pieces:
        key = words.column.get(squeeze(piece.text)) or words.column.get(words.fold(piece.text))
        if key != "ignored":
            known.append((key or UNKNOWN, piece.cell))
    # Before the names stand side titles, not columns.
    while known and known[0][0] == UNKNOWN:
        known.pop(0)
    header = FormHeader(tuple(k for k, _ in known), tuple(c for _, c in known))
    return header if header.whole() else None


def second_row(header: FormHeader, pieces: Sequence[FormPiece], words: FormWords) -> FormHeader:
    """Refine the target column by a second header row (sign, value, unit), if this is one."""
    keys = [words.column.get(words.fold(p.text), "") for p in pieces]
    inner = {"operator", "target", "unit"}
    if not pieces or set(keys) - inner or "operator" not in keys or "target" not in header.columns:
        return header
    at = header.columns.index("target")
    columns = (*header.columns[:at], *keys, *header.columns[at + 1 :])
    cells = (*header.cells[:at], *(p.cell for p in pieces), *header.cells[at + 1 :])
    return FormHeader(columns, cells)
