"""No error rests on a guess: what a check may not be judged on although it was read.

A sentence may list several names and then their amounts ("A and B are 1 and 2 respectively"). Which
amount is whose is then decided by order alone. Where the other side of a comparison is another
amount of that very list, the order is what is wrong, or what was misread: nothing is proven.

A sentence in which a number could not be read may speak of that number: a share whose amount went
unread would else be held against the amount before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from finalaccounts.model import Statement
from finalaccounts.reconcile.applied import FAIL, NOT_EVALUABLE, Applied, Linear, Operand
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import pattern
from finalaccounts.text import bare


def fair(view: View, applied: Sequence[Applied]) -> list[Applied]:
    """Return the checks; those that rest on the order of a list, or beside a number unread, are
    not evaluable where they would fail."""
    broken = _broken(view)
    return [_fair(view, a, broken) if a.outcome == FAIL else a for a in applied]


def _broken(view: View) -> frozenset[tuple[str, int]]:
    """Return the sentences (source, number) in whose lines a number went unread."""
    lines: dict[tuple[str, int], set[int]] = {}
    for s in view.report.statements:
        if s.sentence is not None:
            lines.setdefault((s.source, s.sentence), set()).add(s.source_line)
    unread = {(token.source, token.source_line) for token in view.report.unread}
    return frozenset(
        (source, sentence)
        for (source, sentence), own in lines.items()
        if any((source, line) in unread for line in range(min(own), max(own) + 1))
    )


def _fair(view: View, a: Applied, broken: frozenset[tuple[str, int]]) -> Applied:
    for operand in a.operands:
        said = view.stated_by_id.get(operand.id)
        if said is not None and (said.source, said.sentence) in broken:
            return replace(a, outcome=NOT_EVALUABLE, difference=None, tolerance=None)
    asked = a.asked
    if not isinstance(asked, Linear) or len(asked.terms) != 2 or a.tolerance is None:
        return a
    for own, other in (asked.terms, asked.terms[::-1]):
        said = view.stated_by_id.get(own.id)
        if said is None or not pattern("respectively").search(bare(said.quote)):
            continue
        if any(_fits(view, listed, other) for listed in _listed(view, said)):
            return replace(a, outcome=NOT_EVALUABLE, difference=None, tolerance=None)
    return a


def _listed(view: View, said: Statement) -> Iterator[Operand]:
    """Yield the other amounts of a statement's sentence, of its unit."""
    for s in view.report.statements:
        same = (s.source, s.sentence, s.unit) == (said.source, said.sentence, said.unit)
        if same and s.sentence is not None and s.statement_id != said.statement_id:
            yield view.stated(s)


def _fits(view: View, listed: Operand, other: Operand) -> bool:
    one, two = view.common(other, listed)
    if one.amount is None or two.amount is None or not two.amount:
        return False
    return abs(one.amount - two.amount) <= one.coarse + two.coarse
