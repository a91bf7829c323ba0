"""Single indicators of a form against its money and against what the narrative says of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from finalaccounts.amounts import decimals, half_unit, text
from finalaccounts.model import Evaluation, Indicator, Statement
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, NOT_EVALUABLE, PASS, Applied, Operand
from finalaccounts.reconcile.form_values import Measure, amount, forms, measure, number, rows
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import checks, pattern
from finalaccounts.reference.rules import Rule, words
from finalaccounts.text import bare

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
RATE_POINTS = 10  # of 100, for the execution rate; beside the indicators or among them
DONE = Decimal(100)  # a target of money "100 % achieved" may only say that the work is done
USUAL = 3  # forms that must agree before another one is told to differ
AROUND = 14  # characters before a number (twice as many after) that say who is counted
TALL = 30  # lines that one row of narrow cells may take


def row_operand(view: View, row: Indicator, field: str, value: Decimal, unit: str) -> Operand:
    """Return a number of a row; its line is that of the number, which may be below the row's."""
    half = half_unit(decimals(value))
    cell = getattr(row, field)
    lines = view.compact.get(row.source, [])[row.source_line - 1 :][:TALL]
    below = next((n for n, line in enumerate(lines) if cell and cell in line), 0)
    return Operand(
        f"{row.indicator_id}.{field}",
        value,
        half,
        half,
        unit,
        row.source,
        row.source_line + below,
        row.level3,
    )


def cost_shares(view: View, rule: Rule) -> Iterator[Applied]:
    """A row of costs whose target is the form's budget and whose value is a per cent: rate spent.

    Only a warning: the per cent may measure something else than the money. The form's own
    execution rate (of its full budget) is as good.
    """
    for form in forms(view):
        executed = amount(view, form, "executed")
        if executed is None:
            continue
        rate = compare.percent(executed, amount(view, form, "full_year_budget"))
        for row in rows(view, form):
            target = measure(row.operator, row.target, row.target_unit)
            actual = measure("", row.actual)
            if target is None or actual is None or not _budget(view, form, target):
                continue
            levels = (row.level1, row.level2, row.level3)
            if actual.unit not in words().percent or not any(map(_cost, levels)):
                continue
            base = row_operand(view, row, "target", target.value, target.unit)
            printed = row_operand(view, row, "actual", actual.value, "")
            whole, spent = view.common(base, executed)
            applied = compare.ratio(
                rule, row.indicator_id, printed, compare.percent(spent, whole), (spent, whole),
                {"full_year": rate},
                severity="warning", type="scope", message="cost_share", cause="cost_share",
                words={"subject": row.level3, "target": row.operator + row.target + row.target_unit},
            )  # fmt: skip
            if applied.outcome == FAIL and (actual.value == DONE or "base" in applied.words):
                applied = compare.not_evaluable(rule, row.indicator_id, (spent, whole, printed))
            yield applied


def named_rates(view: View, rule: Rule) -> Iterator[Applied]:
    """Rates of the department's form that are defined by its own budgets and spending.

    Definitions vary in what they leave out (changes ordered from above): warnings and notes.
    """
    for form in forms(view):
        if form.kind != "department":
            continue
        named = ("initial_budget", "full_year_budget", "executed")
        initial, full, executed = (amount(view, form, field) for field in named)
        change, left = _between(initial, full), _between(executed, full)
        ways = {
            "executed": (executed, full, initial, "warning"),
            "adjusted": (change, initial, full, "note"),
            "left": (left, full, initial, "note"),
        }
        for row in rows(view, form):
            key = next((n.key for n in checks().form_rate if n.pattern.fullmatch(row.level3)), "")
            actual = measure("", row.actual)
            if not key or actual is None or actual.sign or actual.unit not in words().percent:
                continue
            part, whole, instead, severity = ways[key]
            printed = row_operand(view, row, "actual", abs(actual.value), "")
            operands = [o for o in (initial, full, executed) if o in (part, whole) or key != "executed"]  # fmt: skip
            applied = compare.ratio(
                rule, row.indicator_id, printed, compare.percent(part, whole), operands,
                {"other": compare.percent(part, instead)},
                severity=severity, type="scope", message="named_rate", words={"subject": row.level3},
            )  # fmt: skip
            if "base" in applied.words:  # another budget is the base of this definition
                applied = compare.not_evaluable(rule, row.indicator_id, (*operands, printed))
            yield applied


def _between(one: Operand | None, other: Operand | None) -> Operand | None:
    """Return how far two amounts of a form are apart."""
    if one is None or other is None or one.amount is None or other.amount is None:
        return None
    return replace(
        one, id="", amount=abs(other.amount - one.amount), half=one.half + other.half,
        coarse=one.coarse + other.coarse,
    )  # fmt: skip


def _cost(level: str) -> bool:
    return pattern("cost_level").search(level) is not None


def _budget(view: View, form: Evaluation, target: Measure) -> bool:
    """True when a target is money, and the sum of a budget of its form."""
    factor, own = view.units.factor(target.unit), view.units.factor(form.unit)
    if factor is None or own is None:
        return False
    budgets = (form.initial_budget, form.full_year_budget)
    return any(b is not None and b * own == target.value * factor for b in budgets)


