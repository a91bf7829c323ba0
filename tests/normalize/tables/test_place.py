"""Columns that the text has lost: placed by arithmetic, or named as undecided, never guessed."""

import random
from decimal import Decimal

import pytest

from finalaccounts.model import Document, Figure, Line
from finalaccounts.normalize.tables import place_figures, read_tables

UNIT = "单位：万元"
HEAD3 = "科目代码 科目名称 本年支出合计 基本支出 项目支出 上缴上级支出 经营支出 对附属单位补助支出"
HEAD5 = "科目代码 科目名称 小计 基本支出 项目支出"
HEAD9 = "项目 合计 因公出国（境）费 小计 公务用车购置费 公务用车运行维护费 公务接待费 会议费 培训费"


def figures(*lines: str) -> dict[str, Figure]:
    document = Document("r.txt", tuple(Line(i, t) for i, t in enumerate(lines, 1)))
    found, _, _ = place_figures(read_tables([document]), [])
    return {f.figure_id: f for f in found}


def general(*rows: str) -> dict[str, Figure]:
    return figures("一般公共预算财政拨款支出决算表", UNIT, HEAD5, *rows)


def three_public(*rows: str) -> dict[str, Figure]:
    return figures("财政拨款“三公”经费及会议费、培训费支出决算表", UNIT, HEAD9, *rows)


def test_a_misprint_stays_and_does_not_move_its_neighbours() -> None:
    got = general(
        "合计 558.64 355.51 203.12",
        "208 社会保障和就业支出 61.15 61.15",
        "210 卫生健康支出 471.72 268.60 203.12",
        "221 住房保障支出 25.77 25.77",
        "22102 住房改革支出 25.77 26.77",
        "2210201 住房公积金 25.77 27.77",
    )
    assert got["general_expenditure.221.basic"].evidence == ("T05.R01", "T05.R02")
    # The row's own sum is broken wherever the number stands, so it has placed nothing and can
    # still be checked.
    assert got["general_expenditure.22102.basic"].evidence == ("T05.R02",)
    assert got["general_expenditure.2210201.basic"].amount == Decimal("27.77")


def test_two_feasible_columns_are_ambiguous_and_leftmost() -> None:
    got = general("合计 10.00 10.00", "201 一般公共服务支出 10.00 10.00")
    figure = got["general_expenditure.201.basic"]
    assert (figure.placed, figure.candidates) == ("ambiguous", ("basic", "project"))


def test_another_table_decides_what_own_sums_leave_open() -> None:
    got = figures(
        "支出决算表",
        UNIT,
        HEAD3,
        "合计 10.00 6.00 4.00",
        "201 一般公共服务支出 10.00 6.00 4.00",
        "一般公共预算财政拨款支出决算表",
        UNIT,
        HEAD5,
        "合计 10.00 6.00 4.00",
        "201 一般公共服务支出 10.00 6.00 4.00",
    )
    assert got["expenditure.total.project"].evidence[-1] == "XT.R05"
    assert got["expenditure.201.basic"].placed == "arithmetic"


def test_printed_zeros_in_a_row_short_of_a_column_are_ambiguous() -> None:
    got = figures(
        "支出决算表", UNIT, HEAD3, "合计 10.00 6.00 4.00 0.00 0.00", "一般公共预算财政拨款支出决算表",
        UNIT, HEAD5, "合计 10.00 6.00 4.00",
    )  # fmt: skip
    assert got["expenditure.total.remitted"].candidates == ("remitted", "business")
    assert got["expenditure.total.business"].candidates == ("business", "subsidies")


def test_a_lone_number_may_be_the_total_or_stand_outside_it() -> None:
    got = three_public("预算数 5.00", "决算数 2.00 2.00")
    assert got["three_public.budget.total"].candidates == ("total", "meetings", "training")
    assert got["three_public.final.total"].placed == "position"


def test_meetings_and_training_without_any_three_public() -> None:
    got = three_public("预算数 21.25 0.36")
    assert got["three_public.budget.meetings"].placed == "arithmetic"
    assert got["three_public.budget.training"].amount == Decimal("0.36")


def test_a_number_too_many_is_not_placed() -> None:
    got = general("合计 10.00 6.00 4.00 3.00")
    assert [f.amount for f in got.values()] == [Decimal(n) for n in ("10.00", "6.00", "4.00")]


CLASSES = ("201", "205", "208", "210", "213", "221")
COLUMNS = ("basic", "project", "remitted", "business")


def _true_rows(rng: random.Random) -> dict[str, dict[str, Decimal]]:
    """Return true amounts of four decimals by code and column, all levels added up."""
    rows: dict[str, dict[str, Decimal]] = {}
    for top in rng.sample(CLASSES, rng.randint(1, 4)):
        for section in range(1, rng.randint(2, 4)):
            for item in range(1, rng.randint(2, 6)):
                code = f"{top}{section:02d}{item:02d}"
                for column, often in zip(COLUMNS, (0.7, 0.6, 0.05, 0.1), strict=True):
                    if rng.random() < often:
                        amount = Decimal(rng.randint(1, 5_000_000)) / 10_000
                        for line in ("total", code[:3], code[:5], code):
                            cells = rows.setdefault(line, {})
                            cells[column] = cells.get(column, Decimal(0)) + amount
    return rows


