"""A new layout is added by data alone: the worked example of CONTRIBUTING.

A province prints the expenditure table with a column for pooled money (统筹支出) that no known layout
has. Read with the data as it is, the column is reported and kept as ``other:``. A column and a
layout in tables/expenditure.toml teach the reader; no code changes.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from finalaccounts import reference
from finalaccounts.model import Document, Line, Meta, Report
from finalaccounts.normalize.tables import place_figures, read_tables
from finalaccounts.reconcile import reconcile
from finalaccounts.reference import tables as data

REPORT = """支出决算表
公开03表 单位：万元
科目代码 科目名称 本年支出合计 基本支出 项目支出 统筹支出
栏次 1 2 3 4
合计 10.00 6.00 3.00 1.00
201 一般公共服务支出 10.00 6.00 3.00 1.00"""
TABLE = "tables/expenditure.toml"
COLUMN = """
[[column]]
key = "pooled"
kind = "money"
adds_to = "total"
heads = ["统筹支出"]
"""
LAYOUT = """
[[layout]]
name = "with pooled money"
columns = ["total", "basic", "project", "pooled"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A copy of the reference data that the readers use during the test."""
    own = reference.ROOT
    copy = tmp_path / "cn"
    shutil.copytree(own, copy)
    reference.use(copy)
    yield copy
    reference.use(own)


def columns(text: str) -> tuple[list[str], list[str]]:
    lines = tuple(Line(i, t) for i, t in enumerate(text.split("\n"), 1))
    found = read_tables([Document("r.txt", lines)])
    figures, _, _ = place_figures(found, [])
    return [f.column for f in figures if f.line == "total"], [p.kind for p in found.problems]


def outcomes(text: str) -> set[str]:
    """Return the outcomes of the sums across the rows of a report."""
    document = Document("r.txt", tuple(Line(i, t) for i, t in enumerate(text.split("\n"), 1)))
    found = read_tables([document])
    figures, tables, _ = place_figures(found, [])
    meta = Meta("r", "e", "e", "000000", 2023, "")
    built = reconcile(Report(meta, documents=(document,), tables=tables, figures=figures))
    assert not built.findings
    return {c.outcome for c in built.checks if c.rule == "T03.R01"}


def test_unknown_layout_is_reported_and_nothing_is_lost(folder: Path) -> None:
    text, problems = columns(REPORT)
    assert problems == ["layout", "column"]
    assert text == ["total", "basic", "project", "other:统筹支出"]
    tabs, problems = columns(
        REPORT.replace(" ", "\t").replace("栏次", "栏次\t").replace("合计\t1", "合计\t\t1")
    )
    assert problems == ["column"]
    assert tabs[-1] == "other:统筹支出"


def test_columns_that_the_header_does_not_name_take_no_number() -> None:
    short = REPORT.replace(" 统筹支出", " 经营支出").replace("栏次 1 2 3 4\n", "")
    assert columns(short)[0] == ["total", "basic", "project", "business"]


@pytest.mark.parametrize(
    "head",
    [
        "本年支出合计 基本支出 项目支出 上缴上级支出 经营支出 对附属单位补助支出 统筹支出",
        "本年支出合计 基本支出 项目支出 统筹支出 上缴上级\n经营支出 对附属单位补助 支出 支出",
        "统筹支出",
    ],
)
def test_an_unknown_head_in_running_text_is_named_with_its_line(head: str) -> None:
    text = REPORT.replace("本年支出合计 基本支出 项目支出 统筹支出\n栏次 1 2 3 4", head)
    lines = tuple(Line(i, t) for i, t in enumerate(text.split("\n"), 1))
    found = read_tables([Document("r.txt", lines)])
    told = next(p for p in found.problems if p.text == "统筹支出")
    assert (told.kind, told.nearest, told.source_line) == ("column", "项目支出", 3)
    assert told.data_file.endswith("expenditure.toml")
    figures, _, _ = place_figures(found, [])
    lent = [f for f in figures if f.amount == 1]
    assert all(c.startswith("other:") for f in lent for c in (f.candidates or (f.column,))[-1:])


def test_two_rows_of_data_teach_the_layout(folder: Path) -> None:
    with (folder / TABLE).open("a", encoding="utf-8") as handle:
        handle.write(COLUMN + LAYOUT)
    reference.use(folder)
    assert columns(REPORT) == (["total", "basic", "project", "pooled"], [])
    assert outcomes(REPORT) == {"pass"}


def test_nobody_is_accused_of_a_column_that_is_not_known() -> None:
    assert outcomes(REPORT) == {"not_evaluable"}


def test_two_layouts_for_one_grid_is_a_problem(folder: Path) -> None:
    with (folder / TABLE).open("a", encoding="utf-8") as handle:
        handle.write(LAYOUT.replace("with pooled money", "twin").replace(', "pooled"', ""))
        handle.write(LAYOUT.replace("with pooled money", "twin 2").replace(', "pooled"', ""))
    reference.use(folder)
    assert (
        "two_layouts"
        in columns(REPORT.replace(" 统筹支出", "").replace(" 4", "").replace(" 1.00", ""))[1]
    )


def test_wrong_reference_data_names_file_and_key(folder: Path) -> None:
    with (folder / TABLE).open("a", encoding="utf-8") as handle:
        handle.write('[[layout]]\nname = "x"\ncolums = ["total"]\n')
    reference.use(folder)
    with pytest.raises(reference.ReferenceDataError, match=r"expenditure\.toml.*colums"):
        data.tables()
