"""Sound reports with performance forms, in wordings that look like slips: none is accused.

The texts under ``forms/`` are invented: earlier years and shares told beside the form's number,
sums of several years, costs as per cents of another budget, forms of two units for one project,
amounts in yuan, weights as fractions, a report on a project that names another one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reconcile.test_narrative import check

FORMS = sorted((Path(__file__).parent / "forms").glob("*.txt"))
TEXT = {path.stem: path.read_text("utf-8") for path in FORMS}


@pytest.mark.parametrize("name", TEXT)
def test_a_sound_report_is_accused_of_nothing(name):
    done = check(TEXT[name])
    assert [f.finding_id for f in done.findings if f.severity != "note"] == []
    assert sum(c.outcome == "pass" for c in done.checks if c.rule.startswith("P01")) > 3


SLIPS = [
    ("earlier_years", "执行数为95.5万元", "执行数为59.5万元", "P01.R07", "error"),
    ("earlier_years", "自评得分96分。", "自评得分98分。", "P01.R07", "error"),
    ("shares_and_levels", "≤100万元	95.5%", "≤100万元	59.5%", "P01.R02", "warning"),
    ("shares_and_levels", "实际支出431200元", "实际支出413200元", "P01.R07", "warning"),
    ("department", "≥95%	95.7%", "≥95%	97.5%", "P01.R02", "warning"),
    ("two_units", "2个项目绩效自评结果", "4个项目绩效自评结果", "P01.R08", "warning"),
    ("own_report", "其他项目50万元", "其他项目53万元", "P01.R08", "warning"),
    ("own_report", "属于经常性项目。", "属于经常性项目。对学生资助资金项目的绩效评价表明成效。", "", ""),
    ("of_initial_budget", "106.67%", "116.67%", "P01.R07", "warning"),
    ("several_subjects", "自评得分97.5分", "自评得分99分", "P01.R07", "error"),
    ("own_report", "通过对职业教育项目", "通过对学生资助项目", "P01.R07", "warning"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "rule", "severity"), SLIPS)
def test_a_slip_beside_them_is_seen(name, old, new, rule, severity):
    assert old in TEXT[name]
    told = [f for f in check(TEXT[name].replace(old, new)).findings if f.severity != "note"]
    assert {(r, f.severity) for f in told for r in f.rules} == (
        {(rule, severity)} if rule else set()
    )


COUNTED = """\
青禾县水利局2022年度部门决算
项目支出绩效自评表
项目名称 管网改造
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分
产出指标(60分) 数量指标 改造管网 12公里 12公里 20 20
质量指标 验收合格率 ≥98% 100% 20 20
成本指标 平均成本 ≤25万元 24万元 20 20
效益指标(40分) 社会效益指标 受益人口 ≥1.2万人 1.3万人 40 40
总分 100 100
"""


@pytest.mark.parametrize("gap", [" ", "\t"])
def test_rows_are_counted_before_a_sum_is_judged(gap):
    """A row may be lost from running text, not from cells; a wrong weight is told in both."""

    def outcomes(text: str) -> dict[tuple[str, str], str]:
        if gap == "\t":  # a merged cell is empty in the rows below its first
            text = text.replace("\n质量", "\n 质量").replace("\n成本", "\n 成本")
        done = check(text.replace(" ", gap))
        return {
            (c.rule, c.place.rsplit(".", 1)[-1]): c.outcome
            for c in done.checks
            if c.rule in ("P01.R04", "P01.R05")
        }

    whole, group = ("P01.R04", "total_weight"), ("P01.R05", "产出指标(60分)")
    assert {outcomes(COUNTED)[key] for key in (whole, group)} == {"pass"}
    lost = outcomes(COUNTED.replace("质量指标 验收合格率 ≥98% 100% 20 20\n", ""))
    told = "not_evaluable" if gap == " " else "fail"
    # What the whole form lacks may also be the execution rate, which it does not print apart.
    assert (lost[whole], lost[group]) == ("not_evaluable", told)
    # The group holds what it says: no row is missing, the total is wrong.
    wrong = outcomes(COUNTED.replace("总分 100 100", "总分 90 100"))
    assert (wrong[whole], wrong[group]) == ("fail", "pass")
