"""The head of a form: names, units, grade, score, and the tokens of the funds block.

One pass over the pieces before the indicators. Labels are found by joining pieces, so a label cut
over lines counts; what stands between a label and the next one is its value. After the label of a
goal comes prose, until the header of the funds or of the indicators.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from finalaccounts.normalize.forms.pieces import FormPiece, join
from finalaccounts.reference.forms import FormWords
from finalaccounts.text import squeeze

_LONGEST = 9
_NO_VALUE = frozenset({"other", "block", "goal", "management"})


@dataclass(frozen=True, slots=True)
class HeadToken:
    """A label of the funds block (``kind`` origin or column), a number, a dash, or other text."""

    kind: str
    key: str
    pieces: tuple[FormPiece, ...]
    label: bool = False

    @property
    def text(self) -> str:
        """The text, without white space."""
        return join(self.pieces)


@dataclass(slots=True)
class FormHead:
    """Fields of the head by name, and the tokens of the funds block in order."""

    fields: dict[str, list[FormPiece]] = field(default_factory=dict)
    tokens: list[HeadToken] = field(default_factory=list)
    unit: str = ""

    def choices(self, words: FormWords) -> str:
        """Return labels whose values hold boxes, with these values: which one was ticked."""
        lines: list[str] = []
        for token in self.tokens:
            if token.kind != "text" or token.key != "other":
                lines.append("")
            elif token.label or not lines:
                lines.append(token.text)
            elif lines[-1]:
                lines[-1] += token.text
        return "\n".join(text for text in lines if words.boxes.search(text))


def _kind(text: str, words: FormWords) -> tuple[str, str] | None:
    """Return what a text is a label of."""
    plain, name = squeeze(text), words.fold(text)
    for key in (plain.rstrip(":"), name):
        if key in words.head:
            return "head", words.head[key]
    if name in words.origin:
        return "origin", words.origin[name]
    if name in words.fund_column:
        return "column", words.fund_column[name]
    return None


def _label(pieces: Sequence[FormPiece], at: int, words: FormWords) -> tuple[int, str, str] | None:
    """Return end, kind and key of the longest label that begins with piece ``at``."""
    found, text = None, ""
    certain = pieces[at].cell >= 0
    for index in range(at, min(at + (1 if certain else _LONGEST), len(pieces))):
        text += pieces[index].text
        kind = _kind(text, words)
        if kind is not None and words.fold(text):
            found = (index + 1, *kind)
    return found


def _unit(text: str, words: FormWords) -> str:
    """Return the unit of money that a label prints in brackets."""
    plain = squeeze(text)
    for unit in words.data.values.amount_units:
        if f"({unit})" in plain:
            return unit
    return ""


def _leading(piece: FormPiece, words: FormWords) -> tuple[str, FormPiece] | None:
    """Part a label and its value that stand in one piece (label, colon or space, value)."""
    for label, name in words.head.items():
        plain = squeeze(piece.text)
        if name in _NO_VALUE or not plain.startswith(label):
            continue
        rest = plain[len(label) :]
        wide = piece.cell >= 0 and len(label) >= 4 and name != "unit"
        if rest and (rest[0] == ":" or wide):
            cut = len(label) + (rest[0] == ":")
            if len(plain) == len(piece.text) and plain[cut:]:
                return name, replace(piece, text=piece.text[cut:], first=False)
    return None


def read(pieces: Sequence[FormPiece], words: FormWords) -> FormHead:
    """Read the pieces between a form's title and the header of its indicators."""
    head = FormHead()
    index, current, goal = 0, "", False
    managed = False  # in the scored rows of the funds' management, whose cells hold prose
    while index < len(pieces):
        piece = pieces[index]
        label = _label(pieces, index, words)
        if label is not None and goal and not _header(pieces, index, words):
            label = (
                label
                if label[1] == "head" and label[2] not in {"other", "block"} and piece.first
                else None
            )
        if label is not None:
            end, kind, key = label
            taken = tuple(pieces[index:end])
            head.unit = head.unit or _unit(join(taken), words)
            if kind == "head":
                current, goal = key, key == "goal"
                head.tokens.append(HeadToken("text", key, taken, label=True))
            else:
                current, goal = "", False
                managed = key == "management"
                head.tokens.append(HeadToken(kind, key, taken))
            index = end
            continue
        glued = None if goal else _leading(piece, words)
        if glued is not None:
            current = glued[0]
            head.fields.setdefault(current, []).append(glued[1])
            if piece.cell >= 0:
                current = ""
        elif goal:
            pass
        elif current in {"", *_NO_VALUE}:
            kind = "number" if piece.number or piece.rate else ("dash" if piece.dash else "text")
            if kind == "number" and _in_text(pieces, index, managed, words):
                kind = "text"
            if current == "other":
                kind = "text"  # a telephone number, a year
            head.tokens.append(HeadToken(kind, current, (piece,)))
        elif current and (piece.cell < 0 or current not in head.fields):
            head.fields.setdefault(current, []).append(piece)
            if piece.cell >= 0:
                current = ""
        index += 1
    if "unit" in head.fields and not head.unit:
        head.unit = join(head.fields["unit"])
    return head


def _in_text(pieces: Sequence[FormPiece], at: int, managed: bool, words: FormWords) -> bool:
    """True for a number that is part of a date, or of prose where cells hold prose."""
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    if after is None or after.line != pieces[at].line or after.cell >= 0:
        return False
    plain = not (after.number or after.rate or after.dash)
    alone = at > 0 and pieces[at - 1].number and pieces[at - 1].line == pieces[at].line
    return words.date.match(after.text) is not None or (managed and plain and not alone)


def _header(pieces: Sequence[FormPiece], at: int, words: FormWords) -> bool:
    """True when two labels of fund columns follow each other at ``at``."""
    first = _label(pieces, at, words)
    if first is None or first[1] != "column" or first[0] >= len(pieces):
        return False
    second = _label(pieces, first[0], words)
    return second is not None and second[1] == "column"
