"""HTML: blocks, tables with spans, layout tables, character sets."""

from __future__ import annotations

import pytest

from finalaccounts.collect import kinds
from finalaccounts.extract import ExtractError, extract, rendering
from tests.extract.test_text import source

PAGE = """<html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><title>t</title>
<style>td{}</style></head><body><div>渠县<b>医保局</b>
 2023年度决算</div><script>var a = 1;</script><p style="display: none">隐藏</p>
<table><tr><td colspan="3">总表</td></tr>
<tr><td rowspan=2>合并</td><td>58.6<p>0</p></td><td>机关<br>事业</td></tr><tr><td>3</td><td>&nbsp;</td></tr>
<tr><td colspan=2>两格</td><td colspan=9999>很宽</td></tr></table>
尾<br/>巴&lt;br&gt;</body></html>"""


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_the_same_lines_in_every_encoding(encoding: str) -> None:
    page = PAGE if encoding == "gb18030" else PAGE.replace("gb2312", encoding)
    read = extract(source(page.encode(encoding), kinds.HTML, "a.html"))
    lines = rendering(read).split("\n")
    assert lines[:4] == ["渠县医保局 2023年度决算", "总表", "合并\t58.6 0\t机关事业", "\t3\t"]
    assert lines[4].rstrip("\t") == "两格\t\t很宽"
    assert lines[5:] == ["尾", "巴<br>", ""]
    assert read.lines[3].cells == ("T1!R3C1", "T1!R3C2", "T1!R3C3")


def test_a_wrong_charset_is_not_believed() -> None:
    data = PAGE.replace("gb2312", "utf-8").encode("gb18030")
    assert rendering(extract(source(data, kinds.HTML, "a.html"))).startswith("渠县医保局")


def test_tables_that_arrange_the_page_are_not_tables() -> None:
    page = "<table><tr><td><p>左</p><table><tr><td>208</td><td>1.00</td></tr></table></td><td>右</td></tr></table>"
    assert rendering(extract(source(page.encode(), kinds.HTML, "a.html"))) == "左\n208\t1.00\n右\n"


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(ExtractError, match="no text"):
        extract(source(b"<html><body><script>x</script></body></html>", kinds.HTML, "a.html"))
