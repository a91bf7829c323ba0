"""Tables of a PDF without rules around their cells: wrapped names and heads in their rows."""

from __future__ import annotations

from finalaccounts.extract import rendering
from finalaccounts.extract.page import Glyph
from finalaccounts.extract.words import rows, written
from tests.extract.test_pdf import plotted, read


def lines(*texts: tuple[float, float, str]) -> list[str]:
    return rendering(read(plotted(([], list(texts))))).splitlines()


def test_a_name_wrapped_around_its_amounts_stands_in_their_row() -> None:
    assert lines(
        (60, 100, "208"), (120, 100, "社会保障和就业支出"), (300, 100, "20.00"),
        (120, 119, "机关事业单位基本养老"),
        (60, 125, "2080505"), (300, 125, "19.14"),
        (120, 131, "保险缴费支出"),
        (60, 150, "221"), (120, 150, "住房保障支出"), (300, 150, "7.00"),
        (60, 175, "22102"), (120, 175, "住房改革支出及其他支"), (300, 175, "7.00"),
        (120, 187, "出"),
    ) == [
        "208  社会保障和就业支出  20.00",
        "2080505  机关事业单位基本养老保险缴费支出  19.14",
        "221  住房保障支出  7.00",
        "22102  住房改革支出及其他支出  7.00",
    ]  # fmt: skip


def test_rows_as_close_as_the_lines_of_a_name_stay_apart() -> None:
    assert lines(
        (60, 100, "一、一般公共服务支出"), (300, 100, "20.00"),
        (60, 112, "二、外交支出"),
        (60, 124, "三、公共安全支出"), (300, 124, "5.00"),
        (60, 136, "四、教育支出"), (300, 136, "5.00"),
    )[:3] == ["一、一般公共服务支出  20.00", "二、外交支出", "三、公共安全支出  5.00"]  # fmt: skip


def test_heads_of_several_lines_are_whole() -> None:
    assert lines(
        (60, 60, "部门：青岚县水利局"), (300, 60, "单位：万元"),
        (120, 100, "项目"), (200, 94, "一般公共预算"), (300, 94, "政府性基金"),
        (206, 106, "财政拨款"), (300, 106, "预算拨款"),
        (60, 130, "栏次"), (220, 130, "1"), (320, 130, "2"),
        (60, 150, "208"), (120, 150, "社会保障"), (220, 150, "20.00"),
    ) == [
        "部门：青岚县水利局  单位：万元",
        "\t项目\t一般公共预算财政拨款\t政府性基金预算拨款",
        "栏次\t\t1\t2",
        "208\t社会保障\t20.00\t",
    ]  # fmt: skip


def test_paragraphs_stay_as_they_are() -> None:
    told = [
        "二〇二四年度收入总计一千二百万元，",
        "其中财政拨款 12.50 万元，占比",
        "百分之一，其他收入",
    ]
    assert lines(*((60.0, 100.0 + 12 * n, text) for n, text in enumerate(told))) == told


def test_characters_with_flat_boxes_are_as_high_as_wide() -> None:
    """Some fonts box the character one as flat as its ink: no space, no line of its own."""
    line = [
        Glyph("（", 0, 8, 92, 100, 98),
        Glyph("一", 8.3, 16, 96, 97, 98.8),
        Glyph("）", 16, 24, 92, 100, 98),
    ]
    assert [written(row) for row in rows(line)] == ["（一）"]


def test_a_figure_at_a_tab_stop_is_parted_from_the_name_that_runs_up_to_it() -> None:
    table = [(60.0, 100.0 + 20 * n, f"名称{'一二三四五'[n]}") for n in range(5)]
    ranks = [(160.0, 100.0 + 20 * n, str(n + 1)) for n in range(5)]
    amounts = [(300.0, 100.0 + 20 * n, "7.00") for n in range(6)]
    found = lines(*table, *ranks, (60, 200, "政府性基金预算财政款"), (160.5, 200, "6"), *amounts)
    assert found[-1] == "政府性基金预算财政款  6  7.00"
