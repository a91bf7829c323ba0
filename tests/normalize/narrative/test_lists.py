"""Lists of numbers: as many labels as numbers are paired, and what does not fit says so."""

import pytest

REVENUE = "二、收入决算情况说明\n"
SUMMARY = "一、收入支出决算总体情况说明\n"
THREE = "五、“三公”经费支出决算情况说明\n"
SPENT = "三、支出决算情况说明\n"


def stated(read, text):
    return [
        f"{s.item} {s.amount}{s.unit} {s.subject}".rstrip()
        for s in read(text, year=2021).statements
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            REVENUE + "财政拨款收入、事业收入和其他收入分别为70万元、20万元和10万元，分别占70%、20%和10%。",
            [
                "appropriation 70万元", "institutional 20万元", "other 10万元",
                "share 70% 财政拨款收入", "share 20% 事业收入", "share 10% 其他收入",
            ],
        ),
        (
            SUMMARY + "收、支总计各是100.25，200.50万元，各减少1.00、2.00万元。",
            [
                "revenue_grand_total 100.25万元", "expenditure_grand_total 200.50万元",
                "yoy_change 1.00万元 收、支总计", "yoy_change 2.00万元 收、支总计",
            ],
        ),
        (
            SPENT + "基本支出6万元，项目支出3万元，占比分别为66.7%、33.3%。",
            ["basic 6万元", "project 3万元", "share 66.7% 基本支出", "share 33.3% 项目支出"],
        ),
        # "And" inside a name parts nothing where the count fits without it.
        (
            THREE + "公务用车购置及运行维护费和公务接待费支出依次为5万元、1万元。",
            ["final 5万元 公务用车购置及运行维护费", "final 1万元 公务接待费"],
        ),
        (
            THREE + "公务用车购置数及保有量分别为1辆和130辆。",
            ["vehicles_purchased 1辆", "vehicles_held 130辆"],
        ),
        # The end that only the last label prints belongs to all.
        (SPENT + "基本、项目支出分别为6万元和3万元。", ["basic 6万元", "project 3万元"]),
        ("二、人员情况\n行政、事业编制分别为9名、3名。", ["staff_quota 9名 行政", "staff_quota 3名 事业"]),
        # Amounts after a list of shares have its labels.
        (
            "八、政府采购支出说明\n货物、工程支出分别占60%、40%，金额分别为6万元、4万元。",
            ["share 60% 货物", "share 40% 工程支出", "procurement_goods 6万元", "procurement_works 4万元"],
        ),
        # Three labels and two numbers.
        (REVENUE + "财政拨款收入、事业收入和其他收入分别为70万元、30万元。", ["ambiguous 70万元", "ambiguous 30万元"]),
    ],
)  # fmt: skip
def test_list(read, text, expected):
    assert stated(read, text) == expected


def test_a_list_of_last_year_has_the_labels_of_the_list_before(read):
    text = THREE + "公务用车运行维护费和公务接待费分别为12万元和1万元，2020年分别为15万元和2万元。"
    rows = [(s.subject, s.year, str(s.amount)) for s in read(text, year=2021).statements]
    assert rows == [
        ("公务用车运行维护费", "2021", "12"),
        ("公务接待费", "2021", "1"),
        ("公务用车运行维护费", "2020", "15"),
        ("公务接待费", "2020", "2"),
    ]
