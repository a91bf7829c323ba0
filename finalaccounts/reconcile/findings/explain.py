"""What a rate that does not fit was made of, when the report's own numbers prove it.

A rate is tried on last year's amounts, on the other totals of the report and on the budget of the
projects alone. Told is only what is the one way that fits, to the last printed digit, and only of
rates with digits enough to be no chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from finalaccounts.amounts import decimals, text
from finalaccounts.model import Statement
from finalaccounts.reconcile.applied import FAIL, Applied, Operand, Ratio
from finalaccounts.reconcile.findings.wording import place, unit_name
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import pattern
from finalaccounts.reference.findings import findings

DIGITS = 4  # of a rate that is found by search among some hundred pairs; three meet by chance
HUNDRED = Decimal(100)
GENERAL, ITEM = "general_expenditure", "#######"
INITIAL, CHANGE = "initial_budget", "yoy_change"
SIGNS = {"increase": -1, "decrease": 1}


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money that a rate may have been taken of: as it is written, and what it is."""

    value: Decimal
    written: str
    kind: str  # last_year, projects, total
    operand: Operand | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """The one way in which a printed rate comes out: a key of ``base``, and its formula."""

    kind: str
    formula: str
    other: Amount


def made_of(view: View, check: Applied, language: str) -> list[str]:
    """Say what a wrong rate was made of, where the report's own numbers prove it."""
    made = explained(view, check)
    if made is None:
        return []
    found, other = findings().base[made.kind], made.other
    words = {
        "base_formula": made.formula, "printed": check.printed.rstrip("%"),
        "unit": unit_name(check.operands[0].unit, language), "amount": text(other.value),
        "written": other.written.strip("()"),
        "spot": place(view, other.operand, language) if other.operand is not None else "",
    }  # fmt: skip
    return [(found.zh if language == "zh" else found.en).format_map(words)]


def explained(view: View, check: Applied) -> Made | None:
    """Return what a wrong rate was made of, None where nothing or more than one thing fits."""
    sides = _sides(view, check)
    if sides is None or check.words.get("base"):
        return None
    printed, top, base = sides
    rate = printed.amount or Decimal(0)
    if not check.printed.rstrip("%").replace(".", "", 1).isdigit():  # a direction, a word
        return None
    if top is not None and top.amount and top.amount * HUNDRED == rate:
        return Made(
            "amount_as_rate", text(top.amount), Amount(top.amount, text(top.amount), "", top)
        )
    if len(rate.normalize().as_tuple().digits) < DIGITS or rate == HUNDRED:
        return None
    found: dict[tuple[Decimal, Decimal], Made] = {}
    one, other = (_last_year(view, o) if o is not None else None for o in (top, base))
    if one is not None and other is not None and _fits(rate, one.value, other.value):
        return Made("last_year_share", f"{text(one.value)} \u00f7 {text(other.value)}", other)
    for left, right, taken in _pairs(view, top, base):
        if _fits(rate, left.value, right.value):
            sides_said = (
                text(a.value) if a.kind == "last_year" else a.written for a in (left, right)
            )
            formula = " \u00f7 ".join(sides_said)
            found.setdefault((left.value, right.value), Made(taken.kind, formula, taken))
    return next(iter(found.values())) if len(found) == 1 else None


def _sides(view: View, check: Applied) -> tuple[Operand, Operand | None, Operand | None] | None:
    """Return the printed rate, its part and its whole, each one number; None for anything else."""
    if check.outcome != FAIL or not check.operands:
        return None
    asked = check.asked
    if isinstance(asked, Ratio):
        if len(asked.top) != 1 or len(asked.base) != 1 or asked.scale != HUNDRED:
            return None
        return asked.printed, asked.top[0][0], asked.base[0][0]
    printed = check.operands[-1]
    if printed.unit != "%" or len(check.operands) != 2 or asked is not None:
        return None
    return printed, check.operands[0], None


