"""The year of a number: named in its clause, held through a list, and never past its sentence."""

import pytest

SUMMARY = "一、收入支出决算总体情况说明\n"
THREE = "五、“三公”经费支出决算情况说明\n"


def dated(read, text, year=2021):
    return [f"{s.item} {s.amount} {s.year}" for s in read(text, year=year).statements]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收入总计9万元，上年为8万元。", ["revenue_grand_total 9 2021", "revenue_grand_total 8 2020"]),
        ("收入总计9万元，2019年度7万元。", ["revenue_grand_total 9 2021", "revenue_grand_total 7 2019"]),
        (
            "收入总计9万元，比2020年的8万元增加1万元。",
            ["revenue_grand_total 9 2021", "revenue_grand_total 8 2020", "yoy_change 1 2021"],
        ),
        (
            "收入总计9万元，与上年度决算数8万元相比，增加1万元，增长12.5%。",
            [
                "revenue_grand_total 9 2021", "revenue_grand_total 8 2020", "yoy_change 1 2021",
                "yoy_rate 12.5 2021",
            ],
        ),
        # The balance carried over from last year is this year's income.
        ("上年结转和结余3万元。", ["opening_balance 3 2021"]),
        # A change against a year before the last is none of this report's yearly changes.
        ("收入总计9万元，较2019年增加2万元。", ["revenue_grand_total 9 2021", "other 2 2021"]),
        # A part of a sentence that opens with a year is of that year throughout.
        (
            "2020年收入总计8万元，支出总计7万元；本年收入总计9万元，支出总计6万元。",
            [
                "revenue_grand_total 8 2020", "expenditure_grand_total 7 2020",
                "revenue_grand_total 9 2021", "expenditure_grand_total 6 2021",
            ],
        ),
        # A year in the name of a project is not the year of its money.
        ("2019年农村道路改造项目支出5万元。", ["final 5 2021"]),
    ],
)  # fmt: skip
def test_year(read, text, expected):
    assert dated(read, SUMMARY + text) == expected


def test_the_parts_of_last_years_amount_are_of_last_year(read):
    text = (
        "上年度“三公”经费支出9万元，其中公务用车运行维护费6万元、公务接待费3万元。"
        "本年“三公”经费支出5万元，其中公务用车运行维护费4万元、公务接待费1万元。"
    )
    years = [s.year for s in read(THREE + text, year=2021).statements]
    assert years == ["2020"] * 3 + ["2021"] * 3


def test_without_the_reports_year_last_year_is_said_by_a_word(read):
    assert dated(read, SUMMARY + "收入总计9万元，上年为8万元。", year=None) == [
        "revenue_grand_total 9 ",
        "revenue_grand_total 8 prior",
    ]


def test_stage_and_what_a_rate_speaks_of(read):
    text = (
        THREE + "“三公”经费支出年初预算8万元，支出决算6万元，完成年初预算的75%，比上年减少1万元。"
    )
    stated = [(s.item, s.stage, s.of, s.of_certain) for s in read(text, year=2021).statements]
    final = "text.three_public.final"
    assert stated == [
        ("initial_budget", "initial", "", ""),
        ("final", "final", "", ""),
        ("completion_rate", "", final, "yes"),
        ("yoy_change", "", final, "yes"),
    ]


def test_a_share_is_of_the_amount_it_follows_and_a_part_of_its_whole(read):
    text = "三、支出决算情况说明\n支出合计9万元，其中：基本支出6万元，占66.7%；项目支出3万元，占33.3%。"
    of = {s.statement_id.split(".", 2)[2]: s.of.removeprefix("text.expenditure.") for s in read(text).statements}  # fmt: skip
    assert of == {
        "expenditure_total": "",
        "basic": "expenditure_total",
        "share": "basic",
        "project": "expenditure_total",
        "share~2": "project",
    }


def test_a_change_of_both_totals_is_of_each(read):
    text = SUMMARY + "收、支总计均为9万元，与上年相比，收、支总计各增加1万元。"
    rows = [(s.item, s.of) for s in read(text, year=2021).statements][2:]
    assert rows == [
        ("yoy_change", "text.summary.revenue_grand_total"),
        ("yoy_change", "text.summary.expenditure_grand_total"),
    ]


def test_parts_of_a_part_are_its_own(read):
    text = "二、人员情况\n编制9名，其中行政4名、事业5名；实有8人，其中行政3人、事业5人。"
    of = [(s.subject, str(s.amount), s.of) for s in read(text, year=2021).statements]
    assert of == [
        ("", "9", ""),
        ("行政", "4", "text.staff.staff_quota"),
        ("事业", "5", "text.staff.staff_quota"),
        ("", "8", ""),
        ("行政", "3", "text.staff.staff_actual"),
        ("事业", "5", "text.staff.staff_actual"),
    ]


def test_where_a_part_stands_between_what_changed_is_left_open(read):
    text = "二、收入决算情况说明\n收入合计9万元，其中事业收入3万元，比上年增加1万元。"
    (change,) = [s for s in read(text, year=2021).statements if s.item == "yoy_change"]
    assert change.of_certain == "no"
