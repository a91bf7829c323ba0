"""Items of the general budget that the narrative states (N05.R03, R05, R06)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from finalaccounts.model import Statement
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, NOT_EVALUABLE, PASS, Applied
from finalaccounts.reconcile.kinds.completion import budget_word
from finalaccounts.reconcile.kinds.stated import money, same_as_table
from finalaccounts.reconcile.prose import RunningText, running_text
from finalaccounts.reconcile.registry import rule
from finalaccounts.reconcile.rules.narrative.item_names import (
    bare,
    class_codes,
    paths,
    section_names,
)
from finalaccounts.reconcile.tolerance import ZERO, judge_same
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import checks, pattern
from finalaccounts.reference.rules import Rule

SECTION = "general_expenditure"
ITEM = 7  # digits of an item's code (class 3, section 5)


def finals(prose: RunningText) -> list[Statement]:
    """Return the outturns stated in the section, in reading order."""
    return [
        s
        for s in prose.view.narrative.section(SECTION)
        if s.item in checks().final_items and money(prose.view, s)
    ]


def is_whole(statement: Statement) -> bool:
    """True for an amount of the whole section, not of a class or an item."""
    return not statement.code and bool(pattern("whole_subject").search(statement.subject))


def items(prose: RunningText, wanted: Iterable[str]) -> list[Statement]:
    """Return the statements of single items (7-digit code, or a name without a code)."""
    known = {*class_codes(prose.view), *section_names()}
    return [
        s
        for s in prose.view.narrative.section(SECTION)
        if s.item in wanted
        and money(prose.view, s)
        and (
            len(s.code) == ITEM
            or (
                not s.code
                and not is_whole(s)
                and bare(s.subject) not in known
                and not pattern("kind_subject").search(s.subject)
            )
        )
    ]


@rule("N05.R03")
def item_amounts(view: View, rule: Rule) -> Iterator[Applied]:
    """Every item of the text is in the table with the same amount, and the other way round."""
    prose = running_text(view)
    stated = items(prose, checks().final_items)
    if not stated:
        return
    with_table = view.state(SECTION) == "with_figures"
    seen = {s.code for s in stated}
    loose = [s for s in stated if not s.code]
    for s in stated:
        found = view.figure(SECTION, s.code, "total") if s.code else None
        yield same_as_table(view, rule, s.statement_id, view.stated(s), found)
    if not with_table:
        return
    for code in view.lines(SECTION, "#" * ITEM):
        figure = view.figure(SECTION, code, "total")
        place = f"{SECTION}.{code}"
        if figure is None or not figure.counts or code in seen:
            continue
        if any(judge_same(*view.common(view.stated(s), figure)).outcome != FAIL for s in loose):
            yield compare.not_evaluable(rule, place, (figure,))  # stated under a name of its own
        elif figure.amount:
            yield compare.told(rule, place, FAIL, (figure,), printed="", expected=str(figure.amount), severity="warning", type="untold", message="item_not_told", words={"name": view.label(SECTION, code), "amount": str(figure.amount)})  # fmt: skip


@rule("N05.R05")
def item_sums(view: View, rule: Rule) -> Iterator[Applied]:
    """The budgets of the items add up to the stated budget, the outturns to the outturn."""
    prose = running_text(view)
    done, _ = _once(items(prose, checks().final_items))
    if not done:
        return
    complete = _complete(view, done)
    for total_of, told in _sums(prose, done):
        parts, doubtful = _once(told)
        totals = [
            s
            for s in view.narrative.section(SECTION)
            if s.item == total_of and is_whole(s) and money(view, s)
        ]
        totals = [s for s in totals if view.narrative.order(s) < view.narrative.order(parts[0])]
        if not totals:
            continue
        total, *amounts = view.common(view.stated(totals[-1]), *map(view.stated, parts))
        budget = total_of in checks().budget_items
        place = totals[-1].statement_id
        below = sum((a.amount or ZERO for a in amounts), ZERO) < (total.amount or ZERO)
        if doubtful or len(parts) < len(done) or (below and not complete):
            # Items without this number, or a list of the main items only: no sum can be expected.
            yield Applied(rule.id, place, NOT_EVALUABLE, (total, *amounts))
            continue
        words = {"count": str(len(amounts))}
        found = compare.summed(rule, place, total, amounts, message="items", words=words)
        if found.outcome == FAIL and below and budget:
            # Items with a budget and no outturn need not be listed: the sum may rightly be less.
            found = replace(found, severity="warning", type="scope")
        yield found


def _once(told: list[Statement]) -> tuple[list[Statement], bool]:
    """Return each item once, and whether one is told with two amounts.

    A paragraph may name the amount of its item in its head and again in its text, or with last
    year's: told twice it is still one part of the sum.
    """
    found: dict[tuple[str, str, str], Statement] = {}
    doubtful = False
    for s in told:
        first = found.setdefault((s.code or s.subject, s.item, s.year), s)
        doubtful = doubtful or (first.amount, first.unit) != (s.amount, s.unit)
    return list(found.values()), doubtful


def _sums(prose: RunningText, done: list[Statement]) -> Iterator[tuple[str, list[Statement]]]:
    """Yield the item of a total and its parts; one kind of budget may be named in two ways."""
    budgets = checks().budget_items
    whole = {
        s.item for s in prose.view.narrative.section(SECTION) if s.item in budgets and is_whole(s)
    }
    for item in budgets:
        if item not in whole:
            continue
        parts = items(prose, [item])
        if not parts:
            parts = next(
                (p for other in budgets if other not in whole and (p := items(prose, [other]))), []
            )
        if parts:
            yield item, parts
    for item in checks().final_items:
        parts = [s for s in done if s.item == item]
        if parts:
            yield item, parts


def _complete(view: View, done: list[Statement]) -> bool:
    """True when the text tells all items: those of the table, or such as make up the total."""
    if not view.whole(SECTION):
        return False
    codes = [
        c
        for c in view.lines(SECTION, "#" * ITEM)
        if (f := view.figure(SECTION, c, "total")) and f.amount
    ]
    if codes and {s.code for s in done} >= set(codes):
        return True
    figure = view.figure(SECTION, "total", "total")
    prose = running_text(view)
    whole = figure if figure is not None and figure.counts else None
    if whole is None:
        stated = [s for s in finals(prose) if is_whole(s)]
        if not stated:
            return False
        whole = view.stated(stated[-1])
    amounts = view.common(whole, *map(view.stated, done))
    gap = abs((whole.amount or ZERO) - sum((a.amount or ZERO for a in amounts[1:]), ZERO))
    return gap <= sum((a.coarse for a in amounts), ZERO)


@rule("N05.R06")
def item_reasons(view: View, rule: Rule) -> Iterator[Applied]:
    """A difference between budget and outturn is explained, and its word fits the numbers."""
    prose = running_text(view)
    budgets = items(prose, checks().budget_items)
    done, _ = _once(items(prose, checks().final_items))
    explained = {e.code for e in view.report.explanations if e.kind == "reason" and e.code}
    # The words on an item end where the next item is named, or another section's numbers begin.
    stops = [(p.source, p.start) for p in paths(view)]
    stops += [(x.source, prose.spot(x).start) for x in prose.statements if x.section != SECTION]
    any_reason = bool(explained)
    found: list[tuple[Statement, Statement, str, bool]] = []
    for s in done:
        own = [b for b in budgets if (b.code, b.subject) == (s.code, s.subject)]
        budget = min(
            own, key=lambda b: abs(view.narrative.order(b) - view.narrative.order(s)), default=None
        )
        if budget is None:
            yield compare.not_evaluable(rule, s.statement_id, (view.stated(s),))
            continue
        last = max((s, budget), key=lambda x: prose.spot(x).start)
        spot = prose.spot(last)
        following = [at for source, at in stops if source == spot.source and at > spot.end]
        end = min([spot.end + 500, *following])
        text = prose.flat.get(spot.source, "")[spot.end : end]
        reason = s.code in explained or bool(pattern("reason").search(text))
        any_reason = any_reason or reason
        found.append((s, budget, text, reason))
    for s, budget, text, reason in found:
        told = _explained(view, rule, s, budget, text, reason)
        # A text that gives no reason for any item has another form: none is missing at one.
        bare_form = told.message == "no_reason" and not any_reason
        yield compare.not_applicable(rule, s.statement_id) if bare_form else told
    yield from _whole_explained(view, prose, rule, any_reason)


def _explained(view: View, rule: Rule, s: Statement, budget: Statement, text: str, reason: bool) -> Applied:  # fmt: skip
    final, planned = view.common(view.stated(s), view.stated(budget))
    gap = (final.amount or ZERO) - (planned.amount or ZERO)
    sign = (gap > 0) - (gap < 0)
    said = budget_word(text)
    words = {"budget": str(planned.amount), "final": str(final.amount)}
    both = (planned, final)
    apart = abs(gap) > final.coarse + planned.coarse  # not by rounding alone
    if said == 0 and apart and pattern("nearly_level").search(text):
        return Applied(rule.id, s.statement_id, NOT_EVALUABLE, both)
    if said is not None and said != sign and apart:
        return compare.told(rule, s.statement_id, FAIL, both, printed=str(final.amount), expected=str(planned.amount), message="budget_word", words=words)  # fmt: skip
    if apart and not reason:
        return compare.told(rule, s.statement_id, FAIL, both, printed=str(final.amount), expected=str(planned.amount), message="no_reason", type="untold", words=words)  # fmt: skip
    return compare.told(rule, s.statement_id, PASS, both)


def _whole_explained(
    view: View, prose: RunningText, rule: Rule, any_reason: bool
) -> Iterator[Applied]:
    """The whole section: a difference needs a reason somewhere."""
    budgets = [
        s
        for s in view.narrative.section(SECTION)
        if s.item in checks().budget_items and is_whole(s)
    ]
    for budget in budgets[:1]:
        after = [
            s
            for s in finals(prose)
            if is_whole(s) and 0 <= prose.spot(s).start - prose.spot(budget).start < 120
        ]
        if not after:
            continue
        final, planned = view.common(view.stated(after[0]), view.stated(budget))
        reason = any_reason or any(
            e.kind == "reason" and e.section == SECTION and e.source_line >= budget.source_line
            for e in view.report.explanations
        )
        words = {"budget": str(planned.amount), "final": str(final.amount)}
        gap = abs((final.amount or ZERO) - (planned.amount or ZERO))
        outcome = PASS if reason or gap <= final.coarse + planned.coarse else FAIL
        yield compare.told(rule, after[0].statement_id, outcome, (planned, final), printed=str(final.amount), expected=str(planned.amount), message="no_reason", type="untold", words=words)  # fmt: skip
