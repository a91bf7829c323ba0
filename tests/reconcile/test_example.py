"""The invented report: its findings are the expected ones, and every rule leaves a check."""

from __future__ import annotations

import pytest

from finalaccounts import package
from finalaccounts.model import Reconciled, Report
from finalaccounts.reconcile import reconcile
from finalaccounts.reconcile.applied import OUTCOMES
from finalaccounts.reference.completeness import items
from finalaccounts.reference.rules import rules
from tests.reconcile.golden import example, rows

TESTED = (
    "finding_id", "rule", "rules", "severity", "outcome", "printed", "expected", "difference",
    "tolerance", "source_lines", "figures",
)  # fmt: skip


@pytest.fixture(scope="module")
def report() -> Report:
    return example()


@pytest.fixture(scope="module")
def built(report: Report) -> Reconciled:
    return reconcile(report)


def test_findings_are_the_expected_ones(built: Reconciled) -> None:
    want = [tuple(row[c] for c in TESTED) for row in rows("findings")]
    got = [tuple(package.to_row(f)[c] for c in TESTED) for f in built.findings]
    assert sorted(got) == sorted(want)


def test_every_rule_leaves_a_check_with_a_known_outcome(built: Reconciled) -> None:
    assert {c.rule for c in built.checks} == set(rules())
    assert {c.outcome for c in built.checks} <= set(OUTCOMES)


def test_places_of_a_rule_are_told_once(built: Reconciled) -> None:
    places = [(c.rule, c.place) for c in built.checks]
    assert len(places) == len(set(places))


def test_checks_are_the_same_every_time(report: Report, built: Reconciled) -> None:
    assert reconcile(report) == built


def test_findings_speak_both_languages_with_an_innocent_explanation(built: Reconciled) -> None:
    for finding in built.findings:
        words = (
            finding.title_zh, finding.title_en, finding.message_zh, finding.message_en,
            finding.benign_zh, finding.benign_en,
        )  # fmt: skip
        assert all(words), finding.finding_id
        assert not any("{" in word for word in words), finding.finding_id


def test_completeness_has_every_item_with_lines(built: Reconciled) -> None:
    states = {c.item: c.state for c in built.completeness}
    assert list(states) == [item.id for item in items()]
    assert states["C07"] == "missing"  # the income table is listed and not printed
    assert states["C12"] == "declared_none"
    assert states["C32"] == "not_known"
    assert next(c for c in built.completeness if c.item == "C05").source_lines == ("7",)


def test_an_empty_report_is_checked_without_a_finding() -> None:
    empty = Report(example().meta, ())
    built = reconcile(empty)
    assert {c.rule for c in built.checks} == set(rules())
    assert not built.findings
    assert {c.outcome for c in built.checks} <= {"not_evaluable", "not_applicable"}
