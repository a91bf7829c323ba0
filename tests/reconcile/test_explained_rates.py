"""What a wrong rate was made of is told only where the rate has digits enough."""

from __future__ import annotations

import pytest

from finalaccounts.reconcile import reconcile
from tests.rules.examples import Example


@pytest.mark.parametrize(("printed", "told"), [("40.12", True), ("40.1", False)])
def test_a_rate_of_three_digits_fits_some_total_by_chance(printed: str, told: bool) -> None:
    example = Example("N03.R01", "fail", "error", printed)
    example.blocks = [
        ("figures", ["summary | final", "revenue_total | 9970.09"]),
        (
            "statements",
            [
                "text.expenditure.expenditure_total = 8300.00 万元",
                "text.expenditure.basic = 4000.00 万元 (基本支出)",
                f"text.expenditure.share = {printed} % (基本支出) -> text.expenditure.basic",
            ],
        ),
    ]
    findings = [f for f in reconcile(example.report()).findings if "N03.R01" in f.rules]
    assert len(findings) == 1
    assert ("9970.09" in str(findings[0])) == told
