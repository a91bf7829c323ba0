"""Whatever stands in a text, reading it neither fails nor states a number that is not printed."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from finalaccounts import amounts
from finalaccounts.model import Document, Line
from finalaccounts.normalize.narrative import read_narrative

PIECES = (
    "本年收入合计|支出总计|均为|增加|占|%|万元|元|人|次|（|）|“|”|、|，|。|；|：|其中：|与上年相比|1.|（一）|"
    "一、|2023年度|第二部分|名词解释|目录|附件|决算情况说明|主要原因是|0|12|3.45|1,234.50|－|—|/|①|序号|\t| |"
    "分别为|分别占|各|依次|上年|2022年|其中|包括|和|比上年|相比|节约|教育支出|单价100万元以上|（类）|（205类）|（款）|（项）|三公经费|收、支总计|年初预算|完成预算的"
)
WORDS = st.sampled_from(PIECES.split("|"))
LINES = st.lists(st.lists(WORDS, max_size=12).map("".join), max_size=12)


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_nothing_is_invented_and_nothing_fails(lines):
    document = Document("p.txt", tuple(Line(i, t) for i, t in enumerate(lines, 1)))
    read = read_narrative((document,), (), {}, 2023)
    flat = re.sub(r"\s", "", "".join(lines))
    # A page number between two lines of one paragraph is none of its words.
    kept = "".join(line for line in lines if not re.fullmatch(r"\s*\d{1,3}\s*", line))
    unpaged = re.sub(r"\s", "", kept)
    printed = {
        amounts.parse(m) for m in re.findall(r"[\d.,]*\d", flat) if amounts.parse(m) is not None
    }
    for text in (flat, *lines):
        printed |= {amounts.parse(m) for m in re.findall(r"\d+(?:\.\d+)?", text)}
    for statement in read.statements:
        assert statement.amount in printed
        assert 1 <= statement.source_line <= len(lines)
    for span in read.spans:
        piece = lines[span.line - 1][span.start : span.end]
        assert piece and any(ch.isdigit() for ch in piece)
    for explanation in read.explanations:
        assert explanation.text in flat or explanation.text in unpaged
