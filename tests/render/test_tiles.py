"""The headline tiles: what a report states of the change on the year before, and nothing else."""

from decimal import Decimal

import pytest

from finalaccounts.model import Meta, Reconciled, Report, Statement
from finalaccounts.render.facts import Facts
from finalaccounts.render.sources import Sources
from finalaccounts.render.tiles import tiles
from finalaccounts.render.words import words


def _said(item, amount, unit, subject, direction="", line=1):
    return Statement(
        statement_id=f"text.three_public.{item}~{line}{subject}",
        section="three_public",
        item=item,
        subject=subject,
        amount=Decimal(amount),
        unit=unit,
        direction=direction,
        source="source.txt",
        source_line=line,
    )


WHOLE, PART = "“三公”经费", "公务接待费"
FINAL = _said("final", "0.06", "万元", WHOLE)
DOWN = _said("yoy_change", "1.32", "万元", WHOLE, "decrease")


def _note(*statements):
    meta = Meta("cn-000000-x-2023", "某局", "x", "000000", 2023, "")
    report = Report(meta, (), statements=statements)
    built = tiles(Facts(report), Reconciled(), words("zh"), Sources(report))
    return next(tile.note for tile in built if tile.key == "three_public")


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ((DOWN, _said("yoy_rate", "95.7", "%", WHOLE, "decrease")), "−95.7%"),
        ((DOWN,), "−1.32 万元"),
        # Rate and amount of opposite directions: the finding tells, the tile does not choose.
        ((DOWN, _said("yoy_rate", "17.0", "%", WHOLE, "increase")), ""),
        ((_said("yoy_rate", "95.7", "%", PART, "decrease"),), ""),
        ((), ""),
    ],
)
def test_the_stated_change_of_the_three_public_expenses(said, note):
    t = words("zh").tiles
    told = words("zh")("tiles.on_last_year", change=note) if note else t.no_budget
    assert _note(FINAL, *said) == told


def test_a_change_of_one_part_is_never_that_of_the_whole():
    part = _said("yoy_rate", "95.7", "%", PART, "decrease")
    assert _note(_said("final", "0.06", "万元", PART), part) == words("zh").tiles.no_budget


def test_budget_and_change_stand_side_by_side():
    note = _note(FINAL, _said("budget", "0.12", "万元", WHOLE), DOWN)
    assert "0.12" in note
    assert "−1.32 万元" in note
