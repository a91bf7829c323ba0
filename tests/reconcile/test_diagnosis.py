"""Which number is wrong: named only where all else proves it, and the same whatever the order."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import build
from finalaccounts.model import Finding, Report, Unread
from finalaccounts.reconcile import reconcile
from finalaccounts.reconcile.applied import FAIL, PASS, Applied, Operand
from finalaccounts.reconcile.engine import apply
from finalaccounts.reconcile.fairness.lists import fair
from finalaccounts.reconcile.findings.diagnose import diagnose
from finalaccounts.reconcile.findings.search import STEPS, Search
from finalaccounts.reconcile.findings.slips import slip
from finalaccounts.reconcile.findings.system import System
from finalaccounts.reconcile.view import View
from tests import forge
from tests.forge.compare import read
from tests.forge.misprints import misprinted
from tests.rules.examples import Example

REPORTS = {f"{p.parts[-3]}": p for p in build.folders(Path(build.ROOT / "data"))}
NAMED = ("cell", "blank_total")


def built(*blocks: tuple[str, list[str]]) -> Report:
    return Example("", "", "", "", list(blocks)).report()


def errors(report: Report) -> list[Finding]:
    return [f for f in reconcile(report).findings if f.severity == "error"]


def test_the_cells_of_610929_are_named_with_the_places_that_print_the_right_value() -> None:
    done = reconcile(build.load(REPORTS["610929"]))
    found = {f.finding_id: f for f in done.findings}["T05.R01.general_expenditure.22102"]
    assert found.diagnosis == "cell"
    assert found.suspects == (
        "general_expenditure.22102.basic",
        "general_expenditure.2210201.basic",
    )
    assert (found.same_printed, found.same_needed) == (("0", "0"), ("16", "16"))
    assert (found.affects, found.looks_like) == ("item", "digit")
    for words in ("公开05表", "26.77", "27.77", "20处，都印25.77万元", "合计数不受影响"):
        assert words in found.message_zh
    rows = [e for e in done.evidence if e.finding_id == found.finding_id]
    assert {e.value for e in rows if e.role == "prints_needed"} == {Decimal("25.77")}
    ids = {f.figure_id for f in build.load(REPORTS["610929"]).figures}
    assert all(e.operand in ids or e.operand.startswith("text.") for e in rows)


@pytest.mark.parametrize(
    ("report", "finding", "kind", "suspects"),
    [
        ("130300", "T09.R01.three_public.budget", "blank_total", {"three_public.budget.total"}),
        ("130300", "N09.R01.text.three_public.budget~4", "cell", {"text.three_public.budget~4"}),
        ("130300", "N09.R01.text.three_public.final~7", "cell", {"text.three_public.final~7"}),
        ("130300", "N01.R03.text.three_public.yoy_rate", "word", set()),
        ("130300", "N10.R02.text.agency_operation.yoy_rate", "readings", {"text.agency_operation.yoy_rate", "text.agency_operation.yoy_change", "text.agency_operation.agency_operation"}),
        ("410503", "P01.R07.text.performance.self_evaluation_score~3", "cell", {"text.performance.self_evaluation_score~3"}),
        ("410503", "N05.R05.text.general_expenditure.initial_budget", "list_open", set()),
        ("511725", "N09.R02.text.three_public.share~2", "cell", {"text.three_public.share~2"}),
        ("511725", "D01.R07.text.annex.basic", "versions", set()),
        ("610929", "P01.R02.project.4.execution_rate", "cell", {"project.4.execution_rate"}),
        ("610929", "N05.R05.text.general_expenditure.initial_budget", "list_open", set()),
        ("611022", "N13.R01.text.staff.staff_actual", "readings", {"text.staff.staff_actual", "text.staff.staff_actual~2", "text.staff.staff_actual~3"}),
        ("611022", "P01.R07.text.performance.full_year_budget", "readings", {"text.performance.full_year_budget", "text.performance.executed"}),
    ],
)  # fmt: skip
def test_what_the_reports_are_told(report: str, finding: str, kind: str, suspects: set[str]) -> None:  # fmt: skip
    found = {f.finding_id: f for f in reconcile(build.load(REPORTS[report])).findings}[finding]
    assert (found.diagnosis, set(found.suspects)) == (kind, suspects)


def test_a_part_of_the_other_total_that_carries_the_slip_is_told() -> None:
    found = {f.finding_id: f for f in reconcile(build.load(REPORTS["611022"])).findings}
    said = found["P01.R07.text.performance.full_year_budget"].message_zh
    for words in ("1049.22万元在这份报告里另有24处", "“任务1”", "883.32", "另有4处印888.32万元"):
        assert words in said


def test_rates_on_one_other_budget_are_one_warning() -> None:
    found = {f.finding_id: f for f in reconcile(build.load(REPORTS["610929"])).findings}
    rates = found["P01.R02.project.3.execution_rate"]
    assert (rates.severity, rates.looks_like, len(rates.suspects)) == ("warning", "initial_budget", 6)  # fmt: skip
    assert "P01.R02.project.5.execution_rate" in rates.explains


def test_two_numbers_that_changed_places_are_one_cause() -> None:
    rows = [
        "expenditure | total | basic | project",
        "total | 30.00 | 16.00 | 14.00", "208 | 12.00 | 9.00 | 5.00", "210 | 18.00 | 7.00 | 9.00",
    ]  # fmt: skip
    (found,) = errors(built(("figures", rows)))
    assert {"T03.R01.expenditure.208", "T03.R01.expenditure.210"} <= {found.finding_id, *found.explains}  # fmt: skip


def test_one_wrong_total_is_told_once_and_not_six_right_rates() -> None:
    parts = {"appropriation": 50, "superior_subsidy": 10, "institutional": 20, "business": 5, "affiliates": 5, "other": 10}  # fmt: skip
    head = "revenue | total | " + " | ".join(parts)
    table = [head, "total | 100.00 | " + " | ".join(f"{v}.00" for v in parts.values())]
    said = ["text.revenue.revenue_total = 190.00 万元"]
    for name, value in parts.items():
        said += [f"text.revenue.{name} = {value}.00 万元", f"text.revenue.share~{len(said)} = {value}.00 %"]  # fmt: skip
    found = errors(built(("figures", table), ("statements", said)))
    assert len(found) == 1
    assert found[0].suspects in ((), ("text.revenue.revenue_total",))


def test_an_unread_number_beside_it_names_nobody() -> None:
    rows = [
        "general_expenditure | total | basic | project", "221 | 25.77 | 25.77 | ",
        "22102 | 25.77 | 26.77 | ", "2210201 | 25.77 | 25.77 | ",
    ]  # fmt: skip
    report = built(("figures", rows))
    (before,) = errors(report)
    assert before.diagnosis == "cell"
    line = next(f.source_line for f in report.figures if f.line == "22102")
    lost = Unread("1.00", "", "no_column", "example.txt", line)
    after = [f for f in reconcile(replace(report, unread=(lost,))).findings if f.diagnosis in NAMED]
    assert after == []


def test_the_order_of_rules_and_rows_changes_nothing() -> None:
    view = View(build.load(REPORTS["610929"]))
    applied = apply(view)
    kinds = []
    for seed in range(3):
        mixed = list(applied)
        random.Random(seed).shuffle(mixed)  # noqa: S311
        _, found = diagnose(view, mixed)
        kinds.append(sorted((d.kind, sorted(c for s in d.named for c in s.cells)) for d in found))
    assert kinds[0] == kinds[1] == kinds[2]


def test_a_long_wrong_list_ends_within_the_steps() -> None:
    half = Decimal("0.005")
    cells = [
        Operand(f"expenditure.{n}.total", Decimal(n), half, half, "万元", "x", n)
        for n in range(2000)
    ]
    checks = [
        Applied("T03.R02", f"expenditure.{n}", FAIL if n % 3 == 0 else PASS, tuple(cells[n : n + 9]),
                (1, *[-1] * 8), Decimal(1), Decimal(2), Decimal(n % 3 == 0), Decimal("0.045"))
        for n in range(1990)
    ]  # fmt: skip
    view = View(built(("figures", ["expenditure | total", "total | 1.00"])))
    system, _ = diagnose(view, checks)
    assert len(system.rows) == 1990
    assert Search(system).steps == STEPS


@pytest.mark.parametrize("layout", ["central", "sichuan"])
def test_misprints_accuse_no_innocent_number(layout: str) -> None:
    """Before reading: what is named is what was changed, or its other name in a form."""
    for seed in range(3):
        text = forge.write(forge.accounts(seed), layout, "tabs", forge.NONE).decode()
        right = {f.finding_id for f in reconcile(read(text.encode(), "tabs")).findings}
        for tables in (True, False):
            wrong, misprints = misprinted(text, 1 + seed, seed, tables=tables)
            report = read(wrong.encode(), "tabs")
            lines = {m.line for m in misprints}
            for found in reconcile(report).findings:
                if found.diagnosis in NAMED and found.finding_id not in right:
                    told = System.of(View(report), apply(View(report)))
                    assert {told.place(s).line for s in found.suspects} <= lines, found


@pytest.mark.parametrize(
    ("printed", "needed", "kind"),
    [
        ("883.32", "888.32", "digit"),
        ("25.47", "25.74", "swapped"),
        ("132.5", "1325", "point"),
        ("12.50", "112.50", "dropped"),
        ("1122.50", "122.50", "added"),
        ("4.00", "9.13", ""),
    ],
)
def test_slips(printed: str, needed: str, kind: str) -> None:
    assert slip(Decimal(printed), Decimal(needed)) == kind


def test_no_error_rests_on_the_order_of_a_list() -> None:
    report = built(
        ("figures", ["expenditure | total | basic | project", "total | 300.00 | 100.00 | 200.00"]),
        ("statements", ["text.expenditure.basic = 200.00 万元", "text.expenditure.project = 100.00 万元"]),
    )  # fmt: skip
    plain = [c.outcome for c in apply(View(report)) if c.rule == "N03.R01" and c.difference]
    assert plain == [FAIL, FAIL]
    quote = "基本支出、项目支出分别为200.00万元、100.00万元"
    said = tuple(replace(s, quote=quote, sentence=1) for s in report.statements)
    view = View(replace(report, statements=said))
    assert [c.outcome for c in fair(view, apply(view)) if c.rule == "N03.R01" and c.outcome == FAIL] == []  # fmt: skip
