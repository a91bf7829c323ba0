"""Columns of other stages and years, changes and rates: known in any table, never added up."""

from __future__ import annotations

import pytest

from finalaccounts.model import Document, Figure, Line, Reconciled
from finalaccounts.normalize import normalize
from finalaccounts.reconcile import reconcile

SUMMARY = """收入支出决算总表
单位：万元
项目|行次|年初预算数|决算数|完成年初预算的百分比|项目|行次|上年决算数|决算数|比上年增减率
一、一般公共预算财政拨款收入|1|90.00|100.00|111.11%|十二、农林水支出|4|80.00|100.00|25.00%
本年收入合计|2|90.00|100.00|111.11%|本年支出合计|5|80.00|100.00|25.00%
总计|3|90.00|100.00|111.11%|总计|6|80.00|100.00|25.00%"""
EXPENDITURE = """支出决算表
单位：万元
科目编码|科目名称|上年决算数|本年支出合计|项目支出|基本支出|比上年增减额|比上年增减率
合计|合计|90.00|100.00|40.00|60.00|10.00|11.11%
213|农林水支出|90.00|100.00|40.00|60.00|10.00|11.11%"""
LENDING = """支出决算表
单位：万元
科目编码|科目名称|本年支出合计|基本支出|项目支出|转贷支出|占本年支出合计的比重
合计|合计|10.00|6.00|3.00|1.00|100
213|农林水支出|10.00|6.00|3.00|1.00|100"""
ITEMS = """财政拨款“三公”经费支出决算表
单位：万元
项目|年初预算数|决算数|完成年初预算的百分比|上年决算数|比上年增减率
合计|5.00|4.00|80.00%|5.00|-20.00%
因公出国（境）费|0.00|0.00|0.00%|0.00|0.00%
公务用车购置及运行维护费|3.00|2.50|83.33%|3.00|-16.67%
公务用车购置费|0.00|0.00|0.00%|0.00|0.00%
公务用车运行维护费|3.00|2.50|83.33%|3.00|-16.67%
公务接待费|2.00|1.50|75.00%|2.00|-25.00%"""
GROUPED = """支出决算表
单位：万元
科目编码|科目名称|年初预算数|本年支出|完成年初预算的百分比
小计|基本支出|项目支出
合计|80.00|100.00|60.00|40.00|125.00
213|农林水支出|80.00|100.00|60.00|40.00|125.00"""
YEARS = """支出决算表
单位：万元
科目编码|科目名称|2022年决算数|2023年决算数
|合计|80.00|100.00
213|农林水支出|80.00|100.00"""


def read(text: str, tabs: bool) -> tuple[tuple[Figure, ...], Reconciled, list[str]]:
    """Read and check a report of one table; cells are parted by tabs or by blanks."""
    text = text.replace("|", "\t" if tabs else " ").replace("合计 合计", "合计")
    lines = ["某县水利局2023年度部门决算", "", *text.split("\n")]
    document = Document("r.txt", tuple(Line(i, t) for i, t in enumerate(lines, 1)))
    report = normalize([document], None)
    unknown = [*(p.text for p in report.problems), *(u.token for u in report.unread)]
    return report.figures, reconcile(report), unknown


@pytest.mark.parametrize("tabs", [True, False], ids=["tabs", "blanks"])
@pytest.mark.parametrize("text", [SUMMARY, EXPENDITURE, LENDING, ITEMS])
def test_every_amount_is_placed_and_nobody_is_accused(text: str, tabs: bool) -> None:
    figures, built, unknown = read(text, tabs)
    assert not unknown
    assert not built.findings
    assert all(f.placed != "ambiguous" and "other:" not in f.figure_id for f in figures)
    rates = [c for c in built.checks if c.rule.startswith("TC.") and c.outcome == "pass"]
    assert rates
    assert all(f.unit == "%" for f in figures if f.printed.endswith("%"))


