"""Properties over forged forms and over broken input."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finalaccounts.model import Document, Line
from finalaccounts.normalize.forms import read_forms
from finalaccounts.normalize.ledger import balance
from tests.forge.performance import WAYS, form


def read(text):
    lines = tuple(Line(i, line) for i, line in enumerate(text.split("\n"), 1))
    document = Document("forged.txt", lines)
    return document, read_forms([document])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", range(18))
def test_numbers_of_forged_forms_come_back(seed, way):
    """Weights, scores and levels of every row, in order; every number accounted for."""
    text, rows = form(seed, way)
    document, forms = read(text)
    got = [(r.level2, r.weight, r.score) for r in forms.indicators]
    assert got == [(r.level2, r.weight, r.score) for r in rows]
    assert balance([document], forms.ranges, forms.spans).unread == ()


@pytest.mark.parametrize("way", WAYS)
def test_texts_of_forged_forms_come_back(way):
    """Without cell borders some wraps are undecidable; at most one row in fifty may differ."""
    total = right = 0
    for seed in range(18):
        text, rows = form(seed, way)
        read_rows = read(text)[1].indicators
        for want, got in zip(rows, read_rows, strict=True):
            fields = ("level3", "target", "actual", "reason")
            total += 1
            right += all(getattr(want, f) == getattr(got, f) for f in fields)
    assert right >= total * 0.98


WORDS = [
    "项目名称",
    "主管部门",
    "一级指标",
    "二级指标",
    "三级指标",
    "分值",
    "得分",
    "年度指标值",
    "实际完成值",
    "产出指标",
    "数量指标",
    "总分",
    "100",
    "10",
    "5.5",
    "-",
    "—",
    "%",
    "≥",
    "定性",
    "万元",
    "年度资金总额",
    "全年预算数",
    "全年执行数",
    "执行率",
    "（",
    "）",
    "(",
    "2023年",
    "指标1：",
    "自评得分：",
    "98",
    "情况说明",
    "安排科学性",
    "预算执行率",
    "一",
    "级",
    "指",
    "标",
    "项目支出绩效自评表",
    "部门整体支出绩效自评表",
]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([" ", "\t", "\t\t", ""]), st.lists(st.sampled_from(WORDS), max_size=8)
        ),
        max_size=40,
    )
)
def test_broken_forms_never_stop_the_reader(parts):
    """Whatever is printed: no crash, spans inside their lines, ids given once."""
    text = "项目支出绩效自评表\n" + "\n".join(gap.join(words) for gap, words in parts)
    document, forms = read(text)
    for span in forms.spans:
        assert 0 <= span.start < span.end <= len(document.lines[span.line - 1].text)
    ids = [row.indicator_id for row in forms.indicators]
    assert len(ids) == len(set(ids))


def test_lines_lost_from_a_form_lose_no_other_number():
    """A form with lines missing: what remains is placed, recognised or listed."""
    text, _ = form(4)
    lines = text.split("\n")
    rng = random.Random(1)  # noqa: S311
    for _ in range(20):
        cut = sorted(rng.sample(range(len(lines)), 5))
        kept = [line for i, line in enumerate(lines) if i not in cut or i < 3]
        document, forms = read("\n".join(kept))
        ledger = balance([document], forms.ranges, forms.spans)
        assert ledger.tokens == ledger.placed + ledger.recognised + len(ledger.unread)
