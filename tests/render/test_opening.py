"""The first screen: how much, on what, what to ask; nothing is claimed that was not checked."""

from decimal import Decimal

import pytest

from finalaccounts.model import Figure, Meta, Report, Statement
from finalaccounts.render.chapters import tally
from finalaccounts.render.facts import Fact, Facts
from finalaccounts.render.opening import about, opening
from finalaccounts.render.sources import Sources
from finalaccounts.render.words import words


def _fact(amount, unit="万元"):
    return Fact(Decimal(amount), unit, "source.txt", 1, "x")


@pytest.mark.parametrize(
    ("amount", "unit", "zh", "en"),
    [
        ("558.64", "万元", "约 559 万元", "about 5.59 million yuan"),
        ("5586423.10", "元", "约 559 万元", "about 5.59 million yuan"),
        ("559.00", "万元", "559 万元", "5.59 million yuan"),
        ("12345.67", "万元", "约 1.23 亿元", "about 123 million yuan"),
        ("16.2", "万元", "16.2 万元", "162,000 yuan"),
        ("0.05", "万元", "500 元", "500 yuan"),
        ("-23.46", "万元", "约 −23.5 万元", "−234,600 yuan"),
        ("0", "万元", "0.00 万元", "0.00 万元"),
        ("27", "人", "27.00 人", "27.00 人"),
    ],
)
def test_money_is_told_as_people_say_it(amount, unit, zh, en):
    assert about(_fact(amount, unit), words("zh")) == zh
    assert about(_fact(amount, unit), words("en")) == en


def _figure(line, column, amount, label=""):
    return Figure(f"expenditure.{line}.{column}", "expenditure", line, label, column, "printed", amount, Decimal(amount), unit="万元", source="source.txt", source_line=3)  # fmt: skip


def _opened(*figures, checks=(3, 5), language="zh"):
    report = Report(Meta("cn-000000-x-2023", "某局", "x", "000000", 2023, ""), (), figures=figures)
    t = words(language)
    return opening(Facts(report), (), tally([], t), checks, t, Sources(report))


def test_a_report_without_numbers_says_so():
    told = _opened()
    spent, uses, ask = told.answers
    t = words("zh").opening
    assert spent.text == t.spent_missing + t.stop
    assert uses.text == t.uses_missing
    assert ask.text == t.ask_none
    assert "3" in ask.more and "5" in ask.more


def test_what_is_carried_over_was_not_spent():
    said = Statement("text.summary.expenditure_grand_total", "summary", "expenditure_grand_total", "支出总计", "", amount=Decimal(900), unit="万元", source="source.txt", source_line=4)  # fmt: skip
    meta, t = Meta("cn-000000-x-2023", "某局", "x", "000000", 2023, ""), words("zh")
    report = Report(meta, (), statements=(said,))
    told = opening(Facts(report), (), tally([], t), (3, 5), t, Sources(report))
    assert t.opening.spent_missing in told.sentence
    assert "900" not in told.sentence and "900.00 万元" in told.answers[0].more


def test_where_nothing_could_be_checked_nothing_is_called_right():
    told = _opened(checks=(0, 5))
    assert told.answers[2].text == words("zh").opening.ask_unknown
    assert words("zh").opening.found_none not in told.sentence


def test_parts_that_do_not_fit_are_not_told():
    whole = _figure("total", "total", "100")
    rows = (
        _figure("2101501", "total", "60", "行政运行"),
        _figure("2101599", "total", "40", "其他"),
    )
    told = _opened(whole, _figure("total", "basic", "64"), _figure("total", "project", "36"), *rows)
    assert "64 元" in told.answers[1].text
    assert "行政运行" in told.sentence
    # A larger part than the whole is misread or misprinted: the finding tells, the screen does not.
    odd = _opened(whole, _figure("total", "basic", "164"), _figure("total", "project", "36"))
    assert odd.answers[1].text == words("zh").opening.uses_missing
