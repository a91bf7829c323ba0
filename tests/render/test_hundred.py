"""The strip of a hundred yuan: it adds up to the printed whole, or it is not there."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

import build
from finalaccounts.render.facts import Facts
from finalaccounts.render.hundred import hundred
from finalaccounts.render.sources import Sources
from finalaccounts.render.words import words
from tests import gallery

ZH = words("zh")


@pytest.fixture(scope="module")
def reports():
    found = sorted((gallery.ROOT / "data" / "reports").glob("*/*/*/source.toml"))
    return [build.load(path.parent) for path in found]


def _strip(report, doubted=()):
    return hundred(Facts(report), ZH, Sources(report), doubted)


def _without(report, *ids, **changed):
    figures = tuple(
        replace(f, amount=Decimal(changed[f.figure_id])) if f.figure_id in changed else f
        for f in report.figures
        if f.figure_id not in ids
    )
    gone = tuple(s for s in report.statements if s.item not in {i.split(".")[1] for i in ids})
    return replace(report, figures=figures, statements=gone)


def _of(reports, division):
    return next(r for r in reports if r.meta.division == division)


def test_every_strip_adds_up_and_every_piece_leads_to_its_line(reports):
    for report in reports:
        pieces = _strip(report)
        assert len(pieces) >= 3
        amounts = [Decimal(p.amount.split()[0].replace(",", "")) for p in pieces]
        whole = Facts(report).year("expenditure").amount
        assert abs(sum(amounts) - whole) <= Decimal("0.005") * (len(amounts) + 1)
        assert abs(float(pieces[-1].at) + float(pieces[-1].width) - 360) < 1
        printed = {line.number: line.text for d in report.documents for line in d.lines}
        for piece, amount in zip(pieces, amounts, strict=True):
            assert piece.lines and piece.meaning
            if piece.key != "rest":
                around = " ".join(printed[int(line)] for _, line in piece.lines)
                numbers = map(
                    Decimal,
                    re.findall(r"\d[\d,]*(?:\.\d+)?", around.replace(",", "").replace(". ", ".")),
                )
                assert amount in numbers, piece


def test_what_is_not_printed_falls_back_to_the_coarser_piece(reports):
    report = _of(reports, "130300")
    keys = [p.key for p in _strip(report)]
    assert keys[:2] == ["personnel", "operating"]
    missing = _strip(_without(report, "basic_expenditure.personnel_total.final"))
    assert missing[0].key == "basic"
    wrong = _without(report, **{"basic_expenditure.personnel_total.final": "1000.00"})
    assert _strip(wrong)[0].key == "basic", "pieces that do not add up are not shown"


def test_a_whole_that_its_parts_do_not_make_has_no_strip(reports):
    report = _of(reports, "130300")
    wrong = _without(report, **{"summary.expenditure_total.final": "3000.00"})
    assert _strip(wrong) == ()
    assert _strip(_without(report, **{"summary.expenditure_total.final": "0"})) == ()


def test_many_purposes_leave_a_rest_with_a_name(reports):
    report = _of(reports, "130300")
    first = next(f for f in report.figures if f.figure_id == "expenditure.2101399.project")
    split = [
        replace(
            first, figure_id=f"expenditure.21013{n}.project", line=f"21013{n}", amount=Decimal(a)
        )
        for n, a in (("01", "40.00"), ("02", "30.00"), ("03", "30.00"))
    ]
    figures = tuple(f for f in report.figures if f is not first)
    pieces = _strip(replace(report, figures=(*figures, *split)))
    assert pieces[-1].key == "rest" and "3 类" in pieces[-1].label
    assert pieces[-1].amount == "100.00 万元"


def test_per_head_only_where_staff_is_printed_and_in_no_finding(reports):
    assert not any(p.more for p in _strip(_of(reports, "130300")))  # prints no staff
    report = _of(reports, "610929")
    told = [p for p in _strip(report) if p.more]
    assert [p.key for p in told] == ["personnel"]
    assert "实有 26 人" in told[0].more and "约 12.8 万元" in told[0].more
    assert not any(p.more for p in _strip(report, {"text.staff.staff_actual"}))
