"""From checks to what the reader is told: grouped by cause, with lines, numbers and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from finalaccounts.amounts import text
from finalaccounts.model import Finding
from finalaccounts.reconcile.applied import ASK, FAIL, ROUNDING, SLIP, TOLD, Applied, Operand
from finalaccounts.reconcile.causes import causes
from finalaccounts.reconcile.view import View
from finalaccounts.reconcile.wording import say, subject
from finalaccounts.reference.rules import rules

WORST = (FAIL, SLIP, ASK, ROUNDING)
SEVERITIES = ("error", "warning", "note")


def severity(applied: Applied) -> str:
    """Return the severity of a check (ARCHITECTURE section 6)."""
    if applied.outcome == FAIL:
        return applied.severity or rules()[applied.rule].severity
    return applied.severity or ("warning" if applied.outcome == SLIP else "note")


def findings(view: View, applied: Sequence[Applied]) -> tuple[Finding, ...]:
    """Return the findings of a report, in the order of their root checks."""
    told = [a for a in applied if a.outcome in TOLD]
    return tuple(_finding(view, group) for group in _groups(view, told, applied))


def _groups(view: View, told: Sequence[Applied], applied: Sequence[Applied]) -> list[list[Applied]]:
    """Join checks of one rule and line, of one place, of one printed number, of one cause."""
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
        keys.setdefault((a.rule, a.group or a.place), []).append(n)
        if a.outcome == FAIL and a.place.split(".")[0] in view.tables:
            keys.setdefault(a.place, []).append(n)  # two rules, one row, the same cells
        lines = frozenset((o.source, o.line) for o in a.operands)
        if a.operands and not a.operands[0].id.count("."):
            lines = frozenset((*lines, ("", n)))
        same = (a.rule, a.outcome, a.printed, a.expected, a.message, lines)
        if any(o.id.startswith("text.") for o in a.operands):
            keys.setdefault(same, []).append(n)
    at = {id(a): n for n, a in enumerate(told)}
    for members in keys.values():
        join(members)
    for cause in causes(applied):
        join(at[id(a)] for a in cause)
    groups: dict[int, list[Applied]] = {}
    for n, a in enumerate(told):
        groups.setdefault(find(n), []).append(a)
    return list(groups.values())


def _finding(view: View, group: Sequence[Applied]) -> Finding:
    order = list(rules())
    root = min(
        group,
        key=lambda a: (SEVERITIES.index(severity(a)), WORST.index(a.outcome), order.index(a.rule)),
    )
    own = root.group or root.place
    # The root's sentence is made of its own rule's checks of the same line and outcome.
    mates = [
        a for a in group
        if a.rule == root.rule and a.outcome == root.outcome
        and ((a.group or a.place) == own or (a.printed, a.expected) == (root.printed, root.expected))
    ]  # fmt: skip
    rest = [a for a in group if a not in mates]
    named = sorted({a.rule for a in group}, key=order.index)
    named = [root.rule, *(r for r in named if r != root.rule)]
    rule = rules()[root.rule]
    zh = say(view, rule, mates, named[1:], "zh")
    en = say(view, rule, mates, named[1:], "en")
    operands = _operands(mates, rest)
    return Finding(
        finding_id=f"{root.rule}.{own}", report_id=view.report.meta.report_id, rule=root.rule,
        rules=tuple(named), type=root.type or rule.type, severity=severity(root),
        outcome=root.outcome, subject=subject(view, root, "zh"), printed=root.printed,
        expected=root.expected, difference=text(root.difference), tolerance=text(root.tolerance),
        source_lines=_lines(view, operands),
        figures=tuple(dict.fromkeys(o for o, source, line in operands if o != f"{source}:{line}")),
        message_zh=zh.message, message_en=en.message, title_zh=zh.title, title_en=en.title,
        benign_zh=zh.benign, benign_en=en.benign,
    )  # fmt: skip


def _operands(mates: Sequence[Applied], rest: Sequence[Applied]) -> list[tuple[str, str, int]]:
    """Return (id, source, line) of all operands, those of the root's checks first.

    Twin statements of one sentence (income and expenditure alike) are named side by side.
    """
    own = [a.operands for a in mates]
    if len({a.place for a in mates}) > 1 and all(not a.group for a in mates):
        first: list[Operand] = [o for same in zip_longest(*own) for o in same if o is not None]
    else:
        first = [o for operands in own for o in operands]
    last = [o for a in rest for o in a.operands]
    return [(o.id, o.source, o.line) for o in (*first, *last)]


def _lines(view: View, operands: Sequence[tuple[str, str, int]]) -> tuple[str, ...]:
    """Return line numbers; lines of a further source are ``name:line`` and come last."""
    main = view.main_source
    own = sorted({line for _, source, line in operands if source == main})
    others = sorted({(source, line) for _, source, line in operands if source != main})
    return (*map(str, own), *(f"{source}:{line}" for source, line in others))
