"""One mistake put into consistent accounts, and the rules that must see it.

Kinds are the mistakes that real reports show: each changes what
is printed at one place, never the true amounts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.forge.accounts import Accounts, Place, levels, shown, total
from tests.forge.prose import percent


@dataclass(frozen=True)
class Injected:
    """Accounts with one mistake. Of ``rules`` each must fail; further ones may, as consequences."""

    accounts: Accounts
    kind: str
    rules: tuple[str, ...]
    places: tuple[Place, ...]


Found = tuple[dict[Place, str], tuple[str, ...]] | None


def _text(amount: Decimal) -> str:
    return format(amount, "f")


def _project_row(accounts: Accounts) -> str:
    """Return a function item whose expenditure is all for projects, empty for none."""
    return next((c for c, f in accounts.general.items() if f.project and not f.basic), "")


def wrong_child_sum(accounts: Accounts) -> Found:
    """An item of the expenditure table is 10 too high, in its row's total and part alike."""
    if not (code := _project_row(accounts)):
        return None
    more = _text(shown(accounts.everything[code].spent) + 10)
    return {("expenditure", code, "total"): more, ("expenditure", code, "project"): more}, (
        "T03.R04",
    )


def fill_down(accounts: Accounts) -> Found:
    """Totals of three rows count up by one, as a spreadsheet filled down."""
    if not (flow := accounts.general.get("2210201")):
        return None
    amount = shown(flow.spent)
    rows = ("22102", "2210201")
    return {
        ("general_expenditure", row, "total"): _text(amount + n) for n, row in enumerate(rows, 1)
    }, ("T05.R01",)


def swapped_digits(accounts: Accounts) -> Found:
    """Two digits of a class in the summary are exchanged."""
    for code, flow in levels(accounts.everything).items():
        digits = _text(shown(flow.spent))
        whole = digits.split(".")[0]
        if (
            len(code) == 3
            and len(whole) > 1
            and abs(int(whole[0]) - int(whole[1])) > 0
            and whole[1] != "0"
        ):
            return {("summary", code, "final"): digits[1] + digits[0] + digits[2:]}, (
                "T01.R03",
                "XT.R02",
            )
    return None


def grand_totals_differ(accounts: Accounts) -> Found:
    """The two grand totals are not the same."""
    every = total(accounts.everything)
    wrong = _text(shown(every.spent + every.closing) + 5)
    return {("summary", "expenditure_grand_total", "final"): wrong}, ("T01.R04", "T01.R05")


def wrong_row_total(accounts: Accounts) -> Found:
    """A row of the income table does not add up."""
    code = next(iter(accounts.everything))
    wrong = _text(shown(accounts.everything[code].revenue) + 3)
    return {("revenue", code, "total"): wrong}, ("T02.R01",)


def wrong_personnel_total(accounts: Accounts) -> Found:
    """Personnel costs are not the sum of their two classes."""
    staff = sum(v for c, v in accounts.economic.items() if c[:3] in ("301", "303"))
    return {("basic_expenditure", "personnel_total", "final"): _text(shown(staff) + 7)}, (
        "T06.R02",
    )


def wrong_economic_class(accounts: Accounts) -> Found:
    """An economic class is not the sum of its details, nor fits the total below."""
    amount = sum(v for c, v in accounts.economic.items() if c[:3] == "301")
    return {("basic_expenditure", "301", "final"): _text(shown(amount) + 9)}, ("T06.R01", "T06.R02")


def missing_total(accounts: Accounts) -> Found:
    """Three-public parts are printed without their total."""
    if not any(
        accounts.final[k]
        for k in ("abroad", "vehicle_purchase", "vehicle_operation", "hospitality")
    ):
        return None
    return {("three_public", "final", "total"): ""}, ("T09.R03",)


def wrong_base(accounts: Accounts) -> Found:
    """Growth is measured on the current year instead of the year before."""
    every = total(accounts.everything)
    now, before = shown(every.revenue + every.opening), shown(accounts.previous)
    wrong = abs(percent(now - before, now))
    if abs(wrong - abs(percent(now - before, before))) < Decimal("0.5"):
        return None
    return {("narrative", "summary", "rate"): str(wrong)}, ("N01.R02",)


def wrong_direction(accounts: Accounts) -> Found:
    """An increase is called a fall, or the other way round."""
    every = total(accounts.everything)
    now, before = shown(every.revenue + every.opening), shown(accounts.previous)
    if now == before:
        return None
    return {("narrative", "summary", "direction", "word"): "下降" if now > before else "增长"}, (
        "N01.R03",
    )


def wrong_unit(accounts: Accounts) -> Found:
    """Yuan is written where 10,000 yuan is meant."""
    return {("narrative", "agency", "total", "unit"): "元"}, ("D01.R02",)


def narrative_against_table(accounts: Accounts) -> Found:
    """The text names another total than the table."""
    every = total(accounts.everything)
    return {("narrative", "expenditure", "total"): _text(shown(every.spent) + 11)}, ("N03.R01",)


def wrong_share(accounts: Accounts) -> Found:
    """A share of expenditure is wrong."""
    every = total(accounts.everything)
    share = percent(shown(every.basic), shown(every.spent))
    return {("narrative", "expenditure", "share"): str((share + 13) % 100)}, ("N03.R01",)


def wrong_completion(accounts: Accounts) -> Found:
    """The share of the initial budget completed is wrong."""
    code = next(iter(accounts.general))
    rate = percent(shown(accounts.general[code].spent), shown(accounts.initial[code]))
    return {("narrative", "item", code, "rate"): str(rate + 8)}, ("N05.R04",)


def wrong_staff(accounts: Accounts) -> Found:
    """The staff quota is not the sum of its parts."""
    quota, reserve, _, _ = accounts.staff
    return {("narrative", "staff", "quota"): str(quota + reserve + 1)}, ("N13.R01",)


def wrong_procurement(accounts: Accounts) -> Found:
    """Procurement is not the sum of goods, works and services."""
    if not any(accounts.procurement):
        return None
    whole = sum(shown(part) for part in accounts.procurement)
    return {("narrative", "procurement", "total"): _text(whole + 4)}, ("N11.R01",)


def wrong_score(accounts: Accounts) -> Found:
    """The total score of a form is not the sum of its scores."""
    project = accounts.projects[0]
    return {("form", project.name, "total"): str(project.score - 3)}, ("P01.R04",)


def wrong_execution_rate(accounts: Accounts) -> Found:
    """The execution rate of a form does not follow from its amounts."""
    project = accounts.projects[0]
    wrong = project.rate - 9 if project.rate > 20 else project.rate + 9
    return {("form", project.name, "rate"): f"{wrong}%"}, ("P01.R02",)


KINDS: dict[str, Callable[[Accounts], Found]] = {
    kind.__name__: kind
    for kind in (
        wrong_child_sum,
        fill_down,
        swapped_digits,
        grand_totals_differ,
        wrong_row_total,
        wrong_personnel_total,
        wrong_economic_class,
        missing_total,
        wrong_base,
        wrong_direction,
        wrong_unit,
        narrative_against_table,
        wrong_share,
        wrong_completion,
        wrong_staff,
        wrong_procurement,
        wrong_score,
        wrong_execution_rate,
    )
}


def inject(accounts: Accounts, kind: str) -> Injected | None:
    """Put one mistake of a named kind in; None where these accounts have no place for it."""
    found = KINDS[kind](accounts)
    if found is None:
        return None
    overrides, rules = found
    changed = replace(accounts, overrides={**accounts.overrides, **overrides})
    return Injected(changed, kind, rules, tuple(overrides))
