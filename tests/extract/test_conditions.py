"""Conditional formats, colours and formats of cells: what a workbook shows is what is read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.formatting.rule import CellIsRule, DataBarRule, FormulaRule, IconSetRule, Rule
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from finalaccounts.collect import kinds
from finalaccounts.extract import extract
from finalaccounts.extract.formulas import Formula
from finalaccounts.extract.functions import Unknown, Wrong
from finalaccounts.model import Document
from tests.extract.test_text import source

WHITE, DARK = Font(color="FFFFFFFF"), PatternFill(bgColor="FF000080", fill_type="solid")
ROWS = [["208", "社保", 812.46, 0, 46.35], ["213", "农林水", 374.51, -5.2, 46.35]]
SEEN = ["208\t社保\t812.46\t0.00\t46.35", "213\t农林水\t374.51\t-5.20\t46.35"]


def saved(change: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in ROWS:
        sheet.append(row)
    for cell in (c for row in sheet["C1:E2"] for c in row):
        cell.number_format = "0.00"
    change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def edited(
    data: bytes, change: Callable[[str], str], part: str = "xl/worksheets/sheet1.xml"
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            text = given.read(name)
            made.writestr(name, change(text.decode()) if name == part else text)
    return out.getvalue()


def read(data: bytes) -> Document:
    return extract(source(data, kinds.XLSX, "a.xlsx"))


def rule(*rules: Rule, where: str = "C1:E9") -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        for one in rules:
            sheet.conditional_formatting.add(where, one)

    return change


def shows(code: str, kind: str = "cellIs", operator: str = "equal", *bounds: str) -> Rule:
    look = DifferentialStyle(numFmt=NumberFormat(numFmtId=190, formatCode=code))
    return Rule(kind, priority=1, operator=operator, formula=bounds, dxf=look)


def formula(text: str, **look: Any) -> Rule:
    return FormulaRule(formula=[text], **(look or {"font": WHITE}))


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        # A zero that is not shown is a blank.
        (rule(CellIsRule(operator="equal", formula=["0"], font=WHITE)), {0: "\t812.46\t\t46.35"}),
        (rule(shows(";;;", "cellIs", "lessThan", "0.005")),
         {0: "\t812.46\t\t46.35", 1: "\t374.51\t\t46.35"}),
        (rule(shows('"-"', "cellIs", "between", "-0.1", "0.1")), {0: "\t812.46\t-\t46.35"}),
        (rule(formula("ABS(C1)<0.005")), {0: "\t812.46\t\t46.35"}),
        (rule(formula("AND(ISNUMBER(C1),ROUND(C1,2)=0)")), {0: "\t812.46\t\t46.35"}),
        # References move with the cell unless they are fixed.
        (rule(formula('$A1="213"')), {1: "\t\t\t"}),
        (rule(formula("C$1>500")), {0: "\t\t0.00\t46.35", 1: "\t\t-5.20\t46.35"}),
        # A format by condition, shown with fewer decimals; what is above another rule counts.
        (rule(shows("#,##0.0", "cellIs", "greaterThan", "500")), {0: "\t812.5\t0.00\t46.35"}),
        (
            rule(
                Rule("cellIs", priority=1, operator="equal", formula=["0"], stopIfTrue=True),
                Rule("cellIs", priority=2, operator="lessThan", formula=["1"],
                     dxf=DifferentialStyle(font=WHITE)),
            ),
            {1: "\t374.51\t\t46.35"},
        ),
        (rule(Rule("uniqueValues", priority=1, dxf=DifferentialStyle(font=WHITE))),
         {0: "\t\t\t46.35", 1: "\t\t\t46.35"}),
        (rule(formula("C1=812.46", font=Font(strike=True))), {0: "\t\t0.00\t46.35"}),
        (rule(formula("C1=812.46", font=Font(color="FF000080"), fill=DARK)), {0: "\t\t0.00\t46.35"}),
        # White on a dark ground is seen.
        (rule(formula("TRUE", font=WHITE, fill=DARK)), {}),
        # Bars and icons beside the value, and in its place.
        (rule(DataBarRule("min", 0, "max", 0, color="FF0000FF"), where="C1"), {}),
        (rule(DataBarRule("min", 0, "max", 0, color="FF0000FF", showValue=False), where="C1"),
         {0: "\t\t0.00\t46.35"}),
        (rule(IconSetRule("3Arrows", "percent", [0, 33, 67], showValue=False), where="C1"),
         {0: "\t\t0.00\t46.35"}),
        # What cannot be worked out changes nothing here, or makes the cell not known.
        (rule(formula("TODAY()>1", font=Font(bold=True))), {}),
        (rule(formula("TODAY()>1"), where="C1"), {0: "\t#?\t0.00\t46.35"}),
    ],
)  # fmt: skip
def test_conditions_decide_what_is_shown(
    change: Callable[[Any], None], lines: dict[int, str]
) -> None:
    found = read(saved(change))
    starts = [line.split("\t")[:2] for line in SEEN]
    want = [
        "\t".join(start) + lines[n] if n in lines else SEEN[n] for n, start in enumerate(starts)
    ]
    assert [line.text for line in found.lines] == want
    assert all(o.done in ("left_out", "not_read") for o in found.objects)
    # A hidden amount that is not zero is listed.
    hidden = [o for o in found.objects if any(ch in "123456789" for ch in o.text)]
    assert len(hidden) == sum(a != b for n, t in lines.items() for a, b in zip(
        t.split("\t")[1:], SEEN[n].split("\t")[2:], strict=True
    ) if b != "0.00" and a in ("", "#?"))  # fmt: skip


def test_a_condition_in_an_extension_is_read() -> None:
    rules = (
        '<extLst><ext uri="{78C0D931}" xmlns:x="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        "<x:conditionalFormattings><x:conditionalFormatting "
        'xmlns:m="http://schemas.microsoft.com/office/excel/2006/main"><x:cfRule type="cellIs" '
        'priority="1" operator="equal"><m:f>0</m:f><x:dxf><font><color rgb="FFFFFFFF"/></font>'
        "</x:dxf></x:cfRule><m:sqref>C1:E2</m:sqref></x:conditionalFormatting>"
        "</x:conditionalFormattings></ext></extLst></worksheet>"
    )
    data = edited(saved(lambda _: None), lambda text: text.replace("</worksheet>", rules))
    assert read(data).lines[0].text == "208\t社保\t812.46\t\t46.35"


def look(**looks: Any) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        sheet.append(["999", "x", 99.99])
        for cell in sheet[3]:
            for name, value in looks.items():
                setattr(cell, name, value)

    return change


def tiny_row(sheet: Any) -> None:
    look()(sheet)
    sheet.row_dimensions[3].height = 0.75


def styled_table(sheet: Any) -> None:
    """A head in white on the dark ground that the style of a table gives."""
    sheet.insert_rows(1)
    for at, text in enumerate(["a", "b", "c", "d", "e"], 1):
        sheet.cell(1, at, text).font = WHITE
    made = openpyxl.worksheet.table.Table(displayName="T", ref="A1:E3")
    made.tableStyleInfo = openpyxl.worksheet.table.TableStyleInfo(name="TableStyleMedium2")
    sheet.add_table(made)


@pytest.mark.parametrize(
    ("change", "more"),
    [
        (look(font=Font(color=Color(indexed=9))), []),
        (look(font=Font(color=Color(theme=0))), []),
        (look(font=Font(color="FFFAFAFA")), []),
        (look(font=Font(color="FFD9D9D9"), fill=PatternFill("solid", "FFD9D9D9")), []),
        (look(font=Font(size=1)), []),
        (tiny_row, []),
        (look(font=Font(color="FFC00000")), ["999\tx\t99.99\t\t"]),
        (look(font=Font(color="FFFFFFFF"), fill=PatternFill("gray125")), ["999\tx\t99.99\t\t"]),
        (styled_table, ["a\tb\tc\td\te"]),
    ],
)
def test_what_cannot_be_told_from_its_ground_is_left_out(
    change: Callable[[Any], None], more: list[str]
) -> None:
    found = read(saved(change))
    assert sorted(line.text for line in found.lines) == sorted([*SEEN, *more])
    assert bool(found.objects) == (not more)


def test_a_merged_cell_is_seen_in_the_part_that_is_not_hidden() -> None:
    def change(sheet: Any) -> None:
        sheet.insert_rows(1, 2)
        sheet.insert_cols(1)
        sheet["A3"], sheet["A1"], sheet["D1"] = "合计", "支出决算表", "小计"
        sheet["B3"] = sheet["C3"] = None
        for cells in ("A3:C3", "A1:C2", "D1:D2"):
            sheet.merge_cells(cells)
        sheet.column_dimensions["A"].hidden = True
        sheet.row_dimensions[1].hidden = True

    lines = [line.text for line in read(saved(change)).lines]
    assert lines == ["支出决算表\t\t小计\t\t", "合计\t\t812.46\t0.00\t46.35", SEEN[1]]


def test_results_that_no_program_has_worked_out_are_not_read() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["合计", 1, 2])
    sheet.write_formula("D1", "=SUM(B1:C1)")
    sheet.write_formula("E1", "=SUM(B1:C1)", None, 3)
    book.close()
    found = read(out.getvalue())
    assert found.lines[0].text == "合计\t1\t2\t#?\t3"
    # A text result that was not saved is none; an empty one is.
    for value, text in (("", "#?"), ("<v></v>", "")):
        data = edited(
            saved(lambda _: None),
            lambda xml, v=value: re.sub(
                r'<c r="C1"([^>]*?) t="n"><v>[^<]*</v>', rf'<c r="C1"\1 t="str"><f>A1</f>{v}', xml
            ),
        )
        assert read(data).lines[0].text == f"208\t社保\t{text}\t0.00\t46.35"


def test_a_picture_inside_a_cell_is_no_text() -> None:
    found = read(saved(lambda s: s.__setitem__("C1", '=DISPIMG("ID_9B",1)') or setattr(s["C1"], "data_type", "s")))  # fmt: skip
    assert found.lines[0].text == "208\t社保\t\t0.00\t46.35"
    assert [(o.kind, o.done, o.cell) for o in found.objects] == [
        ("picture", "not_read", "Sheet!C1")
    ]


CELLS = {(1, 1): Decimal(0), (1, 2): "合计", (2, 1): Decimal("5.5")}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("LEN(TRIM(A3))=0", True),
        ('OR(A1="",A1=0)', True),
        ('ISERROR(SEARCH("计",B1))', False),
        ('NOT(ISERROR(SEARCH("x",B1)))', False),
        ("IF(A1=0,A2,1/A1)", Decimal("5.5")),
        ("IF(A1=0,1/A1,2)", Wrong),
        ("IFERROR(1/A1,7)", 7),
        ("SUM($A$1:A3)*2-1", 10),
        ('LEFT(B1,1)&"x"="合x"', True),
        ("-A2*2%", Decimal("-0.11")),
        ("SUM(A3:$A$1)*2-1", 10),
        ('NOT(ISNUMBER(SEARCH("x",B1)))', True),
        ('ISERROR(FIND("X","ax"))', True),
        ('SEARCH("?",B1)', Unknown),
        ('FIND("a","aba",2)', Unknown),
        ("IF(A1=0,,TRUE)", Unknown),
        ("IF(A1=0,TRUE,)", Unknown),
        ("COUNTIF(A1:A3,0)", Unknown),
        ("A1:A3=1", Unknown),
        ("(" * 900 + "1" + ")" * 900, Unknown),
        ("LEFT(B1,1E999999)", Unknown),
    ],
)
def test_formulas_of_conditions(text: str, result: Any) -> None:
    def work() -> Any:
        return Formula(text).value(lambda _, row, column: CELLS.get((row, column)))

    if result in (Unknown, Wrong):
        with pytest.raises(result):
            work()
    else:
        assert work() == result
