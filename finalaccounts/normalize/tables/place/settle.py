"""Settling the columns: own sums first, then other tables, then the narrative."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from finalaccounts import equations
from finalaccounts.model import Figure, Span, Statement, Table
from finalaccounts.normalize.tables import states
from finalaccounts.normalize.tables.parts import Number, TablesRead
from finalaccounts.normalize.tables.place.board import Board
from finalaccounts.normalize.tables.place.doubt import Doubts, certain_rows
from finalaccounts.normalize.tables.place.figure import figure
from finalaccounts.normalize.tables.place.ties import Facts, Ties, said_costs, said_rules
from finalaccounts.normalize.tables.tokens import LOST, UNREAD
from finalaccounts.reference.rules import rules


def place_figures(
    read: TablesRead, statements: Sequence[Statement]
) -> tuple[tuple[Figure, ...], tuple[Table, ...], tuple[Span, ...]]:
    """Settle every number's column and return figures, tables and the spans of the figures.

    ``placed`` is ``position`` where the print decides, ``arithmetic`` where sums, other tables or
    ``statements`` do (``evidence`` names the rules), ``ambiguous`` where several columns remain
    feasible: then ``column`` is the leftmost and ``candidates`` holds all.
    """
    boards = [
        Board(replace(raw, rows=tuple(certain_rows(raw.key, raw.rows))) if raw.loose else raw)
        for raw in read.tables
    ]
    for board in boards:
        board.own()
    ties = Ties(_facts(boards))
    for _ in range(4):
        facts = _facts(boards)
        changed = False
        for rule in ties.by_rule:
            for board in boards:
                if board.open() and board.outer(rule, ties.costs(rule, board.tree, facts)):
                    changed = True
                    facts = _facts(boards)
        if not changed:
            break
    for board in boards:
        board.finish()
    for rule in said_rules():
        for board in boards:
            if board.open():
                board.outer(rule, said_costs(rule, board.tree, board.raw.unit, statements))
    facts = _facts(boards)
    for board in boards:
        if board.raw.loose:
            Doubts(board, ties, facts, statements).settle()
    figures: list[Figure] = []
    tables: list[Table] = []
    spans: list[Span] = []
    counts: dict[str, int] = {}
    for board in boards:
        made = _figures(board, read, counts, spans)
        figures += made
        raw = board.raw
        tables.append(
            Table(
                raw.key,
                raw.title,
                raw.number,
                raw.unit,
                raw.source,
                raw.first_line,
                raw.last_line,
                states.state(raw, [f.amount for f in made if f.state == "printed"]),
                raw.reason,
                raw.numberless,
            )
        )
    return tuple(figures), tuple(tables), tuple(spans)


def _facts(boards: Sequence[Board]) -> Facts:
    facts = Facts()
    for board in boards:
        if board.raw.printed:
            facts.tables.add(board.raw.key)
        for node in board.tree.nodes:
            slots = board.candidates(node)
            for slot in node.row.slots:
                facts.lines[board.raw.key, slot.line] = None
            for number, found in zip(node.row.numbers, slots, strict=True):
                for at in found:
                    slot = node.row.slots[at]
                    place = (board.raw.key, slot.line, slot.column)
                    if len(found) != 1 or number.state == "unread":
                        facts.open.add(place)
                    elif number.amount is not None:
                        facts.amounts.setdefault(place, number.amount)
    return facts


def _figures(
    board: Board, read: TablesRead, counts: dict[str, int], spans: list[Span]
) -> list[Figure]:
    raw, out = board.raw, []
    lines = read.lines.get(raw.source, ())
    for node in board.tree.nodes:
        slots = board.candidates(node)
        trail = board.trails[id(node)]
        for i, number in enumerate(node.row.numbers):
            found = sorted(slots[i])
            if not found:
                for piece in number.pieces:
                    spans.append(
                        Span(raw.source, piece.line, piece.start, piece.end, "unread", "no_column")
                    )
                continue
            slot = node.row.slots[found[0]]
            if number.percent and equations.kind(raw.key, slot.column, slot.line) == "money":
                number = replace(number, amount=None, state="unread")  # a rate where money stands
            base = f"{raw.key}.{slot.line}.{slot.column}"
            counts[base] = counts.get(base, 0) + 1
            figure_id = base if counts[base] == 1 else f"{base}~{counts[base]}"
            placed: str = "position"
            candidates: tuple[str, ...] = ()
            evidence: tuple[str, ...] = ()
            if len(found) > 1:
                placed = "ambiguous"
                candidates = tuple(dict.fromkeys(node.row.slots[s].column for s in found))
                evidence = tuple(trail.narrowed[i])
            elif len(board.bare[id(node)][i]) > 1:
                placed = "arithmetic"
                own = sorted(trail.own - board.broken(node), key=_rule_order)
                evidence = (*own, *(trail.settled[i] or ()))
                evidence = tuple(dict.fromkeys(evidence))
            out.append(figure(figure_id, raw, slot, number, (placed, candidates, evidence), lines))
            seen = ("unread", UNREAD) if number.state == "unread" else ("figure", figure_id)
            for piece in number.pieces:
                if piece.end > piece.start or number.state == "unread":
                    spans.append(Span(raw.source, piece.line, piece.start, piece.end, *seen))
        if lost := board.lost.get(id(node)):
            end = node.row.numbers[-1].pieces[-1]
            slot = node.row.slots[lost[0]]
            number = Number("", None, "unread", (replace(end, start=end.end),))
            columns = tuple(node.row.slots[at].column for at in lost)
            how = ("ambiguous", columns, ()) if len(lost) > 1 else ("position", (), ())
            name = f"{raw.key}.{slot.line}.{slot.column}"
            counts[name] = counts.get(name, 0) + 1
            name = name if counts[name] == 1 else f"{name}~{counts[name]}"
            out.append(figure(name, raw, slot, number, how, lines))
            spans.append(Span(raw.source, end.line, end.end, end.end, "unread", LOST))
    return out


def _rule_order(rule: str) -> int:
    known = list(rules())
    return known.index(rule) if rule in known else len(known)
