"""Wrapped, spaced and interrupted text gives the numbers as printed, on the right line."""

import pytest

HEAD = "一、收入支出决算总体情况说明\n"


def first(read, body):
    return read(HEAD + body).statements[0]


@pytest.mark.parametrize(
    ("body", "amount", "unit", "line"),
    [
        ("2023年度收入总计558.64万\n元，下降。", "558.64", "万元", 2),
        ("2023年度收入总计\n558.64万元。", "558.64", "万元", 3),
        ("2023年度收入总计12\n.01万元。", "12.01", "万元", 2),
        ("2023年度收入总计12.\n01万元。", "12.01", "万元", 2),
        ("2023年度收入总计1,0\n49.22万元。", "1049.22", "万元", 2),
        ("2023 年 度 收 入 总 计 1, 049. 22 万 元 。", "1049.22", "万元", 2),
        ("2023年度收入总计75. 1万元。", "75.1", "万元", 2),
        ("2023年度收入总计２０４９．２２万元。", "2049.22", "万元", 2),
        ("2023年度收入总计\n\n- 5 -\n\n14.7\n\n万元。", "14.7", "万元", 6),
        ("2023年度收入\n\n12\n\n总计14.70万元。", "14.70", "万元", 6),
        ("2023年度收入总计\n第 3 页 共 9 页\n14.7万元。", "14.7", "万元", 4),
    ],
)
def test_number_and_line(read, body, amount, unit, line):
    statement = first(read, body)
    assert (str(statement.amount), statement.unit) == (amount, unit)
    assert statement.source_line == line
    assert statement.item == "revenue_grand_total"


def test_two_numbers_that_only_touch_are_not_one(read):
    """A blank between digits is no separator: neither number is guessed."""
    assert read(HEAD + "2023年度收入总计58.6 0万元。").statements == ()


def test_a_full_width_comma_in_a_number_is_not_guessed_at(read):
    assert read(HEAD + "2023年度收入总计2，049.22万元。").statements == ()


def test_page_numbers_are_recognised_inside_the_narrative(read):
    spans = read(HEAD + "2023年度收入\n- 5 -\n总计14.7万元。").spans
    assert [(s.line, s.what) for s in spans if s.what == "page_number"] == [(3, "page_number")]


def test_an_entry_number_before_a_year_is_not_a_decimal(read):
    text = "十三、预算绩效情况说明\n7.2023年配套项目自评综述：全年预算数1.2万元。"
    (statement,) = read(text).statements
    assert str(statement.amount) == "1.2"


def test_a_wrapped_line_that_begins_with_a_number_is_no_entry(read):
    text = "九、“三公”经费支出情况说明\n公务接待费预算\n1.2 万元，支出决算 1.2 万元。"
    assert [s.item for s in read(text).statements] == ["budget", "final"]


def test_running_heads_of_pages_do_not_enter_sentences(read):
    pages, lines = [], []
    for page in (1, 2, 3):
        lines += [
            "青岚县水利局2023年度部门决算",
            *(["一、收入支出决算总体情况说明"] if page == 1 else []),
        ]
        lines += ["本年度", "收入总计", f"{page}.5万元。"]
        pages += [page] * (5 if page == 1 else 4)
    statements = read("\n".join(lines), pages=pages).statements
    assert [(str(s.amount), s.page) for s in statements] == [
        ("1.5", "1"),
        ("2.5", "2"),
        ("3.5", "3"),
    ]
    assert all("水利局" not in s.quote for s in statements)


def test_lines_of_tables_are_not_read(read):
    from finalaccounts.normalize.parts import Range

    text = HEAD + "收入总计5万元。\n合计 6万元 7万元\n与上年相比增加1万元。"
    read_ = read(text, taken=[Range("r.txt", 3, 3, "table", "summary")])
    assert [str(s.amount) for s in read_.statements] == ["5", "1"]
    assert [(r.first, r.last) for r in read_.ranges] == [(1, 2), (4, 4)]
