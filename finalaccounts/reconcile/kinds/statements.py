"""Rules on the narrative that are data: ``listed``, ``growth`` and ``same`` of rules.toml.

Each is judged over the fields of the statements: item, section, year, stage and ``of``, the amount
that a statement speaks of. Only equals are compared; what the words leave open is not evaluable.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from finalaccounts.model import Statement
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import ASK, FAIL, PASS, Applied, Operand
from finalaccounts.reconcile.tolerance import ZERO, judge_same
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import checks
from finalaccounts.reference.narrative import statements
from finalaccounts.reference.rules import Growth, Listed, Rule, Same

SIGNS = {"increase": 1, "decrease": -1}


def evaluate(view: View, rule: Rule) -> Iterator[Applied]:
    """Yield the checks of a rule whose relations between statements are declared."""
    if rule.listed and any(_wholes(view, listed) for listed in rule.listed):
        found = [check for listed in rule.listed for check in _listed(view, rule, listed)]
        yield from found or [compare.not_evaluable(rule, rule.scope)]
    for growth in rule.growth:
        yield from _growth(view, rule, growth)
    for same in rule.same:
        yield from _same(view, rule, same)


def _key(statement: Statement) -> str:
    """Return the item, and after a colon the three-public expense it is of, if any."""
    named = checks().three_public_key(statement.subject, statement.label)
    return f"{statement.item}:{named}"


def _relative() -> frozenset[str]:
    """Return the items that are no amounts of their own: changes, rates, shares."""
    data = statements()
    return data.change.items | frozenset(data.related)


def _is(statement: Statement, wanted: Sequence[str]) -> bool:
    if statement.item in wanted:
        return True
    if "*" in wanted and statement.item != statements().items[-1].key:
        return True
    keyed = any(":" in name for name in wanted)  # naming an expense is the dear part
    return keyed and _key(statement) in wanted


# ---------------------------------------------------------------- listed


def _pool(view: View, listed: Listed) -> list[Statement]:
    """Return the amounts that may be a whole or a part."""
    return [
        s
        for s in view.narrative.now
        if (not listed.sections or s.section in listed.sections)
        and s.amount is not None
        and not s.approx
        and s.item not in _relative()
    ]


def _wholes(view: View, listed: Listed) -> list[Statement]:
    return [s for s in _pool(view, listed) if _is(s, listed.whole)]


def _listed(view: View, rule: Rule, listed: Listed) -> Iterator[Applied]:
    pool = _pool(view, listed)
    wholes = [s for s in pool if _is(s, listed.whole)]
    if listed.once:
        wholes = wholes[:1] if len({s.amount for s in wholes}) == 1 else []
    able = [s for s in pool if _is(s, listed.parts)] if wholes else []
    for whole in wholes:
        parts = _parts(view, listed, whole, able)
        if parts:
            yield _of_whole(view, rule, listed, whole, parts)


def _parts(
    view: View, listed: Listed, whole: Statement, pool: Sequence[Statement]
) -> list[Statement]:
    """Return the parts told of a whole; with ``once`` those the section tells one amount of."""
    money = view.units.factor(whole.unit) is not None
    fits = [
        s
        for s in pool
        if s is not whole
        and (s.unit == whole.unit or (money and view.units.factor(s.unit) is not None))
    ]
    if not listed.once:
        own = [s for s in fits if s.of == whole.statement_id and s.of_certain == "yes"]
        # Things counted are parts of one another only where they are of one kind.
        return [s for s in own if money or s.item == whole.item]
    out = []
    for wanted in listed.parts:
        own = [s for s in fits if s.section == whole.section and _is(s, (wanted,))]
        if len({s.amount for s in own}) == 1:
            out.append(own[0])
    return out


def _of_whole(
    view: View, rule: Rule, listed: Listed, whole: Statement, parts: Sequence[Statement]
) -> Applied:
    total, *given = view.common(view.stated(whole), *map(view.stated, parts))
    for part in given:
        if (part.amount or ZERO) > (total.amount or ZERO) + total.half + part.half:
            return _above(rule, part, total)
    if listed.complete and len(parts) == len(listed.parts):
        return compare.summed(rule, f"{whole.statement_id}.parts", total, given, type="sum")
    return compare.told(rule, whole.statement_id, PASS, (total, *given))


def _above(rule: Rule, part: Operand, total: Operand) -> Applied:
    gap = (part.amount or ZERO) - (total.amount or ZERO)
    return compare.told(
        rule, part.id, FAIL, (part, total), signs=(1, -1), relation="at_most",
        tolerance=part.half + total.half, left=part.amount, right=total.amount, difference=gap,
        printed=str(part.amount), expected=str(total.amount), message="part_above_whole", type="below",
    )  # fmt: skip


# ---------------------------------------------------------------- growth


def _growth(view: View, rule: Rule, growth: Growth) -> Iterator[Applied]:
    for change in view.narrative.now:
        if change.item != growth.change or change.direction not in SIGNS or change.approx:
            continue
        now = view.narrative.spoken_of(change)
        if view.units.factor(change.unit) is None:
            continue
        # Another unit of money may be a slip of the pen: that is for the rule on units.
        if now is None or change.of_certain != "yes" or now.unit != change.unit:
            yield compare.not_evaluable(rule, change.statement_id, (view.stated(change),))
            continue
        if growth.base == "printed":
            yield from _between_years(view, rule, change, now)
        elif change.direction == "increase":
            yield _from_nothing(view, rule, change, now)


def _between_years(view: View, rule: Rule, change: Statement, now: Statement) -> Iterator[Applied]:
    """Both years' amounts are printed: they are apart by the change."""
    last = view.narrative.year_before(now)
    if last is None:
        return
    whole, step, less = (
        (now, change, last) if change.direction == "increase" else (last, change, now)
    )
    total, *parts = view.common(view.stated(whole), view.stated(step), view.stated(less))
    yield compare.summed(rule, change.statement_id, total, parts, message="both_years")


