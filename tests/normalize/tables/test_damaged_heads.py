"""A head that is gone or damaged: what stands below it tells what it was, and accuses nobody."""

from __future__ import annotations

import pytest

from finalaccounts.model import Document, Line, Report
from finalaccounts.normalize import normalize
from finalaccounts.reconcile import reconcile

CODES = """一般公共预算财政拨款支出决算表
单位：万元
科目代码\t科目名称\t合计\t基本支出\t项目支出
栏次\t\t1\t2\t3
\t合计\t733.71\t374.51\t359.20
208\t社会保障和就业支出\t374.51\t374.51\t
20805\t行政事业单位养老支出\t374.51\t374.51\t
2080501\t行政单位离退休\t374.51\t374.51\t
210\t卫生健康支出\t359.20\t\t359.20
21011\t行政事业单位医疗\t359.20\t\t359.20
2101101\t行政单位医疗\t359.20\t\t359.20"""


def read(text: str) -> Report:
    lines = tuple(Line(n, t) for n, t in enumerate(text.split("\n"), 1))
    return normalize([Document("r.txt", lines)])


def amounts(report: Report) -> dict[str, str]:
    return {f.figure_id: str(f.amount) for f in report.figures if f.state == "printed"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("科目代码\t", "\t"),
        ("\t科目名称", "\t"),
        ("科目代码\t", "科目�码\t"),
        ("科目名称\t", "科目名�\t"),
        ("栏次\t\t1\t2\t3", "栏�\t\t1\t2\t3"),
        ("栏次\t\t1\t2\t3", "栏次\t\t1\t2\t�"),
        ("栏次\t\t1\t2\t3", "\t\t1\t2\t3"),
        ("210\t卫生", "12\n210\t卫生"),
    ],
)
def test_codes_and_names_are_known_without_their_heads(old: str, new: str) -> None:
    whole, damaged = read(CODES), read(CODES.replace(old, new, 1))
    assert amounts(damaged) == amounts(whole)
    assert not [f for f in reconcile(damaged).findings if f.severity != "note"]


@pytest.mark.parametrize("new", ["", "基本�出", "12"])
def test_a_column_of_amounts_without_its_head_is_listed(new: str) -> None:
    damaged = read(CODES.replace("\t基本支出", f"\t{new}", 1))
    assert not [f for f in reconcile(damaged).findings if f.severity == "error"]
    listed = {u.token for u in damaged.unread} | {
        f.printed for f in damaged.figures if f.column.startswith("other:")
    }
    assert "374.51" in listed or any(f.column == "basic" for f in damaged.figures)


HALVES = """一般公共预算财政拨款基本支出决算明细表
单位：万元
人员经费\t\t\t公用经费\t\t
科目代码\t科目名称\t决算数\t科目代码\t科目名称\t决算数
301\t工资福利支出\t10.03\t302\t商品和服务支出\t5.01
30101\t基本工资\t4.01\t30201\t办公费\t1.00
30102\t津贴补贴\t3.01\t30202\t印刷费\t2.01
30103\t奖金\t3.01\t30203\t咨询费\t2.00"""


def test_amounts_without_a_head_are_no_names() -> None:
    got = read(HALVES.replace("科目名称\t决算数\t", "科目名称\t\t", 1))
    assert amounts(got)["basic_expenditure.302.final"] == "5.01"
    assert {u.token for u in got.unread} >= {"10.03", "4.01"}
    assert not [f for f in reconcile(got).findings if f.severity == "error"]
