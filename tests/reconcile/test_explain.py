"""A wrong rate whose making the report's own numbers prove says so, and only then."""

import pytest

from finalaccounts.reconcile import reconcile
from tests.rules.examples import Example

BUDGET = """text.general_expenditure.initial_budget = 912.40 万元
text.general_expenditure.final = 655.13 万元
text.general_expenditure.yoy_change = 140.68 万元 increase -> text.general_expenditure.final
text.general_expenditure.completion_rate = {} % -> text.general_expenditure.final"""
SHARE = """text.three_public.final = 8.20 万元 (三公经费)
text.three_public.yoy_change = 1.15 万元 decrease (三公经费) -> text.three_public.final
text.three_public.final~2 = 2.40 万元 (公务接待费)
text.three_public.yoy_change~2 = 0.70 万元 decrease (公务接待费) -> text.three_public.final~2
text.three_public.share = {} % (公务接待费) -> text.three_public.final~2"""


def said(statements: str, rule: str, **blocks: str) -> list[str]:
    listed = [("statements", statements.split("\n"))]
    listed += [(kind, rows.split("\n")) for kind, rows in blocks.items()]
    found = reconcile(Example(rule, "fail", "", "", listed).report())
    return [f.message_zh for f in found.findings if f.rule == rule]


@pytest.mark.parametrize(
    ("printed", "proof"),
    [
        ("56.38", "514.45 ÷ 912.40 = 56.38%，514.45万元是上年数（655.13 − 140.68）"),
        ("56.40", ""),
        ("56", ""),
    ],
)
def test_last_year_s_amount_is_told_where_it_fits_to_the_last_digit(printed, proof):
    (message,) = said(BUDGET.format(printed), "N05.R04")
    assert (proof in message) if proof else ("像是" not in message)


def test_last_year_s_share_is_told():
    messages = said(SHARE.format("33.16"), "N09.R02")
    assert any("3.10 ÷ 9.35 = 33.16%" in m for m in messages), messages


def test_an_amount_taken_for_a_percentage_is_told():
    form = "project.1 | project_name=鉴定 | initial_budget=2.5 | full_year_budget=2.5 | executed=0.36 | execution_rate=14.4%"
    row = "project.1 | 成本指标 | 经济成本指标 | 鉴定费 | 2.5万元 | 36% | 10 | 3.6"
    messages = said("", "P01.R02", forms=form, indicators=row)
    assert any("0.36万元的数字正好是36%" in m for m in messages), messages
