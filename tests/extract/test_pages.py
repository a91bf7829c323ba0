"""Rows of a PDF that the end of a page cut in two: one row, in its place, or two as before."""

from __future__ import annotations

from finalaccounts.extract import rendering
from tests.extract.test_pdf import Stroke, lattice, plotted, read

XS: list[float] = [60, 110, 156, 240, 320]
HEAD = ["科目编码", "科目名称", "合计", "基本支出"]
Page = tuple[list[Stroke], list[tuple[float, float, str]]]


def page(top: float, *rows: list[str], below: bool = True, above: bool = True) -> Page:
    """Return a page of a ruled table; without the rule below its last or above its first row."""
    ys = [top + 20 * n for n in range(len(rows) + 1)]
    strokes = lattice(XS, ys)
    if not below:
        strokes.remove((XS[0], ys[-1], XS[-1], ys[-1]))
    if not above:
        strokes.remove((XS[0], ys[0], XS[-1], ys[0]))
    return strokes, [
        (XS[c] + 2, ys[r] + 14, text) for r, row in enumerate(rows) for c, text in enumerate(row)
    ]


def rows_of(*pages: Page) -> list[str]:
    return rendering(read(plotted(*pages))).splitlines()


def test_a_wrapped_name_is_whole_again() -> None:
    first = page(
        700, HEAD, ["208", "社会保障", "10.00", "10.00"], ["20805", "行政事业", "9.50", ""]
    )
    for head in ([], [HEAD]):
        second = page(40, *head, ["", "单位养老", "", ""], ["2080505", "养老支出", "9.50", ""])
        assert rows_of(first, second) == [
            "科目编码\t科目名称\t合计\t基本支出",
            "208\t社会保障\t10.00\t10.00",
            "20805\t行政事业单位养老\t9.50\t",
            *("\t".join(row) for row in head[1:]),
            *(["科目编码\t科目名称\t合计\t基本支出"] if head else []),
            "2080505\t养老支出\t9.50\t",
        ]


def test_amounts_on_the_next_page_keep_its_place() -> None:
    found = read(
        plotted(
            page(700, HEAD, ["208", "社会保障", "", ""]),
            page(40, ["", "和就业", "10.00", ""], ["20805", "养老支出", "10.00", ""]),
        )
    )
    assert found.lines[1].text == "208\t社会保障和就业\t10.00\t"
    assert found.lines[1].page == 2
    assert found.lines[1].boxes[2] == "156 40 240 60"


def test_a_row_without_a_rule_at_the_end_of_the_page_is_a_row() -> None:
    first = page(700, HEAD, ["", "行政事业", "9.50", ""], below=False)
    assert rows_of(first)[1] == "\t行政事业\t9.50\t"
    rest = [["", "单位养老", "", ""], ["", "养老支出", "9.50", ""]]
    assert rows_of(first, page(40, *rest, above=False))[1] == "\t行政事业单位养老\t9.50\t"
    # A rule above and no codes: perhaps a row of its own.
    assert rows_of(first, page(40, *rest))[1:3] == ["\t行政事业\t9.50\t", "\t单位养老\t\t"]


def test_a_title_or_a_note_between_tables_keeps_them_apart() -> None:
    strokes, texts = page(700, HEAD, ["208", "社会保障", "1.00", ""], ["20805", "养老支出", "", ""])
    below, above = (
        page(60, HEAD, ["", "合计", "", ""], ["209", "其他", "1.00", ""]),
        (60, 40, "另一表"),
    )
    foot = (280, 820, "第 7 页")
    for first, second in (
        ((strokes, [*texts, foot]), (below[0], [above, *below[1], foot])),
        ((strokes, [*texts, (60, 790, "注：完"), foot]), (below[0], [*below[1], foot])),
    ):
        assert "\t合计\t\t" in rows_of(first, second)
    running = (60, 20, "青岚县水利局决算")
    first, second = (strokes, [*texts, running, foot]), (below[0], [*below[1], running, foot])
    assert "20805\t养老支出合计\t\t" in rows_of(first, second)


def test_rows_that_may_be_two_stay_two() -> None:
    above = page(700, HEAD, ["208", "社会保障", "10.00", ""], ["20805", "养老", "9.50", ""])
    full = page(700, HEAD, ["208", "社会保障", "10.00", ""], ["20805", "养老支出", "9.50", ""])
    after = ["2080505", "养老支出", "9.50", ""]
    # Room was left above; a code of its own; an amount of its own; no codes; other columns.
    for first, second in (
        (above, page(40, ["", "单位养老", "", ""], after)),
        (full, page(40, ["20806", "其他", "", ""], after)),
        (full, page(40, ["", "其他支出", "", "1.00"], after)),
        (page(700, HEAD, ["甲", "养老支出", "9.50", ""]), page(40, ["", "其他", "", ""], after)),
    ):
        assert len(rows_of(first, second)) == len(rows_of(first)) + 2
