"""Every cell of a table is a figure, a label, something recognised, or unread."""

from __future__ import annotations

import pytest

from finalaccounts.model import Document, Line, Object, Report
from finalaccounts.normalize import normalize
from finalaccounts.reconcile import reconcile

ROWS = """收入决算表
单位：万元
科目代码\t科目名称\t本年收入合计\t财政拨款收入\t其他收入
\t合计\t733.71\t{}\t{}
208\t社会保障和就业支出\t374.51\t374.51\t
2080501\t行政单位离退休\t374.51\t374.51\t
210\t卫生健康支出\t359.20\t359.20\t0.00"""
ODD = [
    "25O.70",
    "250。70",
    "374.51①",
    "3,74",
    "374.51*",
    "#REF!",
    "374.51 12.00",
    "（374.51）",
    "略",
    "×",
]


def read(text: str, *objects: Object) -> Report:
    lines = tuple(Line(n, t) for n, t in enumerate(text.split("\n"), 1))
    return normalize([Document("r.txt", lines, (), objects)])


@pytest.mark.parametrize("text", ODD)
def test_a_cell_that_holds_no_number_is_listed_whole_and_nobody_is_accused(text: str) -> None:
    report = read(ROWS.format(text, "0.00"))
    figure = next(f for f in report.figures if f.figure_id == "revenue.total.appropriation")
    assert (figure.state, figure.printed, figure.amount) == ("unread", text, None)
    assert [(u.token, u.reason, u.source_line) for u in report.unread] == [
        (text, "not_a_number", 4)
    ]
    found = reconcile(report)
    assert [f for f in found.findings if f.severity == "error"] == []
    row = next(c for c in found.checks if (c.rule, c.place) == ("T02.R01", "revenue.total"))
    assert row.outcome == "not_evaluable"
    assert figure.figure_id in row.figures


@pytest.mark.parametrize("text", ["#?", "#REF!", "25O.70", "待核", "*"])
def test_a_first_row_of_which_all_values_failed_is_no_row_of_the_header(text: str) -> None:
    report = read(ROWS.replace("733.71", "{}").format(text, text, text))
    figures = {f.figure_id: f.state for f in report.figures}
    assert {figures[f"revenue.total.{c}"] for c in ("total", "appropriation", "other")} == {
        "unread"
    }
    assert figures["revenue.208.total"] == "printed"
    assert [(u.token, u.source_line) for u in report.unread] == [(text, 4)] * 3


@pytest.mark.parametrize("text", ["7\u200b33.71", "７３３．７１", "733\u00ad.71"])
def test_a_spelling_that_leaves_no_doubt_is_read_and_kept_as_printed(text: str) -> None:
    report = read(ROWS.format(text, "0.00"))
    figure = next(f for f in report.figures if f.figure_id == "revenue.total.appropriation")
    assert (figure.state, figure.printed, str(figure.amount)) == ("printed", text, "733.71")
    assert report.unread == ()


def test_in_text_without_cells_an_odd_token_takes_the_place_of_a_number() -> None:
    text = ROWS.format("733.71", "0.00").replace("\t", " ").replace("208 社", "208 社")
    report = read(text.replace("359.20 359.20 0.00", "359.20 35g.20 0.00"))
    cells = {f.column: (f.state, f.printed) for f in report.figures if f.line == "210"}
    assert cells["appropriation"] == ("unread", "35g.20")
    assert cells["total"] == ("printed", "359.20")
    assert [f for f in reconcile(report).findings if f.severity == "error"] == []


def table(words: str, *objects: Object) -> tuple[str, str]:
    report = read(f"政府性基金预算财政拨款收入支出决算表\n单位：万元\n{words}", *objects)
    return report.tables[0].state, report.tables[0].reason


HEAD = "科目代码\t科目名称\t合计\t基本支出\t项目支出\n"


