"""The three-public expenses as the narrative tells them (N09)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from finalaccounts.model import Statement
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, PASS, Applied, Linear, Operand
from finalaccounts.reconcile.kinds.changes import SIGNS
from finalaccounts.reconcile.kinds.completion import budget_word, completion, pair_of
from finalaccounts.reconcile.kinds.differences import differences
from finalaccounts.reconcile.kinds.shares import part_of, share_check
from finalaccounts.reconcile.kinds.stated import money, printed_at, same_as_table
from finalaccounts.reconcile.prose import RunningText, running_text
from finalaccounts.reconcile.registry import rule
from finalaccounts.reconcile.tolerance import ZERO
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import checks, pattern
from finalaccounts.reference.rules import Rule

SECTION = "three_public"
PARTS = ("abroad", "vehicles", "hospitality")
COLUMNS = {"budget": "budget", "initial_budget": "budget", "full_year_budget": "budget", "final": "final", "executed": "final"}  # fmt: skip


def key_of(statement: Statement) -> str:
    """Return the part of the three-public expenses a statement speaks of (empty: not told)."""
    return checks().three_public_key(statement.subject, statement.label)


def _stated(prose: RunningText, item: str) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for s in prose.view.narrative.section(SECTION):
        if COLUMNS.get(s.item, s.item) == item:
            found.setdefault(key_of(s), []).append(s)
    return found


def _amounts(view: View, prose: RunningText, item: str) -> dict[str, Statement]:
    """Return the first stated amount per part; vehicles may be told by their two halves only."""
    found = {key: [s for s in said if money(view, s)] for key, said in _stated(prose, item).items()}
    return {key: said[0] for key, said in found.items() if key and said}


@rule("N09.R01")
def amounts(view: View, rule: Rule) -> Iterator[Applied]:
    """Budget, outturn and parts agree with the table, and the parts with the stated total."""
    prose = running_text(view)
    for s in view.narrative.section(SECTION):
        line, key = COLUMNS.get(s.item, ""), key_of(s)
        if not line or not money(view, s) or not key or key.startswith("hospitality_"):
            continue
        said = view.stated(s)
        table = printed_at(view, [f"{SECTION}.{line}.{key}"])
        if table is not None and not table.counts and table.state == "blank" and said.amount:
            # The cell is blank; where its parts make up the number, the gap is the table's own.
            parts = [view.figure(SECTION, line, part) for part in PARTS]
            have = [p for p in parts if p is not None and p.counts]
            if (
                key == "total"
                and have
                and sum((p.amount or ZERO for p in have), ZERO) == said.amount
            ):
                yield compare.summed(rule, s.statement_id, said, have)
                continue
        found = same_as_table(view, rule, s.statement_id, said, table)
        if s.item == "initial_budget" and found.outcome == FAIL:
            # The table's budget is the one after adjustment.
            found = replace(found, severity="warning", type="scope")
        yield found
    for line in ("budget", "final"):
        stated = _amounts(view, prose, line)
        if "total" not in stated or not all(p in stated for p in PARTS):
            continue
        total, *rest = view.common(*(view.stated(stated[k]) for k in ("total", *PARTS)))
        place = f"{stated['total'].statement_id}.parts"
        yield compare.summed(rule, place, total, rest, type="sum")


@rule("N09.R02")
def shares(view: View, rule: Rule) -> Iterator[Applied]:
    """A part's share is the part over the total; a part of zero has a share of zero."""
    prose = running_text(view)
    finals = _amounts(view, prose, "final")
    total = (
        view.stated(finals["total"])
        if "total" in finals
        else printed_at(view, [f"{SECTION}.final.total"])
    )
    told: dict[str, Operand] = {}
    odd = ""
    for s in view.narrative.section(SECTION):
        if s.item != "share":
            continue
        if not pattern("three_public_share").search(s.label):  # of another whole
            yield compare.not_evaluable(rule, s.statement_id, (view.stated(s),))
            continue
        part, possible = part_of(view, s)
        key = key_of(s) or (key_of(part) if part else "")
        own = [
            f
            for f in _stated(prose, "final").get(key, [])
            if money(view, f) and not view.narrative.apart(f, s)
        ]
        part, possible = (own[0], []) if own else (part, possible)
        printed = view.stated(s)
        told.setdefault(key, printed)
        if total is not None and total.counts and not total.amount and part is not None:
            outcome = FAIL if printed.amount else PASS
            yield compare.told(rule, s.statement_id, outcome, (view.stated(part), total, printed), printed=str(printed.amount), expected="0", message="share_of_nothing")  # fmt: skip
            continue
        found = share_check(view, rule, s, (part, possible), total)
        odd = odd or (s.statement_id if found.outcome == FAIL else "")
        if found.outcome == FAIL and part is not None and not part.amount:
            found = replace(
                found, words={**found.words, "part": part.subject}, message="share_of_zero"
            )
        yield found
    if set(PARTS) <= set(told) and total is not None and total.amount:
        parts: list[Operand] = [told[key] for key in PARTS]
        hundred = replace(total, id="100", amount=Decimal(100), half=ZERO, coarse=ZERO, unit="%", fixed=True)  # fmt: skip
        found = compare.summed(
            rule,
            f"{SECTION}.share",
            hundred,
            parts,
            type="share_sum",
            message="shares_sum",
            group=odd,
        )
        yield replace(found, operands=tuple(parts), signs=(), printed=found.expected, expected=found.printed, demand=Linear((hundred, *parts), (1, *[-1] * len(parts))))  # fmt: skip


