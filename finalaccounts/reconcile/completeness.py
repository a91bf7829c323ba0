"""Does a report hold what it should? Found, declared none, missing or not known, with lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cache

from finalaccounts.model import Completeness, Statement
from finalaccounts.reconcile.fairness.pictures import pictured
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import pattern
from finalaccounts.reference.completeness import DisclosureItem, items

FOUND, NONE, MISSING, UNKNOWN = "found", "declared_none", "missing", "not_known"
MOST_LINES = 20  # evidence beyond is not listed

Answer = tuple[str, Iterable[tuple[str, int]]]
Lines = list[tuple[str, int]]


class _Flat:
    """The text of one source without white space, and the line of every character."""

    def __init__(self, source: str, kept: list[tuple[int, str]]) -> None:
        self.source = source
        self.numbers = [number for number, _ in kept]
        self.starts: list[int] = []
        at = 0
        for _, text in kept:
            self.starts.append(at)
            at += len(text)
        self.text = "".join(text for _, text in kept)

    def find(self, pattern: re.Pattern[str]) -> tuple[str, int] | None:
        match = pattern.search(self.text)
        if match is None:
            return None
        return self.source, self.numbers[bisect_right(self.starts, match.start()) - 1]


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def _search(flats: Iterable[_Flat], patterns: Iterable[str]) -> Lines:
    found = [f.find(_pattern(p)) for f in flats for p in patterns]
    return [hit for hit in found if hit is not None]


def _stated(view: View, wanted: str) -> list[Statement]:
    section, keys = wanted.split(":")
    return view.statements(
        None if section == "*" else section, None if keys == "*" else keys.split()
    )


def _reasoned(view: View, stated: list[Statement]) -> bool:
    """True when the section of these statements gives a reason, or says that nothing changed.

    A section runs from its first statement to the next heading; without text nothing can be said.
    """
    first = min(stated, key=lambda s: (s.source, s.source_line))
    lines = view.compact.get(first.source, [])[first.source_line - 1 :]
    ends = (n for n, text in enumerate(lines) if n and _opens_section(text))
    told = "".join(lines[: next(ends, len(lines))])
    level = any(s.direction == "flat" for s in stated) or pattern("level_year").search(told)
    return not told or bool(level or pattern("reason").search(told))


def _opens_section(text: str) -> bool:
    return bool(pattern("heading").match(text) or pattern("part").match(text))


def _table(view: View, key: str) -> Answer:
    state = view.state(key)
    if state == "not_read":
        return UNKNOWN, [(view.tables[key].source, view.tables[key].first_line)]
    if state in ("with_figures", "zero_only", "declared_empty"):
        table = view.tables[key]
        where = [(table.source, table.first_line)]
        return (NONE if state == "declared_empty" else FOUND), where
    return MISSING, [(view.tables[key].source, view.tables[key].first_line)] if key in view.tables else []  # fmt: skip


def _codes(table: str, digits: int) -> Callable[[View], Answer]:
    def answer(view: View) -> Answer:
        lines = view.lines(table, "#" * digits)
        if not lines:
            if view.state(table) == "declared_empty":
                return NONE, []
            known = view.state(table) == "absent" or view.whole(table)
            return (MISSING if known else UNKNOWN), []
        spots = [
            (f.source, f.source_line) for f in view.report.figures
            if f.table == table and f.line == lines[0]
        ]  # fmt: skip
        return FOUND, spots[:1]

    return answer


def _empty_tables(view: View) -> Answer:
    """Every table that holds no amounts is explained."""
    if not any(t.state != "listed_only" for t in view.tables.values()):
        return MISSING, []
    dark = [t for t in view.tables.values() if t.state == "not_read"]
    if dark:
        return UNKNOWN, [(t.source, t.first_line) for t in dark]
    empty = [t for t in view.tables.values() if t.state == "declared_empty"]
    silent = [t for t in empty if not t.reason]
    if silent:
        return MISSING, [(t.source, t.first_line) for t in silent]
    return FOUND, [(t.source, t.first_line) for t in empty]


def _explained_items(view: View) -> Answer:
    """Items of the general budget's table that the narrative speaks of by code."""
    stated = [s for s in view.statements("general_expenditure") if len(s.code) == 7]
    listed = set(view.lines("general_expenditure", "#######"))
    if not stated:
        subjects = [s for s in view.statements("general_expenditure") if s.subject]
        return (FOUND if subjects and not listed else MISSING), [
            (s.source, s.source_line) for s in subjects
        ]
    return FOUND, [(s.source, s.source_line) for s in stated]


def _performance(view: View) -> Answer:
    forms = [(e.source, e.first_line) for e in view.report.evaluations]
    spoken = [(s.source, s.source_line) for s in view.statements("performance")]
    return (FOUND if forms or spoken else MISSING), (forms or spoken)


def _timely(view: View) -> Answer:
    """Known only where the report itself gives both dates; it never does so far."""
    return UNKNOWN, []


def _readable(view: View) -> Answer:
    return (FOUND if any(line.text.strip() for _, line in view.text()) else MISSING), []


FUNCTIONS: dict[str, Callable[[View], Answer]] = {
    "items": _codes("general_expenditure", 7),
    "details": _codes("basic_expenditure", 5),
    "empty_tables": _empty_tables,
    "explained_items": _explained_items,
    "performance": _performance,
    "timely": _timely,
    "readable": _readable,
}


def _answer(view: View, item: DisclosureItem, flats: list[_Flat]) -> Answer:
    if item.function:
        return FUNCTIONS[item.function](view)
    if item.table:
        return _table(view, item.table)
    stated = [_stated(view, group) for group in item.statements]
    if stated and all(stated):
        if item.reason and not _reasoned(view, stated[0]):
            return MISSING, [(s.source, s.source_line) for s in stated[0]]
        return FOUND, [(s.source, s.source_line) for group in stated for s in group]
    if item.none and (hits := _search(flats, item.none)):
        return NONE, hits
    if item.first_lines:
        flats = [_Flat(s, kept[: item.first_lines]) for s, kept in view.squeezed.items()]
    if item.text and (hits := _search(flats, item.text)):
        return FOUND, hits
    return item.otherwise, []


def completeness(view: View) -> tuple[Completeness, ...]:
    """Return one record per item of completeness.toml, in its order."""
    flats = [_Flat(source, kept) for source, kept in view.squeezed.items()]
    # What text recognition did not find may stand in the picture all the same.
    absent = UNKNOWN if pictured(view.report) else MISSING
    out = []
    for item in items():
        state, spots = _answer(view, item, flats)
        state = absent if state == MISSING else state
        lines = list(dict.fromkeys(spots))[:MOST_LINES]
        named = tuple(
            str(line) if source == view.main_source else f"{source}:{line}"
            for source, line in sorted(lines)
        )
        out.append(Completeness(view.report.meta.report_id, item.id, state, named))
    return tuple(out)