def unlike_others(rule: Rule, form: Evaluation, applied: Applied, sums: Mapping[str, Decimal]) -> Applied:  # fmt: skip
    """Forms without a total and without a weight of the execution rate add up to one sum.

    Which one depends on the form in use (100, or 90 beside the rate), so only a form that has
    less than most others of its report is told, as a warning; not where just the points of the
    rate make the difference, nor where the scale is another. ``sums``: see ``weight_sums``.
    """
    own = sums.get(form.evaluation_id)
    if own is None:
        return applied
    usual, times = Counter(sums.values()).most_common(1)[0]
    lacks = usual - own
    if times < USUAL or times * 2 <= len(sums) or not 0 < lacks < own or lacks == RATE_POINTS:
        return applied
    return compare.told(
        rule, applied.place, FAIL, applied.operands, severity="warning", message="weights_unlike",
        printed=text(own), expected=text(usual), cause=f"unlike {usual}",
        words={"subject": form.project_name, "count": str(times)},
    )  # fmt: skip


def weight_sums(view: View) -> dict[str, Decimal]:
    """Return the sums of weights by form, of those that ``unlike_others`` compares."""
    return {f.evaluation_id: s for f in forms(view) if (s := _weights(view, f)) is not None}


def _weights(view: View, form: Evaluation) -> Decimal | None:
    """Return the sum of a project form's weights where no total or rate is printed beside them."""
    beside = [amount(view, form, f) for f in ("total_weight", "budget_weight")]
    found = [number(row.weight) for row in rows(view, form)]
    if form.kind != "project" or any(beside) or not found:
        return None
    weights = [w for w in found if w is not None]
    return sum(weights, Decimal(0)) if len(weights) == len(found) else None


def counts(view: View, rule: Rule, section: str, matched: Mapping[str, Evaluation]) -> Iterator[Applied]:  # fmt: skip
    """Persons that the narrative counts for a project are those of its form.

    Only where the form has one indicator in persons whose name half stands around the number;
    either its target or its value may be meant. Of several such numbers one may be the form's.
    """
    of_quote = {
        (s.source, s.quote): s.subject for s in view.statements(section) if s.subject in matched
    }
    told: dict[str, list[Applied]] = defaultdict(list)
    for said in view.statements(section, "other"):
        factor = view.units.persons(said.unit)
        subject = said.subject or of_quote.get((said.source, said.quote), "")
        if factor is None or said.amount is None or subject not in matched:
            continue
        stated = scaled(view.stated(said), factor)
        found = [
            (row, values) for row in rows(view, matched[subject]) if (values := _persons(view, row))
        ]
        if len(found) != 1 or said.approx or not _of_them(said, found[0][0]):
            yield compare.not_evaluable(rule, said.statement_id, (stated,))
            continue
        told[subject].append(_count(rule, said, stated, subject, *found[0]))
    for checked in told.values():
        alone = len({c.left for c in checked}) == 1
        for c in checked:
            yield c if alone or c.outcome != FAIL else compare.not_evaluable(rule, c.place, c.operands)  # fmt: skip


def _of_them(said: Statement, row: Indicator) -> bool:
    """True when half of an indicator's own name stands around the number, in any order."""
    quote = bare(said.quote)
    at = quote.find(text(said.amount))
    near = Counter(quote[max(0, at - AROUND) : at + 2 * AROUND]) if at >= 0 else Counter[str]()
    name = Counter(re.sub("|".join(map(re.escape, words().count_noise)), "", row.level3))
    return (name & near).total() * 2 >= name.total() > 0


def named_counts(view: View, rule: Rule) -> Iterator[Applied]:
    """Persons that text and an indicator count under names that data holds to mean the same."""
    rows_of = [
        (listed.who(row.level3), row, values)
        for listed in checks().counted
        for row in view.report.indicators
        if listed.who(row.level3) and (values := _persons(view, row))
    ]
    for said in view.statements(None, "other") if rows_of else ():
        factor = view.units.persons(said.unit)
        people = {listed.who(said.label) for listed in checks().counted} - {""}
        found = [(row, values) for who, row, values in rows_of if who in people]
        if factor is None or said.amount is None or not found:
            continue
        stated = scaled(view.stated(said), factor)
        told = {int(year) for year in _YEAR.findall(said.quote)}
        if said.approx or len(found) != 1 or (told and view.report.meta.fiscal_year not in told):
            yield compare.not_evaluable(rule, said.statement_id, (stated,))
        else:
            yield _count(rule, said, stated, said.label, *found[0])


def scaled(operand: Operand, factor: Decimal) -> Operand:
    """Return an operand times the worth of its unit, without a unit."""
    assert operand.amount is not None
    return replace(
        operand, amount=operand.amount * factor, half=operand.half * factor,
        coarse=operand.coarse * factor, unit="",
    )  # fmt: skip


def _persons(view: View, row: Indicator) -> list[Operand]:
    """Return value and target of a row in persons; empty when it does not count them."""
    out = []
    for field, given in (
        ("actual", measure("", row.actual)),
        ("target", measure(row.operator, row.target, row.target_unit)),
    ):
        factor = view.units.persons(given.unit) if given is not None else None
        if given is not None and factor is not None:
            out.append(scaled(row_operand(view, row, field, given.value, ""), factor))
    return out


def _count(rule: Rule, said: Statement, stated: Operand, subject: str, row: Indicator, values: list[Operand]) -> Applied:  # fmt: skip
    given = {
        "subject": subject, "said": f"{said.amount}{said.unit}", "actual": row.actual,
        "target": row.operator + row.target + row.target_unit, "indicator": row.level3,
    }  # fmt: skip
    checks = [
        compare.same(
            rule, said.statement_id, stated, value, severity="warning", type="scope",
            message="said_count", words=given,
        )
        for value in values
    ]  # fmt: skip
    good = [c for c in checks if c.outcome not in (FAIL, NOT_EVALUABLE)]
    if good:  # persons told in ten thousands are no rounding tail worth a line
        return compare.told(rule, said.statement_id, PASS, good[0].operands)
    return checks[0]
