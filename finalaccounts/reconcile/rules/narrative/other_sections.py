"""Agency operation, procurement, assets, staff and the list of units (N10.R01, N11-N13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from finalaccounts.model import Statement
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, PASS, Applied, Operand
from finalaccounts.reconcile.kinds.stated import money
from finalaccounts.reconcile.prose import RunningText, running_text
from finalaccounts.reconcile.registry import rule
from finalaccounts.reconcile.tolerance import ZERO
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import checks, pattern
from finalaccounts.reference.rules import Rule
from finalaccounts.text import bare

OPERATING = ("basic_expenditure.operating_total.final",)
PERSONNEL = ("basic_expenditure.personnel_total.final",)


def first(view: View, section: str, *items: str) -> Statement | None:
    """Return the first statement of a section with one of the items."""
    found = view.statements(section, items)
    return found[0] if found else None


def _stated(view: View, section: str, item: str) -> Operand | None:
    found = first(view, section, item)
    return view.stated(found) if found is not None and money(view, found) else None


# ---------------------------------------------------------------- counts


def _exact(operand: Operand) -> Operand:
    return replace(operand, half=ZERO, coarse=ZERO)  # units are counted, not rounded


@rule("N13.R02")
def unit_lists(view: View, rule: Rule) -> Iterator[Applied]:
    """Where the number of units is told and their list follows, both agree.

    A sentence may tell several numbers (all units, those below the department): the list may be
    of any of them.
    """
    prose = running_text(view)
    told: list[Statement] = []
    for s in view.statements("profile", "unit_count"):
        if told and s.source_line - told[-1].source_line <= 4:
            told.append(s)
            continue
        if told:
            yield _unit_list(view, prose, rule, told)
        told = [s]
    if told:
        yield _unit_list(view, prose, rule, told)


def _unit_list(view: View, prose: RunningText, rule: Rule, told: Sequence[Statement]) -> Applied:
    first, source = told[0], told[0].source
    rows = _rows(prose, told[-1])
    said = _exact(view.stated(first))
    if not rows or first.amount is None:
        return compare.not_evaluable(rule, first.statement_id, (said,))
    cited = [
        prose.words(source, prose.offset(source, n), prose.offset(source, n + 1)) for n in rows
    ]
    # The department itself may be listed and not counted among its units, or the other way round.
    own = sum(_itself(view, prose.lines[source][n - 1]) for n in rows)
    fits = any(s.amount == len(rows) for s in told) or first.amount == len(rows) - own
    outcome = PASS if fits else FAIL
    counted = any(
        s.amount == len(rows) + 1 and pattern("unit_itself").search(s.quote) for s in told
    )
    if outcome == FAIL and not own and counted:
        return compare.not_evaluable(rule, first.statement_id, (said, *cited))
    return compare.told(rule, first.statement_id, outcome, (said, *cited), left=first.amount, printed=str(first.amount), expected=str(len(rows)), message="unit_list")  # fmt: skip


def _itself(view: View, row: str) -> bool:
    """True for a row of a list of units that is the department itself."""
    hit = pattern("unit_list_row").match(row)
    name = hit["name"] if hit else row
    entity = bare(view.report.meta.entity)
    return bool(pattern("unit_itself").search(name)) or bool(
        entity and name.rstrip().endswith(entity)
    )


def _rows(prose: RunningText, s: Statement) -> list[int]:
    """Return the lines of a numbered list (1, 2, 3 ...) that follows within a few lines."""
    rows: list[int] = []
    idle = 0
    told = {
        x.source_line for x in prose.statements if x.source == s.source and money(prose.view, x)
    }
    for number, text in enumerate(prose.lines.get(s.source, []), 1):
        if number <= s.source_line or not text or pattern("unit_list_head").match(text):
            continue
        if number in told:
            break  # an amount: no list of units
        hit = pattern("unit_list_row").match(text)
        ordinal = any(n.pattern.match(text) for n in checks().ordinal[:3])
        if hit and int(hit["number"]) == len(rows) + 1 and not ordinal:
            rows.append(number)
            idle = 0
            continue
        idle += 1
        if rows or idle > 4:
            break
    return rows
