"""Findings are grouped by cause, keep their address, and can be answered and withdrawn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from finalaccounts.handtyped import TypedError
from finalaccounts.model import Reconciled, Report
from finalaccounts.reconcile import engine, reconcile
from finalaccounts.reconcile.engine import FUNCTIONS, registered
from finalaccounts.reference import ReferenceDataError
from finalaccounts.reference.checks import checks
from finalaccounts.reference.completeness import items
from finalaccounts.reference.findings import design, findings
from finalaccounts.reference.rules import govbudgetchecker, rules
from finalaccounts.responses import read_responses
from tests.rules.examples import Example

FILL_DOWN = [
    "general_expenditure | total | basic | project",
    "total | 25.77 | 25.77 | ",
    "221 | 25.77 | 25.77 | ",
    "22102 | 25.77 | 26.77@T05.R02 | ",
    "2210201 | 25.77 | 27.77@T05.R02 | ",
]


def built(*blocks: tuple[str, list[str]]) -> tuple[Report, Reconciled]:
    report = Example("", "", "", "", list(blocks)).report()
    return report, reconcile(report)


def errors(done: Reconciled) -> dict[str, tuple[str, ...]]:
    return {f.finding_id: f.rules for f in done.findings if f.severity == "error"}


def test_a_row_that_cannot_add_up_is_an_error_wherever_its_part_stands() -> None:
    _, done = built(("figures", FILL_DOWN))
    (both,) = [f for f in done.findings if f.severity == "error"]
    assert both.finding_id == "T05.R01.general_expenditure.22102"
    assert "T05.R01.general_expenditure.2210201" in both.explains
    assert both.suspects == (
        "general_expenditure.22102.basic",
        "general_expenditure.2210201.basic",
    )
    assert (both.needed_low, both.needed_high) == (("25.76",) * 2, ("25.78",) * 2)


def test_one_misprint_that_breaks_several_rules_is_one_finding() -> None:
    _, done = built(
        ("figures", [
            "summary | final", "expenditure_total | 100.00", "208 | 60.00", "210 | 40.00", "",
            "expenditure | total", "total | 100.00", "208 | 66.00", "20805 | 60.00", "210 | 40.00",
        ]),
    )  # fmt: skip
    (finding,) = [f for f in done.findings if f.severity == "error"]
    assert finding.finding_id == "T03.R02.expenditure.total"
    assert set(finding.rules) == {"T03.R02", "T03.R03", "XT.R02"}
    assert {"expenditure.208.total", "summary.208.final"} <= set(finding.figures)
    assert len(finding.source_lines) == 5


def test_two_misprints_are_two_findings() -> None:
    _, done = built(
        ("figures", [
            "expenditure | total | basic", "208 | 60.00 | 61.00", "210 | 40.00 | 44.00",
        ]),
    )  # fmt: skip
    assert set(errors(done)) == {"T03.R01.expenditure.208", "T03.R01.expenditure.210"}


def test_a_finding_keeps_its_id_when_others_come() -> None:
    _, before = built(("figures", FILL_DOWN))
    _, after = built(("figures", [*FILL_DOWN, "", "summary | final", "revenue_total | 1.00",
                                  "income_other | 2.00"]))  # fmt: skip
    assert set(errors(before)) < set(errors(after))


def test_lines_of_a_second_source_carry_its_name() -> None:
    report, _ = built(("figures", FILL_DOWN))
    figures = tuple(
        replace(f, source="tables.xlsx") if f.line == "22102" else f for f in report.figures
    )
    done = reconcile(replace(report, figures=figures))
    lines = {f.finding_id: f.source_lines for f in done.findings}
    assert lines["T05.R01.general_expenditure.22102"] == ("3", "5", "tables.xlsx:4")


def test_a_table_in_yuan_and_one_in_ten_thousand_yuan_agree() -> None:
    report, _ = built(("figures", [
        "summary | final", "expenditure_total | 123.46", "",
        "expenditure | total", "total | 1234567.89",
    ]))  # fmt: skip
    figures = tuple(
        replace(f, unit="元") if f.table == "expenditure" else f for f in report.figures
    )
    checks = reconcile(replace(report, figures=figures)).checks
    assert [c.outcome for c in checks if c.rule == "XT.R02"] == ["pass"]


def test_an_unregistered_rule_stops_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    registered()
    monkeypatch.delitem(FUNCTIONS, "N05.R05")
    with pytest.raises(ReferenceDataError, match=r"N05\.R05"):
        registered()


def test_a_rule_that_nothing_declares_stops_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    without = checks().model_copy(update={"direction_rule": "N01.R02"})
    monkeypatch.setattr(engine, "checks", lambda: without)
    with pytest.raises(ReferenceDataError, match=r"N01\.R03"):
        registered()


def test_every_type_of_a_rule_has_words_and_a_kind() -> None:
    for rule in rules().values():
        assert design(rule.type, "fail") in findings().design
    assert design("sum", "rounding") == "rounding"
    assert design("sum", "ask") == "scope"


def test_the_map_to_the_other_checker_names_rules_that_exist() -> None:
    mapped = govbudgetchecker()
    assert len(mapped) == 80
    known = {*rules(), *(item.id for item in items())}
    assert {ours for row in mapped for ours in row.ours.split()} <= known
    run = [row.theirs for row in mapped if row.theirs.startswith(("V33-", "CMM-"))]
    assert len(run) == len(set(run)) == 51  # what their program runs, not only what it lists
    assert all(row.remark_zh and row.remark_en for row in mapped)


def test_replies_and_withdrawals(tmp_path: Path) -> None:
    _, done = built(("figures", FILL_DOWN))
    name = "T05.R01.general_expenditure.22102"
    (tmp_path / "replies.toml").write_text(
        f'[[reply]]\nfinding = "{name}"\ndate = 2025-03-01\nby = "财务股"\ntext = "填表时下拉。"\n',
        encoding="utf-8",
    )
    (tmp_path / "withdrawn.toml").write_text(
        f'[[withdrawn]]\nfinding = "{name}"\ndate = 2025-03-02\nreason_zh = "已更正"\n'
        'reason_en = "corrected"\n\n[[withdrawn]]\nfinding = "gone"\ndate = 2025-03-02\n'
        'reason_zh = "读错"\nreason_en = "misread"\n',
        encoding="utf-8",
    )
    responses = read_responses(tmp_path)
    assert responses.replies[name][0].date == "2025-03-01"
    assert name not in {f.finding_id for f in responses.standing(done.findings)}
    withdrawn = {w.finding: f and f.finding_id for w, f in responses.taken_back(done.findings)}
    assert withdrawn == {name: name, "gone": None}


def test_no_responses_is_no_error_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    assert read_responses(tmp_path).replies == {}
    (tmp_path / "replies.toml").write_text('[[reply]]\nfinding = "x"\n', encoding="utf-8")
    with pytest.raises(TypedError, match=r"replies\.toml.*date"):
        read_responses(tmp_path)


def test_an_answer_to_a_finding_that_another_explains_still_fits(tmp_path: Path) -> None:
    _, done = built(("figures", FILL_DOWN))
    (tmp_path / "replies.toml").write_text(
        '[[reply]]\nfinding = "T05.R01.general_expenditure.2210201"\ndate = 2025-03-01\n'
        'by = "财务股"\ntext = "填表时下拉。"\n',
        encoding="utf-8",
    )
    read_responses(tmp_path).must_fit(done.findings, tmp_path)
