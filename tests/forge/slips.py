"""One slip at a time in the words and forms of a report: what a careful reader would notice.

Each kind takes the text of a right report (``written.enriched``) and gives it back with one
mistake, the rules of which one must speak, and whether it must be as an error. None where the
report has no place for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tests.forge.accounts import Accounts, levels, shown, total
from tests.forge.codes import names


@dataclass(frozen=True)
class Slip:
    """A text with one mistake; one of ``rules`` must tell it, as an error where ``sure``."""

    text: str
    rules: tuple[str, ...]
    sure: bool = True


Kind = Callable[[str, Accounts], Slip | None]
KINDS: dict[str, Kind] = {}


def kind(make: Kind) -> Kind:
    """Register a kind of slip under its name."""
    KINDS[make.__name__] = make
    return make


def changed(text: str, old: str, new: str, *rules: str, sure: bool = True) -> Slip | None:
    return Slip(text.replace(old, new, 1), rules, sure) if old in text and old != new else None


def sub(text: str, pattern: str, new: str, *rules: str, sure: bool = True) -> Slip | None:
    done, count = re.subn(pattern, new, text, count=1)
    return Slip(done, rules, sure) if count else None


def _classes(accounts: Accounts) -> list[tuple[str, str, Decimal]]:
    named = names(accounts.year)
    return [
        (c, named[c], shown(f.spent)) for c, f in levels(accounts.general).items() if len(c) == 3
    ]


def _more(amount: Decimal) -> Decimal:
    return amount + (amount / 7).quantize(Decimal("0.01")) + 3


# ---------------------------------------------------------------- classes and items


@kind
def wrong_class_before_section(text: str, accounts: Accounts) -> Slip | None:
    """An item stands under another class that the table prints too."""
    found = _classes(accounts)
    if len(found) < 2:
        return None
    old, new = found[0][1], found[1][1]
    return sub(text, rf"(?m)^1\. {old}（类）", f"1. {new}（类）", "N05.R07")


@kind
def wrong_section_of_item(text: str, accounts: Accounts) -> Slip | None:
    """An item stands under another section that the table prints too."""
    named = names(accounts.year)
    codes = list(dict.fromkeys(c[:5] for c in accounts.general))
    if len(codes) < 2:
        return None
    old, new = named[codes[0]], named[codes[-1]]
    return sub(text, rf"（类）{re.escape(old)}（款）", f"（类）{new}（款）", "N05.R07")


@kind
def wrong_class_amount(text: str, accounts: Accounts) -> Slip | None:
    """The amount of a class in the part on structure."""
    _, name, amount = _classes(accounts)[0]
    return changed(
        text, f"{name}（类）{amount}万元，占", f"{name}（类）{_more(amount)}万元，占", "N05.R02"
    )


@kind
def wrong_class_share(text: str, accounts: Accounts) -> Slip | None:
    """The share of a class in the part on structure."""
    _, name, amount = _classes(accounts)[0]
    return sub(
        text,
        rf"({name}（类）{amount}万元，占)([\d.]+)%",
        lambda m: f"{m[1]}{(Decimal(m[2]) + 9) % 100}%",
        "N05.R02",
        "N03.R02",
    )  # type: ignore[arg-type]


@kind
def class_not_in_table(text: str, accounts: Accounts) -> Slip | None:
    """The amount of a class stands under a class that the department does not have."""
    have = {name for _, name, _ in _classes(accounts)}
    other = next(n for n in ("金融支出", "外交支出", "国防支出") if n not in have)
    _, name, amount = _classes(accounts)[0]
    return changed(
        text, f"{name}（类）{amount}万元，占", f"{other}（类）{amount}万元，占", "N05.R02"
    )


@kind
def classes_exchanged(text: str, accounts: Accounts) -> Slip | None:
    """Two classes have each other's amount."""
    found = _classes(accounts)
    if len(found) < 2 or abs(found[0][2] - found[1][2]) < 1:
        return None
    (_, a, x), (_, b, z) = found[:2]
    wrong = text.replace(f"{a}（类）{x}万元", f"{a}（类）{z}万元", 1).replace(
        f"{b}（类）{z}万元", f"{b}（类）{x}万元", 1
    )
    return Slip(wrong, ("N05.R02",))


@kind
def completion_of_nothing(text: str, accounts: Accounts) -> Slip | None:
    """An item without an initial budget completes it."""
    return sub(
        text,
        r"(?m)^(1\. .*?年初预算)[\d.]+(万元，支出决算(?!0\.00)[\d.]+万元，完成年初预算的)[\d.]+%",
        r"\g<1>0.00\g<2>100.00%",
        "N05.R04",
    )


