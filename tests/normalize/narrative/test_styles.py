"""Invented narratives in the manner of several provinces: each with what reading it must give.

A row of ``<name>.expected`` is line, section, item (and code), amount, unit (with its word of
vagueness before it), direction, subject, and its year where that is not the report's;
explanations follow with ``!`` and their kind.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from finalaccounts.model import Document, Line
from finalaccounts.normalize.narrative import read_narrative

STYLES = Path(__file__).parent / "styles"
YEAR = re.compile(r"(20\d\d)年度")
NAMES = {
    "行政运行": ("2010501", "2060101"),
    "科学技术管理事务": ("20601",),
    "科学技术支出": ("206",),
    "教育支出": ("205",),
    "社会保障和就业支出": ("208",),
}


def rows(read):
    own = max((s.year for s in read.statements), default="")
    for s in read.statements:
        item = f"{s.item}.{s.code}" if s.code else s.item
        number = f"{s.amount} {s.approx}{s.unit} {s.direction or '-'} {s.subject or '-'}"
        apart = f" [{s.year}]" if s.year != own else ""
        yield f"{s.source_line} {s.section} {item} {number}{apart}"
    for e in read.explanations:
        yield f"{e.source_line} {e.section} ! {e.kind} {e.text}"


@pytest.mark.parametrize("name", sorted(p.stem for p in STYLES.glob("*.txt")))
def test_style(name):
    text = (STYLES / f"{name}.txt").read_text(encoding="utf-8")
    lines = tuple(Line(i, line) for i, line in enumerate(text.split("\n"), 1))
    told = Counter(YEAR.findall(text)).most_common(1)
    read = read_narrative((Document(name, lines),), (), NAMES, int(told[0][0]) if told else 2023)
    expected = (STYLES / f"{name}.expected").read_text(encoding="utf-8").splitlines()
    assert list(rows(read)) == expected
