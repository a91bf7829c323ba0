"""The very rows of the reference data that would teach what was not understood.

Nothing is written: a head that looks like a known one may mean something else, and a person
decides. Each suggestion names the file, what to decide, and the rows to paste.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from finalaccounts.model import Problem, Report, Statement
from finalaccounts.reference import tables as reference
from finalaccounts.reference.narrative import statements
from finalaccounts.reference.rules import units
from finalaccounts.understood import OTHER

_HOME = "data/reference/cn"
_OTHER = "other:"
NEW = "KEY"  # stands for a key that a person chooses
_META = re.compile(r"\(\?[^()]*?\)|\(\?P<l>|[()^$?*+|\\\[\]]")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What was not known, the file it would be known from, and the rows to add there."""

    what: str
    file: str
    rows: str


def _text(value: str | Sequence[str]) -> str:
    return json.dumps(value, ensure_ascii=False)


def suggestions(report: Report) -> Iterator[Suggestion]:
    """Yield what would teach the unknown words of a report, its tables first."""
    tables = {(t.source, line): t.table for t in report.tables for line in _lines(t)}
    seen: set[tuple[str, str]] = set()
    for problem in report.problems:
        table = tables.get((problem.source, problem.source_line), "")
        for found in _of_problem(problem, table, report):
            if (found.file, found.rows) not in seen:
                seen.add((found.file, found.rows))
                yield found
    for said in report.statements:
        if unknown(said) and (said.section, said.label) not in seen:
            seen.add((said.section, said.label))
            yield _item(said)


def unknown(said: Statement) -> bool:
    """Tell whether the words of a number have no key; other income, whose key is the same, has."""
    if said.item != OTHER:
        return False
    named = (item for item in statements().items if item.key == OTHER and item.kinds)
    return not any(re.search(item.label, said.label) for item in named)


def _lines(table: object) -> Iterable[int]:
    first, last = getattr(table, "first_line", 0), getattr(table, "last_line", 0)
    return range(first, last + 1)


def _key_of(table: str, kind: str, label: str) -> str:
    """Return the key that a known label of a table stands for."""
    name = label.rpartition("/")[2].rpartition(" > ")[2]
    known = [x for x in reference.labels() if x.label == name and x.table in (table, "*")]
    sides = ("left", "right", "line") if kind == "line" else ("column",)
    return next((x.key for x in known if x.kind in sides), "")


def _of_problem(problem: Problem, table: str, report: Report) -> Iterator[Suggestion]:
    where = f"{problem.source} line {problem.source_line}"
    near = _key_of(table, problem.kind, problem.nearest) if problem.nearest else ""
    file = problem.data_file or f"{_HOME}/tables/{table}.toml"
    if problem.kind == "column" and problem.text:
        word = problem.text.rpartition("/")[2]
        if near:
            rows = f'# in [[column]] key = "{near}":\nheads = [ …, {_text(word)} ]'
            what = f"{where}: if the head {word!r} means the same as {problem.nearest!r} ({near})"
            yield Suggestion(what, file, rows)
        rows = (
            f'[[column]]\nkey = "{NEW}"\nkind = "money"\nadds_to = "total"\nheads = [{_text(word)}]'
        )
        yield Suggestion(f"{where}: if the head {word!r} is a column of its own", file, rows)
        if layout := _layout(report, table, word):
            yield Suggestion(
                f"{where}: the order of columns, where text keeps no cells", file, layout
            )
    elif problem.kind == "line" and problem.text:
        word = re.sub(reference.shared().text.ordinal, "", problem.text)
        known = reference.kind(table)
        side = '\nside = "left"  # or "right"' if known and known.shape == "sides" else ""
        if near:
            rows = f'# in [[line]] key = "{near}":\nlabels = [ …, {_text(word)} ]'
            what = f"{where}: if the row {problem.text!r} means the same as {problem.nearest!r}"
            yield Suggestion(f"{what} ({near})", file, rows)
        rows = f'[[line]]\nkey = "{NEW}"{side}\nlabels = [{_text(word)}]'
        yield Suggestion(f"{where}: if the row {problem.text!r} is a line of its own", file, rows)
    elif problem.kind == "table":
        rows = f"titles = [ …, '{re.escape(problem.text)}' ]"
        what = f"{where}: if {problem.text!r} is a table that is known, in its file"
        yield Suggestion(what, f"{_HOME}/tables/<key>.toml", rows)
    elif problem.kind in ("layout", "two_layouts") and (layout := _layout(report, table, "")):
        yield Suggestion(f"{where}: the order of columns of {table}", file, layout)


def _layout(report: Report, table: str, word: str) -> str:
    """Return a layout as the columns of the table's first row are printed."""
    figures = [f for f in report.figures if f.table == table]
    if not figures or any(f.cell or f.box for f in figures):
        return ""
    first = [f.column for f in figures if f.source_line == figures[0].source_line]
    if word and not any(column == f"{_OTHER}{word}" for column in first):
        return ""
    keys = [NEW if column.startswith(_OTHER) else column for column in first]
    return f'[[layout]]\nname = "as {table} was printed here"\ncolumns = {_text(keys)}'


def _item(said: Statement) -> Suggestion:
    money = units().factor(said.unit) is not None
    kind = "money" if money else "people" if units().persons(said.unit) else "count"
    kind = "percent" if said.unit == "%" else kind
    near = _nearest(said.label)
    label = f"(?P<l>{re.escape(said.label)})$"
    rows = f'[[items]]\nkey = "{NEW}"\nlabel = \'{label}\'\nkinds = ["{kind}"]\nsections = ["{said.section}"]'
    told = f"; if it means the same as {near[1]!r}, its key is {near[0]}" if near else ""
    what = f"{said.source} line {said.source_line}: {said.label!r} in {said.section}{told}"
    return Suggestion(what, f"{_HOME}/statements.toml", rows)


def _nearest(label: str) -> tuple[str, str] | None:
    """Return key and words of the item whose words are nearest to a label."""
    words: dict[str, str] = {}
    for item in statements().items:
        for part in str(getattr(item.label, "pattern", item.label)).split("|"):
            plain = _META.sub("", part.replace("(?P<l>", "")).rstrip("$")
            if len(plain) > 1 and item.key != OTHER:
                words.setdefault(plain, item.key)
    found = difflib.get_close_matches(label, words, 1, 0.75)
    return (words[found[0]], found[0]) if found else None