@kind
def wrong_item_amount(text: str, accounts: Accounts) -> Slip | None:
    """The outturn of an item is not that of the table."""
    return sub(
        text,
        r"(?m)^(1\. .*?支出决算)([\d.]+)万元",
        lambda m: f"{m[1]}{_more(Decimal(m[2]))}万元",
        "N05.R03",
        "N05.R05",
    )  # type: ignore[arg-type]


@kind
def reason_reversed(text: str, accounts: Accounts) -> Slip | None:
    """An outturn below its budget is called above."""
    return changed(text, "决算数小于年初预算数", "决算数大于年初预算数", "N05.R06", sure=False)


# ---------------------------------------------------------------- totals and tables


@kind
def total_left_blank(text: str, accounts: Accounts) -> Slip | None:
    """The total of the expenditure table is not filled in."""
    whole = shown(total(accounts.everything).spent)
    return sub(
        text,
        rf"(?ms)(^支出决算表$.*?合计\t){whole}(\t)",
        r"\g<1>\g<2>",
        "T03.R01",
        "T03.R02",
        "XT.R02",
        "N03.R01",
        sure=False,
    )


@kind
def total_of_text(text: str, accounts: Accounts) -> Slip | None:
    """The text has another total of the general budget than the table."""
    spent = shown(total(accounts.general).spent)
    return changed(
        text,
        f"一般公共预算财政拨款支出{spent}万元，主要",
        f"一般公共预算财政拨款支出{_more(spent)}万元，主要",
        "N05.R01",
        "N05.R02",
        "N03.R02",
    )


@kind
def funds_of_text(text: str, accounts: Accounts) -> Slip | None:
    """The text tells of funds what their table does not."""
    if accounts.funds:
        spent = shown(total(accounts.funds).spent)
        return changed(text, f"本年支出{spent}万元。", f"本年支出{_more(spent)}万元。", "N04.R01")
    return sub(
        text,
        r"本部门\d{4}年度没有政府性基金预算财政拨款收支，公开空表。",
        "政府性基金预算财政拨款本年收入15.00万元，本年支出15.00万元。",
        "N04.R01",
    )


@kind
def denied_by_name(text: str, accounts: Accounts) -> Slip | None:
    """The department, by its own name, denies what the table shows."""
    if not shown(total(accounts.everything).project):
        return None
    whole = shown(total(accounts.everything).spent)
    return changed(
        text,
        f"本年支出合计{whole}万元，其中",
        f"{accounts.entity}{accounts.year}年度无项目支出。本年支出合计{whole}万元，其中",
        "D01.R06",
    )


@kind
def note_of_another_table(text: str, accounts: Accounts) -> Slip | None:
    """The section on state capital speaks of the funds."""
    if accounts.capital:
        return None
    return sub(
        text,
        r"本部门(\d{4})年度没有国有资本经营预算财政拨款支出，公开空表。",
        r"本部门\1年度没有政府性基金预算财政拨款收支，公开空表。",
        "D01.R08",
        sure=False,
    )


# ---------------------------------------------------------------- changes and rates


@kind
def more_than_there_is(text: str, accounts: Accounts) -> Slip | None:
    """An increase is larger than the amount itself."""
    return sub(
        text,
        r"(机关运行经费支出)([\d.]+)(万元，比\d{4}年度增加)[\d.]+万元",
        lambda m: f"{m[1]}{m[2]}{m[3]}{Decimal(m[2]) + 12}万元",
        "N14.R02",
        "N10.R02",
    )  # type: ignore[arg-type]


@kind
def opposite_changes(text: str, accounts: Accounts) -> Slip | None:
    """Two totals that are the same, one more and one less than last year."""
    y = accounts.year
    every = total(accounts.everything)
    now, before = shown(every.revenue + every.opening), shown(accounts.previous)
    if now == before:
        return None
    gap = abs(now - before)
    said = f"{y}年度收入总计{now}万元，支出总计{now}万元。与{y - 1}年度相比，收入总计增加{gap}万元；支出总计减少{gap}万元，主要原因是：项目安排变化。"
    return sub(
        text, rf"(?m)^{y}年度收入总计、支出总计均为{now}万元。.*$", said, "N14.R03", sure=False
    )


