"""Which checks are one finding: one rule and line, one place, one printed number, one diagnosis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from finalaccounts.reconcile.applied import FAIL, ROUNDING, Applied, Linear
from finalaccounts.reconcile.findings.diagnose import Diagnosis
from finalaccounts.reconcile.findings.system import System
from finalaccounts.reconcile.view import View
from finalaccounts.reference.rules import rules

MOST_TAILS = 3  # so many tails of one cause are told each where it stands; more are one line


def groups(
    view: View, system: System, told: Sequence[Applied], diagnoses: Sequence[Diagnosis]
) -> list[list[Applied]]:
    """Join checks of one rule and line, of one place, of one printed number, of one diagnosis."""
    parent = list(range(len(told)))

    def find(n: int) -> int:
        while parent[n] != n:
            n = parent[n] = parent[parent[n]]
        return n

    def join(members: Iterable[int]) -> None:
        first, *rest = members
        for other in rest:
            a, b = sorted((find(first), find(other)))
            parent[b] = a

    keys: dict[object, list[int]] = {}
    for n, a in enumerate(told):
        for key in _keys(view, n, a):
            keys.setdefault(key, []).append(n)
    for members in keys.values():
        join(members)
    at = {id(a): n for n, a in enumerate(told)}
    for diagnosis in diagnoses:
        join(at[id(a)] for a in diagnosis.checks)
    for tails in _one_tail(system, told):
        if len({find(at[id(a)]) for a in tails}) > MOST_TAILS:
            join(at[id(a)] for a in tails)
    found: dict[int, list[Applied]] = {}
    for n, a in enumerate(told):
        found.setdefault(find(n), []).append(a)
    return list(found.values())


def _keys(view: View, n: int, a: Applied) -> Iterator[object]:
    yield a.rule, a.group or a.place
    if a.cause:
        yield a.rule, a.outcome, "cause", a.cause
    if a.outcome == FAIL and a.place.split(".")[0] in view.tables:
        yield a.place  # two rules, one row, the same cells
    lines = frozenset((o.source, o.line) for o in a.operands)
    if a.operands and not a.operands[0].id.count("."):
        lines = frozenset((*lines, ("", n)))
    if any(o.id.startswith("text.") for o in a.operands):
        yield a.rule, a.outcome, a.printed, a.expected, a.message, lines
    if a.outcome == ROUNDING and a.signs and a.operands:
        yield a.rule, a.outcome, a.operands[0].id, a.printed, a.expected  # one total, two splits
    kind = a.type or rules()[a.rule].type
    if a.outcome == FAIL and (kind == "direction" or a.message == "changes"):
        # A word of direction that is wrong also keeps the changes from adding up.
        yield from (("direction", o.id) for o in a.operands[:1])


def _one_tail(system: System, told: Sequence[Applied]) -> list[list[Applied]]:
    """Return the rounding tails of one cause: they share an amount, or one total is part of another.

    Tables that all print the same rounded parts have one tail, not one each.
    """
    tails = [
        a
        for a in told
        if a.outcome == ROUNDING and isinstance(a.asked, Linear) and a.relation == "equal"
    ]
    names: list[tuple[set[str], set[str]]] = []
    for a in tails:
        assert isinstance(a.asked, Linear)
        terms = [
            (system.find(t.id), sign)
            for t, sign in zip(a.asked.terms, a.asked.signs, strict=True)
            if t.amount and not t.fixed and t.id in system.cells
        ]
        names.append(({n for n, _ in terms}, {n for n, sign in terms if sign > 0}))
    links = [own for own, _ in names]
    links += [
        {system.find(n) for n in row.cells} & totals
        for row in system.rows
        if not row.broken and not row.rate and len(row.cells) > 1
        for totals in [set().union(*(t for _, t in names))]
    ]
    found: list[tuple[set[str], list[Applied]]] = []
    for link in (link for link in links if link):
        hit = [g for g in found if not g[0].isdisjoint(link)]
        joined: tuple[set[str], list[Applied]] = (link.union(*(g[0] for g in hit)), [])
        found = [g for g in found if g not in hit] + [joined]
    return [
        [a for a, (own, _) in zip(tails, names, strict=True) if own & together]
        for together, _ in found
    ]
