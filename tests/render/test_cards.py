"""Cards: every place named, how often each value is printed, the cell among its neighbours."""

from decimal import Decimal

import pytest

import build
from finalaccounts.model import Figure, Meta, Report, Statement, Table
from finalaccounts.reconcile import reconcile
from finalaccounts.render.cards import cards
from finalaccounts.render.shell import SiteReport
from finalaccounts.render.sources import Sources
from finalaccounts.render.spots import Spots, number
from finalaccounts.render.words import words
from tests import gallery


@pytest.fixture(scope="module")
def checked():
    report = build.load(gallery.ROOT / "data/reports/610929/yibaoju/2023")
    return SiteReport(report, reconcile(report))


def _cards(checked, language="zh"):
    found = cards(checked, Sources(checked.report), words(language))
    return {card.finding.finding_id: card for card in found}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_named_cell_stands_among_its_neighbours(checked, language):
    card = _cards(checked, language)["T05.R01.general_expenditure.22102"]
    odd = [value for value in card.values if value.odd]
    assert [v.spots[0].amount for v in odd] == [Decimal("26.77"), Decimal("27.77")]
    assert all("公开05表" in v.where and v.times == 1 for v in odd)
    (other,) = (value for value in card.values if not value.odd)
    assert (other.times, other.spots[0].amount) == (20, Decimal("25.77"))
    marked = [text for _, row in card.excerpt.rows for text, odd in row if odd]
    assert marked == ["26.77", "27.77"]
    assert len(card.excerpt.rows) > 2


def test_no_table_of_numbers_for_what_is_no_number(checked):
    for card in _cards(checked).values():
        if card.chapter in ("wording", "questions", "tails"):
            assert card.values == () and card.excerpt is None
        assert len(card.values) != 1
        for value in card.values:
            assert value.where and value.value and all(spot.href for spot in value.spots)


@pytest.mark.parametrize(
    ("amount", "unit", "told"),
    [
        ("180500.00", "人", "180,500 人"),
        ("0", "人次", "0 人次"),
        ("18.05", "万人", "18.05 万人"),
        ("1462.7", "万元", "1,462.70 万元"),
        ("-3", "元", "−3.00 元"),
        ("96.40", "%", "96.40%"),
        ("99", "", "99"),
    ],
)
def test_people_are_whole_numbers_and_money_is_not(amount, unit, told):
    assert number(Decimal(amount), unit, words("zh")) == told


def test_a_place_is_named_without_a_table_number_or_a_subject():
    meta = Meta("cn-000000-x-2023", "某局", "x", "000000", 2023, "")
    table = Table("expenditure", "支出决算表", "", "万元", "source.txt", 1, 9, "with_figures", "")
    place = {"source": "source.txt", "source_line": 5, "unit": "万元", "amount": Decimal(1)}
    figure = Figure("expenditure.208.basic", "expenditure", "208", "社会 保障", "basic", "printed", "1", **{k: v for k, v in place.items() if k == "amount"}, unit="万元", source="source.txt", source_line=5)  # fmt: skip
    said = Statement("text.staff.other", "staff", "other", "编外", "", **place)
    spots = Spots(Report(meta, (), tables=(table,), figures=(figure,), statements=(said,)), Sources(Report(meta, ())), words("zh"))  # fmt: skip
    assert spots.spot(figure.figure_id).where == "支出决算表“社会保障”一行的基本支出"
    assert "编外" in spots.spot(said.statement_id).where
    assert spots.spot("no.such.number") is None
    assert spots.excerpt((figure.figure_id, said.statement_id)) is None