def test_a_line_below_a_word_that_groups_stands_in_its_place() -> None:
    figures, built, unknown = read(GROUPED, tabs=False)
    assert [f.column for f in figures[:5]] == [
        "initial_budget", "total", "basic", "project", "completion_rate",
    ]  # fmt: skip
    assert not built.findings and not unknown


def test_of_several_years_the_last_is_this_one() -> None:
    figures, _, _ = read(YEARS, tabs=True)
    assert [(f.column, str(f.amount)) for f in figures[:2]] == [
        ("prior_final", "80.00"),
        ("total", "100.00"),
    ]


def test_columns_of_two_years_that_the_text_does_not_tell_apart_pass_for_neither() -> None:
    text = EXPENDITURE.replace(
        "上年决算数|本年支出合计|项目支出|基本支出|比上年增减额|比上年增减率",
        "上年决算数|本年决算数\n合计|基本支出|项目支出|合计|基本支出|项目支出",
    ).replace("|11.11%", "")
    figures, built, _ = read(text.replace("合计|合计|90", "合计|90"), tabs=False)
    assert {f.column.split(":")[0] for f in figures} == {"other"}
    assert not built.findings


def test_a_rate_that_is_wrong_is_told_as_a_rate() -> None:
    _, built, _ = read(EXPENDITURE.replace("11.11%", "12.50%"), tabs=True)
    assert {(f.rule, f.severity) for f in built.findings} == {("TC.R03", "warning")}


def test_heads_of_a_table_that_are_broken_over_lines_are_put_together() -> None:
    head = "项目\n附属单位上缴\n功能分|本年收入合计|财政拨款收入|上级补助收入|事业收入|经营收入|其他收入\n类科目|科目名称|收入\n编码"
    rows = "类|款|项|合计|9.00|4.00|0.00|2.00|0.00|0.00|3.00\n208|社会保障和就业支出|9.00|4.00|0.00|2.00|0.00|0.00|3.00"
    figures, built, unknown = read(f"收入决算表\n单位：万元\n{head}\n{rows}", tabs=False)
    assert not unknown and not built.findings
    placed = {f.column: str(f.amount) for f in figures if f.line == "total" and f.amount}
    assert placed == {"total": "9.00", "appropriation": "4.00", "institutional": "2.00", "other": "3.00"}  # fmt: skip


@pytest.mark.parametrize(
    "head",
    [
        "本年|基本|项目|统|上缴上\n支出合计|支出|支出|筹支出|级支出",
        "基本|项目支\n科目编码|科目名称|统筹支出|本年支出合计|上缴上级支出\n支出|出",
    ],
)
def test_where_a_head_nobody_knows_stands_between_broken_ones_no_number_is_placed(
    head: str,
) -> None:
    rows = "合计|9.00|5.00|2.00|1.00|1.00\n201|一般公共服务支出|9.00|5.00|2.00|1.00|1.00"
    figures, built, unknown = read(f"支出决算表\n单位：万元\n{head}\n{rows}", tabs=False)
    certain = [f for f in figures if f.placed != "ambiguous" and "other:" not in f.column]
    assert {f.column for f in certain} <= {"total"}
    assert unknown and not built.findings


def test_one_appropriation_of_all_budgets_is_no_general_budget() -> None:
    text = """收入支出决算总表
财决公开01表
单位：万元
项目|行次|决算数|项目|行次|决算数
一、财政拨款收入|1|1892.48|一、农林水支出|4|1892.48
其中：政府性基金预算财政拨款|2|154.95||5|
本年收入合计|3|1892.48|本年支出合计|6|1892.48

收入决算表
单位：万元
科目编码|科目名称|本年收入合计|财政拨款收入
|合计|1892.48|1892.48
213|农林水支出|1892.48|1892.48"""
    figures, built, unknown = read(text, tabs=True)
    assert [f.line for f in figures if f.table == "summary" and f.amount][::2][:2] == [
        "income_appropriation", "appropriation_government_funds",
    ]  # fmt: skip
    assert not built.findings and not unknown
    assert any(c.rule == "XT.R01" and c.place == "summary.appropriation" and c.outcome == "pass" for c in built.checks)  # fmt: skip
