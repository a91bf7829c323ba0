"""A check beside a number that was not read accuses nobody."""

import pytest

import build
from finalaccounts.reconcile import reconcile

TEXT = """青岚县水利局2023年度部门决算
第一部分 部门概况
第二部分 2023年度部门决算情况说明
二、支出决算情况说明
2023年度本年支出合计812.46万元，其中：基本支出453.26万元，占55.79%；项目支出{}，占44.21%。
"""


@pytest.mark.parametrize(
    ("printed", "outcomes"),
    [
        ("359.20万元", {"pass"}),
        ("259.20万元", {"pass", "fail"}),
        ("359万2000元", {"pass", "not_evaluable"}),
        ("35⑨.20万元", {"pass", "not_evaluable"}),
    ],
)
def test_a_share_whose_amount_went_unread_is_not_judged(tmp_path, printed, outcomes):
    path = tmp_path / "a.txt"
    path.write_text(TEXT.format(printed), "utf-8")
    report = build.read([path])
    found = {
        c.outcome for c in reconcile(report).checks if c.rule == "N03.R01" and "share" in c.place
    }
    assert found <= outcomes
    assert ("fail" in found) == ("fail" in outcomes)
