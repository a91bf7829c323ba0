"""A list without end costs what its length costs."""

from finalaccounts.normalize.narrative.clauses import shown


def test_a_quote_without_end_is_what_stands_around_its_number():
    raw = "".join(f"项目{n}为{n}.00万元、" for n in range(2000))
    at = raw.index("1000.00")
    quote = shown(raw, 0, len(raw), at)
    assert len(quote) == 600 and "项目1000为1000.00万元" in quote
    assert shown(raw, 10, 40, 12) == raw[10:40]
    assert shown(raw, 0, len(raw), len(raw) - 9).endswith("1999.00万元、")
