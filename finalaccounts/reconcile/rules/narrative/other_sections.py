"""Agency operation, procurement, assets, staff and the list of units (N10.R01, N11-N13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from finalaccounts.model import Statement
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, PASS, Applied, Operand
from finalaccounts.reconcile.kinds.shares import share_check
from finalaccounts.reconcile.kinds.stated import printed_at
from finalaccounts.reconcile.registry import rule
from finalaccounts.reconcile.rules.narrative.telling import Telling, telling
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
    return view.stated(found) if found is not None and telling(view).money(found) else None


@rule("N10.R01")
def agency_operation(view: View, rule: Rule) -> Iterator[Applied]:
    """Agency operation is a part of operating costs; more than them is worth asking."""
    said = _stated(view, "agency_operation", "agency_operation") or _stated(
        view, "agency_operation", "final"
    )
    if said is None:
        return
    whole = printed_at(view, OPERATING) or _stated(view, "basic_expenditure", "operating_total")
    if whole is None or not whole.counts or whole.amount == said.amount:
        outcome = compare.told(rule, said.id, PASS, (said, whole)) if whole is not None and whole.counts else compare.not_evaluable(rule, said.id, (said, whole))  # fmt: skip
        yield outcome
        return
    left, right = view.common(said, whole)
    gap = (left.amount or ZERO) - (right.amount or ZERO)
    within = gap <= left.half + right.half
    values = {"left": left.amount, "right": right.amount, "difference": gap, "printed": str(left.amount), "expected": str(right.amount)}  # fmt: skip
    yield compare.told(
        rule, said.id, PASS if within else FAIL, (left, right), message="agency_operation", **values
    )


@rule("N11.R01")
def procurement(view: View, rule: Rule) -> Iterator[Applied]:
    """Procurement is goods, works and services; small firms' share fits, micro is within small."""
    section, tell = "procurement", telling(view)
    total = _stated(view, section, "procurement_total")
    if total is None:
        return
    kinds = [_stated(view, section, f"procurement_{k}") for k in ("goods", "works", "services")]
    have = view.common(total, *(k for k in kinds if k is not None))
    if len(have) == 4:
        yield compare.summed(rule, total.id, have[0], have[1:])
    else:
        yield compare.not_evaluable(rule, total.id, (total, *kinds))
    small, micro = (
        _stated(view, section, "procurement_sme"),
        _stated(view, section, "procurement_small_micro"),
    )
    for part, whole in ((small, total), (micro, small)):
        if part is None or whole is None:
            continue
        left, right = view.common(part, whole)
        gap = (left.amount or ZERO) - (right.amount or ZERO)
        outcome = PASS if gap <= left.half + right.half else FAIL
        yield compare.told(rule, part.id, outcome, (left, right), signs=(1, -1), relation="at_most", tolerance=left.half + right.half, left=left.amount, right=right.amount, difference=gap, printed=str(left.amount), expected=str(right.amount), message="part_above_whole", type="below")  # fmt: skip
    for share in view.statements(section, "share"):
        yield _procurement_share(view, rule, tell, share, total, small)


def _procurement_share(view: View, rule: Rule, tell: Telling, share: Statement, total: Operand, small: Operand | None) -> Applied:  # fmt: skip
    items = ("procurement_sme", "procurement_small_micro", "procurement_goods", "procurement_works", "procurement_services")  # fmt: skip
    before = [s for s in tell.before(share) if tell.money(s) and tell.same_sentence(s, share)][:1]
    own = view.narrative.spoken_of(share)
    before = [own] if own is not None and share.of_certain == "yes" else before
    before = [s for s in before if s.item in items]
    whole = small if small is not None and pattern("share_of_small").search(share.label) else total
    if not before or pattern("share_of_kind").search(share.label):
        return compare.not_evaluable(rule, share.statement_id, (view.stated(share),))
    if not whole.amount and not share.amount:
        return compare.told(rule, share.statement_id, PASS, (whole, view.stated(share)))
    return share_check(view, rule, share, (before[0], []), whole)


@rule("N11.R02")
def procurement_within(view: View, rule: Rule) -> Iterator[Applied]:
    """More procurement than all expenditure without personnel is worth asking."""
    said = _stated(view, "procurement", "procurement_total")
    if said is None:
        return
    whole = printed_at(view, ["expenditure.total.total", "summary.expenditure_total.final"])
    whole = (
        whole
        if whole is not None and whole.counts
        else _stated(view, "expenditure", "expenditure_total")
    )
    staff = printed_at(view, PERSONNEL)
    staff = (
        staff
        if staff is not None and staff.counts
        else _stated(view, "basic_expenditure", "personnel_total")
    )
    if whole is None or staff is None:
        yield compare.not_evaluable(rule, said.id, (said, whole, staff))
        return
    left, total, people = view.common(said, whole, staff)
    room = (total.amount or ZERO) - (people.amount or ZERO)
    gap = (left.amount or ZERO) - room
    outcome = PASS if gap <= left.half + total.half + people.half else FAIL
    words = {"formula": f"{total.amount} \u2212 {people.amount}"}
    yield compare.told(rule, said.id, outcome, (left, total, people), left=left.amount, right=room, difference=gap, printed=str(left.amount), expected=str(room), message="procurement", words=words)  # fmt: skip


