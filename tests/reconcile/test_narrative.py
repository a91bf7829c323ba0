"""The rules on the narrative over templates of eight places: no false word, and every slip seen.

The texts under ``prose/`` are invented; their wording follows the templates of central, Beijing,
Guangdong, Hunan, Jiangsu, Shanghai, Yunnan and Zhejiang departments. They are excerpts, so their
headings skip numbers.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from finalaccounts.model import Document, Line, Reconciled
from finalaccounts.normalize import normalize
from finalaccounts.reconcile import reconcile
from finalaccounts.reference.rules import rules

PROSE = sorted((Path(__file__).parent / "prose").glob("*.txt"))
TEXT = {path.stem: path.read_text("utf-8") for path in PROSE}


def check(text: str) -> Reconciled:
    lines = tuple(Line(n, t) for n, t in enumerate(text.split("\n"), 1))
    return reconcile(normalize([Document("report.txt", lines)]))


@pytest.mark.parametrize("place", TEXT)
def test_a_consistent_narrative_is_accused_of_nothing(place):
    done = check(TEXT[place])
    told = [f.finding_id for f in done.findings if f.severity != "note"]
    assert told == []
    assert sum(c.outcome == "pass" for c in done.checks) > 30


SLIPS = [
    ("guangdong", "增长4.75%", "增长4.54%", "N01.R02"),
    ("guangdong", "占97.06%", "占79.06%", "N02.R01"),
    ("guangdong", "占40.30%", "占43.00%", "N03.R01"),
    ("guangdong", "完成年初预算的108.70%", "完成年初预算的118.70%", "N05.R04"),
    ("guangdong", "人员经费1,150.00万元", "人员经费1,510.00万元", "N06.R01"),
    ("guangdong", "完成预算的75.00%", "完成预算的57.00%", "N09.R03"),
    ("guangdong", "增长5.88%", "增长5.56%", "N10.R02"),
    ("guangdong", "政府采购货物支出100.00万元", "政府采购货物支出110.00万元", "N11.R01"),
    ("guangdong", "共有车辆8辆", "共有车辆9辆", "N12.R01"),
    ("guangdong", "单位共3个", "单位共4个", "N13.R02"),
    ("guangdong", "国内公务接待25批次，210人次", "国内公务接待0批次，0人次", "N09.R05"),
    ("hunan", "减少65.44万元，减少5.03%", "减少65.44万元，增加5.03%", "N01.R03"),
    ("hunan", "公务接待费支出决算6.00万元，占50%", "公务接待费支出决算6.00万元，占5%", "N09.R02"),
    ("hunan", "减少40.00万元,减少3.33%", "减少40.00万元,减少3.45%", "N04.R01"),
    ("yunnan", "增加0.20万元", "增加0.40万元", "N09.R04"),
    ("yunnan", "机关运行经费支出60.00万元", "机关运行经费支出60.25元", ""),
    ("jiangsu", "决算总计5,000.00万元。与上年", "决算总计5,000.00万元。与2019年度相比，与上年", "D01.R01"),
    ("jiangsu", "上级补助收入0万元", "上级补助收入万元", "D01.R03"),
    ("zhejiang", "占收入合计5.56%", "占收入合计9.56%", "N03.R02"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "old", "new", "rule"), SLIPS, ids=lambda x: str(x)[:24])
def test_a_slip_is_seen_by_its_rule(place, old, new, rule):
    assert old in TEXT[place]
    done = check(TEXT[place].replace(old, new, 1))
    broken = {r for f in done.findings if f.outcome == "fail" for r in f.rules}
    if rule:
        assert rule in broken
    else:
        assert broken <= {"D01.R05"}


def test_no_rule_on_words_returns_nothing():
    for text in (*TEXT.values(), "", "\u3000"):
        found = {c.rule for c in check(text).checks}
        assert {r for r in rules() if r[0] in "ND"} <= found


def test_a_rate_is_not_paired_with_the_outturn_of_the_next_sentence():
    text = (
        "一、一般公共预算财政拨款支出决算情况\n"
        "2021年度，本单位一般公共预算财政拨款支出总计200.00万元，完成年初预算102.04%，"
        "决算数大于预算数4.00万元，主要原因：人员增加。其中：\n"
        "1. 教育支出150.00万元，主要用于人员经费，完成年初预算100%。\n"
    )
    assert [f for f in check(text).findings if f.rule == "N05.R04"] == []


ITEMS = """青岚县水利局2023年度部门决算情况说明
四、一般公共预算财政拨款支出决算情况说明
（三）一般公共预算财政拨款支出决算具体情况
一般公共预算财政拨款支出年初预算为400.05万元，支出决算为385.00万元，完成年初预算的96.24%。其中：
1.一般公共服务支出（类）档案事务（款）行政运行（项）{}。年初预算为300.00万元，支出决算为285.00万元，完成年初预算的95.00%。决算数小于预算数的主要原因是人员变动。
2.一般公共服务支出（类）档案事务（款）档案馆（项）。年初预算为100.05万元，支出决算为100.00万元，完成年初预算的99.95%。决算数与预算数{}持平。{}
"""


@pytest.mark.parametrize("head", ["", "285.00万元"])
@pytest.mark.parametrize(
    "more", ["", "2022年决算数为157.43万元，2023年支出决算为100.00万元，比2022年决算数减少36.48%。"]
)
def test_an_item_told_twice_is_one_part_of_the_sum(head, more):
    found = check(ITEMS.format(head, "基本", more)).findings
    assert [f.finding_id for f in found if f.rule in ("N05.R05", "N05.R06")] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("主要原因是。", "原因是。"),
        ("主要原因是（待填写）。", "（待填写）"),
        ("经费比上年增加（减少）5.26%。", "增加（减少）"),
        ("经费比上年增加（减少）0.00%。", ""),
        ("{单位}的经费", "{单位}"),
    ],
)
def test_words_of_the_template_that_were_left(words, told):
    found = check(ITEMS.format("", "", "") + words).findings
    assert [f.printed for f in found if f.rule == "D01.R03"] == ([told] if told else [])
