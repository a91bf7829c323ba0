"""The five real reports: every printed table figure is read, none is left unread.

The counts were taken from the reports by hand; the figures themselves are the committed CSVs.
"""

from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from finalaccounts.model import Document, Figure, Line, Table
from finalaccounts.normalize.ledger import Ledger, balance
from finalaccounts.normalize.tables import place_figures, read_tables

REPORTS = Path(__file__).resolve().parents[3] / "data" / "reports"
BAIHE, BEIGUAN, QINHUANGDAO, QUXIAN, DANFENG = (
    "610929/yibaoju/2023",
    "410503/yibaoju/2022",
    "130300/yibaoju/2023",
    "511725/yibaoju/2023",
    "611022/yibaoju/2024",
)


@cache
def read(name: str) -> tuple[dict[str, Figure], dict[str, Table], Ledger, int]:
    text = (REPORTS / name / "source.txt").read_text(encoding="utf-8").replace("\r", "")
    document = Document("source.txt", tuple(Line(i, t) for i, t in enumerate(text.split("\n"), 1)))
    found = read_tables([document])
    figures, tables, spans = place_figures(found, [])
    ledger = balance([document], found.ranges, [*found.spans, *spans])
    return (
        {f.figure_id: f for f in figures},
        {t.table: t for t in tables},
        ledger,
        len(found.problems),
    )


@pytest.mark.parametrize(
    ("name", "printed"),
    [(BAIHE, 171), (BEIGUAN, 369), (QINHUANGDAO, 205), (QUXIAN, 0), (DANFENG, 209)],
)
def test_every_printed_figure_is_read_and_nothing_is_unknown(name: str, printed: int) -> None:
    figures, _, ledger, problems = read(name)
    assert Counter(f.state for f in figures.values())["printed"] == printed
    assert ledger.unread == ()
    assert problems == 0


def amount(name: str, figure_id: str) -> tuple[Decimal | None, str, int]:
    figure = read(name)[0][figure_id]
    return figure.amount, figure.placed, figure.source_line


def test_same_shape_of_text_different_columns() -> None:
    assert amount(BAIHE, "expenditure.2101101.basic")[:2] == (Decimal("15.43"), "arithmetic")
    assert amount(BAIHE, "expenditure.2101103.project")[:2] == (Decimal("75.10"), "arithmetic")


def test_the_fill_down_misprint_is_kept() -> None:
    assert amount(BAIHE, "general_expenditure.22102.basic")[0] == Decimal("26.77")
    assert amount(BAIHE, "general_expenditure.2210201.basic")[0] == Decimal("27.77")
    assert "T05.R01" not in read(BAIHE)[0]["general_expenditure.22102.basic"].evidence


def test_split_number_split_codes_and_a_page_number_between_them() -> None:
    assert amount(BEIGUAN, "summary.208.final") == (Decimal("14.70"), "position", 100)
    assert amount(BEIGUAN, "basic_expenditure.30225.final")[2] == 739
    assert amount(BEIGUAN, "basic_expenditure.31099.final")[2] == 739
    assert "basic_expenditure.30220.final" not in read(BEIGUAN)[0]


def test_spaces_inside_numbers() -> None:
    figure = read(DANFENG)[0]["summary.revenue_total.final"]
    assert (figure.printed, figure.amount) == ("1, 049. 22", Decimal("1049.22"))


def test_a_header_cell_in_the_wrong_place_does_not_move_a_column() -> None:
    assert amount(QINHUANGDAO, "three_public.final.vehicles")[0] == Decimal("1.53")
    assert amount(QINHUANGDAO, "three_public.budget.total")[0] is None


def test_ends_states_and_reasons_of_tables() -> None:
    tables = read(BEIGUAN)[1]
    assert (tables["summary"].first_line, tables["summary"].last_line) == (74, 150)
    empty = tables["three_public"]
    assert (empty.state, empty.last_line) == ("declared_empty", 978)
    assert empty.reason.endswith("故本表无数据")
    assert read(BAIHE)[1]["government_funds"].reason == "本单位不涉及故公开空表"


def test_a_list_of_tables_without_tables() -> None:
    tables = read(QUXIAN)[1]
    assert {t.state for t in tables.values()} == {"listed_only"}
    assert tables["general_projects"].first_line == tables["general_projects"].last_line == 4726
    assert len(tables) == 12
