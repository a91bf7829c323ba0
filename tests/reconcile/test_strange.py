"""A stroke before an amount, and a year where an amount belongs, are a question, no accusation."""

from __future__ import annotations

import pytest

from finalaccounts.model import Document, Line
from finalaccounts.normalize import normalize
from finalaccounts.reconcile import reconcile

ITEMS = [f"20805{n:02}\t项目\t{n}.25\t{n}.25" for n in range(1, 20)]
HEAD = ["收入决算表", "单位：万元", "科目代码\t科目名称\t本年收入合计\t财政拨款收入"]


def told(total: str, item: str) -> set[str]:
    rows = [*HEAD, f"\t合计\t{total}\t194.75", f"208\t社会\t194.75\t{item}", *ITEMS]
    lines = tuple(Line(n, t) for n, t in enumerate(rows, 1))
    return {f.severity for f in reconcile(normalize([Document("r.txt", lines)])).findings}


@pytest.mark.parametrize(
    ("total", "item", "severities"),
    [
        ("194.75", "194.75", set()),
        ("194.75", "-194.75", {"warning"}),
        ("194.75", "2023", {"warning"}),
        ("194.75", "—", {"warning"}),
        ("194.75", "149.75", {"error"}),
        ("194.75", "-149.75", {"error"}),
    ],
)
def test_a_number_that_looks_like_something_else(
    total: str, item: str, severities: set[str]
) -> None:
    assert told(total, item) == severities


def test_a_number_over_two_lines_proves_nothing() -> None:
    rows = ["一般公共预算财政拨款支出决算表", "单位：万元", "科目代码 科目名称 小计 基本支出 项目支出",
            "合计 20.04 19.03 1.01", "208 社会保障 20.04 19.03 1.01", "20805 养老 10.02 10.02", "20808 抚恤 10.02 9.01 1.", "10"]  # fmt: skip
    found = reconcile(
        normalize([Document("r.txt", tuple(Line(n, t) for n, t in enumerate(rows, 1)))])
    )
    assert any(c.outcome == "not_evaluable" for c in found.checks if "20808" in c.place)
    assert not [f for f in found.findings if f.severity == "error"]
