"""Labels, subjects and quotes where the words are not plain."""

import pytest


def stated(read, text, **options):
    return [(s.item, s.label, s.subject) for s in read(text, **options).statements]


REVENUE = "二、收入决算情况说明\n"


def test_a_bracket_has_its_own_words_and_does_not_carry_on(read):
    text = REVENUE + "事业收入5万元（含教育收费1万元），占2%。"
    assert stated(read, text) == [
        ("institutional", "事业收入", ""),
        ("other", "教育收费", ""),
        ("share", "占", "事业收入"),
    ]


def test_a_share_of_an_amount_left_blank_is_not_given_to_its_neighbour(read):
    text = REVENUE + "事业收入0万元，占0%；经营收入万元，占0%。"
    assert stated(read, text)[-1] == ("share", "占", "经营收入")


@pytest.mark.parametrize(
    "words",
    ["机关运行经费支出,", "机关运行经费支出：", "机关运行经费支出为人民币", "机关运行经费,支出"],
)
def test_a_comma_a_colon_or_the_currency_parts_no_name_from_its_amount(read, words):
    text = f"（一）机关运行经费支出情况说明\n{words}40.00万元，比上年增加2.00万元，增长5.26%。"
    assert [s.item for s in read(text).statements] == ["agency_operation", "yoy_change", "yoy_rate"]


def test_a_bare_comma_gives_no_name_that_nobody_knows(read):
    text = "（一）机关运行经费支出情况说明\n与上年相比，2.00万元。"
    assert [s.item for s in read(text).statements] == ["other"]


def test_the_noun_behind_the_unit_names_a_count(read):
    text = "十三、预算绩效情况说明\n对10个项目编制了绩效目标。"
    assert stated(read, text) == [("other", "项目编制了绩效目标", "")]


def test_a_change_against_the_budget_is_no_change_over_the_year(read):
    text = (
        "五、一般公共预算财政拨款支出决算情况说明\n支出决算5万元，比年初预算增加2万元，增长66.67%。"
        "与上年相比，增加1万元，增长25%。"
    )
    items = [s.item for s in read(text).statements]
    assert items == ["final", "budget_change", "budget_rate", "yoy_change", "yoy_rate"]


def test_increase_or_decrease_left_open_gives_no_direction(read):
    text = "十、机关运行经费支出情况说明\n比上年增加（减少）5万元。"
    assert [s.direction for s in read(text).statements] == [""]


def test_a_printed_minus_is_the_direction(read):
    text = "十、机关运行经费支出情况说明\n比上年增长-5.2%。"
    ((amount, direction),) = [(str(s.amount), s.direction) for s in read(text).statements]
    assert (amount, direction) == ("5.2", "decrease")


def test_a_misprinted_item_has_the_code_of_the_one_name_like_it(read):
    names = {
        "医疗保障管理事务": ("21015",),
        "医疗保障经办事务": ("2101506",),
        "行政运行": ("2101501",),
    }
    text = (
        "五、一般公共预算财政拨款支出决算情况说明\n"
        "1.卫生健康支出（类）医疗保障管理事务（款）医保障经办事务（项）。支出决算5万元。\n"
        "2.卫生健康支出（类）医疗保障管理事务（款）老龄卫生（项）。支出决算6万元。"
    )
    assert [(s.subject, s.code) for s in read(text, names=names).statements] == [
        ("医保障经办事务", "2101506"),
        ("老龄卫生", ""),
    ]


def test_a_reason_has_a_quote_of_its_own(read):
    text = REVENUE + "本年收入合计5万元，主要原因是退休1人。"
    assert [s.quote for s in read(text).statements] == ["本年收入合计5万元", "主要原因是退休1人"]


def test_parts_of_a_planned_amount_are_planned(read):
    text = (
        "五、“三公”经费支出决算情况说明\n"
        "“三公”经费预算26万元，其中：公务接待费5万元；支出决算8万元，其中：公务接待费3万元。"
    )
    assert [(s.item, str(s.amount)) for s in read(text).statements] == [
        ("budget", "26"),
        ("budget", "5"),
        ("final", "8"),
        ("final", "3"),
    ]


def test_the_subject_of_a_heading_is_that_of_the_text_below(read):
    text = (
        "二、部门决算情况\n（一）收支总体情况\n收入总计9万元。\n（三）“三公”经费\n"
        "年初预算12.00万元，决算支出9.86万元；年初预算安排公务接待费2.00万元。"
    )
    assert [s[::2] for s in stated(read, text)[1:]] == [
        ("initial_budget", "“三公”经费"),
        ("final", "“三公”经费"),
        ("initial_budget", "公务接待费"),
    ]
