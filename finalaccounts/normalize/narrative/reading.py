"""One document: its narrative lines, block by block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from finalaccounts.model import Document, Explanation, Line, Span
from finalaccounts.normalize.narrative.codes import Names
from finalaccounts.normalize.narrative.contents import contents
from finalaccounts.normalize.narrative.explained import Explainer
from finalaccounts.normalize.narrative.flow import TextBlock, blocks, fold, places
from finalaccounts.normalize.narrative.headings import Spot, spots
from finalaccounts.normalize.narrative.margins import margins
from finalaccounts.normalize.narrative.quantities import Quantity, numbers, unit_at
from finalaccounts.normalize.narrative.rows import RowHead, heads, read_cells, read_row
from finalaccounts.normalize.narrative.stated import Draft, Reader
from finalaccounts.normalize.parts import Range
from finalaccounts.reference.narrative import sections, statements
from finalaccounts.text import bare

# A block shorter than this between two rows is a row whose cells are all empty.
_SHORT = 40
_STOPS = "\u3002\uff1a\uff1b"


@dataclass(slots=True)
class Reading:
    """What one document gave; ``standing`` maps every line read to its section."""

    drafts: list[Draft] = field(default_factory=list)
    explanations: list[Explanation] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    standing: dict[int, str] = field(default_factory=dict)


def read_document(
    document: Document, taken: Sequence[Range], names: Names, fiscal_year: int | None
) -> Reading:
    """Read the narrative of one document.

    It begins at the first known heading; a document without any is narrative as a whole when it
    has sentences. Contents, glossary and ``taken`` lines are left out.
    """
    out = Reading()
    away = contents(document) | margins(document) | _taken(document, taken)
    kept = [line for line in document.lines if line.number not in away]
    found, pages = blocks(document, kept)
    placed = list(spots(found))
    start = next((i for i, (_, spot) in enumerate(placed) if spot.begins), None)
    if start is None:
        if not any("\u3002" in block.text for block in found):
            return out
        start = 0
    reader, explainer = Reader(names, fiscal_year), Explainer(names)
    table, form = _Table(), False
    for block, spot in placed[start:]:
        if not spot.claimed:
            continue
        for number, _ in block.at:
            out.standing[number] = spot.section or "other"
        form = not spot.begins and (form or bool(sections().form.head.search(block.text)))
        if form or not spot.read:
            _recognised(out, block, [n for n in numbers(block.text, fiscal_year) if n.reason])
            continue
        spot = spot if spot.section else replace(spot, section="other")
        if block.kind == "text":
            _text(out, block, spot, reader, explainer, fiscal_year)
        if rows := table.step(out, block, spot, fiscal_year):
            reader.sentences += 1
            out.drafts.extend(replace(row, sentence=reader.sentences) for row in rows)
    first = min(out.standing, default=0)
    for line in pages:
        if line.number > first:
            out.standing.setdefault(line.number, "page")
            _page_spans(out, document, line)
    return out


def _taken(document: Document, taken: Sequence[Range]) -> set[int]:
    return {n for r in taken if r.source == document.source for n in range(r.first, r.last + 1)}


def _text(
    out: Reading,
    block: TextBlock,
    spot: Spot,
    reader: Reader,
    explainer: Explainer,
    year: int | None,
) -> None:
    found = numbers(block.text, year)
    _recognised(out, block, [n for n in found if n.reason])
    out.explanations.extend(explainer.read(block, spot))
    out.drafts.extend(reader.read(block, spot, found))
    if spot.is_heading:
        reader.heading(block, spot)


def _recognised(out: Reading, block: TextBlock, found: list[Quantity]) -> None:
    for number in found:
        for line, first, last in places(block, number.start, number.end):
            out.spans.append(
                Span(block.document.source, line, first, last, "recognised", number.reason)
            )


def _page_spans(out: Reading, document: Document, line: Line) -> None:
    text = fold(line.text)
    digits = [i for i, ch in enumerate(text) if ch.isdigit()]
    for i in digits:
        if i - 1 not in digits:
            end = next(j for j in range(i, len(text) + 1) if j not in digits)
            out.spans.append(
                Span(document.source, line.number, i, end, "recognised", "page_number")
            )


class _Table:
    """Remembers what stands before a run of rows: the words of its heads and the unit."""

    def __init__(self) -> None:
        self.before = ""
        self.cells: list[str] = []
        self.columns: list[RowHead] = []
        self.unit = ""

    def step(self, out: Reading, block: TextBlock, spot: Spot, year: int | None) -> list[Draft]:
        """Return what a row states; take note of text that may be the head of rows."""
        if block.kind == "cells":
            texts = [fold(bare(c)) for c in block.document.lines[block.first - 1].text.split("\t")]
            if not any(c.isdigit() for c in "".join(texts)):
                self.cells = texts
            drafts, other = read_cells(block, self.cells, spot.section, year)
        elif block.kind == "row":
            columns = heads(self.before, year)
            self.columns = columns or self.columns
            drafts, other = read_row(
                block, self.columns, spot.section, self.unit or self._unit(out), year
            )
        elif block.kind == "listed":
            listed = numbers(block.text, year)
            first = [
                Quantity(n.start, n.end, n.stop, n.amount, reason="row_number") for n in listed[:1]
            ]
            drafts, other = [], [*first, *(n for n in listed[1:] if n.reason)]
        else:
            cut = max(block.text.rfind(c) for c in _STOPS) + 1
            between = self.columns and "\u3002" not in block.text and len(block.text) < _SHORT
            caption = statements().caption.search(block.text)
            printed = unit_at(block.text, caption.end()) if caption else None
            self.unit = printed[0] if printed else self.unit if between else ""
            if not between or heads(block.text[cut:], year):
                self.before, self.columns = block.text[cut:], []
            return []
        _recognised(out, block, other)
        return drafts

    @staticmethod
    def _unit(out: Reading) -> str:
        return next(
            (d.number.unit or "" for d in reversed(out.drafts) if d.number.kind == "money"), ""
        )
