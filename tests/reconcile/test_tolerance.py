"""Tolerance comes from print precision: what rounding can explain is no error."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from finalaccounts.reconcile.applied import Operand
from finalaccounts.reconcile.compare import growth, percent
from finalaccounts.reconcile.precision import half_of
from finalaccounts.reconcile.tolerance import judge_ratio, judge_same, judge_terms, rounded


def number(text: str, coarse: str = "") -> Operand:
    amount = Decimal(text)
    half = half_of(amount)
    return Operand(text, amount, half, Decimal(coarse) if coarse else half, "", "s", 1)


def test_a_total_of_n_parts_may_be_off_by_n_plus_one_half_units() -> None:
    parts = [number("0.33"), number("0.33"), number("0.33")]
    assert judge_terms([number("1.01")], parts).outcome == "rounding"
    assert judge_terms([number("1.02")], parts).outcome == "fail"
    assert judge_terms([number("1.01")], parts).tolerance == Decimal("0.020")


def test_fewer_decimals_are_trimmed_zeros() -> None:
    assert judge_terms([number("14.7")], [number("14.73")]).outcome == "fail"


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_no_true_sum_is_called_wrong(yuan: list[int]) -> None:
    def printed(amount: int) -> Operand:
        return number(str(rounded(Fraction(amount, 10000), 2)))

    assert judge_terms([printed(sum(yuan))], [printed(y) for y in yuan]).outcome != "fail"


def test_the_same_quantity_in_another_precision() -> None:
    assert judge_same(number("135.71"), number("135.713830")).outcome == "pass"
    assert judge_same(number("58.60"), number("58.61")).outcome == "rounding"
    assert judge_same(number("58.60"), number("58.62")).outcome == "fail"
    assert judge_same(number("58.6", coarse="0.05"), number("58.68")).outcome == "slip"
    assert judge_same(number("58.6", coarse="0.05"), number("58.62")).outcome == "rounding"


def test_percentages_are_intervals() -> None:
    value = percent(number("520.00"), number("540.00"))
    assert value is not None
    assert judge_ratio(number("96.3"), value).outcome == "pass"
    assert judge_ratio(number("96.2"), value).outcome == "slip"
    assert judge_ratio(number("96.5"), value).outcome == "fail"


def test_growth_on_small_bases_passes_within_its_wide_interval() -> None:
    # Printed -11.63 % for 0.07 -> 0.06 (a real report): last year 0.065-0.075, this year 0.055-0.065.
    value = growth(number("0.06"), number("0.01"), -1)
    assert value is not None
    assert judge_ratio(number("11.63"), value).outcome == "pass"


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_no_true_percentage_is_called_wrong(part: int, whole: int) -> None:
    def printed(fen: int) -> Operand:
        return number(str(rounded(Fraction(fen, 10000), 2)))

    exact = rounded(Fraction(part * 100, whole), 2)
    value = percent(printed(part), printed(whole))
    assert value is None or judge_ratio(number(str(exact)), value).outcome == "pass"
