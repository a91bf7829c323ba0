"""The numbers behind every check and finding, one row each, so that each can be followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from finalaccounts.model import Evidence, Finding, OperandRow, Report
from finalaccounts.reconcile.applied import Applied, Operand, Ratio

_SIDES = {1: "left", -1: "right"}


def operand_rows(
    report: Report,
    applied: Sequence[Applied],
    told: Sequence[Finding],
    evidence: Sequence[Evidence],
) -> Iterator[OperandRow]:
    """Yield the operands of all checks in order, then those of all findings.

    An operand of a finding that no check names any more (a place that only speaks for or against
    it) is that of its evidence.
    """
    report_id = report.meta.report_id
    kinds = _Kinds(report)
    known: dict[str, Operand] = {}
    for a in applied:
        for used, role in _roles(a):
            known.setdefault(used.id, used)
            yield _row(report_id, "", a.rule, a.place, role, used, kinds)
    seen = {e.operand: e for e in evidence}
    for finding in told:
        suspects = set(finding.suspects)
        for name in dict.fromkeys((*finding.figures, *finding.suspects)):
            role = "suspect" if name in suspects else "operand"
            own = (report_id, finding.finding_id, finding.rule, "", role)
            operand = known.get(name)
            if operand is not None:
                yield _row(*own, operand, kinds)
            elif found := seen.get(name):
                place = (found.value, found.unit, found.source, found.source_line)
                yield OperandRow(*own, *kinds.of(name), name, *place)
            else:
                yield OperandRow(*own, *kinds.of(name), name)


def _roles(a: Applied) -> Iterator[tuple[Operand, str]]:
    asked = a.asked
    roles: dict[str, str] = {}
    if isinstance(asked, Ratio):
        roles = {o.id: "base" for o, _ in asked.base} | {o.id: "top" for o, _ in asked.top}
        roles[asked.printed.id] = "printed"
    elif asked is not None:
        roles = {o.id: _SIDES[s] for o, s in zip(asked.terms, asked.signs, strict=True) if s}
    for operand in a.operands:
        yield operand, roles.get(operand.id, "operand")


def _row(
    report_id: str, finding: str, rule: str, place: str, role: str, o: Operand, kinds: _Kinds
) -> OperandRow:
    kind = ("constant", "", "", "", "") if o.fixed else kinds.of(o.id)
    return OperandRow(
        report_id, finding, rule, place, role, *kind, o.id, o.amount, o.unit, o.source, o.line
    )


class _Kinds:
    """Tells of which record an id is the number."""

    def __init__(self, report: Report) -> None:
        self.figures = {f.figure_id for f in report.figures}
        self.statements = {s.statement_id for s in report.statements}
        self.indicators = {i.indicator_id for i in report.indicators}
        self.forms = {e.evaluation_id for e in report.evaluations}
        self.tables = {t.table for t in report.tables}
        self.sources: Iterable[str] = {d.source for d in report.documents}

    def of(self, name: str) -> tuple[str, str, str, str, str]:
        """Return kind, and the id of the figure, statement, indicator or form it belongs to."""
        if name in self.figures:
            return "figure", name, "", "", ""
        if name in self.statements:
            return "statement", "", name, "", ""
        for cut in (name, name.rpartition(".")[0]):
            if cut in self.indicators:
                form = cut.rpartition(".")[0]
                return "indicator", "", "", cut, form if form in self.forms else ""
        parts = name.split(".")
        for end in range(len(parts), 0, -1):
            if (form := ".".join(parts[:end])) in self.forms:
                return "form", "", "", "", form
        if name in self.tables:
            return "table", "", "", "", ""
        if name.rpartition(":")[0].rpartition(":")[0] in self.sources or (
            name.rpartition(":")[0] in self.sources
        ):
            return "line", "", "", "", ""
        return "other", "", "", "", ""
