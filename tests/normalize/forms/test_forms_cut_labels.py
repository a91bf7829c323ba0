"""A level's label that a row or the end of a page cuts: the row beside it is a row all the same."""

from __future__ import annotations

import pytest

FORM = """\
2022年度项目支出绩效自评表
项目名称 临聘人员工资
项目资金
年初预算数 全年预算数 全年执行数 分值 执行率 得分
年度资金总额 66 66 66 10 100% 10
绩效指标
一级指标 二级指标 三级指标
年度 年度
分值 得分
偏差原因分析及
改进措施
指标值 完成值
{one} 数量指标 设备购置数量 =70台 70台 10 10
{page}
{rest}
质量指标 验收合格率 ≥85% 89% 10 10
时效指标 项目完成时间 持续提升 已完成 10 8 资金拨付滞后，下
一步加快申报
成本指标 项目总成本 ≤66万元 66万元 20 20
效益指标（30分） 社会效益指标 提升公共服务水平 12月底前 达成预期指标 30 30
满意度指标（10 服务对象 群众满意度 ≥90% 95% 10 10
分） 满意度指标
总分 100 98
十、其他需要说明的情况
"""


@pytest.mark.parametrize(
    ("one", "rest", "level1"),
    [
        ("产出指标（50", "分）", "产出指标（50分）"),
        ("产出指标（50", "分)", "产出指标（50分)"),
        ("产出指标（", "50分）", "产出指标（50分）"),
        ("产出指标", "（50分）", "产出指标（50分）"),
        ("产出指", "标", "产出指标"),
    ],
)
@pytest.mark.parametrize("page", ["第 27 页", "- 27 -", "第 27 页 共 90 页", ""])
def test_a_row_beside_a_cut_label_is_no_part_of_it(text, one, rest, level1, page):
    case = text(FORM.format(one=one, rest=rest, page=page))
    rows = case.rows("project.1")
    assert [(r.level3, r.weight, r.score) for r in rows] == [
        ("设备购置数量", "10", "10"),
        ("验收合格率", "10", "10"),
        ("项目完成时间", "10", "8"),
        ("项目总成本", "20", "20"),
        ("提升公共服务水平", "30", "30"),
        ("群众满意度", "10", "10"),
    ]
    assert [r.level1 for r in rows] == [level1] * 4 + ["效益指标（30分）", "满意度指标（10分）"]
    assert rows[2].reason == "资金拨付滞后，下一步加快申报"


def test_a_number_that_a_text_swallowed_is_listed(text):
    """A page number alone on a line looks like a score: what it displaced is not lost."""
    case = text(FORM.format(one="产出指标（50", rest="分）", page="27"))
    assert case.unread == ["10"]