def _from_nothing(view: View, rule: Rule, change: Statement, now: Statement) -> Applied:
    """This year's amount less its increase is last year's, and not below zero."""
    this, step = view.common(view.stated(now), view.stated(change))
    gap = (step.amount or ZERO) - (this.amount or ZERO)
    if gap <= this.half + step.half:
        return compare.told(rule, change.statement_id, PASS, (step, this))
    return compare.told(
        rule, change.statement_id, FAIL, (step, this), signs=(1, -1), relation="at_most",
        tolerance=step.half + this.half, left=step.amount, right=this.amount, difference=gap,
        printed=str(step.amount), expected=str(this.amount), message="below_zero", type="below",
    )  # fmt: skip


# ---------------------------------------------------------------- same


def _same(view: View, rule: Rule, same: Same) -> Iterator[Applied]:
    """Of two totals that are the same, the changes are too."""
    if same.across:
        yield _across(view, rule, same)
        return
    for section in same.sections:
        rows = [s for s in view.narrative.section(section) if s.item == same.item]
        told = [
            (s, now)
            for s in rows
            if s.of_certain == "yes" and (now := view.narrative.spoken_of(s)) is not None
        ]
        first = next(((s, t) for s, t in told if t.item == same.of[0]), None)
        other = next(((s, t) for s, t in told if t.item == same.of[1]), None)
        if first is None or other is None:
            yield from (
                compare.not_evaluable(rule, s.statement_id, (view.stated(s),)) for s in rows[:1]
            )
            continue
        totals = view.common(view.stated(first[1]), view.stated(other[1]))
        if judge_same(*totals).outcome == FAIL:
            continue
        left, right = view.common(view.stated(first[0]), view.stated(other[0]))
        message = "other_change"
        if first[0].direction != other[0].direction:
            right = replace(right, amount=-(right.amount or ZERO))
            message = "opposite_change"
        words = {"total": str(totals[0].amount)}
        yield compare.same(rule, other[0].statement_id, left, right, words=words, message=message)


def _across(view: View, rule: Rule, same: Same) -> Applied:
    """Where totals of two sections are the same, the first changes told there are too."""
    place = f"{same.sections[-1]}.{same.item}"
    pairs = []
    for section, item in zip(same.sections, same.of, strict=True):
        total, change = view.statements(section, item), view.statements(section, same.item)
        if not total or not change:
            return compare.not_evaluable(rule, place)
        pairs.append((view.stated(total[0]), change[0]))
    (total_a, change_a), (total_b, change_b) = pairs
    if judge_same(*view.common(total_a, total_b)).outcome == FAIL:
        return compare.not_applicable(rule, place)
    left, right = view.common(view.stated(change_a), view.stated(change_b))
    words = {"total": str(total_a.amount)}
    found = compare.same(rule, place, left, right, words=words, message="other_change")
    if change_a.direction == change_b.direction or found.outcome == ASK:
        return found
    return compare.told(rule, place, FAIL, (left, right), printed=str(left.amount), expected=str(right.amount), words=words, message="opposite_change")  # fmt: skip
