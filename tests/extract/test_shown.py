"""Numbers and dates as a spreadsheet shows them."""

from __future__ import annotations

import datetime as dt

import pytest

from finalaccounts.extract.shown import shown_colour, shown_date, shown_number, shown_text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (58.6, "0.00", "58.60"),
        (58.6, "General", "58.6"),
        (0.1 + 0.2, "General", "0.3"),
        # Noise beyond any amount's decimals is not shown; the decimals of an amount are kept.
        (812.460000000001, "General", "812.46"),
        (156211123.45, "General", "156211123.45"),
        (1 / 3, "General", "0.333333333"),
        (812.46, "G/通用格式", "812.46"),
        (1185.77, "#,##0.00", "1,185.77"),
        (1185.765, "#,##0.00", "1,185.77"),
        (2.675, "0.00", "2.68"),
        (0, "0.00", "0.00"),
        (0, "#,##0.00;-#,##0.00;;@", ""),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (-5.5, "0.00_ ", "-5.50"),
        (-5.5, "#,##0.00_);(#,##0.00)", "-5.50"),
        (-5.5, "0.00_);[Red](0.00)", "-5.50"),
        (-5.5, "0.00;[Red]0.00", "-5.50"),
        (5.5, "0.00;[Red]0.00", "5.50"),
        (5.5, '[=0]"-";#,##0.00', "5.50"),
        (0, '[=0]"-";#,##0.00', "-"),
        (812.46, "[>=10000]#,##0.0;[<0]-0.00;0.00", "812.46"),
        (12345.67, "[>=10000]#,##0.0;[<0]-0.00;0.00", "12,345.7"),
        (-3.2, "[>=10000]#,##0.0;[<0]-0.00;0.00", "-3.20"),
        (-5, "[<100]0.0;0.00", "-5.0"),
        (5, ";;;", ""),
        (-5, "0;;", ""),
        (0, "0;-0;", ""),
        (-0.001, "0.00", "0.00"),
        (0.9667, "0.00%", "96.67%"),
        (1320.5, '#,##0.00"万元"', "1,320.50万元"),
        (12345, '[Red]0.0,"千"', "12.3千"),
        (7, "000", "007"),
        (1.5, "0.0#", "1.5"),
        (208, "@", "208"),
        (123456, "0!.0,", "12.3"),
        (-123456, "#!.0000", "-12.3456"),
        (0.5, "# ?/?", "1/2"),
        (2.25, "# ??/??", "2 1/4"),
        (0.375, "?/8", "3/8"),
        (1e-7, "General", "0.0000001"),
        (1234567890123456.0, "0", "1234567890123460"),
    ],
)
def test_numbers(value: float, code: str, text: str) -> None:
    assert shown_number(value, code) == text


@pytest.mark.parametrize(
    ("value", "code", "colour"),
    [
        (0, "0.00;-0.00;[White]0.00", "FFFFFF"),
        (5, "0.00;-0.00;[White]0.00", ""),
        (0, "[=0][Color 2]0.00;#,##0.00", "FFFFFF"),
        (-5, "[Blue][>=500]0.0;[Red][<0]-0.00;0.00", "FF0000"),
        (5, "[$-804]0.00", ""),
    ],
)
def test_colours(value: float, code: str, colour: str) -> None:
    assert shown_colour(value, code) == colour


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("yyyy-mm-dd", "2024-12-01"),
        ("mm-dd-yy", "2024/12/1"),
        ('yyyy"年"m"月"d"日"', "2024年12月1日"),
        ("m/d/yyyy", "12/1/2024"),
        ("[$-804]yyyy\\-m", "2024-12"),
        ("yyyy-mm-dd h:mm", "2024-12-01 09:05"),
    ],
)
def test_dates(code: str, text: str) -> None:
    assert shown_date(dt.datetime(2024, 12, 1, 9, 5), code) == text


@pytest.mark.parametrize(
    ("code", "text"),
    [("General", "合计"), ("0.00", "合计"), (";;;", ""), ('0;-0;0;"科目"@', "科目合计")],
)
def test_texts(code: str, text: str) -> None:
    assert shown_text("合计", code) == text
