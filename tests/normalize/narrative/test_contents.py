"""Entries of a list of contents are no text of the report, wherever they stand."""

from __future__ import annotations

from finalaccounts.model import Document, Line
from finalaccounts.normalize.narrative.contents import contents


def test_entries_with_leader_dots_are_contents_anywhere() -> None:
    texts = [
        "第三部分 某街道办事处2022年度部门决算情况说明",
        "一、收入支出决算总体情况说明................14",
        "九、财政拨款“三公”经费支出决算表…………………… 13",
        "一、收入支出决算总体情况说明",
        "2022年度收入总计为----14.00万元。",
        "数据见注释...14.25",
    ]
    lines = tuple(Line(n, text) for n, text in enumerate(texts, 1))
    assert contents(Document("a.txt", lines)) == {2, 3}
