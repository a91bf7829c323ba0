"""Every operand is one printed number, and every check keeps what it demands of its numbers."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

import build
from finalaccounts.reconcile.applied import FAIL, PASS, ROUNDING, Linear, Ratio
from finalaccounts.reconcile.engine import apply
from finalaccounts.reconcile.view import View
from tests.rules.examples import Example

FOLDERS = build.folders(Path(build.ROOT / "data"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: f"{p.parts[-3]}-{p.name}")
def test_one_id_names_one_number(folder: Path) -> None:
    view = View(build.load(folder))
    amounts: dict[str, set[Decimal]] = defaultdict(set)
    for check in apply(view):
        for operand in check.operands:
            if operand.amount is not None and not operand.anonymous:
                factor = view.units.factor(operand.unit) or Decimal(1)
                amounts[operand.id].add((operand.amount * factor).normalize())
    assert {name: found for name, found in amounts.items() if len(found) > 1} == {}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: f"{p.parts[-3]}-{p.name}")
def test_a_compared_number_is_a_term_of_what_is_demanded(folder: Path) -> None:
    for check in apply(View(build.load(folder))):
        if check.outcome not in (PASS, ROUNDING, FAIL) or check.tolerance is None:
            continue
        asked = check.asked
        if asked is None:
            assert 0 in check.signs, (check.rule, check.place)  # a ratio that is no plain quotient
            continue
        if isinstance(asked, Linear):
            signed = [s * (t.amount or 0) for t, s in zip(asked.terms, asked.signs, strict=True)]
            assert abs(sum(signed)) == abs(check.difference or 0), (check.rule, check.place)
        else:
            top, base = (
                sum(s * (o.amount or 0) for o, s in side) for side in (asked.top, asked.base)
            )
            value = asked.scale * top / base
            assert abs(value - (check.right or 0)) <= Decimal("0.5"), (
                check.rule,
                check.place,
                value,
            )
            assert asked.printed.amount == check.left


def test_blanks_and_ratios_are_terms() -> None:
    rows = [
        "three_public | total | abroad | vehicles | hospitality",
        "final | blank | 5.76 | 0.67 | blank",
    ]
    report = Example("", "", "", "", [("figures", rows)]).report()
    checks = {c.rule: c for c in apply(View(report)) if c.place.startswith("three_public.final")}
    asked = checks["T09.R01"].asked
    assert isinstance(asked, Linear)
    blanks = {t.id: s for t, s in zip(asked.terms, asked.signs, strict=True) if t.amount is None}
    assert blanks == {"three_public.final.total": 1, "three_public.final.hospitality": -1}
    assert Ratio.__slots__