# ---------------------------------------------------------------- counts


def _count_sum(view: View, rule: Rule, whole: Statement, parts: Sequence[Statement]) -> Applied:
    tell = telling(view)
    total = _exact(view.stated(whole))
    given = [_exact(view.stated(p)) for p in parts]
    # A kind the reader does not know may follow, or one kind may lie within another.
    more = [
        s
        for s in tell.section(whole.section)
        if s.unit == whole.unit and s.amount and tell.same_sentence(s, whole)
    ]
    more = [
        s
        for s in more
        if tell.spot(s).start > tell.spot(whole).start and not any(s is p for p in parts)
    ]
    more = [
        s
        for s in more
        if tell.spot(s).start - tell.spot(parts[-1]).end < 40 and not s.item.endswith("quota")
    ][:2]
    listed = [g for g in given if g.amount] + [_exact(view.stated(s)) for s in more]
    if (
        sum((g.amount or ZERO for g in given), ZERO) != total.amount
        and len(listed) < 12
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


def _parts_after(tell: Telling, whole: Statement) -> list[Statement]:
    """Return the parts told right after a total: same item, a subject of their own, one sentence."""
    section = tell.section(whole.section)
    at = next(n for n, s in enumerate(section) if s is whole)
    parts: list[Statement] = []
    for s in section[at + 1 :]:
        if (
            s.item != whole.item
            or not s.subject
            or not tell.same_sentence(whole, s)
            or s.subject == whole.subject
        ):
            break
        if s.approx or tell.spot(s).start - tell.spot(parts[-1] if parts else whole).end > 90:
            break
        parts.append(s)
    return parts


@rule("N12.R01")
def vehicles(view: View, rule: Rule) -> Iterator[Applied]:
    """All vehicles are the kinds added up; those of the three-public expenses are among them."""
    tell = telling(view)
    wholes = [s for s in view.statements("assets", "vehicles_held") if not s.subject]
    for whole in wholes[:1]:
        parts = _parts_after(tell, whole)
        if parts:
            yield _count_sum(view, rule, whole, parts)
        else:
            yield compare.not_evaluable(rule, whole.statement_id, (view.stated(whole),))
        for held in view.statements("three_public", "vehicles_held")[:1]:
            kept, all_ = _exact(view.stated(held)), _exact(view.stated(whole))
            outcome = PASS if (kept.amount or ZERO) <= (all_.amount or ZERO) else FAIL
            yield compare.told(rule, held.statement_id, outcome, (kept, all_), printed=str(kept.amount), expected=str(all_.amount), severity="warning", message="part_above_whole", type="scope")  # fmt: skip


@rule("N13.R01")
def staff(view: View, rule: Rule) -> Iterator[Applied]:
    """Posts and people are the sums of their kinds."""
    tell = telling(view)
    for section in ("staff", "profile"):
        for s in view.statements(section, ("staff_quota", "staff_actual")):
            if s.subject:
                continue
            parts = _parts_after(tell, s)
            if len(parts) < 2:
                yield compare.not_evaluable(rule, s.statement_id, (view.stated(s),))
                continue
            yield _count_sum(view, rule, s, parts)


@rule("N13.R02")
def unit_lists(view: View, rule: Rule) -> Iterator[Applied]:
    """Where the number of units is told and their list follows, both agree.

    A sentence may tell several numbers (all units, those below the department): the list may be
    of any of them.
    """
    tell = telling(view)
    told: list[Statement] = []
    for s in view.statements("profile", "unit_count"):
        if told and s.source_line - told[-1].source_line <= 4:
            told.append(s)
            continue
        if told:
            yield _unit_list(view, tell, rule, told)
        told = [s]
    if told:
        yield _unit_list(view, tell, rule, told)


def _unit_list(view: View, tell: Telling, rule: Rule, told: Sequence[Statement]) -> Applied:
    first, source = told[0], told[0].source
    rows = _rows(tell, told[-1])
    said = _exact(view.stated(first))
    if not rows or first.amount is None:
        return compare.not_evaluable(rule, first.statement_id, (said,))
    cited = [tell.words(source, tell.offset(source, n), tell.offset(source, n + 1)) for n in rows]
    # The department itself may be listed and not counted among its units, or the other way round.
    own = sum(_itself(view, tell.lines[source][n - 1]) for n in rows)
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


def _rows(tell: Telling, s: Statement) -> list[int]:
    """Return the lines of a numbered list (1, 2, 3 ...) that follows within a few lines."""
    rows: list[int] = []
    idle = 0
    told = {x.source_line for x in tell.statements if x.source == s.source and tell.money(x)}
    for number, text in enumerate(tell.lines.get(s.source, []), 1):
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
