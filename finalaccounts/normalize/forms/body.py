"""The indicators of a form: rows, totals, and where the form ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from finalaccounts.model import Line
from finalaccounts.normalize.forms import cells as ruled
from finalaccounts.normalize.forms import header, labels, levels, solve
from finalaccounts.normalize.forms.pieces import FormPiece, cells, chunks, mend, part
from finalaccounts.normalize.forms.rows import IndicatorRow
from finalaccounts.normalize.forms.woven import weave
from finalaccounts.reference.forms import FormWords
from finalaccounts.text import squeeze

_HEAD_LINES = 150  # lines with text between a title and the header of its indicators
_REACH = 300  # lines of a form in which its header of indicators must stand
_SENTENCE = 36  # characters of a line that is prose


@dataclass(slots=True)
class FormBody:
    """What was read of a form below (and with ``head`` above) the header of its indicators.

    ``total`` holds weight and score of the total row, ``execution`` those of the execution rate's
    row; ``foot`` stands at and below the total; ``loose`` are pieces of the rows that found no place.
    """

    head: list[FormPiece] = field(default_factory=list)
    rows: list[IndicatorRow] = field(default_factory=list)
    total: dict[str, FormPiece] = field(default_factory=dict)
    execution: dict[str, FormPiece] = field(default_factory=dict)
    loose: list[FormPiece] = field(default_factory=list)
    aside: list[FormPiece] = field(default_factory=list)
    foot: list[FormPiece] = field(default_factory=list)
    last: int = 0

    def unknown(self) -> list[FormPiece]:
        """Return what stands in columns whose label is not known."""
        return [piece for row in self.rows for piece in row.parts.get(header.UNKNOWN, ())]


def _numbers(pieces: Sequence[FormPiece], columns: Sequence[str]) -> dict[str, FormPiece]:
    """Return weight and score of a row of totals from its numbers."""
    numbers = [p for p in pieces if p.number]
    if len(numbers) >= 2:
        return {"weight": numbers[0], "score": numbers[1]}
    if numbers:
        key = "score" if "score" in columns else "weight"
        return {key: numbers[0]}
    return {}


def _is(text: str, labels_: frozenset[str], words: FormWords) -> bool:
    return words.fold(text) in labels_ or squeeze(text) in labels_


def certain(lines: Sequence[Line], words: FormWords) -> FormBody:
    """Read a form whose cells are certain."""
    body = FormBody()
    head: header.FormHeader | None = None
    known = any(header.row(list(cells(line)), words) for line in lines[:_REACH])
    second = ended = False
    page: int | None = None  # of the last row
    for line in lines:
        pieces = list(cells(line))
        if not pieces or words.page_numbers.match(squeeze(line.text)):
            continue
        plain = squeeze(line.text)
        lone = "\t" not in line.text
        if lone and (ended or body.rows):
            note = words.after_total.match(plain)
            if not note and not _is(pieces[0].text, words.total, words):
                if ended or words.stops.match(plain):
                    break
                body.loose.extend(pieces)
                continue
        found = header.row(pieces, words)
        if found is not None and not ended:
            head, second = found, True
            (body.aside if body.rows else body.head).extend(pieces)
            body.last = line.number
            continue
        if head is None:
            if lone and not known and body.head and _closes(plain, words):
                break
            body.head.extend(pieces)
            body.last = line.number
            continue
        if second:
            second = False
            refined = header.second_row(head, pieces, words)
            if refined is not head:
                head = refined
                continue
        body.last = line.number
        if ended:
            body.foot.extend(pieces)
            if not words.after_total.match(plain):
                body.loose.extend(pieces)  # numbers below a total are not known to be a note's
            continue
        if any(_is(p.text, words.total, words) for p in pieces[:2]):
            body.total = _numbers(pieces, head.columns)
            body.foot.extend(pieces[1:])
            ended = True
        elif _is(pieces[0].text, words.execution, words):
            amounts = _numbers(pieces, head.columns)
            alone = len(amounts) == 1 and "score" not in amounts
            body.execution = {"score": next(iter(amounts.values()))} if alone else amounts
        else:
            page = _row(body, ruled.align(pieces, head, words), pieces, line.page, page)
    levels.carry(body.rows, words)
    return body


def _closes(plain: str, words: FormWords) -> bool:
    """True for a line that cannot belong to the head of a form: another part, or a sentence."""
    prose = len(plain) > _SENTENCE and words.ends.search(plain)
    return bool(words.stops.match(plain) or prose)


def _row(
    body: FormBody,
    row: IndicatorRow,
    pieces: Sequence[FormPiece],
    page: int | None,
    last: int | None,
) -> int | None:
    """Add a line of cells to the rows; return the page of the last row, ``last`` before."""
    if row.text("level3") and set(row.parts) & {"target", "actual", "weight", "score"}:
        body.rows.append(row)
        used = {id(p) for p in row.pieces(tuple(row.parts))}
        body.loose.extend(p for p in pieces if id(p) not in used and p.number)
        return page
    if body.rows and page != last and not any(p.number for p in pieces):
        for column, more in row.parts.items():  # a row cut by the end of a page
            body.rows[-1].parts.setdefault(column, []).extend(more)
        return page
    body.loose.extend(pieces)
    return last


def _split(
    lines: Sequence[Line], words: FormWords
) -> tuple[list[FormPiece], list[FormPiece], header.FormHeader | None]:
    """Return pieces before the header of the indicators, pieces after it, and the header."""
    pieces: list[FormPiece] = []
    order: dict[int, int] = {}  # line -> how many lines with text stand above it
    for line in lines:
        if line.text.strip() and not words.page_numbers.match(squeeze(line.text)):
            order[line.number] = len(order)
            for chunk in chunks(line):
                pieces.extend(part(chunk, words))
    for index, piece in enumerate(pieces):
        if order[piece.line] > _HEAD_LINES:
            break
        found = header.running(pieces, index, words)
        if found is not None:
            return pieces[:index], pieces[found[1] :], found[0]
    return _unknown(pieces, words), [], None


def _unknown(pieces: Sequence[FormPiece], words: FormWords) -> list[FormPiece]:
    """Return the pieces of a form without a known header: up to a heading or a sentence."""
    for index, piece in enumerate(pieces):
        if piece.first and index:
            text = _line_text(pieces, index)
            if words.stops.match(text) or (len(text) > _SENTENCE and words.ends.search(text)):
                return list(pieces[:index])
    return list(pieces)


def _end(pieces: Sequence[FormPiece], words: FormWords) -> tuple[int, int]:
    """Return the index of the total row (-1 without) and of the first piece after the form."""
    by_line: dict[int, list[FormPiece]] = {}
    for piece in pieces:
        by_line.setdefault(piece.line, []).append(piece)
    for index, piece in enumerate(pieces):
        line = by_line[piece.line]
        total = _is(piece.text, words.total, words) and line.index(piece) <= 1
        if (
            total
            and index + 1 < len(pieces)
            and (pieces[index + 1].number or not any(p.number for p in line))
        ):
            after = index + 1
            while after < len(pieces) and after <= index + 2 and pieces[after].number:
                after += 1
            if after > index + 1:
                return index, after
        if piece.first:
            text = squeeze("".join(p.text for p in line))
            if words.stops.match(text) or words.notes.match(text):
                return -1, index
    return -1, len(pieces)


def running(lines: Sequence[Line], words: FormWords) -> FormBody:
    """Read a form of running text."""
    body = FormBody()
    before, after, head = _split(lines, words)
    body.head = mend(before)
    body.last = before[-1].line if before else 0
    if head is None:
        return body
    total, end = _end(after, words)
    if total >= 0:
        body.total = _numbers(after[total + 1 : end], head.columns)
        body.last = after[end - 1].line
    stream = after[:total] if total >= 0 else after[:end]
    stream = mend(stream, "deviation" in head.columns, "unit" not in head.columns)
    flow = labels.strip(stream, words)
    body.aside.extend(flow.aside)
    solver = solve.Solver(flow, head, words)
    if not {"weight", "score"} & set(head.columns):
        body.loose.extend(flow.pieces)
        return body
    body.rows, used = solver.rows()
    if body.rows:
        for column, pieces in solve.tail(solver, used, total >= 0).items():
            body.rows[-1].parts.setdefault(column, []).extend(pieces)
    solver.mend_names(body.rows)
    woven = weave(stream, head, words, body.rows)
    if woven is not None:
        body.rows = woven
        taken = {id(p) for row in woven for p in row.pieces(tuple(row.parts))}
        body.loose.extend(p for p in stream if id(p) not in taken)
        levels.carry(body.rows, words)
        return body
    taken = {id(p) for row in body.rows for p in row.pieces(tuple(row.parts))}
    body.loose.extend(p for p in flow.pieces if id(p) not in taken)
    starts = [_start(row, flow.pieces) for row in body.rows]
    marks = [
        levels.LevelMark(label.level, label.text, sum(s < label.at for s in starts))
        for label in flow.labels
    ]
    for label in flow.labels:
        body.aside.extend(label.pieces)
    levels.assign(body.rows, marks, words)
    for row in body.rows:
        _note(row, words)
    if total < 0 and body.rows:
        body.last = max(p.line for row in body.rows for p in row.pieces(tuple(row.parts)))
        body.loose = [p for p in body.loose if p.line <= body.last]
    if total < 0 and end < len(after) and words.notes.match(_line_text(after, end)):
        body.last = _note_end(lines, after[end].line, words)
    return body


def _line_text(pieces: Sequence[FormPiece], at: int) -> str:
    return squeeze("".join(p.text for p in pieces if p.line == pieces[at].line))


def _note_end(lines: Sequence[Line], first: int, words: FormWords) -> int:
    """Return the last line of a note that begins at line ``first``.

    It ends at an empty line or before a heading: a PDF's text has no empty lines.
    """
    last = first
    for line in lines:
        if line.number == last + 1 and line.text.strip():
            if words.stops.match(squeeze(line.text)):
                break
            last = line.number
    return last


def _start(row: IndicatorRow, pieces: Sequence[FormPiece]) -> int:
    first = row.first
    return next(i for i, p in enumerate(pieces) if p is first)


def _note(row: IndicatorRow, words: FormWords) -> None:
    """Move a note printed beside the name (without a heading of its own) out of the name."""
    name = row.parts.get("level3", [])
    for index in range(1, len(name)):
        if words.note.match(squeeze(name[index].text)):
            row.parts["level3"], row.parts["note"] = name[:index], name[index:]
            return
