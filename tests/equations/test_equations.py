"""Equations are derived from the tables' data, and bound to the rules."""

from __future__ import annotations

import pytest

from finalaccounts import equations
from finalaccounts.equations import between
from finalaccounts.equations.inside import sums
from finalaccounts.reference import ReferenceDataError


def test_a_whole_counts_its_parts_and_where_one_is_not_printed_what_is_below_it() -> None:
    [total, vehicles] = sums("three_public").across
    assert [p.column for p in total.parts if not p.doubtful] == [
        "abroad",
        "vehicles",
        "hospitality",
    ]
    assert [p.column for p in total.parts[1].below] == ["vehicle_purchase", "vehicle_operation"]
    assert (vehicles.rule, vehicles.main, total.main) == ("T09.R02", False, True)


def test_a_part_of_two_totals_counts_in_the_first_that_is_printed() -> None:
    ways = {a.whole: a.before for a in sums("state_capital").across}
    assert ways["expenditure"] == ()
    assert ways["total"] == ("expenditure",)


def test_a_table_without_columns_of_its_own_has_those_it_is_printed_beside() -> None:
    beside = sums("general_summary").across
    assert [(a.rule, a.whole) for a in beside] == [
        (a.rule, a.whole) for a in sums("general_expenditure").across
    ]


def test_heads_have_a_kind_or_nobody_knows_them() -> None:
    assert equations.kind("revenue", "appropriation") == "money"
    assert equations.kind("revenue", "other:某某收入") == ""
    assert equations.kind("appropriation_by_economic", "30101") == "money"


def test_an_equation_without_a_rule_and_a_rule_without_equation_stop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    equations.bound()
    kept = tuple(r for r in between.relations() if r.rule != "XT.R04")
    odd = kept[0].model_copy(update={"rule": "XT.R99"})
    monkeypatch.setattr(equations, "relations", lambda: (*kept, odd))
    equations.bound.cache_clear()
    with pytest.raises(ReferenceDataError, match=r"XT\.R04.*XT\.R99"):
        equations.bound()
    monkeypatch.undo()
    equations.bound.cache_clear()
