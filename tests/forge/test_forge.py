"""The forge itself: its accounts add up, its files hold every amount, its mistakes are real."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from finalaccounts.collect.kinds import media_type
from finalaccounts.extract import extract
from finalaccounts.model import Source
from tests import forge
from tests.forge.accounts import Accounts, levels, shown, total


@given(forge.any_accounts())
@settings(max_examples=60, deadline=None)
def test_accounts_balance_in_every_direction(accounts: Accounts) -> None:
    for budget in (accounts.general, accounts.funds, accounts.capital, accounts.everything):
        flow = total(budget)
        assert flow.opening + flow.revenue == flow.spent + flow.closing
        assert min(flow.parts) >= 0
    assert sum(accounts.economic.values()) == total(accounts.general).basic
    assert all(accounts.budget[key] >= accounts.final[key] for key in accounts.final)


@given(forge.any_accounts())
@settings(max_examples=60, deadline=None)
def test_printed_sums_are_off_by_rounding_only(accounts: Accounts) -> None:
    rows = levels(accounts.everything)
    for code, flow in rows.items():
        parts = [
            shown(f.spent)
            for c, f in rows.items()
            if len(c) == len(code) + 2 and c.startswith(code)
        ]
        if parts:
            assert abs(shown(flow.spent) - sum(parts)) * 200 <= len(parts) + 1


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, second = (
        forge.write(forge.accounts(11), "henan", "spaces", forge.draw(4)) for _ in range(2)
    )
    assert first == second
    assert first != forge.write(forge.accounts(12), "henan", "spaces", forge.draw(4))


@pytest.mark.parametrize("form", forge.FORMATS)
@pytest.mark.parametrize("layout", forge.LAYOUTS)
def test_every_amount_is_in_the_text_of_the_file(layout: str, form: str) -> None:
    accounts, quirks = forge.accounts(5), forge.draw(7)
    data = forge.write(accounts, layout, form, quirks)
    read = extract(Source("report", media_type(data, Path("report")), "", len(data), data))
    text = "".join("".join(line.text.split()) for line in read.lines).replace(",", "")
    want = forge.expected(accounts, layout, form, quirks)
    assert len(want) > 100
    assert [e for e in want if e.amount not in text] == []


@pytest.mark.parametrize("kind", forge.KINDS)
def test_a_mistake_is_printed_and_nothing_else_changes(kind: str) -> None:
    done = 0
    for seed in range(12):
        accounts = forge.accounts(seed)
        injected = forge.inject(accounts, kind)
        if injected is None:
            continue
        right = forge.write(accounts, "central", "tabs").decode().split("\n")
        wrong = forge.write(injected.accounts, "central", "tabs").decode().split("\n")
        assert len(right) == len(wrong)
        changed = sum(a != b for a, b in zip(right, wrong, strict=True))
        assert 1 <= changed <= 2 and injected.rules
        done += 1
    assert done > 3
