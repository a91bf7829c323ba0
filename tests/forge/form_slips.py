"""Slips in the forms of a report, and between its forms and its words; see ``slips``."""

from __future__ import annotations

import re
from decimal import Decimal

from tests.forge import written
from tests.forge.accounts import Accounts, shown, total
from tests.forge.slips import Slip, changed, kind, sub
from tests.forge.written import cost, form, money


def _form(text: str, accounts: Accounts, new: str, *rules: str) -> Slip | None:
    return changed(text, written.last_form(accounts), new, *rules, sure=False)


@kind
def item_of_its_project(text: str, accounts: Accounts) -> Slip | None:
    """An item's initial budget is not that of its only project."""
    item = written.project_item(accounts)
    if item is None:
        return None
    paid, first = item[1], shown(accounts.initial[item[0]])
    wrong = form(
        accounts.entity, "河堤管护", (first + 21, paid, paid), [cost("管护费用", paid, paid, "20")]
    )
    return _form(text, accounts, wrong, "P01.R08")


@kind
def costs_above_spending(text: str, accounts: Accounts) -> Slip | None:
    """Costs that are above what was spent."""
    item = written.project_item(accounts)
    paid = item[1] if item else Decimal("48.35")
    first = shown(accounts.initial[item[0]]) if item else paid + written.PLANNED
    rows = [cost("材料费", paid, paid, "10"), cost("人工费", paid, paid - 2, "10")]
    return _form(
        text, accounts, form(accounts.entity, "河堤管护", (first, paid, paid), rows), "P01.R02"
    )


@kind
def total_of_costs(text: str, accounts: Accounts) -> Slip | None:
    """A total of costs that its parts do not make up."""
    paid = Decimal("60.00")
    rows = [
        cost("总成本", paid, paid, "10"),
        cost("材料费", Decimal(36), Decimal(36), "5"),
        cost("人工费", Decimal(24), Decimal(21), "5"),
    ]
    return _form(
        text, accounts, form(accounts.entity, "河堤管护", (paid, paid, paid), rows), "P01.R02"
    )


@kind
def two_splits(text: str, accounts: Accounts) -> Slip | None:
    """One budget split in two ways."""
    paid = Decimal("60.00")
    rows = [
        cost("材料费", Decimal(18), Decimal(18), "8"),
        cost("设备费", Decimal(23), Decimal(23), "6"),
        cost("人工费", Decimal(19), Decimal(19), "6"),
    ]
    goal = "购置材料20万元，购置设备25万元，聘用人员15万元，完成河堤管护。"
    return _form(
        text, accounts, form(accounts.entity, "河堤管护", (paid, paid, paid), rows, goal), "P01.R07"
    )


@kind
def copied_form(text: str, accounts: Accounts) -> Slip | None:
    """Goals and indicators word for word those of another project."""
    paid = Decimal("31.40")
    rows = [cost("管护费用", paid, paid, "20")]
    both = [
        form(accounts.entity, name, (paid + n, paid, paid), rows, "完成年度管护任务。")
        for n, name in enumerate(("河堤管护", "公园养护"))
    ]
    return _form(text, accounts, "".join(both), "P01.R10")


@kind
def own_money(text: str, accounts: Accounts) -> Slip | None:
    """Own money spent where no such income came in."""
    every = total(accounts.everything)
    if accounts.other or every.opening:
        return None
    item = written.project_item(accounts)
    paid = item[1] if item else Decimal("48.35")
    first = shown(accounts.initial[item[0]]) if item else paid + written.PLANNED
    wrong = form(
        accounts.entity,
        "河堤管护",
        (first, paid, paid),
        [cost("管护费用", paid, paid, "20")],
        other=Decimal("6.20"),
    )
    return _form(text, accounts, wrong, "P01.R08")


@kind
def no_meetings(text: str, accounts: Accounts) -> Slip | None:
    """The text denies a training that a form paid for."""
    if accounts.final["training"] or accounts.economic.get("30216"):
        return None
    item = written.project_item(accounts)
    paid = item[1] if item else Decimal("48.35")
    first = shown(accounts.initial[item[0]]) if item else paid + written.PLANNED
    wrong = form(
        accounts.entity,
        "河堤管护",
        (first, paid, paid),
        [cost("管护人员培训费", Decimal("2.40"), Decimal("2.40"), "20")],
    )
    slip = _form(text, accounts, wrong, "D01.R06")
    said = re.search(r"(?m)^.*机关运行经费支出情况说明$", text)
    if slip is None or said is None:
        return None
    return Slip(
        slip.text.replace(
            said.group(), f"本部门{accounts.year}年度无培训费支出。\n{said.group()}", 1
        ),
        ("D01.R06",),
        sure=False,
    )


@kind
def persons_times_rate(text: str, accounts: Accounts) -> Slip | None:
    """Persons, rate and amount of one sentence do not agree."""
    return changed(text, "共发放6万元", "共发放8.5万元", "P01.R11", sure=False)


@kind
def three_counts(text: str, accounts: Accounts) -> Slip | None:
    """The number of projects is told as another than that of the forms, and as a third."""
    n = len(accounts.projects) + 1
    wrong = f"本部门在部门决算中反映河堤管护等{n + 2}个项目绩效自评结果。本部门在部门决算中反映{n + 3}个一级项目绩效自评结果。"
    return changed(
        text,
        f"本部门在部门决算中反映河堤管护等{n}个项目绩效自评结果。",
        wrong,
        "P01.R08",
        sure=False,
    )


@kind
def score_of_text(text: str, accounts: Accounts) -> Slip | None:
    """The text has another score than the form."""
    return sub(
        text,
        r"(项目绩效自评综述：.*?自评得分)([\d.]+)分",
        lambda m: f"{m[1]}{money(Decimal(m[2]) - Decimal('4.5'))}分",
        "P01.R07",
    )  # type: ignore[arg-type]


@kind
def numbering_gap(text: str, accounts: Accounts) -> Slip | None:
    """A heading's number is skipped."""
    return sub(text, r"(?m)^三、支出决算情况说明$", "四、支出决算情况说明", "D01.R05", sure=False)
