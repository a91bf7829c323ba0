"""Text as it runs: squeezed, with the spot of every stated number; ordinals and their gaps."""

from __future__ import annotations

from decimal import Decimal

import pytest

from finalaccounts.model import Document, Line, Meta, Report, Statement
from finalaccounts.reconcile.kinds.completion import budget_word
from finalaccounts.reconcile.prose import running_text, squeeze
from finalaccounts.reconcile.rules.document.wording import han_of, number_of
from finalaccounts.reconcile.rules.narrative.item_names import bare
from finalaccounts.reconcile.view import View


def report(text: str, *statements: Statement) -> Report:
    lines = tuple(Line(n, t) for n, t in enumerate(text.split("\n"), 1))
    return Report(
        Meta("cn-000000-x-2023", "", "x", "000000", 2023, ""),
        (Document("report.txt", lines),),
        statements=statements,
    )


def said(item: str, amount: str, line: int, quote: str, subject: str = "") -> Statement:
    return Statement(
        f"text.summary.{item}", "summary", item, subject or item, subject, "", Decimal(amount),
        "万元", "", "", quote, "report.txt", line,
    )  # fmt: skip


def test_squeezing_folds_digits_and_drops_space_and_separators():
    assert squeeze(" 收 入１，２３４．５０ 万元，占 100％ ") == "收入1234.50万元，占100%"
    assert squeeze("完成100%,占0%") == "完成100%,占0%"


def test_one_number_for_two_quantities_has_one_spot():
    quote = "收入总计、支出总计均为12.50万元"
    view = View(report(quote, said("a", "12.50", 1, quote), said("b", "12.50", 1, quote)))
    prose = running_text(view)
    first, second = (prose.spot(s) for s in view.report.statements)
    assert first == second


def test_equal_numbers_printed_twice_have_two_spots():
    quote = "年初预算12.50万元，支出决算12.50万元"
    view = View(report(quote, said("a", "12.50", 1, quote), said("b", "12.50", 1, quote)))
    prose = running_text(view)
    first, second = (prose.spot(s) for s in view.report.statements)
    assert first.end < second.start


def test_a_number_split_over_lines_is_found():
    quote = "公用经费12.01万元"
    view = View(report("公用经费12\n.01万元", said("a", "12.01", 1, quote)))
    prose = running_text(view)
    spot = prose.spot(view.report.statements[0])
    assert prose.flat["report.txt"][spot.start : spot.end] == "12.01"
    assert prose.line("report.txt", spot.end) == 2


@pytest.mark.parametrize(
    ("text", "value"), [("一", 1), ("十", 10), ("十三", 13), ("二十", 20), ("二十六", 26), ("7", 7)]
)
def test_ordinals(text, value):
    assert number_of(text) == value
    if not text.isdigit():
        assert han_of(value) == text


def test_names_are_compared_without_the_closing_word():
    assert bare("农林水（类）支出") == bare("农林水支出") == "农林水"
    assert bare("维修(护)费") == bare("维修（护）费")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("决算数大于年初预算数的主要原因", 1),
        ("支出小于预算", -1),
        ("决算数与预算数持平", 0),
        ("主要原因是人员变动", None),
    ],
)
def test_words_on_outturn_and_budget(text, sign):
    assert budget_word(text) == sign
