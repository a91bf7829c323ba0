"""Every numeric token of a claimed range is placed, recognised or listed."""

from hypothesis import given
from hypothesis import strategies as st

from finalaccounts.model import Document, Line, Span
from finalaccounts.normalize import normalize
from finalaccounts.normalize.ledger import TOKEN, balance
from finalaccounts.normalize.parts import Range


def document(*lines: str) -> Document:
    return Document("r.txt", tuple(Line(i, t) for i, t in enumerate(lines, 1)))


def test_a_token_is_one_of_three():
    doc = document("合计 1,279.42 3", "", "0.37", "第 9 页")
    spans = [
        Span("r.txt", 1, 3, 11, "figure", "summary.x"),
        Span("r.txt", 1, 12, 13, "recognised", "line_number"),
        Span("r.txt", 3, 0, 4, "unread", "after_last_row"),
    ]
    ledger = balance([doc], [Range("r.txt", 1, 4, "table", "summary")], spans)
    assert ledger.counts() == {"tokens": 4, "placed": 1, "recognised": 1, "unread": 2}
    first, second = ledger.unread
    assert (first.token, first.reason, first.source_line) == ("0.37", "after_last_row", 3)
    assert first.context == "合计 1,279.42 3 / 0.37 / 第 9 页"
    assert second.reason == "unplaced"


def test_tokens_outside_claimed_ranges_do_not_count():
    ledger = balance([document("1", "2", "3")], [Range("r.txt", 2, 2, "table", "x")], [])
    assert [u.token for u in ledger.unread] == ["2"]


@given(st.lists(st.text("0123456789.,年 万\t", max_size=30), max_size=8), st.data())
def test_the_sum_always_holds(texts, data):
    doc = document(*texts)
    spans = [
        Span("r.txt", n, s, s + 3, data.draw(st.sampled_from(["figure", "recognised"])), "k")
        for n in range(1, len(texts) + 1)
        for s in data.draw(st.lists(st.integers(0, 25), max_size=3))
    ]
    ranges = [Range("r.txt", 1, len(texts) + 2, "narrative", "x")] * 2
    counts = balance([doc], ranges, spans).counts()
    assert counts["tokens"] == counts["placed"] + counts["recognised"] + counts["unread"]
    assert counts["tokens"] == sum(len(TOKEN.findall(t)) for t in texts)


def test_a_malformed_amount_in_a_cell_is_unread_and_no_label():
    head = ["支出决算表", "金额单位：万元", "科目编码\t科目名称\t合计\t基本支出\t项目支出"]
    rows = ["\t合计\t600.50\t400.25\t200.25", "208\t社会保障和就业支出\t3.174.44\t400,25\t1,004,40"]
    report = normalize([document(*head, *rows)])
    assert [u.token for u in report.unread] == ["3.174.44", "400,25", "1,004,40"]
