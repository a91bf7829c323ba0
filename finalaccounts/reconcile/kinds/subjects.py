"""What is said under a table or in a section is said of it: ``subject`` of rules.toml.

A note under one table, or the one sentence of a section, that names only another budget was left
there by mistake. What names its own subject, or none of those listed, is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from finalaccounts.model import Explanation, Table
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, PASS, Applied, Operand
from finalaccounts.reconcile.tolerance import ZERO
from finalaccounts.reconcile.view import View
from finalaccounts.reference import tables
from finalaccounts.reference.checks import pattern
from finalaccounts.reference.rules import Rule, Subject

EMPTY = "empty_table"
LONGEST = 40  # characters of a heading below a section
_CLAUSES = re.compile("[\uff0c\u3002\uff1b\uff1a,;:]")


@cache
def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(words)


def evaluate(view: View, rule: Rule) -> Iterator[Applied]:
    """Yield a check for each note under a table and each section that says there is nothing."""
    for subject in rule.subject:
        for table in view.report.tables:
            if table.table == subject.key and table.state == "not_read":
                yield compare.not_evaluable(rule, subject.key)
            elif table.table == subject.key and table.first_line < table.last_line:
                yield from _under(view, rule, subject, table)
    if rule.subject:
        yield from _sections(view, rule)


def _notes(view: View, table: Table) -> Iterator[tuple[int, str]]:
    """Yield the labelled notes of a table, each with the lines that go on with it."""
    label = _compiled(tables.shared().text.note)
    note, at = "", 0
    lines = view.compact.get(table.source, [])
    for number in range(table.first_line + 1, min(table.last_line, len(lines)) + 1):
        text = lines[number - 1]
        if label.match(text):
            if note:
                yield at, note
            note, at = text, number
        elif note:
            note += text
    if note:
        yield at, note


def _under(view: View, rule: Rule, subject: Subject, table: Table) -> Iterator[Applied]:
    for number, note in _notes(view, table):
        yield _told(
            rule, subject, note, table.source, number, f"{subject.key}.L{number}", "note_of_other"
        )


def _sections(view: View, rule: Rule) -> Iterator[Applied]:
    """Sections under a heading of one subject in which something is said not to be."""
    for source, lines in view.compact.items():
        said = sorted(
            e.source_line
            for e in view.report.explanations
            if e.kind == EMPTY and e.source == source and not _in_table(view, e)
        )
        for number in said:
            above = next((n for n in range(number, 0, -1) if _opens(lines[n - 1])), 0)
            named = [s for s in rule.subject if above and _names(s, lines[above - 1])]
            if len(named) != 1 or above == number:
                continue
            below = next((n for n in range(number + 1, len(lines) + 1) if _opens(lines[n - 1])), 0)
            text = "".join(lines[above : (below or len(lines) + 1) - 1])
            place = f"{named[0].key}.L{number}"
            yield _told(rule, named[0], text, source, number, place, "section_of_other")


def _opens(text: str) -> bool:
    """True for a numbered heading: of a part, a section or, where it is short, below one."""
    if pattern("heading").match(text) or pattern("part").match(text):
        return True
    return len(text) <= LONGEST and pattern("subheading").match(text) is not None


def _names(subject: Subject, text: str) -> bool:
    return _compiled(subject.words).search(text) is not None


def _in_table(view: View, said: Explanation) -> bool:
    return any(
        t.source == said.source and t.first_line <= said.source_line <= t.last_line
        for t in view.report.tables
    )


def _other(rule: Rule, subject: Subject, text: str) -> tuple[Subject, str] | None:
    """Return the other subject that a text names where it does not name its own, and the words."""
    if _names(subject, text):
        return None
    for other in rule.subject:
        for clause in _CLAUSES.split(text) if other.key != subject.key else ():
            if _names(other, clause):
                return other, clause
    return None


def _told(
    rule: Rule, subject: Subject, text: str, source: str, number: int, place: str, message: str
) -> Applied:
    operand = Operand(f"{source}:{number}", None, ZERO, ZERO, "", source, number, subject.zh)
    found = _other(rule, subject, text)
    if found is None:
        return compare.told(rule, place, PASS, (operand,))
    other, quote = found
    return compare.told(
        rule, place, FAIL, (operand,), printed=other.zh, expected=subject.zh, message=message,
        words={"subject": subject.zh, "subject_en": subject.en, "other_en": other.en, "quote": quote},
    )  # fmt: skip
