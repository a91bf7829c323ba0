"""A slip in the words or forms of a right report is told; the right report is accused of nothing."""

from __future__ import annotations

from functools import cache

import pytest

from finalaccounts.model import Finding
from finalaccounts.reconcile import reconcile
from tests import forge
from tests.forge import form_slips as _forms  # noqa: F401  registers its kinds
from tests.forge.compare import read
from tests.forge.slips import KINDS
from tests.forge.written import enriched

SEEDS = range(40, 52)  # some kinds have no place in every report
LAYOUT = "shanghai"


@cache
def right(seed: int) -> tuple[str, forge.Accounts, tuple[Finding, ...]]:
    accounts = forge.accounts(seed)
    text = enriched(forge.write(accounts, LAYOUT, "tabs", forge.NONE).decode(), accounts)
    return text, accounts, reconcile(read(text.encode(), "tabs")).findings


def test_a_right_report_with_more_to_read_is_accused_of_nothing() -> None:
    assert [f.message_zh for f in right(SEEDS[0])[2] if f.severity != "note"] == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_slip_is_told(kind: str) -> None:
    for seed in SEEDS:
        text, accounts, before = right(seed)
        slip = KINDS[kind](text, accounts)
        if slip is not None:
            break
    else:
        pytest.fail(f"no report of {SEEDS} has a place for {kind}")
    known = {f.finding_id for f in before}
    new = [
        f for f in reconcile(read(slip.text.encode(), "tabs")).findings if f.finding_id not in known
    ]
    told = [f for f in new if not {*f.rules}.isdisjoint(slip.rules)]
    assert told, [(f.finding_id, f.message_zh) for f in new]
    assert not slip.sure or any(f.severity == "error" for f in told), told


def test_a_share_is_told_of_a_whole_that_is_told_after_it() -> None:
    accounts = forge.accounts(900)
    text = enriched(forge.write(accounts, "shaanxi", "tabs", forge.NONE).decode(), accounts)
    assert text.index("占政府采购支出总额的60.00%") < text.index("政府采购支出总额160.82万元")
    for printed, told in (("60.00", False), ("71.00", True)):
        changed = text.replace("采购支出总额的60.00%", f"采购支出总额的{printed}%")
        found = reconcile(read(changed.encode(), "tabs")).findings
        assert any("N11.R01" in f.rules for f in found) is told