def test_a_table_is_empty_only_by_the_words_of_the_report() -> None:
    picture = Object("picture", "not_read", 1, "", "r.txt", 2, "", "", "")
    field = Object("form_field", "not_read", 1, "", "r.txt", 4, "", "", "")
    assert table("") == ("not_read", "no_row")
    assert table("", picture) == ("not_read", "picture")
    assert table(f"{HEAD}\t合计\t\t\t") == ("not_read", "no_number")
    assert table(f"{HEAD}\t合计\t\t\t", field) == ("not_read", "form_field")
    assert table(f"{HEAD}\t合计\t0.00\t0.00\t0.00") == ("zero_only", "")
    assert (
        table(f"{HEAD}\t合计\t\t\t\n注：本部门没有政府性基金收入，故本表无数据。")[0]
        == "declared_empty"
    )


@pytest.mark.parametrize(
    "words",
    [
        "（注：本单位无政府性基金收支，本表为空表）",
        "※说明：本单位没有政府性基金收入和支出。",
        "注：本表反映政府性基金收支情况。\n本单位没有政府性基金收支，故本表无数据。",
        "（无政府性基金收支的部门，应保留空表并作如下说明）\n说明：本单位没有政府性基金收支。",
    ],
)
def test_a_remark_is_seen_in_brackets_behind_a_mark_and_behind_an_instruction(words: str) -> None:
    assert table(f"{HEAD}\t合计\t\t\t\n{words}")[0] == "declared_empty"


@pytest.mark.parametrize(
    "words",
    [
        "无政府性基金收支的，仍保留该表格式，并在本表下方作下述说明：",
        "如无收支，请保留本表并说明：",
    ],
)
def test_an_instruction_of_the_template_is_no_remark_of_the_department(words: str) -> None:
    assert table(f"{HEAD}\t合计\t\t\t\n{words}") == ("not_read", "no_number")


def test_what_was_not_read_is_not_missing_and_not_declared_none() -> None:
    report = read("政府性基金预算财政拨款收入支出决算表\n单位：万元")
    assert [(u.token, u.reason, u.source_line) for u in report.unread] == [("□", "table_no_row", 1)]
    assert report.ledger["unread"] == 1
    states = {c.item: c.state for c in reconcile(report).completeness}
    assert "not_known" in states.values()
    assert "declared_none" not in states.values()


def test_column_numbers_behind_the_heads_of_codes_are_no_row() -> None:
    """The reporting software prints them in the row of class, section and item."""
    text = """支出决算表
财决04表
编制单位：某局\t\t\t2023年度\t\t金额单位：元
项目\t\t\t\t本年支出合计\t基本支出\t项目支出
支出功能分类科目编码\t\t\t科目名称\t\t\t
类\t款\t项\t栏次\t1\t2\t3
\t\t\t合计\t733.71\t374.51\t359.20
208\t\t\t社会保障和就业支出\t733.71\t374.51\t359.20"""
    report = read(text)
    assert {figure.line for figure in report.figures} == {"total", "208"}
    assert len(report.figures) == 6
    assert not report.problems and not report.unread


@pytest.mark.parametrize(
    ("one", "two", "three"),
    [
        ("213", "21302", "2130201"),
        ("213", "213 02", "213 02 01"),
        ("213", "21302", "2130201新设的"),
    ],
)
def test_a_code_right_before_its_name_is_a_code(one: str, two: str, three: str) -> None:
    report = read(
        "支出决算表\n单位：万元\n科目代码 科目名称 本年支出合计 基本支出 项目支出\n"
        f"合计 130.50 100.50 30.00\n{one}农林水支出 130.50 100.50 30.00\n"
        f"{two}林业和草原 120.50 100.50 20.00\n{three}行政运行 120.50 100.50 20.00"
    )
    totals = {f.line: str(f.amount) for f in report.figures if f.column == "total"}
    assert totals == {"total": "130.50", "213": "130.50", "21302": "120.50", "2130201": "120.50"}
    assert report.unread == ()
