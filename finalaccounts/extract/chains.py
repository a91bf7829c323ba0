"""Tables without rules over several pages: cells on all of them, or lines of text on all.

The rows of one table that were read with cells on one page and as text on the next would be taken
for rows of two tables. So both readings are kept until the last page is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from finalaccounts.extract.aligned import rows_of, tabled
from finalaccounts.extract.columns import Column, Rows, middle, usual_setting
from finalaccounts.extract.pages import Row
from finalaccounts.extract.unruled import Piece, Pieces

# Rows with the height at which they stand.
Placed = tuple[float, list[Row]]


@dataclass(slots=True)
class Block:
    """Rows of a table on one page, as text and, where its columns are certain, with cells."""

    chain: int
    text: list[Placed]
    cells: list[Placed] = field(default_factory=list)


def _moved(heads: Rows, head: Sequence[Pieces]) -> Rows:
    """Return rows of heads with the pieces of a head that says the same on another page."""
    said: dict[str, list[Piece]] = {}
    for piece in sorted((piece for row in head for piece in row), key=middle):
        said.setdefault(piece.text, []).append(piece)
    return [[[said[piece.text].pop(0) for piece in cell] for cell in row] for row in heads]


@dataclass(slots=True)
class Chains:
    """The tables without rules of one document, and the columns of the last one."""

    chain: int = 0
    # Tables of which some page could not be read with cells.
    broken: set[int] = field(default_factory=set)
    columns: list[Column] = field(default_factory=list)
    # Lines since that table, and all lines of the page before and of this one.
    since: list[str] = field(default_factory=list)
    others: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    # How the columns of tables are set; heads with their columns.
    usual: str = ""
    known: dict[tuple[str, ...], tuple[list[Column], Rows]] = field(default_factory=dict)
    heads: list[list[Pieces]] = field(default_factory=list)

    def turn(self, lines: Iterable[str]) -> None:
        """Go on to a page with these lines of text."""
        self.others, self.own = self.own, frozenset(lines)

    def passed(self, line: str) -> None:
        """Note a line of text that stands in no table."""
        self.since.append(line)

    @property
    def opening(self) -> frozenset[str]:
        """The first lines of heads: where one comes again, a head begins."""
        return frozenset(" ".join(p.text for p in heads[0]) for heads in self.heads)

    def rows(self, head: Sequence[Pieces], body: Sequence[Pieces]) -> Rows | None:
        """Return the rows of a table, its head first; without a head, of one that goes on from the
        page before: nothing but page numbers, headers and footers stand between.

        None where the columns are not certain.
        """
        goes_on = bool(self.chain) and all(map(self._comes_again, self.since))
        self.since.clear()
        if not goes_on:
            self.chain += 1
            self.columns = []
        rows: Rows | None = None
        if head:
            self.heads.append(list(head))
            rows = self._below(head, body)
        elif self.columns:
            rows = rows_of(body, self.columns)
        if rows is None:
            self.broken.add(self.chain)
        return rows

    def _below(self, head: Sequence[Pieces], body: Sequence[Pieces]) -> Rows | None:
        """Return the rows below a head; one that comes again has the columns it had."""
        name = tuple(piece.text for row in head for piece in row)
        if name in self.known:
            self.columns, heads = self.known[name]
            if (inner := rows_of(body, self.columns)) is not None:
                return [*_moved(heads, head), *inner]
        made = tabled(head, body, self.usual)
        if made is None:
            return None
        self.columns, rows = made
        self.known[name] = self.columns, rows[: len(rows) - len(body)]
        self.usual = usual_setting(self.columns) or self.usual
        return rows

    def _comes_again(self, line: str) -> bool:
        return (line in self.others and line in self.own) or not any(map(str.isalpha, line))

    def settled(self, found: Iterable[Placed | Block]) -> list[Row]:
        """Return the rows of a page from the top down, tables as all their pages allow."""
        placed: list[Placed] = []
        for one in found:
            if not isinstance(one, Block):
                placed.append(one)
            elif one.chain in self.broken or not one.cells:
                placed.extend(one.text)
            else:
                placed.extend(one.cells)
        return [row for _, rows in sorted(placed, key=lambda p: p[0]) for row in rows]
