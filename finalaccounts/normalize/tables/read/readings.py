"""From documents to raw tables: every table of a report with its rows, ranges and remarks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from finalaccounts.model import Document, Explanation, Line, Problem
from finalaccounts.normalize.parts import Range
from finalaccounts.normalize.tables import names, states
from finalaccounts.normalize.tables.find.bodies import cut, find, note_spans
from finalaccounts.normalize.tables.find.listing import Listed, from_mentions, list_pieces
from finalaccounts.normalize.tables.parts import Body, RawTable, Row, TablesRead
from finalaccounts.normalize.tables.place.node import NEVER
from finalaccounts.normalize.tables.place.solve import Tree
from finalaccounts.normalize.tables.read import heads
from finalaccounts.normalize.tables.read.context import Context
from finalaccounts.normalize.tables.read.flow import Flow
from finalaccounts.normalize.tables.read.grid import Grid, headings_apart
from finalaccounts.normalize.tables.read.header import Header, split
from finalaccounts.normalize.tables.read.items import Items
from finalaccounts.normalize.tables.read.objects import by_line
from finalaccounts.normalize.tables.read.pieces import dashes_apart
from finalaccounts.normalize.tables.read.sides import Sides
from finalaccounts.normalize.tables.tokens import (
    Token,
    digit_runs,
    joined,
    label_digits,
    tokens,
)
from finalaccounts.reference import tables as reference
from finalaccounts.text import key

_MOST_WAYS = 32
_TAIL = 2  # units of the last place by which rounding commonly leaves a sum off
_TABLES = "data/reference/cn/tables"


def _grid(context: Context, lines: list[Line]) -> tuple[list[Row], int]:
    grid = Grid(context, lines)
    for line in lines:
        if "\t" in line.text:
            grid.line(line)
            continue
        for token in tokens(line):
            for piece in token.pieces if token.kind == "number" else ():
                if token.integer and len(token.integer) <= 3:
                    context.body.recognise(piece, "page_number")
                else:
                    late = bool(grid.last) and line is lines[-1]
                    context.body.unread(piece, "after_last_row" if late else "between_rows")
    rows = headings_apart(grid.rows) if context.shape == "items" else grid.rows
    return rows, grid.last


def _flow(context: Context, found: list[list[Token]], whole: bool = False) -> tuple[list[Row], int]:
    """Read the token lines of a table; ``whole``: a lone integer may be an amount."""
    if any(names.structure(t.text) == "#note" for ln in found for t in ln if t.kind == "text"):
        # Words belong to the column of notes, whose place the text has lost.
        found = [[t if t.kind != "odd" or t.digits else t.as_text() for t in ln] for ln in found]
    head, data = split(context, found)
    text = "".join(key(t.text) for ln in found for t in ln) if context.shape == "items" else ""
    header = Header(context, head, text, heads.widths(data))
    reader: Flow | Sides | Items
    if context.shape == "sides":
        reader = Sides(context, header, whole)
    elif context.shape == "items":
        reader = Items(context, header)
    else:
        reader = Flow(context, header, whole)
    for line in data:
        reader.line(line)
    rows = reader.rows()
    return rows, reader.last


def _certain(lines: list[Line]) -> bool:
    """True when tabs part the cells of most content lines."""
    tabbed = sum("\t" in line.text for line in lines)
    return tabbed > 0 and tabbed * 2 >= len(lines)


def _trims(bodies: Sequence[Body]) -> bool:
    """True when the tables print numbers of one decimal, so that zeros at the end are left out."""
    found = [t for b in bodies for ln in joined(map(tokens, b.lines))[0] for t in ln]
    return any(t.kind == "number" and len(t.pieces) == 1 and t.text[-2:-1] == "." for t in found)


def _places(bodies: Sequence[Body]) -> int:
    """Return the decimals that the tables of a document print, or 0 where they leave zeros out.

    A few numbers of other length are damage, not habit.
    """
    found = Counter(
        decimals
        for b in bodies
        for line in b.lines
        for t in tokens(line)
        if t.kind == "number" and (decimals := t.decimals)
    )
    most = max(found, key=lambda n: found[n], default=0)
    return most if (found.total() - found[most]) * 50 <= max(found.total(), 100) else 0


def _settle_breaks(body: Body, trims: bool) -> tuple[list[Row], int, Context]:
    """Read a table of text in each way that its line breaks allow and keep the reading that
    breaks fewest of the table's own sums.

    A lone digit may end the number before it or, where the report ``trims`` zeros, be a page
    number; a lone integer may be a page number or an amount. Of readings that break as many sums,
    the one with fewest sums off by more than rounding commonly leaves is kept; at equal sums a
    digit on the very next line ends the number, and a lone integer is a page number, unless it
    has three digits and the table prints it at the end of a row too.
    """
    lines = dashes_apart([tokens(line) for line in body.lines])
    doubts = joined(lines)[1] if trims else 0
    lone = {ln[0].integer for ln in lines if len(ln) == 1 and 0 < len(ln[0].integer) <= 3}
    ends = {ln[-1].integer for ln in lines if any(t.kind == "text" for t in ln)}
    again = any(len(number) == 3 for number in lone & ends)
    ways = [
        (frozenset(apart), whole)
        for whole in sorted({False, bool(lone)}, reverse=again)
        for size in range(doubts + 1)
        for apart in combinations(range(doubts), size)
    ]
    read = []
    for apart, whole in ways[:_MOST_WAYS]:
        context = Context(replace(body, spans=list(body.spans), numberless=[]))
        rows, last = _flow(context, joined(lines, apart)[0], whole)
        most = [NEVER, _TAIL][: 1 + bool(doubts)] if len(ways) > 1 else []
        trees = [Tree(body.key, rows, units) for units in most]
        broken = tuple(tree.least() if tree.light() else 0 for tree in trees)
        read.append((broken, rows, last, context))
    _, rows, last, context = min(read, key=lambda r: r[0])
    body.spans, body.numberless = context.body.spans, context.body.numberless
    context.body = body
    return rows, last, context


def _read_body(body: Body, trims: bool) -> tuple[list[Row], int, Context]:
    if _certain(body.lines):
        context = Context(body)
        rows, last = _grid(context, body.lines)
    else:
        body.loose = True
        rows, last, context = _settle_breaks(body, trims)
    if not context.known:
        context.problem(body.first, "table", body.title, names.nearest_title(body.title), _TABLES)
    note_spans(body)
    for line in body.lines:
        listed = [s for s in body.spans if s.kind == "unread" and s.line == line.number]
        for piece, what in label_digits(line):
            if any(s.start <= piece.start < s.end for s in listed):
                continue
            if what == "label":
                body.recognise(piece, what)
            else:
                body.unread(piece, what)
    return rows, last, context


def read_tables(documents: Sequence[Document]) -> TablesRead:
    """Find and read every table of a report's documents.

    A table is known by its printed title (variants are data), never by its number. Unknown
    tables, lines and columns are kept under ``other:`` and reported as problems. Columns that the
    text has lost stay open until ``place_figures``.
    """
    tables: list[RawTable] = []
    ranges: list[Range] = []
    explanations: list[Explanation] = []
    spans = []
    problems: list[Problem] = []
    known_names: dict[str, list[str]] = {}
    listed: list[tuple[str, Listed]] = []
    bodies: list[tuple[Body, list[Row], int]] = []
    for document in documents:
        titles, named, listings = find(document)
        starts = sorted([t.above or t.first for t in titles] + [x.first for x in listings])
        limits = [next((s for s in starts if s > t.last), len(document.lines) + 1) for t in titles]
        found = [cut(document, title, limit) for title, limit in zip(titles, limits, strict=True)]
        trims = _trims(found)
        places = _places(found)
        objects = by_line(document)
        for body in found:
            body.objects, body.places = objects, places
            rows, last, context = _read_body(body, trims)
            bodies.append((body, rows, last))
            problems += context.problems
            for name, codes in context.names.items():
                known = known_names.setdefault(name, [])
                known += [c for c in codes if c not in known]
        for listing in listings:
            listed += [(document.source, row) for row in listing.rows]
            ranges.append(Range(document.source, listing.first, listing.last, "table_list", ""))
            holder = Body("", "", "", "", document.source, listing.first, listing.last)
            for piece in list_pieces(document.lines, listing):
                holder.recognise(piece, "table_number")
            spans += holder.spans
        printed = {t.key for t in titles} | {row.key for _, row in listed}
        for row in from_mentions(named, printed):
            listed.append((document.source, row))
            ranges.append(Range(document.source, row.line, row.line, "table_list", row.key))
            holder = Body("", "", "", "", document.source, row.line, row.line)
            for piece in digit_runs(document.lines[row.line - 1]):
                holder.recognise(piece, "table_number")
            spans += holder.spans
    beside = {d.source: d.objects for d in documents}
    for body, rows, last in _merged(bodies):
        row_listed = next((r for _, r in listed if r.key == body.key), None)
        table, remarks = states.printed(body, rows, last, row_listed, beside[body.source])
        tables.append(table)
        explanations += remarks
        spans += body.spans
        ranges.append(Range(body.source, body.first, body.end, "table", body.key))
    have = {t.key for t in tables}
    for source, row in listed:
        if row.key not in have:
            tables.append(states.only_listed(source, row))
            have.add(row.key)
        if row.reason and row.empty:
            explanations.append(states.listed_reason(source, row))
    order = {t.key: t.order for t in reference.tables()}
    tables.sort(key=lambda t: (order.get(t.key, max(order.values())), t.first_line))
    explanations.sort(key=lambda e: (e.source, e.source_line))
    lines = {d.source: d.lines for d in documents}
    return TablesRead(
        tuple(tables),
        tuple(ranges),
        tuple(explanations),
        tuple(spans),
        {name: tuple(codes) for name, codes in known_names.items()},
        tuple(problems),
        lines,
    )


def _merged(bodies: list[tuple[Body, list[Row], int]]) -> list[tuple[Body, list[Row], int]]:
    """Join a table with its continuation under a repeated title: same key, no line twice."""
    out: list[tuple[Body, list[Row], int]] = []
    for body, rows, last in bodies:
        if out and out[-1][0].key == body.key and out[-1][0].source == body.source:
            before, old, _ = out[-1]
            places = {(s.line, s.column) for r in old for s in r.slots}
            if rows and not any((s.line, s.column) in places for r in rows for s in r.slots):
                before.end, before.unit = body.end, before.unit or body.unit
                before.notes += body.notes
                before.lines += body.lines
                before.spans += body.spans
                before.numberless += body.numberless
                out[-1] = (before, old + rows, last)
                continue
        out.append((body, rows, last))
    return out
