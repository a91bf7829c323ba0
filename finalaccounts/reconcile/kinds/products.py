"""An amount that one sentence makes of a number and a rate: ``product`` of rules.toml.

"120 persons at 500 yuan each, 6.00 ten thousand yuan in all": the three must agree. Where the words
name a period, any whole number of months may be meant; where they are vague nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from finalaccounts.amounts import decimals, half_unit, text
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, NOT_EVALUABLE, PASS, Applied, Operand
from finalaccounts.reconcile.prose import RunningText, running_text
from finalaccounts.reconcile.view import View
from finalaccounts.reference.rules import Product, Rule

MONTHS = range(2, 13)
TEN_THOUSAND = Decimal(10000)


def evaluate(view: View, rule: Rule) -> Iterator[Applied]:
    """Yield a check for every sentence that multiplies."""
    prose = running_text(view) if rule.product else None
    for product in rule.product:
        assert prose is not None
        found = False
        for source, flat in prose.flat.items():
            for hit in re.finditer(product.pattern, flat):
                found = True
                yield _judged(view, prose, rule, product, source, hit)
        if not found and not any(prose.flat.values()):
            yield compare.not_evaluable(rule, rule.scope)


def _judged(
    view: View, prose: RunningText, rule: Rule, product: Product, source: str, hit: re.Match[str]
) -> Applied:
    total = _operand(prose, source, hit, "sum", hit["whole"])
    count = _operand(prose, source, hit, "count", "")
    rate = _operand(prose, source, hit, "rate", hit["unit"])
    place = f"L{total.line}"
    factors = view.units.factor(hit["whole"]), view.units.factor(hit["unit"])
    if re.search(product.vague, hit.group()) or factors[0] is None or factors[1] is None:
        return compare.not_evaluable(rule, place, (total, count, rate))
    many = TEN_THOUSAND if hit["many"] else Decimal(1)
    made = (count.amount or 0) * many * (rate.amount or 0) * factors[1] / factors[0]
    # Each factor may be off by half its last digit.
    slack = (
        (count.half * (rate.amount or 0) + rate.half * (count.amount or 0)) * many
        * factors[1] / factors[0]
    )  # fmt: skip
    gap = abs(made - (total.amount or 0))
    if gap <= slack + total.half:
        return compare.told(rule, place, PASS, (total, count, rate))
    if re.search(product.period, hit.group()):
        fits = any(abs(made * n - (total.amount or 0)) <= slack * n + total.half for n in MONTHS)
        return Applied(rule.id, place, PASS if fits else NOT_EVALUABLE, (total, count, rate))
    return compare.told(
        rule, place, FAIL, (total, count, rate), printed=text(total.amount),
        expected=text(made.normalize()), cause=f"{hit['count']}{hit['rate']}{hit['sum']}",
        words={
            "subject": hit["who"], "formula": f"{hit['count']}{hit['many']} \u00d7 {hit['rate']}{hit['unit']}",
            "quote": hit.group(),
        },
    )  # fmt: skip


def _operand(prose: RunningText, source: str, hit: re.Match[str], group: str, unit: str) -> Operand:
    value = Decimal(hit[group])
    # A whole number is exact: people are counted, a standard is fixed; a decimal was rounded.
    half = half_unit(decimals(value)) if decimals(value) or group == "sum" else Decimal(0)
    line = prose.line(source, hit.start(group))
    name = f"{source}:{line}:{hit.start(group)}"
    return Operand(name, value, half, half, unit, source, line, hit.group())
