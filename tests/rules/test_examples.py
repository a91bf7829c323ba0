"""Every rule has a page of worked examples, and every example comes out as it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from finalaccounts.reconcile import reconcile
from finalaccounts.reference.rules import rules
from tests.rules.examples import Example, read

PAGES = sorted(Path(__file__).parent.glob("*.md"))
EXAMPLES = [example for page in PAGES for example in read(page)]
BAD = ("fail", "slip", "ask", "rounding")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.rule}: {e.outcome}: {e.words}")
def test_example(example: Example) -> None:
    found = reconcile(example.report())
    checks = [c for c in found.checks if c.rule == example.rule]
    told = [(c.place, c.outcome, c.left, c.right) for c in checks]
    assert any(c.outcome == example.outcome for c in checks), told
    worse = BAD[: BAD.index(example.outcome)] if example.outcome in BAD else BAD
    assert not [c for c in checks if c.outcome in worse], told
    if example.severity:
        findings = [f for f in found.findings if example.rule in f.rules]
        assert [f.severity for f in findings][:1] == [example.severity], findings
    for row in example.expected():
        words = row.split()
        rule = words.pop(0) if words[0] in rules() else example.rule
        place, outcome, *numbers = words
        match = [c for c in found.checks if c.rule == rule and c.place == place]
        assert match and match[0].outcome == outcome, (row, told)
        if numbers:
            findings = [f for f in found.findings if rule in f.rules]
            assert numbers in [[f.printed, f.expected] for f in findings], (row, findings)


def test_every_rule_has_examples_that_pass_that_disagree_and_that_cannot_be_evaluated() -> None:
    lacking = []
    for rule in rules().values():
        outcomes = {e.outcome for e in EXAMPLES if e.rule == rule.id}
        told = "ask" if rule.fails_as == "ask" else "fail"
        lacking += [f"{rule.id}: {o}" for o in ("pass", told, "not_evaluable") if o not in outcomes]
    assert not lacking


def test_every_page_belongs_to_a_rule() -> None:
    assert {p.stem for p in PAGES} <= set(rules())
