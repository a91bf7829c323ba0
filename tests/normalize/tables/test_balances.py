"""The parts of an opening balance are no income, with whatever ordinal they are printed."""

from __future__ import annotations

import pytest

from finalaccounts.model import Document, Line
from finalaccounts.normalize import normalize

TABLE = """财政拨款收入支出决算总表
单位：万元
收入\t\t支出\t\t\t
项目\t决算数\t项目\t合计\t一般公共预算财政拨款\t政府性基金预算财政拨款
一、一般公共预算财政拨款\t100.00\t一、一般公共服务支出\t105.00\t105.00\t
二、政府性基金预算财政拨款\t20.00\t二、城乡社区支出\t25.00\t\t25.00
本年收入合计\t120.00\t本年支出合计\t130.00\t105.00\t25.00
年初财政拨款结转和结余\t15.00\t年末财政拨款结转和结余\t5.00\t5.00\t
{}一般公共预算财政拨款\t10.00\t\t\t\t
{}政府性基金预算财政拨款\t5.00\t\t\t\t
总计\t135.00\t总计\t135.00\t110.00\t25.00"""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("", ""),
        ("一、", "二、"),
        ("（一）", "（二）"),
        ("1.", "2."),
        ("其中：", ""),
        ("1．", "2．"),
    ],
)
def test_a_second_list_stands_below_the_balance(first: str, second: str) -> None:
    lines = TABLE.format(first, second).split("\n")
    report = normalize([Document("r.txt", tuple(Line(n, t) for n, t in enumerate(lines, 1)))])
    amounts = {f.figure_id: str(f.amount) for f in report.figures if f.amount is not None}
    assert amounts["appropriation_summary.opening_general_public.final"] == "10.00"
    assert amounts["appropriation_summary.opening_government_funds.final"] == "5.00"
    assert not any("~" in figure_id for figure_id in amounts)