@rule("N09.R03")
def completions(view: View, rule: Rule) -> Iterator[Applied]:
    """A completion rate agrees with budget and outturn, and with the words beside it."""
    prose = running_text(view)
    rates = [s for s in view.narrative.section(SECTION) if s.item == "completion_rate"]
    for n, s in enumerate(rates):
        found = completion(view, rule, s)
        rest = [
            x for x in view.narrative.section(SECTION) if prose.spot(x).start > prose.spot(s).start
        ]
        stop = next((x for x in rest if x in rates[n + 1 :] or COLUMNS.get(x.item) or key_of(x) != key_of(s)), None)  # fmt: skip
        said = budget_word(prose.until(s, stop, 220))
        printed = view.stated(s)
        if said is not None and printed.amount is not None and found.outcome not in (FAIL,):
            sign = (printed.amount > 100) - (printed.amount < 100)
            close = abs(printed.amount - 100) <= printed.half
            budget, final = pair_of(view, s)
            nothing = (
                budget is not None and final is not None and not budget.amount and not final.amount
            )
            bare = not printed.amount and final is not None and not final.amount
            if said != sign and not (close and budget and final and budget.amount != final.amount) and not nothing and not bare:  # fmt: skip
                yield compare.told(rule, s.statement_id, FAIL, found.operands or (printed,), printed=f"{printed.amount}%", expected=checks().budget_words[said + 1], message="rate_word")  # fmt: skip
                continue
        yield found
    yield from differences(view, rule, SECTION)


@rule("N09.R04")
def changes(view: View, rule: Rule) -> Iterator[Applied]:
    """The yearly changes of the parts add up to the change of the total."""
    prose = running_text(view)
    stated = _stated(prose, "yoy_change")
    if not stated.get("total"):
        return
    total = stated["total"][0]
    place = total.statement_id
    operands: list[Operand] = []
    signs: list[int] = []
    unknown = False
    for part in PARTS:
        if said := stated.get(part):
            operands.append(view.stated(said[0]))
            signs.append(SIGNS.get(said[0].direction, 0))
        elif part == "vehicles" and (halves := [h for k in ("vehicle_purchase", "vehicle_operation") if (h := stated.get(k))]):  # fmt: skip
            unknown = unknown or (len(halves) < 2 and not _level(prose, total, part))
            for half in halves:
                operands.append(view.stated(half[0]))
                signs.append(SIGNS.get(half[0].direction, 0))
        else:
            unknown = unknown or not _level(prose, total, part)
    if unknown or not operands:
        yield compare.not_evaluable(rule, place, (view.stated(total), *operands))
        return
    whole, *given = view.common(view.stated(total), *operands)
    signed = [
        replace(o, amount=(o.amount or ZERO) * sign) for o, sign in zip(given, signs, strict=True)
    ]
    left = replace(whole, amount=(whole.amount or ZERO) * SIGNS.get(total.direction, 0))
    found = compare.summed(rule, place, left, signed, message="changes")
    terms = (SIGNS.get(total.direction, 0), *(-sign for sign in signs))
    yield replace(found, operands=(whole, *given), signs=(), demand=Linear((whole, *given), terms))


