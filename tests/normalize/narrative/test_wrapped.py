"""A line break is nothing: wrapped as a PDF wraps it, a text states what it states unwrapped."""

import re
from collections import Counter
from pathlib import Path

import pytest

from finalaccounts.model import Document, Line
from finalaccounts.normalize.narrative import read_narrative

YEAR = re.compile(r"(20\d\d)年度")
STYLES = Path(__file__).parent / "styles"
NAMES = sorted({p.stem for p in STYLES.glob("*.txt")} - {"wrapped_lines"})  # that one is wrapped


def wrapped(text, width):
    return "\n".join(
        line[at : at + width]
        for line in text.split("\n")
        for at in range(0, max(len(line), 1), width)
    )


def stated(text):
    lines = tuple(Line(i, line) for i, line in enumerate(text.split("\n"), 1))
    told = Counter(YEAR.findall(text)).most_common(1)
    read = read_narrative((Document("r.txt", lines),), (), {}, int(told[0][0]) if told else 2023)
    return [
        (s.section, s.item, s.label, s.subject, s.amount, s.unit, s.direction, s.year, s.of)
        for s in read.statements
    ]


@pytest.mark.parametrize("width", [20, 34, 45])
@pytest.mark.parametrize("name", NAMES)
def test_wrapped_text_states_the_same(name, width):
    text = (STYLES / f"{name}.txt").read_text(encoding="utf-8")
    assert stated(wrapped(text, width)) == stated(text)
