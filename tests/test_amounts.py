"""One number as it may be printed, and what only looks like one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from finalaccounts import amounts


@pytest.mark.parametrize(
    ("printed", "amount"),
    [
        ("1, 049. 22", "1049.22"),
        ("３７４．５１", "374.51"),
        ("٣٧٤.٥١", "374.51"),
        ("37\u200b4.51\ufeff", "374.51"),
        ("1，049，220.10", "1049220.10"),
        ("\u22120.76", "-0.76"),
        ("58.6 0", "58.60"),
    ],
)
def test_what_has_no_width_and_separators_are_folded(printed: str, amount: str) -> None:
    assert amounts.text(amounts.parse(printed)) == amount


@pytest.mark.parametrize(
    "printed",
    [
        "25O.70",
        "250。70",
        "374.51①",
        "374.51¹",
        "2,50",
        "1,04,9.22",
        "12、34",
        "(0.76)",
        "#REF!",
        "",
    ],
)
def test_nothing_else_is_made_good(printed: str) -> None:
    assert amounts.parse(printed) is None


def test_more_digits_than_sums_can_hold_are_no_amount() -> None:
    assert amounts.parse("9" * 24) == Decimal("9" * 24)
    assert amounts.parse("9" * 25) is None and amounts.parse("0." + "1" * 24) is None
    assert amounts.parse("1" * 100_000) is None