def _level(prose: RunningText, total: Statement, part: str) -> bool:
    """True when a part is said to be as last year, at its amount or beside the total's change."""
    beside = pattern("clause_end").split(prose.until(total, None, 300))
    named = (c for c in beside if checks().three_public_key(c) == part)
    return level_at(prose, part) is not None or any(pattern("level_part").search(c) for c in named)


def level_at(prose: RunningText, part: str) -> Statement | None:
    """Return the number after which the text says that a part is as last year, if it does."""
    for s in prose.view.narrative.section(SECTION):
        if key_of(s) != part:
            continue
        rest = [
            x
            for x in prose.view.narrative.section(SECTION)
            if prose.view.narrative.order(x) > prose.view.narrative.order(s)
        ]
        stop = next((x for x in rest if not key_of(x).startswith(part)), None)
        after = next((x for x in rest if key_of(x) == part), None)
        ends = [x for x in (stop, after) if x is not None]
        if pattern("level_year").search(
            prose.until(s, min(ends, key=prose.view.narrative.order, default=None), 260)
        ):
            return s
    return None


@rule("N09.R05")
def counts(view: View, rule: Rule) -> Iterator[Applied]:
    """Where money was spent there are counts, and where something is counted there is money."""
    prose = running_text(view)
    finals = _amounts(view, prose, "final")
    for part, names in checks().three_public_counts.items():
        counted = [
            s for s in view.narrative.section(SECTION) if s.item in names and s.amount is not None
        ]
        # Foreign guests are a part: none of them says nothing of the whole.
        counted = [s for s in counted if s.amount or key_of(s) != "hospitality_foreign"]
        # The table tells what was spent; the text does where there is no table.
        said = finals.get(part) or (
            finals.get("hospitality_domestic") if part == "hospitality" else None
        )
        table = view.figure(SECTION, "final", part)
        money = table if table is not None and table.counts else view.stated(said) if said else None
        place = f"{SECTION}.{part}"
        if money is None and not counted:
            yield compare.not_applicable(rule, place)
            continue
        if money is None or not counted:
            yield compare.not_evaluable(rule, place, (money, *map(view.stated, counted)))
            continue
        numbers = [view.stated(s) for s in counted]
        any_count = any(n.amount for n in numbers)
        if bool(money.amount) == any_count or (any_count and part == "abroad"):
            yield compare.told(rule, place, PASS, (money, *numbers))
            continue
        if table is money and money.amount and said is not None and not said.amount:
            # The text counts none and tells of none: that the table has an amount is told of it.
            yield compare.not_evaluable(rule, place, (money, *numbers))
            continue
        # Rounding to 0.00 can hide a small sum; a count without money may be paid elsewhere.
        severity = "" if money.amount else "warning"
        shown = [n for n in numbers if bool(n.amount) == any_count]
        yield compare.told(
            rule, place, FAIL, (money, *shown), severity=severity,
            printed="\u3001".join(f"{n.amount}{n.unit}" for n in shown), expected=f"{money.amount}{money.unit}",
            message="counts", words={"subject": counted[0].subject or counted[0].label, "amount": f"{money.amount}{money.unit}", "counts": "\u3001".join(f"{n.amount}{n.unit}" for n in shown)},
        )  # fmt: skip
