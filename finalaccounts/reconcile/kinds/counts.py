"""Things counted, and their kinds: ``count`` of rules.toml (kind ``listed``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from finalaccounts.model import Statement
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import PASS, Applied, Operand
from finalaccounts.reconcile.tolerance import ZERO
from finalaccounts.reconcile.view import View
from finalaccounts.reference.rules import Rule

MORE = 2  # numbers behind the parts that may be parts as well
TRIED = 12  # parts of which sets are tried


def evaluate(view: View, rule: Rule) -> Iterator[Applied]:
    """Yield a check for every number of things whose kinds may follow."""
    for count in rule.count:
        for section in count.sections:
            wholes = [s for s in view.statements(section, count.items) if not s.subject]
            for whole in wholes[: count.first or None]:
                parts = _parts_after(view, whole)
                if len(parts) < count.least:
                    yield compare.not_evaluable(rule, whole.statement_id, (view.stated(whole),))
                else:
                    yield _count_sum(view, rule, whole, parts)


def _count_sum(view: View, rule: Rule, whole: Statement, parts: Sequence[Statement]) -> Applied:
    total = _exact(view.stated(whole))
    given = [_exact(view.stated(p)) for p in parts]
    # A kind the reader does not know may follow, or one kind may lie within another.
    section = list(view.narrative.section(whole.section))
    after = section[next(n for n, s in enumerate(section) if s is parts[-1]) + 1 :][:MORE]
    more = [
        s
        for s in after
        if s.unit == whole.unit
        and s.amount
        and not view.narrative.apart(s, whole)
        and not s.item.endswith("quota")
    ]
    listed = [g for g in given if g.amount] + [_exact(view.stated(s)) for s in more]
    if (
        sum((g.amount or ZERO for g in given), ZERO) != total.amount
        and len(listed) < TRIED
        and any(
            sum((g.amount or ZERO for g in some), ZERO) == total.amount
            for n in range(2, len(listed) + 1)
            for some in combinations(listed, n)
        )
    ):
        return compare.told(rule, whole.statement_id, PASS, (total, *listed))
    return compare.summed(rule, whole.statement_id, total, given, message="count_sum", words={"label": whole.label})  # fmt: skip


def _exact(operand: Operand) -> Operand:
    return replace(operand, half=ZERO, coarse=ZERO)  # people and vehicles are counted, not rounded


def _parts_after(view: View, whole: Statement) -> list[Statement]:
    """Return the parts told right after a total: same item, a subject of their own, one sentence."""
    section = list(view.narrative.section(whole.section))
    at = next(n for n, s in enumerate(section) if s is whole)
    parts: list[Statement] = []
    for s in section[at + 1 :]:
        other = s.item != whole.item or not s.subject or s.subject == whole.subject
        if other or s.approx or view.narrative.apart(whole, s):
            break
        parts.append(s)
    return parts
