"""The findings of a report as records: id, lines, numbers, evidence and sentences of each group."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import zip_longest

from finalaccounts.amounts import text
from finalaccounts.model import Evidence, Finding
from finalaccounts.reconcile.applied import (
    ASK,
    FAIL,
    ROUNDING,
    SLIP,
    TOLD,
    Applied,
    Linear,
    Operand,
    Ratio,
)
from finalaccounts.reconcile.findings import diagnose as kinds
from finalaccounts.reconcile.findings.cells import MONEY
from finalaccounts.reconcile.findings.diagnose import Diagnosis, diagnose
from finalaccounts.reconcile.findings.evidence import Suspect, is_total
from finalaccounts.reconcile.findings.group import groups
from finalaccounts.reconcile.findings.sentences import Told, tell
from finalaccounts.reconcile.findings.system import System
from finalaccounts.reconcile.findings.wording import subject
from finalaccounts.reconcile.view import View
from finalaccounts.reference.rules import rules

WORST = (FAIL, SLIP, ASK, ROUNDING)
SEVERITIES = ("error", "warning", "note")
OPEN = "-"  # an end of an interval that nothing limits
EXPENDITURE = ("summary.expenditure_total.final", "expenditure.total.total")
SHARE = Decimal("0.000001")  # places of a weight


def severity(applied: Applied) -> str:
    """Return the severity of a check (ARCHITECTURE section 6); rounding is never more than a note.

    A rate that exactly follows another base it may have is a question of scope: a warning.
    """
    if applied.outcome == ROUNDING:
        return "note"
    if applied.outcome != FAIL:
        return applied.severity or ("warning" if applied.outcome == SLIP else "note")
    found = applied.severity or rules()[applied.rule].severity
    if found == "error" and (
        applied.blank or applied.doubted or applied.words.get("base") in kinds.RIGHT_BASES
    ):
        return "warning"
    return found


def findings(
    view: View, applied: Sequence[Applied]
) -> tuple[tuple[Finding, ...], tuple[Evidence, ...]]:
    """Return the findings of a report, in the order of their root checks, and their evidence."""
    told = [a for a in applied if a.outcome in TOLD]
    system, diagnoses = diagnose(view, applied)
    # A rate is the root of a finding only where the rate itself is what is wrong.
    rates = {
        id(a)
        for d in diagnoses
        for a in d.checks
        if isinstance(a.asked, Ratio)
        and d.named
        and not any(a.asked.printed.id in s.cells for s in d.named)
    }
    of_check = {id(check): d for d in diagnoses for check in d.checks}
    found: list[Finding] = []
    evidence: list[Evidence] = []
    for group in groups(view, system, told, diagnoses):
        root = _root(group, rates)
        plain = Diagnosis(_plain_kind(root), [])
        of_others = (d for a in group if (d := of_check.get(id(a))) is not None)
        diagnosis = of_check.get(id(root)) or (plain if plain.kind else next(of_others, plain))
        finding = _finding(view, system, group, root, diagnosis)
        found.append(finding)
        evidence.extend(_evidence(system, finding, diagnosis))
    return tuple(found), tuple(evidence)


def _plain_kind(root: Applied) -> str:
    """Return the diagnosis of a finding that is no question of which number is wrong."""
    if root.outcome != FAIL:
        return ""
    if (root.type or rules()[root.rule].type) == "direction":
        return kinds.WORD
    if root.message == "items" and (root.difference or 0) > 0:
        return kinds.LIST_OPEN
    return ""


def _root(group: Sequence[Applied], rates: Container[int]) -> Applied:
    order = list(rules())
    return min(
        group,
        key=lambda a: (
            SEVERITIES.index(kinds.severity(a) if a.outcome == FAIL else severity(a)),
            WORST.index(a.outcome),
            id(a) in rates,
            order.index(a.rule),
        ),
    )


# ---------------------------------------------------------------- the record


def _finding(
    view: View, system: System, group: Sequence[Applied], root: Applied, diagnosis: Diagnosis
) -> Finding:
    order = list(rules())
    if root.blank == "cell":
        group, root = _as_blank(group, root)
    own = root.group or root.place
    # The root's sentence is made of its own rule's checks of the same line and outcome.
    mates = [a for a in group if _mate(root, own, a)]
    rest = [a for a in group if a not in mates]
    named = sorted({a.rule for a in group}, key=order.index)
    named = [root.rule, *(r for r in named if r != root.rule)]
    rule = rules()[root.rule]
    told = Told(view, system, rule, mates, rest, diagnosis)
    zh, en = tell(told, "zh"), tell(told, "en")
    operands = _operands(mates, rest)
    suspects = diagnosis.suspects
    level = severity(root)
    if level == "error" and diagnosis.base in kinds.RIGHT_BASES:
        level = "warning"
    return Finding(
        finding_id=f"{root.rule}.{own}", report_id=view.report.meta.report_id, rule=root.rule,
        rules=tuple(named), type=root.type or rule.type, severity=level,
        outcome=root.outcome, subject=subject(view, root, "zh"), printed=root.printed,
        expected=root.expected, difference=text(root.difference), tolerance=text(root.tolerance),
        source_lines=_lines(view, operands),
        figures=tuple(dict.fromkeys(o for o, source, line in operands if o and o != f"{source}:{line}")),
        message_zh=zh.message, message_en=en.message, title_zh=zh.title, title_en=en.title,
        benign_zh=zh.benign, benign_en=en.benign,
        diagnosis=diagnosis.kind,
        suspects=tuple(dict.fromkeys(system.cells[n].operand.id for s in suspects for n in s.cells)),
        needed_low=tuple(OPEN if s.low is None else text(s.low) for s in suspects),
        needed_high=tuple(OPEN if s.high is None else text(s.high) for s in suspects),
        same_printed=tuple(str(s.same_printed) for s in suspects),
        same_needed=tuple(str(s.same_needed) for s in suspects),
        affects=_affects(view, system, suspects), weight=_weight(view, system, root, diagnosis),
        looks_like=_looks_like(root, diagnosis),
        explains=tuple(dict.fromkeys(f"{a.rule}.{a.group or a.place}"
            for a in group if (a.rule, a.group or a.place) != (root.rule, own))),
        undecided_because=diagnosis.undecided,
    )  # fmt: skip


def _as_blank(group: Sequence[Applied], root: Applied) -> tuple[list[Applied], Applied]:
    """Return the group with its root told as a blank cell, without numbers and a difference."""
    told = replace(
        root, type="blank", message="", printed="", expected="", difference=None, tolerance=None
    )
    return [told if a is root else a for a in group], told


def _mate(root: Applied, own: str, a: Applied) -> bool:
    if (a.rule, a.outcome, a.message) != (root.rule, root.outcome, root.message):
        return False
    same = (a.printed, a.expected) == (root.printed, root.expected)
    return (a.group or a.place) == own or same or bool(a.cause and a.cause == root.cause)


def _affects(view: View, system: System, suspects: Sequence[Suspect]) -> str:
    """Return what the suspects are: a total of a table, another number, or words only."""
    ids = [system.cells[n].operand.id for s in suspects for n in s.cells]
    if any(is_total(view.figures[i]) for i in ids if i in view.figures):
        return "total"
    if not ids:
        return ""
    return "words" if all(i.startswith("text.") for i in ids) else "item"


def _looks_like(root: Applied, diagnosis: Diagnosis) -> str:
    base = diagnosis.base or (root.words.get("base", "") if root.outcome == FAIL else "")
    return base or next((s.looks_like for s in diagnosis.named if s.looks_like), "")


def _weight(view: View, system: System, root: Applied, diagnosis: Diagnosis) -> Decimal | None:
    """Return the difference as a share of the report's expenditure, for money."""
    gaps = [
        Decimal(abs(s.target - cell.value)).scaleb(-MONEY)
        for s in diagnosis.named
        if (cell := system.cells[s.cells[0]]).money
    ]
    if not gaps and root.difference is not None and root.signs and root.operands and 0 not in root.signs:  # fmt: skip
        factor = view.units.factor(root.operands[0].unit)
        gaps = [abs(root.difference) * factor] if factor is not None else []
    for name in EXPENDITURE:
        figure = view.figures.get(name)
        factor = view.units.factor(figure.unit) if figure is not None else None
        if gaps and figure is not None and figure.amount and factor is not None:
            share = max(gaps) / (figure.amount * factor)
            return share.quantize(SHARE, ROUND_HALF_UP)
    return None


