"""Workbooks: visible sheets in order, rows as lines, numbers as shown, addresses kept."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
import xlwt

from finalaccounts.collect import kinds
from finalaccounts.extract import ExtractError, extract, rendering
from tests.extract.test_text import source


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "支出决算表"
    sheet.append(["支出决算表"])
    sheet.merge_cells("A1:D1")
    sheet.append(["科目\n代码", "科目名称", "合计", "基本支出"])
    sheet.append(["208", "社会保障和\n就业支出", 58.6, None])
    sheet.append([213, "农林水支出", 1185.77, 0])
    for cell in ("C3", "C4", "D4"):
        sheet[cell].number_format = "#,##0.00"
    hidden = book.create_sheet("汇总底稿")
    hidden["A1"] = 999
    hidden.sheet_state = "hidden"
    second = book.create_sheet("GK07 政府性基金决算表")
    second["A1"], second["B1"] = "合计", None
    second["C1"] = "x"
    return book


LINES = """支出决算表
科目代码\t科目名称\t合计\t基本支出
208\t社会保障和就业支出\t58.60\t
213\t农林水支出\t1,185.77\t0.00

政府性基金决算表
合计\t\tx
"""


def test_xlsx() -> None:
    read = extract(source(saved(workbook()), kinds.XLSX, "a.xlsx"))
    assert rendering(read) == LINES
    assert read.lines[2].cells == (
        "支出决算表!A3",
        "支出决算表!B3",
        "支出决算表!C3",
        "支出决算表!D3",
    )
    assert read.notes == ("sheet '汇总底稿' is hidden and was not read",)


def test_xls_gives_the_same_lines_as_xlsx() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("支出决算表")
    money = xlwt.easyxf(num_format_str="#,##0.00")
    sheet.write_merge(0, 0, 0, 3, "支出决算表")
    for c, text in enumerate(["科目\n代码", "科目名称", "合计", "基本支出"]):
        sheet.write(1, c, text)
    for r, row in enumerate(
        [["208", "社会保障和\n就业支出", 58.6], [213, "农林水支出", 1185.77, 0]], 2
    ):
        for c, value in enumerate(row):
            sheet.write(r, c, value, money if c > 1 else xlwt.Style.default_style)
    hidden = book.add_sheet("底稿")
    hidden.write(0, 0, 999)
    hidden.visibility = 1
    second = book.add_sheet("GK07 政府性基金决算表")
    second.write(0, 0, "合计")
    second.write(0, 2, "x")
    out = io.BytesIO()
    book.save(out)
    read = extract(source(out.getvalue(), kinds.XLS, "a.xls"))
    assert rendering(read) == LINES
    assert len(read.notes) == 1


def test_formulas_without_values_are_not_taken_for_blanks() -> None:
    book = workbook()
    book.active["C5"] = "=SUM(C3:C4)"
    read = extract(source(saved(book), kinds.XLSX, "a.xlsx"))
    assert read.lines[4].text == "\t\t#?\t"
    assert [(o.kind, o.done, o.cell, o.source_line) for o in read.objects][:1] == [
        ("uncomputed", "not_read", "支出决算表!C5", 5)
    ]
    assert "1 formulas without saved values" in read.notes[-1]


def test_tables_side_by_side_are_read_one_after_the_other() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "某县水利局决算"
    left = [["支出决算表"], ["编码", "名称", "合计"], ["208", "社保", 1.5], ["213", "农林水", 2.5]]
    right = [["收入决算表"], ["名称", "合计"], ["拨款", 3.5], ["其他", 0.5]]
    for column, table in ((1, left), (6, right)):
        for r, row in enumerate(table, 3):
            for c, value in enumerate(row, column):
                sheet.cell(r, c, value)
    sheet["F6"].comment = openpyxl.comments.Comment("x", "y")
    sheet["A8"] = "注：全部"
    read = extract(source(saved(book), kinds.XLSX, "a.xlsx"))
    assert rendering(read) == (
        "某县水利局决算\n\n支出决算表\n编码\t名称\t合计\n208\t社保\t1.5\n213\t农林水\t2.5\n\n"
        "收入决算表\n名称\t合计\n拨款\t3.5\n其他\t0.5\n\n注：全部\n"
    )
    assert read.lines[9].cells == ("Sheet!F5", "Sheet!G5")
    assert [(o.kind, o.cell, o.source_line) for o in read.objects] == [("comment", "Sheet!F6", 11)]


def test_an_empty_row_parts_no_rows_from_the_tables_beside_one_another() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    left = ["收入决算表", "编码 名称 合计", "208 社保 1.5", "213 农林水 2.5", "", "229 其他 3.5"]
    right = ["支出决算表", "编码 名称 合计", "208 社保 4.5", "213 农林水 5.5", "", "229 其他 6.5"]
    for column, table in ((1, left), (5, right)):
        for r, row in enumerate(table, 1):
            for c, value in enumerate(row.split(), column):
                sheet.cell(r, c, value)
    read = rendering(extract(source(saved(book), kinds.XLSX, "a.xlsx")))
    assert read.index("229\t其他\t3.5") < read.index("支出决算表") < read.index("229\t其他\t6.5")


@pytest.mark.parametrize("tops", [("收入", "支出"), ("公开01表", "单位：万元")])
def test_the_sides_of_one_form_are_no_tables_beside_one_another(tops: tuple[str, str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "收入支出决算总表"
    for column, top in zip((1, 4), tops, strict=True):
        for r, row in enumerate(([top], ["项目", "决算数"], ["拨款", 1.5], ["总计", 1.5]), 3):
            for c, value in enumerate(row, column):
                sheet.cell(r, c, value)
    read = rendering(extract(source(saved(book), kinds.XLSX, "a.xlsx")))
    assert "总计\t1.5\t\t总计\t1.5" in read


@pytest.mark.parametrize("kind", [kinds.XLSX, kinds.XLS, kinds.DOCX])
def test_damaged_files_are_refused(kind: str) -> None:
    data = saved(workbook())[:3000]
    if kind == kinds.XLS:
        data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data
    with pytest.raises(ExtractError, match="damaged"):
        extract(source(data, kind, "a.bin"))


def test_without_libreoffice_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(ExtractError, match="install it, or save the file as DOCX or PDF"):
        extract(source(b"{\\rtf1 x}", kinds.RTF, "a.rtf"))


def test_what_libreoffice_cannot_convert_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/soffice")

    def failed(*args: object, **more: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess([], 1, b"", b"Error: source file could not be loaded")

    monkeypatch.setattr(subprocess, "run", failed)
    with pytest.raises(ExtractError, match="could not be loaded"):
        extract(source(b"x", kinds.DOC, "a.wps"))


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_rtf_through_libreoffice() -> None:
    rtf = b"{\\rtf1\\ansi\\ansicpg936 \\trowd\\cellx2000\\cellx4000 208\\cell 58.60\\cell\\row}"
    read = extract(source(rtf, kinds.RTF, "a.rtf"))
    assert "208\t58.60" in rendering(read)
    assert read.source == "a.rtf"
    assert not list(Path().glob("office-*"))
