"""What an item of completeness asks for, and where it is looked for."""

import pytest

import build
from finalaccounts.reconcile import reconcile

TEXT = """青岚县水利局2023年度部门决算
第二部分 2023年度部门决算情况说明
一、收入支出决算总体情况说明
{}
二、收入决算情况说明
本年收入合计812.46万元，主要原因是项目增加。
"""
STATED = "2023年度收入支出总计812.46万元。与2022年度相比，收入支出总计{}"


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("增加12.46万元，增长1.56%。主要原因：水库加固。", "found"),
        ("增加12.46万元，增长1.56%。\n主要是水库加固。", "found"),
        ("增加12.46万元，增长1.56%。", "missing"),
        ("增加12.46万元，增长1.56%，变动情况见附表。", "missing"),
        ("与上年持平。", "found"),
    ],
)
def test_the_overall_account_gives_the_reason_in_its_own_section(tmp_path, told, state):
    path = tmp_path / "a.txt"
    path.write_text(TEXT.format(STATED.format(told)), "utf-8")
    states = {c.item: c.state for c in reconcile(build.read([path])).completeness}
    assert states["C18"] == state