def _evidence(system: System, finding: Finding, diagnosis: Diagnosis) -> Iterator[Evidence]:
    for number, reading in enumerate(diagnosis.readings, 1):
        free = {n for s in reading for n in s.cells}
        for suspect in reading:
            parts = (
                ("suspect", suspect.cells),
                ("prints_printed", suspect.prints_printed),
                ("prints_needed", suspect.prints_needed),
            )
            for role, names in parts:
                yield from (_row(system, finding, number, role, n) for n in names)
        held = dict.fromkeys(
            n
            for check in diagnosis.checks
            if (asked := check.asked) is not None
            for n in _names(asked)
            if n in system.cells and n not in free and _held(system, n)
        )
        yield from (_row(system, finding, number, "holds", n) for n in held)


def _names(asked: object) -> list[str]:
    if isinstance(asked, Linear):
        return [t.id for t in asked.terms]
    return [o.id for o, _ in (*asked.top, *asked.base)]  # type: ignore[attr-defined]


def _held(system: System, name: str) -> bool:
    return any(not system.rows[n].broken for n in system.by_cell[name])


def _row(system: System, finding: Finding, number: int, role: str, name: str) -> Evidence:
    found = system.place(name)
    return Evidence(
        finding.report_id, finding.finding_id, number, role, found.id, found.amount, found.unit,
        found.source, found.line,
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
