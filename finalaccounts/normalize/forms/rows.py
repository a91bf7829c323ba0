"""One row of indicators as the readers of cells and of running text hand it on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from finalaccounts.normalize.forms.pieces import FormPiece, join
from finalaccounts.reference.forms import FormWords
from finalaccounts.text import squeeze

# The columns an indicator keeps; what a form prints beyond them is recognised, not kept.
KEPT = ("level3", "operator", "target", "unit", "actual", "weight", "score", "deviation", "reason")

# Columns of plain numbers, and what a row without another column costs.
NUMBERS = frozenset({"weight", "score", "deviation"})
MISSING = {
    "level3": 9.0,
    "operator": 7.0,
    "target": 1.6,
    "actual": 1.6,
    "unit": 0.3,
    "reason": 0.0,
    "status": 0.2,
    "note": 0.0,
}


@dataclass(slots=True)
class IndicatorRow:
    """Pieces by column; ``level1``/``level2`` are filled by ``levels`` where cells are merged."""

    parts: dict[str, list[FormPiece]] = field(default_factory=dict)
    level1: str = ""
    level2: str = ""

    def text(self, column: str) -> str:
        """Return a column's text, verbatim without white space."""
        return join(self.parts.get(column, ()))

    def pieces(self, columns: Sequence[str] = KEPT) -> list[FormPiece]:
        """Return the pieces of the given columns, in order of columns."""
        return [piece for column in columns for piece in self.parts.get(column, ())]

    def strays(self, words: FormWords) -> list[FormPiece]:
        """Return the plain numbers inside its texts that may be a weight, score or amount.

        A number before a word on its line, or after a sign, is part of the text it stands in.
        """
        found: list[FormPiece] = []
        for column, pieces in self.parts.items():
            if column in NUMBERS or len(pieces) < 2:
                continue
            for before, piece, after in zip(
                (None, *pieces), pieces, (*pieces[1:], None), strict=False
            ):
                word = after is not None and after.line == piece.line and not after.number
                sign = (
                    before is not None
                    and not any(ch.isdigit() for ch in before.text)
                    and words.value.match(squeeze(before.text + piece.text))
                )
                if piece.number and not word and not sign:
                    found.append(piece)
        return found

    @property
    def first(self) -> FormPiece:
        """Where the row begins: its name, or what else is printed where a name was lost."""
        return (self.parts.get("level3") or self.pieces(tuple(self.parts)))[0]