@kind
def wrong_growth(text: str, accounts: Accounts) -> Slip | None:
    """The growth of the agency's costs."""
    return sub(
        text,
        r"(机关运行经费支出[\d.]+万元，比\d{4}年度增加[\d.]+万元，增长)([\d.]+)%",
        lambda m: f"{m[1]}{Decimal(m[2]) + 4}%",
        "N10.R02",
    )  # type: ignore[arg-type]


@kind
def change_of_parts(text: str, accounts: Accounts) -> Slip | None:
    """The changes of the parts are not that of the whole."""
    return changed(
        text, "公务接待费支出决算减少1.20万元", "公务接待费支出决算减少2.10万元", "N09.R04"
    )


@kind
def three_public_share(text: str, accounts: Accounts) -> Slip | None:
    """The share of a part of the three public expenses."""
    return sub(
        text,
        r"(公务接待费支出决算(?!0\.00)[\d.]+万元，占)([\d.]+)%",
        lambda m: f"{m[1]}{(Decimal(m[2]) + 7) % 100}%",
        "N09.R02",
    )  # type: ignore[arg-type]


@kind
def share_of_procurement(text: str, accounts: Accounts) -> Slip | None:
    """The share of small and medium enterprises."""
    return sub(
        text,
        r"(占政府采购支出总额的)([\d.]+)%",
        lambda m: f"{m[1]}{Decimal(m[2]) + 11}%",
        "N11.R01",
    )  # type: ignore[arg-type]


@kind
def small_above_medium(text: str, accounts: Accounts) -> Slip | None:
    """Small enterprises have more than small and medium ones together."""
    return sub(
        text,
        r"(授予中小企业合同金额)([\d.]+)(万元，占.*?授予小微企业合同金额)[\d.]+",
        lambda m: f"{m[1]}{m[2]}{m[3]}{_more(Decimal(m[2]))}",
        "N11.R01",
        "N14.R01",
    )  # type: ignore[arg-type]


@kind
def kinds_of_vehicles(text: str, accounts: Accounts) -> Slip | None:
    """The kinds of vehicles are more than all of them."""
    return changed(text, "其中：机要通信用车1辆", "其中：机要通信用车3辆", "N12.R01", "N14.R01")


@kind
def hosted_nobody(text: str, accounts: Accounts) -> Slip | None:
    """Money for hospitality, and no guests."""
    return sub(text, r"国内公务接待\d+批次、\d+人次", "国内公务接待0批次、0人次", "N09.R05")


# ---------------------------------------------------------------- words left, years, units


@kind
def stale_date(text: str, accounts: Accounts) -> Slip | None:
    """Assets at the end of the year before."""
    y = accounts.year
    return changed(text, f"截至{y}年12月31日", f"截至{y - 1}年12月31日", "D01.R01", sure=False)


@kind
def older_comparison(text: str, accounts: Accounts) -> Slip | None:
    """A comparison with the year before the last."""
    y = accounts.year
    return changed(text, f"与{y - 1}年度相比", f"与{y - 2}年度相比", "D01.R01", sure=False)


def _left(name: str, old: str, new: str) -> None:
    """Register words of a template that were left in."""

    def make(text: str, accounts: Accounts) -> Slip | None:
        return changed(text, old, new.replace("{y}", str(accounts.year)), "D01.R03", sure=False)

    make.__doc__ = f"Words of the template: {new}."
    KINDS[name] = make


_left("left_name", "有关行政管理和公共服务工作", "XX行政管理和公共服务工作")
_left("left_to_fill", "主要原因是：业务量增加", "主要原因是：（待填写）")
_left("left_direction", "主要原因是：业务量增加", "增加（减少）的主要原因是：业务量增加")
_left("left_reason", "主要原因是：业务量增加。", "主要原因是：。")
_left("left_brackets", "负责", "{单位}负责")


@kind
def yuan_for_ten_thousand(text: str, accounts: Accounts) -> Slip | None:
    """Yuan where the table prints ten thousand."""
    return sub(text, r"(机关运行经费支出\d\d+\.\d\d)万元，比", r"\g<1>元，比", "D01.R02")


@kind
def budget_on_the_cover(text: str, accounts: Accounts) -> Slip | None:
    """Final accounts that call themselves a budget on the cover."""
    lines = text.split("\n")
    at = next((n for n, line in enumerate(lines[:12]) if "部门决算" in line), None)
    if at is None:
        return None
    lines[at] = lines[at].replace("部门决算", "部门预算", 1)
    return Slip("\n".join(lines), ("D01.R04",), sure=False)
