"""The ledger: every numeric token of a claimed range is placed, recognised, or listed as unread.

So is every cell of a table that holds something else where a number belongs.
Readers return ``Span``s for all they placed or recognised. What no span covers is unread: it is
counted, listed with its context and published, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from finalaccounts.model import Document, Line, Span, Table, Unread
from finalaccounts.normalize.parts import Range

# One printed run of digits; full-width digits count too. ``1,279.42`` is one token.
TOKEN = re.compile(r"\d+(?:[.,\uff0c\uff0e]\d+)*")
_AROUND = 60  # characters of a long line kept on each side of a token in its context
# A cell of a table that holds something else than a number is listed whole, digits or none.
UNREAD_CELL = "not_a_number"
NO_TEXT = "\u25a1"  # for a picture, a field or hidden text in a cell of a table
PLACED = frozenset({"figure", "statement", "indicator", "evaluation"})


@dataclass(frozen=True, slots=True)
class Ledger:
    """Counts over all tokens in claimed ranges; ``tokens == placed + recognised + unread``."""

    tokens: int
    placed: int
    recognised: int
    unread: tuple[Unread, ...]

    def counts(self) -> dict[str, int]:
        """Return the four counts by name."""
        return {
            "tokens": self.tokens,
            "placed": self.placed,
            "recognised": self.recognised,
            "unread": len(self.unread),
        }


def _context(lines: Sequence[Line], index: int, start: int, end: int) -> str:
    """Return the neighbouring printed lines and the token's own, parted by ' / '."""

    def near(step: int) -> str:
        i = index + step
        while 0 <= i < len(lines):
            text = " ".join(lines[i].text.split())
            if text:
                return text[-_AROUND:] if step < 0 else text[:_AROUND]
            i += step
        return ""

    own = lines[index].text
    own = own[max(0, start - _AROUND) : end + _AROUND]
    parts = (near(-1), " ".join(own.split()), near(1))
    return " / ".join(p for p in parts if p)


def _cell(line: Line, start: int) -> tuple[str, str]:
    """Return box and cell address of the tab-parted cell that holds character ``start``."""
    number = line.text.count("\t", 0, start)
    box = line.boxes[number] if number < len(line.boxes) else ""
    cell = line.cells[number] if number < len(line.cells) else ""
    return box, cell


def with_tables(ledger: Ledger, tables: Sequence[Table]) -> Ledger:
    """Return the ledger with every table that was not read as one entry, at its title."""
    more = tuple(
        Unread(
            token=NO_TEXT,
            context=table.title,
            reason=f"table_{table.reason}",
            source=table.source,
            source_line=table.first_line,
            page="",
            box="",
            cell="",
        )
        for table in tables
        if table.state == "not_read"
    )
    return Ledger(
        ledger.tokens + len(more), ledger.placed, ledger.recognised, (*ledger.unread, *more)
    )


def balance(
    documents: Sequence[Document], ranges: Iterable[Range], spans: Iterable[Span]
) -> Ledger:
    """Weigh the tokens of all claimed lines against the spans of the readers.

    A token that a placed span touches is placed, else one that a recognised span touches is
    recognised, else it is unread, with the reason of the span that says so or ``unplaced``.
    """
    by_line: dict[tuple[str, int], list[Span]] = {}
    for span in spans:
        by_line.setdefault((span.source, span.line), []).append(span)
    claimed: dict[str, set[int]] = {}
    for r in ranges:
        claimed.setdefault(r.source, set()).update(range(r.first, r.last + 1))
    tokens = placed = recognised = 0
    unread: list[Unread] = []
    for document in documents:
        for number in sorted(claimed.get(document.source, ())):
            if not 1 <= number <= len(document.lines):
                continue
            line = document.lines[number - 1]
            touching = by_line.get((document.source, number), [])
            whole = {
                (s.start, s.end) for s in touching if s.kind == "unread" and s.what == UNREAD_CELL
            }
            found = [
                m.span()
                for m in TOKEN.finditer(line.text)
                if not any(a < m.end() and m.start() < b for a, b in whole)
            ]
            for start, end in sorted({*found, *whole}):
                tokens += 1
                hits = [s for s in touching if s.start < end and start < s.end]
                if (start, end) not in whole and any(s.kind in PLACED for s in hits):
                    placed += 1
                elif (start, end) not in whole and any(s.kind == "recognised" for s in hits):
                    recognised += 1
                else:
                    reason = next((s.what for s in hits if s.kind == "unread"), "unplaced")
                    box, cell = _cell(line, start)
                    unread.append(
                        Unread(
                            token=line.text[start:end] or NO_TEXT,
                            context=_context(document.lines, number - 1, start, end),
                            reason=reason,
                            source=document.source,
                            source_line=number,
                            page="" if line.page is None else str(line.page),
                            box=box,
                            cell=cell,
                        )
                    )
    return Ledger(tokens, placed, recognised, tuple(unread))
