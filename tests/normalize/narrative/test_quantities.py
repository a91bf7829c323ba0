"""What is a quantity, in which unit, how vague; and what is none."""

import pytest

from finalaccounts.normalize.narrative.quantities import numbers


def quantities(text):
    return [
        f"{n.amount} {n.unit}{' ' + n.approx if n.approx else ''}"
        for n in numbers(text, 2023)
        if n.is_quantity
    ]


def reasons(text):
    return [n.reason for n in numbers(text, 2023)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受益人口18.6万人", ["18.6 万人"]),
        ("受益群众36万人次", ["36 万人次"]),
        ("印发资料10万余份", ["10 万份 余"]),
        ("拒付300余万元", ["300 万元 余"]),
        ("培训10余场次", ["10 场次 余"]),
        ("约3.5万人", ["3.5 万人 约"]),
        ("满意度达95%以上", ["95 % 以上"]),
        ("满意度≥90％", ["90 % ≥"]),
        ("设备1台（套）", ["1 台（套）"]),
        ("团组15个", ["15 个"]),
        ("6个月", ["6 个月"]),
        ("下降2个百分点", ["2 个百分点"]),
        ("补助标准15元/人/天", ["15 元/人/天"]),
        ("自评得分98，", ["98 分"]),
        ("自评得分为“98”，", ["98 分"]),
        ("被投诉次数为0。", ["0 次"]),
        ("年中新增的100万为预留", ["100 万"]),
        ("100至200万元", ["100 万元", "200 万元"]),
        ("3—5家", ["3 家", "5 家"]),
        ("12.5、13.5万元", ["12.5 万元", "13.5 万元"]),
        ("总库容1.2亿立方米", ["1.2 亿立方米"]),
        ("不超过24小时", ["24 小时 不超过"]),
        ("张贴举报电话1000余张", ["1000 张 余"]),
        ("绩效目标数量指标15个", ["15 个"]),
    ],
)
def test_quantity(text, expected):
    assert quantities(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2023年度", "date"),
        ("2022年5月", "date"),
        ("12月31日", "date"),
        ("1-6月", "date"),
        ("2023.01-2023.12", "date"),
        ("2021、2022年", "date"),
        ("（渠财绩〔2024〕11号）", "document_number"),
        ("（渠府办﹝2021﹞75号）".replace("﹝", "〔").replace("﹞", "〕"), "document_number"),
        ("白财社（2020）23号文件", "document_number"),
        ("财政部令第36号", "document_number"),
        ("单价100万元以上的设备", "threshold"),
        ("单位价值100万元（含）以上设备", "threshold"),
        ("50万元以上通用设备", "threshold"),
        ("结余率大于10%的项目", "threshold"),
        ("偏离度在30%以内的指标", "threshold"),
        ("联系电话：（0915）7812018。", "phone"),
        ("电话0871-65123456", "phone"),
        ("12345热线", "name"),
        ("（图1：变动图）", "table_label"),
        ("公开07表", "table_label"),
        ("附件2", "table_label"),
        ("（1）预算", "ordinal"),
        ("1.基本支出", "ordinal"),
        ("第3季度", "ordinal"),
        ("60岁以上老人", "age"),
        ("原因是2023参加体检", "year"),
    ],
)
def test_no_quantity(text, reason):
    assert quantities(text) == []
    assert set(reasons(text)) == {reason}


@pytest.mark.parametrize("text", ["共计58.6", "其中0车", "约1/3左右"])
def test_what_is_neither_stays_open(text):
    assert [n for n in numbers(text, 2023) if not n.reason and n.unit is None]


def test_a_bare_number_far_from_the_fiscal_year_is_no_year():
    assert reasons("共1900，") == [""]


@pytest.mark.parametrize("text", ["支出359万2000元", "支出3亿359万元", "共5万3000元，"])
def test_an_amount_in_two_units_is_not_two_amounts(text):
    assert quantities(text) == []
    assert all(n.unit is None and not n.reason for n in numbers(text, 2023))


@pytest.mark.parametrize(
    "text",
    [
        "完成年初预算的11².7%",
        "增加12①5万元",
        "增长³.5%",
        "支出1⁰0.5万元",
        "收入2½.5万元",
        "执行1,049.²22万元",
    ],
)
def test_no_number_begins_inside_another_kind_of_digit(text):
    assert quantities(text) == []


def test_a_marker_of_a_list_before_a_number_is_none_of_its_digits():
    assert quantities("其中：①2.5万元；②3万元") == ["2.5 万元", "3 万元"]
