"""Findings by what they touch: every one in one chapter, the weightiest first, counts that add up."""

from decimal import Decimal

import pytest

from finalaccounts.model import Finding
from finalaccounts.render.chapters import CHAPTERS, NUMBERS, chapter, rank, tally
from finalaccounts.render.words import words


def found(type_="same", outcome="fail", *, figures=(), affects="", weight=None, severity="error"):
    blank = dict.fromkeys(Finding.__dataclass_fields__, "")
    share = Decimal(weight) if weight is not None else None
    told = {"type": type_, "outcome": outcome, "figures": figures, "affects": affects}
    lists = ("rules", "source_lines", "suspects", "needed_low", "needed_high", "explains")
    empty = dict.fromkeys((*lists, "same_printed", "same_needed"), ())
    own = {"finding_id": "T01.R01.x", "weight": share, "severity": severity}
    return Finding(**{**blank, **empty, **told, **own})


@pytest.mark.parametrize(
    ("finding", "touched"),
    [
        (found("sum", "rounding", affects="total"), "tails"),
        (found("parts", figures=("expenditure.total.total",), affects="total"), "total"),
        (found("same", figures=("text.expenditure.project",), affects="words"), "words"),
        (found("scope", figures=("text.general_expenditure.budget",), weight="2.5"), "total"),
        (found("scope", figures=("text.general_expenditure.budget.2080505",), weight="1"), "item"),
        (found("same", figures=("text.three_public.final",), weight="0.1"), "item"),
        (found("same", figures=("text.performance.budget", "department.1.executed"), weight="3"), "total"),
        (found("name"), "wording"),
        (found("numbering", severity="note"), "wording"),
        (found("score", "ask", figures=("project.3.L4.score",)), "scores"),
        (found("same", figures=("text.performance.self_evaluation_score", "project.2.total_score"), affects="words"), "scores"),
        (found("scope", "ask", figures=("text.summary.final",), weight="4"), "questions"),
        # What was added up may be of a project; the two numbers that differ are not.
        (found("same", figures=("text.annex.basic", "text.expenditure.basic", "project.1.executed")), "words"),
    ],
)  # fmt: skip
def test_what_a_finding_touches(finding, touched):
    assert chapter(finding) == touched


def test_weight_orders_a_chapter_and_severity_only_equals():
    light = found("same", affects="item", weight="0.01")
    heavy = found("same", affects="item", weight="1.5", severity="warning")
    total = found("same", affects="total", weight="0.00001", severity="note")
    unknown = found("same", affects="item")
    assert sorted([unknown, light, heavy, total], key=rank) == [total, heavy, light, unknown]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_counts_add_up_and_wording_is_no_differing_number(language):
    told = tally([found(), found("name"), found("sum", "rounding"), found("year")], words(language))
    assert told.all == 4 == sum(count for _, _, count in told.parts)
    assert told.numbers == sum(count for key, _, count in told.parts if key in NUMBERS) == 1
    for _, name, count in told.parts:
        assert f"{name} {count}" in told.text
    assert tally([], words(language)).rest == ""


def test_every_chapter_has_a_name_and_a_meaning():
    for language in ("zh", "en"):
        t = words(language).chapters
        assert all(t.names[key] and t.meanings[key] for key in CHAPTERS)
