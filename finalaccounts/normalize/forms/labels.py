"""Level-1 and level-2 cells in running text: found, and taken out of the flow of the rows.

Merged cells are printed above, in the middle of, or between the rows they span, whole or one
character per line. What is left after they are taken out are the rows alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from finalaccounts.normalize.forms.header import running
from finalaccounts.normalize.forms.pieces import FormPiece, join
from finalaccounts.reference.forms import FormWords
from finalaccounts.text import squeeze

_LONGEST = 14  # pieces: a label printed one character per line, with its weight in brackets
_SHORT = 3  # characters of a level cell that is easily mistaken
_GAP = 12  # pieces between such a label and its end


@dataclass(frozen=True, slots=True)
class Label:
    """A level cell. ``at`` is the index of the piece of the stripped flow that follows it."""

    level: int
    text: str
    at: int
    pieces: tuple[FormPiece, ...]


@dataclass(slots=True)
class FormFlow:
    """The rows' pieces, the level cells between them, and what was set aside."""

    pieces: list[FormPiece] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    aside: list[FormPiece] = field(default_factory=list)


def match(
    pieces: Sequence[FormPiece], at: int, known: Callable[[str], bool], words: FormWords
) -> int:
    """Return the index after the longest label that whole pieces from ``at`` make up, or 0."""
    end, text = 0, ""
    for index in range(at, min(at + _LONGEST, len(pieces))):
        text += pieces[index].text
        _, bracket, inside = text.replace("\uff08", "(").partition("(")
        if bracket and len(inside) > words.data.values.weight_length:
            break  # only a weight stands in the brackets of a label
        name = words.fold(text)
        if name and known(name) and squeeze(text)[:1] == name[:1]:
            end = index + 1
    return end


def _level(pieces: Sequence[FormPiece], at: int, words: FormWords) -> int:
    """Return the index after the level cell that begins at ``at``, or 0.

    A name that is not listed counts only by its end, and only where no listed one is part of it.
    """
    end = match(pieces, at, words.listed, words)
    if end:
        return end
    for index in range(at, min(at + 2, len(pieces))):
        text = join(pieces[at : index + 1])
        inner = index > at and match(pieces, index, words.listed, words)
        if not inner and words.level(words.fold(text)) and not any(ch.isdigit() for ch in text):
            return index + 1
    return 0


def level_of(text: str, words: FormWords, followed: bool) -> int:
    """Return the level of a label.

    One that may be either is level 1 where a level-2 cell follows it, or where it prints its
    weight in brackets; else level 2.
    """
    name = words.fold(text)
    if name in words.level1 and name in words.level2:
        return 1 if followed or name != squeeze(text) else 2
    return 1 if name in words.level1 else 2


def _torn(
    pieces: Sequence[FormPiece], at: int, ends: set[int], words: FormWords
) -> tuple[int, int] | None:
    """Find a label whose end stands after the row printed beside it.

    Return the index after its beginning and the index of the piece that is its end. Such an end
    begins a line, or follows the end of another label (``ends``).
    """
    text = ""
    for index in range(at, min(at + 6, len(pieces))):
        text += squeeze(pieces[index].text)
        tails = words.torn.get(text, ())
        weight = words.weight_open.match(text)
        if weight and not words.listed(words.fold(weight["name"])):
            weight = None
        apart = text in words.level1
        near = min(index + _GAP, len(pieces)) if tails or weight or apart or ends else 0
        for far in range(index + 2, near):
            if not pieces[far].first and far - 1 not in ends:
                continue
            end = squeeze(pieces[far].text)
            closed = weight and words.weight_close.match(end)
            whole = apart and words.weight_whole.match(end)
            if whole and words.listed(words.fold(pieces[far - 1].text)):
                break  # the weight of the level printed right before it
            beside = far - 1 in ends and len(text) >= _SHORT and words.listed(text + end)
            if end in tails or closed or whole or beside:
                return index + 1, far
    return None


def is_value(piece: FormPiece, words: FormWords) -> bool:
    """True for a piece that begins a value: a sign, a number."""
    text = squeeze(piece.text)
    return text in words.operator or words.value.match(text) is not None


def strip(pieces: Sequence[FormPiece], words: FormWords) -> FormFlow:
    """Take level cells, side titles and repeated headers out of ``pieces``."""
    flow = FormFlow()
    ends: set[int] = set()
    index, opened = 0, -1
    while index < len(pieces):
        if index in ends:
            flow.aside.append(pieces[index])
            index += 1
            continue
        again = running(pieces, index, words)
        if again is not None:
            flow.aside.extend(pieces[index : again[1]])
            index = again[1]
            continue
        side = match(pieces, index, words.side.__contains__, words)
        if side:
            flow.aside.extend(pieces[index:side])
            index = side
            continue
        end = _level(pieces, index, words)
        torn = _torn(pieces, index, ends, words)
        if torn is not None and end and torn[0] != end:
            torn = None
        if torn is not None:
            end = torn[0]
        # A level is followed by a name; where a value follows, the words are the name itself.
        named = end and (torn is not None or not _valued(pieces, end, words))
        taken = [*pieces[index:end], *([pieces[torn[1]]] if torn else [])] if named else []
        text = join(taken)
        if named and len(text) <= _SHORT and not _row_ended(flow, words):
            named = False  # a word this short may be the end of a wrapped name
        if named:
            next_end = match(pieces, end, words.level2.__contains__, words)
            followed = next_end > 0 and not _valued(pieces, next_end, words)
            level = level_of(text, words, followed)
            flow.labels.append(Label(level, text, len(flow.pieces), tuple(taken)))
            if torn is not None:
                ends.add(torn[1])
            index, opened = end, end
            continue
        piece = pieces[index]
        # What stands beside a level cell begins the row's own line.
        beside = index == opened and index > 0 and piece.line == pieces[index - 1].line
        flow.pieces.append(replace(piece, first=True) if beside else piece)
        index += 1
    return flow


def _row_ended(flow: FormFlow, words: FormWords) -> bool:
    """True when a new row may begin here: after a number, a level cell, or a finished text."""
    if not flow.pieces or (flow.labels and flow.labels[-1].at == len(flow.pieces)):
        return True
    last = flow.pieces[-1]
    text = squeeze(last.text)
    return last.number or last.dash or words.ends.search(text) is not None or text in words.word


def _valued(pieces: Sequence[FormPiece], at: int, words: FormWords) -> bool:
    """True when a value stands at ``at``: what is before it is a name, not a level."""
    return at < len(pieces) and is_value(pieces[at], words)
