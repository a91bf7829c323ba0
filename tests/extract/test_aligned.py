"""Tables without rules between their columns: cells where figures stand below their heads."""

from __future__ import annotations

import pytest
from reportlab.pdfbase import pdfmetrics

from tests.extract.test_pdf import FONT, plotted, read

# Left and right edges of the columns, a head on three lines and one over three columns.
EDGES = [40, 96, 260, 345, 430, 520]
HEAD = [["功能分", "类科目", "编码"], ["科目名称"], ["小计"], ["基本支出"], ["项目支出"]]
ROWS = [
    ["", "合计", "812.46", "453.26", "359.20"],
    ["208", "社会保障和就业支出", "46.35", "46.35", ""],
    ["2080505", "机关养老", "6.35", "6.35", ""],
    ["213", "农林水支出", "766.11", "406.91", "359.20"],
    ["2130305", "水利工程建设", "359.20", "", "359.20"],
]
Text = tuple[float, float, str]


def width(text: str) -> float:
    return pdfmetrics.stringWidth(text, "Helvetica" if text.isascii() else FONT, 10)


def at(column: int, y: float, text: str, setting: str) -> list[Text]:
    left, right = EDGES[column] + 2, EDGES[column + 1] - 3
    x = {"left": left, "right": right - width(text)}.get(
        setting, (left + right) / 2 - width(text) / 2
    )
    return [(x, y, text)] if text else []


def head(y: float) -> list[Text]:
    found = [(150 - width("项目") / 2, y, "项目"), (390 - width("本年支出") / 2, y, "本年支出")]
    for column, lines in enumerate(HEAD):
        top = y + 30 - 6 * (len(lines) - 1)
        for n, line in enumerate(lines):
            found += at(column, top + 12 * n, line, "middle")
    return found


def rows(y: float, given: list[list[str]], setting: str = "right") -> list[Text]:
    found: list[Text] = []
    for n, cells in enumerate(given):
        for column, text in enumerate(cells):
            found += at(column, y + 18 * n, text, "left" if column < 2 else setting)
    return found


def pages(*texts: list[Text]) -> list[str]:
    return [line.text for line in read(plotted(*(([], page) for page in texts))).lines]


UNIT = [(40.0, 60.0, "部门：青岚县水利局"), (430.0, 60.0, "单位：万元")]
WANTED = [
    "项目\t\t本年支出\t\t",
    "功能分类科目编码\t科目名称\t小计\t基本支出\t项目支出",
    *("\t".join(row) for row in ROWS),
]


@pytest.mark.parametrize("setting", ["right", "left", "middle"])
def test_figures_belong_to_the_head_they_are_set_below(setting: str) -> None:
    assert pages([*UNIT, *head(80), *rows(150, ROWS, setting)])[1:] == WANTED


def test_a_table_goes_on_over_pages_with_and_without_its_head() -> None:
    first = [*UNIT, *head(80), *rows(150, ROWS)]
    assert pages(first, rows(80, ROWS[1:3]))[1:] == [*WANTED, *("\t".join(r) for r in ROWS[1:3])]
    again = [*head(80), *rows(150, ROWS[4:])]
    assert pages(first, again)[1:] == [*WANTED, *WANTED[:2], "\t".join(ROWS[4])]


def test_a_row_that_numbers_the_columns_stands_below_their_middles() -> None:
    numbers = [text for n in range(3) for text in at(n + 2, 132, str(n + 1), "middle")]
    found = pages([*UNIT, *head(80), *numbers, *rows(150, ROWS)])
    assert found[1:] == [*WANTED[:2], "\t\t1\t2\t3", *WANTED[2:]]


@pytest.mark.parametrize(
    "more",
    [
        # A figure between two columns; two figures in one; a head too few.
        [(428.0, 260.0, "9.99"), (60.0, 260.0, "22")],
        [(296.0, 186.0, "9.99")],
    ],
)
def test_where_a_figure_does_not_fit_the_rows_stay_text(more: list[Text]) -> None:
    found = pages([*UNIT, *head(80), *rows(150, ROWS), *more])
    assert not any("\t" in line for line in found)


def test_all_pages_of_a_table_are_read_alike() -> None:
    """A page that does not fit takes the cells of the others away."""
    first = [*UNIT, *head(80), *rows(150, ROWS)]
    odd = [*rows(80, ROWS[1:3]), (428.0, 116.0, "9.99"), (60.0, 116.0, "22")]
    assert not any("\t" in line for line in pages(first, odd))


def test_a_name_that_runs_on_into_the_next_cell_is_not_cut() -> None:
    from tests.extract.test_pdf import lattice

    strokes = lattice([100, 150, 260], [100, 120, 140])
    texts = [(102.0, 114.0, "科目"), (152.0, 114.0, "小计")]
    long = [(102.0, 134.0, "社会保障和就业支出"), (230.0, 134.0, "46.35")]
    found = read(plotted((strokes, [*texts, *long])))
    assert [line.text for line in found.lines] == ["科目\t小计", "社会保障和就业支出\t46.35"]