def _fits(rate: Decimal, top: Decimal, base: Decimal) -> bool:
    if not top or base <= 0:
        return False
    digit = Decimal(1).scaleb(-decimals(rate))
    return (top / base * HUNDRED).quantize(digit, ROUND_HALF_UP) == rate


def _pairs(view: View, top: Operand | None, base: Operand | None) -> Iterator[tuple[Amount, Amount, Amount]]:  # fmt: skip
    """Yield part and whole with one of them another amount of the report, and which that is."""
    known = [a for a in (_plain(top), _plain(base)) if a is not None]
    pool = [*_others(view, top or base)]
    for other in pool:
        if any(other.value == a.value for a in known):
            continue
        if base is not None and top is not None:
            yield other, Amount(base.amount or Decimal(0), text(base.amount), ""), other
        if top is not None:
            yield Amount(top.amount or Decimal(0), text(top.amount), ""), other, other


def _plain(operand: Operand | None) -> Amount | None:
    if operand is None or operand.amount is None:
        return None
    return Amount(operand.amount, text(operand.amount), "", operand)


def _others(view: View, like: Operand | None) -> Iterator[Amount]:
    """Yield the totals of the tables and of the text, last year's, and the projects' budget."""
    if like is None or view.units.factor(like.unit) is None:
        return
    for figure in view.report.figures:
        if figure.amount and (figure.line == "total" or figure.line.endswith("_total")):
            operand = view.common(like, view.operand(figure))[1]
            if operand.counts and operand.unit == like.unit:
                yield Amount(operand.amount or Decimal(0), text(operand.amount), "total", operand)
    for said in view.narrative.now:
        if said.code or said.amount is None or view.units.factor(said.unit) is None:
            continue
        found = _before(view, said, like)
        if found is not None:
            yield found
    projects = _projects(view, like)
    if projects is not None:
        yield projects


def _before(view: View, change: Statement, like: Operand) -> Amount | None:
    """Return last year's amount that a stated change gives, None where it gives none."""
    now = view.narrative.spoken_of(change) if change.item == CHANGE else None
    if now is None or change.direction not in SIGNS or now.unit != change.unit:
        return None
    one, step = view.common(like, view.stated(now), view.stated(change))[1:]
    sign = SIGNS[change.direction]
    value = (one.amount or Decimal(0)) + sign * (step.amount or Decimal(0))
    mark = "+" if sign > 0 else "\u2212"
    return Amount(value, f"({text(one.amount)} {mark} {text(step.amount)})", "last_year", one)


def _last_year(view: View, operand: Operand) -> Amount | None:
    """Return last year's amount of a stated one, by a change that is told of the same."""
    said = view.stated_by_id.get(operand.id)
    if said is None:
        return None
    same = {
        s.statement_id
        for s in view.narrative.section(said.section)
        if (s.subject or s.label) == (said.subject or said.label) and s.amount == said.amount
    }
    found = {
        a.value: a
        for c in view.narrative.section(said.section)
        if c.of in same and (a := _before(view, c, operand)) is not None
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _projects(view: View, like: Operand) -> Amount | None:
    """Return the initial budget without that of the items which hold basic expenditure only."""
    told = view.statements(GENERAL, INITIAL)
    whole = [s for s in told if not s.code and pattern("whole_subject").search(s.subject)]
    basic = [
        s
        for s in told
        if len(s.code) == len(ITEM)
        and view.figure(GENERAL, s.code, "basic") is not None
        and view.nothing(GENERAL, s.code, "project")
    ]
    if len({s.amount for s in whole}) != 1 or not basic or len(basic) == len(told) - len(whole):
        return None
    total, *parts = view.common(like, view.stated(whole[0]), *map(view.stated, basic))[1:]
    less = sum((p.amount or Decimal(0) for p in parts), Decimal(0))
    value = (total.amount or Decimal(0)) - less
    return Amount(value, f"({text(total.amount)} \u2212 {text(less)})", "projects", total)
