"""Stage: reconcile. Does the report agree with itself? Every rule, at every place, told in public."""

from __future__ import annotations

from finalaccounts.model import Check, Reconciled, Report
from finalaccounts.reconcile.applied import Applied
from finalaccounts.reconcile.completeness import completeness
from finalaccounts.reconcile.engine import apply, registered
from finalaccounts.reconcile.fairness.blanks import blanks
from finalaccounts.reconcile.fairness.lists import fair
from finalaccounts.reconcile.fairness.pictures import confirmed, doubted
from finalaccounts.reconcile.fairness.strange import strange
from finalaccounts.reconcile.findings import findings
from finalaccounts.reconcile.operands import operand_rows
from finalaccounts.reconcile.view import View

__all__ = ["confirmed", "reconcile"]


def reconcile(report: Report) -> Reconciled:
    """Check one report: all outcomes, the findings grouped by cause, and what it holds.

    Uses the normalized records and the text lines only. Raises ReferenceDataError when rules.toml
    and the registered rule functions do not match; never because of what a report holds.
    """
    registered()
    view = View(report)
    applied = strange(view, blanks(view, doubted(report, fair(view, apply(view)))))
    told, evidence = findings(view, applied)
    return Reconciled(
        checks=tuple(_check(report.meta.report_id, a) for a in applied),
        findings=told,
        completeness=completeness(view),
        evidence=evidence,
        operands=tuple(operand_rows(report, applied, told, evidence)),
    )


def _check(report_id: str, a: Applied) -> Check:
    figures = tuple(o.id for o in a.operands if not o.anonymous)
    return Check(
        report_id, a.rule, a.place, a.outcome, a.left, a.right, a.difference, a.tolerance, figures
    )
