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


def test_a_page_that_holds_merged_cells_only_keeps_the_columns_of_its_table() -> None:
    """A total whose name spans four columns, alone on its page: amounts stand where they are."""
    first = page(700, HEAD, ["208", "社会保障", "10.00", "10.00"])
    edges: list[float] = [60, 156, 240, 320]
    total = (
        lattice(edges, [40, 60]),
        [(62.0, 54.0, "合计"), (160.0, 54.0, "10.00"), (244.0, 54.0, "9.00")],
    )
    assert rows_of(first, total)[-1] == "合计\t\t10.00\t9.00"
    # Another table, with a head of its own, keeps its columns.
    other = (lattice(edges, [40, 60]), [(62.0, 54.0, "项目"), (160.0, 54.0, "预算")])
    assert rows_of(first, other)[-1] == "项目\t预算\t"


def test_page_numbers_and_headers_are_listed_and_not_joined() -> None:
    def sheet(number: int, text: str) -> Page:
        head, foot = (60.0, 30.0, "水利局2023年度部门决算"), (290.0, 820.0, f"第{number + 4}页")
        return [], [head, (60.0, 300.0, text), foot]

    found = read(plotted(*(sheet(n, text) for n, text in enumerate(("支出", "1.00", "万元")))))
    assert [line.text for line in found.lines] == [
        *("水利局2023年度部门决算", "支出", "1.00", "万元")
    ]
    assert [(o.kind, o.text) for o in found.objects] == [
        *(("page_number", f"第{n}页") for n in (4, 5, 6)),
        *(("header", "水利局2023年度部门决算"),) * 2,
    ]
    # Numbers that do not run on are numbers.
    pages: list[Page] = [([], [(60.0, 300.0, "支出"), (60.0, 820.0, n)]) for n in ("7", "9", "8")]
    odd = read(plotted(*pages))
    assert not odd.objects
