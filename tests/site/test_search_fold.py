"""What is written in several ways is found by each of them."""

import pytest

from finalaccounts.site.search.fold import fold, folds, matches, numbers, without_separators


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("２０２３年（本级）ＡＢ", "2023年(本级)ab"),
        ("醫療保障局", "医疗保障局"),
        ("乾县", "乾县"),  # also a simplified character, in GB 2312: stays
        ("⽀出", "支出"),  # a radical that PDF writers print
        ("⺠政 公务⽤⻋", "民政公务用车"),  # radicals with and without a standard folding
        ("1, 049. 22\u3000万元\n", "1,049.22万元"),
        ("①", "①"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


def test_folding_keeps_the_length():
    text = "İ２（醫⽀ﬁ"
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("2,623.78万元", "2623.78万元"),
        ("1,049,123", "1049123"),
        ("5人,123人", "5人,123人"),
        ("1,2345", "1,2345"),
        ("2,62", "2,62"),
    ],
)
def test_without_separators(text, bare):
    assert without_separators(text) == bare


def test_numbers_are_entered_from_before():
    (piece, lead) = next(iter(numbers("收入总计2,623.78万元，比上年", 4)))
    assert piece == "收入总计2623.78万"
    assert piece[:lead] == "收入总计2623"


@pytest.mark.parametrize("query", ["2,623.78", "2623.78", "２６２３", ",623.7", "計2,623"])
def test_matches(query):
    assert matches(query, "收入总计2,623.78万元")


def test_the_page_is_told_every_fold():
    pairs = folds("医疗a")
    assert "醫医" in [pairs[i : i + 2] for i in range(0, len(pairs), 2)]
    assert len(pairs) % 2 == 0


@pytest.mark.parametrize(
    "query", ["三公经费", "“三公”经费", '"三公"', "「三公」经费", "＂三公＂经费"]
)
@pytest.mark.parametrize("text", ["“三公”经费支出", "三公经费支出", "''三公''经费支出"])
def test_quotes_are_left_out_on_both_sides(query, text):
    assert matches(query, text)
