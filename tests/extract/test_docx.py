"""DOCX: body order, merged and nested tables, list numbers, what is hidden."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from finalaccounts.collect import kinds
from finalaccounts.extract import extract, rendering
from finalaccounts.extract.listing import counted
from tests.extract.test_text import source


def read(opened: Any) -> Any:
    out = io.BytesIO()
    opened.save(out)
    return extract(source(out.getvalue(), kinds.DOCX, "a.docx"))


def test_paragraphs_and_tables_in_order() -> None:
    opened = docx.Document()
    opened.add_paragraph("支出决算表")
    table = opened.add_table(4, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "金额单位：万元"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "合并"
    table.cell(1, 1).text = "58.6\n0"
    table.cell(2, 2).text = "机关事业单位\n养老"
    inner = table.cell(2, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "内", "1"
    table.cell(3, 0).text = "合计"
    opened.add_paragraph("第一行\n第二行")
    lines = read(opened)
    assert rendering(lines) == (
        "支出决算表\n金额单位：万元\n合并\t58.6 0\t\n\t内1\t机关事业单位养老\n合计\t\t\n第一行\n第二行\n"
    )
    assert lines.lines[2].cells == ("T1!R2C1", "T1!R2C2", "T1!R2C3")


def test_removed_text_and_field_codes_are_not_shown() -> None:
    opened = docx.Document()
    paragraph = opened.add_paragraph("决算")
    space = nsdecls("w")
    for part in (
        "<w:del {0}><w:r><w:delText>旧</w:delText></w:r></w:del>",
        "<w:ins {0}><w:r><w:t>1.56</w:t></w:r></w:ins>",
        "<w:r {0}><w:instrText>PAGEREF _Toc1</w:instrText></w:r>",
        "<w:r {0}><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>",
        '<w:r {0}><w:sym w:font="Wingdings" w:char="F052"/></w:r>',
    ):
        paragraph._p.append(parse_xml(part.format(space)))
    assert rendering(read(opened)) == "决算1.56\uf052\n"


def test_numbers_of_lists_are_printed() -> None:
    opened = docx.Document()
    for text in ("职责", "机构"):
        opened.add_paragraph(text, style="List Number")
    opened.add_paragraph("点", style="List Bullet")
    assert rendering(read(opened)) == "1.职责\n2.机构\n点\n"


@pytest.mark.parametrize(
    ("number", "word"), [(1, "一"), (10, "十"), (11, "十一"), (23, "二十三"), (100, "100")]
)
def test_heading_numerals(number: int, word: str) -> None:
    assert counted(number) == word