def _printed(
    rows: dict[str, dict[str, Decimal]], columns: tuple[str, ...]
) -> tuple[list[str], dict[str, list[tuple[str, Decimal]]]]:
    lines, wanted = [], {}
    for line in ["total", *sorted(r for r in rows if r != "total")]:
        cells = {c: a for c, a in rows[line].items() if c in columns}
        if cells:
            numbers = [("total", sum(cells.values(), Decimal(0)))]
            numbers += [(c, cells[c]) for c in columns if c in cells]
            rounded = [(c, a.quantize(Decimal("0.01"))) for c, a in numbers]
            label = "合计" if line == "total" else f"{line} 科目"
            lines.append(" ".join([label, *(str(a) for _, a in rounded)]))
            wanted[line] = rounded
    return lines, wanted


@pytest.mark.parametrize("seed", range(25))
def test_rounded_tables_with_lost_blanks_give_no_wrong_column(seed: int) -> None:
    rows = _true_rows(random.Random(seed))  # noqa: S311
    third, in_third = _printed(rows, COLUMNS)
    fifth, in_fifth = _printed(rows, COLUMNS[:2])
    got = figures(
        "支出决算表", UNIT, HEAD3, *third, "一般公共预算财政拨款支出决算表", UNIT, HEAD5, *fifth
    )
    by_line: dict[tuple[str, str], list[Figure]] = {}
    for figure in got.values():
        by_line.setdefault((figure.table, figure.line), []).append(figure)
    for table, wanted in (("expenditure", in_third), ("general_expenditure", in_fifth)):
        for line, numbers in wanted.items():
            found = by_line[table, line]
            assert [f.amount for f in found] == [a for _, a in numbers]
            for (column, _), figure in zip(numbers, found, strict=True):
                assert column in (figure.candidates or (figure.column,)), (table, line)


RIGHT = (
    "合计 558.64 355.51 203.13",
    "208 社会保障和就业支出 86.92 86.92",
    "210 卫生健康支出 471.72 268.59 203.13",
    "21011 行政事业单位医疗 268.59 268.59",
    "21013 医疗救助 203.13 203.13",
)


def unread(*rows: str) -> set[str]:
    return {f.figure_id for f in general(*rows).values() if f.state == "unread"}


def test_a_row_with_a_number_too_many_is_unread() -> None:
    at = "general_expenditure.210"
    for row in (
        "210 卫生健康支出 12.50 471.72 268.59 203.13",
        "210 卫生健康支出 471.72 2 68.59 203.13",
    ):
        assert unread(*RIGHT[:2], row, *RIGHT[3:]) == {
            f"{at}.{c}" for c in ("total", "basic", "project")
        }
    # Its last number is no number of the row: without it the others add up, and hold elsewhere.
    assert unread(*RIGHT[:4], "21013 医疗救助 203.13 7.40 203.13")
    assert not unread(*RIGHT)


def test_a_row_with_a_number_too_few_says_where_one_is_lost() -> None:
    got = general(*RIGHT[:2], "210 卫生健康支出 471.72 268.59", *RIGHT[3:])
    lost = got["general_expenditure.210.project"]
    assert (lost.state, lost.printed, lost.amount) == ("unread", "", None)
    assert got["general_expenditure.210.basic"].amount == Decimal("268.59")


@pytest.mark.parametrize(
    "row",
    [
        "210 卫生健康支出 3元71.72 268.59 203.13",
        "210 卫生健康支出 471 . 72 268.59 203.13",
        "210 卫生健康支出 471.72（注1） 268.59 203.13",
        "210 卫生健康支出 471.72万元 268.59 203.13",
        "210 卫生健康支出 471.72% 268.59 203.13",
        "210 卫生健康支出 ½ 268.59 203.13",
        "210 卫生健康支出 - 3 - 268.59 203.13",
        "210 卫生健康支出 471. 268.59 203.13",
        "210 卫生健康支出 N/A 268.59 203.13",
    ],
)
def test_what_is_no_number_takes_the_place_of_one(row: str) -> None:
    got = general(*RIGHT[:2], row, *RIGHT[3:])
    assert got["general_expenditure.210.total"].state == "unread"
    assert all(
        f.state == "unread" or f.amount in (Decimal("268.59"), Decimal("203.13"))
        for f in got.values()
        if ".210." in f.figure_id
    )


def test_a_misprint_is_no_lost_number() -> None:
    assert not unread(*RIGHT[:4], "21013 医疗救助 203.13 203.31")


def test_a_row_in_doubt_moves_no_other_row() -> None:
    rows = [row.replace("471.72 268.59 203.13", "471.72 471.72 268.59 203.13") for row in RIGHT]
    got = figures(
        "支出决算表", UNIT, HEAD3, *rows[:2], *rows[2:],
        "一般公共预算财政拨款支出决算表", UNIT, HEAD5, *RIGHT,
    )  # fmt: skip
    assert all(f.state == "unread" for k, f in got.items() if k.startswith("expenditure.210."))
    assert got["expenditure.21013.project"].amount == Decimal("203.13")
    assert got["general_expenditure.210.project"].amount == Decimal("203.13")
