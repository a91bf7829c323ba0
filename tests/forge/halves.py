"""The two tables of two halves: income on the left, expenditure on the right."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.forge.accounts import Accounts, Flow, levels, total
from tests.forge.blocks import Cell, Grid
from tests.forge.codes import classes
from tests.forge.layouts import Layout

Amounts = Callable[[str, str, str, int], Cell]
ORDINALS = "一二三四五六七八九十"
INCOME = (
    ("income_general_public", "一般公共预算财政拨款收入"),
    ("income_government_funds", "政府性基金预算财政拨款收入"),
    ("income_state_capital", "国有资本经营预算财政拨款收入"),
    ("income_superior_subsidy", "上级补助收入"),
    ("income_institutional", "事业收入"),
    ("income_business", "经营收入"),
    ("income_affiliates", "附属单位上缴收入"),
    ("income_other", "其他收入"),
)


def ordinal(number: int) -> str:
    """Return a number from 1 to 39 as headings count."""
    tens, ones = divmod(number, 10)
    return (
        ("" if tens < 2 else ORDINALS[tens - 1])
        + ("十" if tens else "")
        + (ORDINALS[ones - 1] if ones else "")
    )


def grid(
    key: str,
    layout: Layout,
    accounts: Accounts,
    header: list[list[str]],
    rows: list[list[Cell]],
    *,
    empty: bool = False,
) -> Grid:
    number = layout.number.format(layout.order.index(key) + 1)
    head = [f"{layout.entity}{accounts.entity}（{accounts.scope}）", layout.unit]
    notes = []
    if empty:
        rows = [[Cell(c.text) if not c.place else Cell("", c.place) for c in row] for row in rows]
        notes = ["说明：本部门本年度没有相关收入和支出，本表为空。"]
    return Grid(key, layout.titles[key], number, head, header, rows, notes, empty)


def _sides(
    left: list[list[Cell]], right: list[list[Cell]], layout: Layout, first: int
) -> list[list[Cell]]:
    """Put two halves side by side; each row is a label and its amounts, line numbers between."""
    rows = []
    for at, (a, b) in enumerate(zip(left, right, strict=True)):
        if layout.line_numbers:
            a, b = [a[0], Cell(str(at + 1)), *a[1:]], [b[0], Cell(str(first + at)), *b[1:]]
        rows.append([*a, *b])
    return rows


def pad(rows: list[list[Cell]], size: int) -> list[list[Cell]]:
    return rows + [[Cell()] * len(rows[0])] * (size - len(rows))


def summary(accounts: Accounts, layout: Layout, put: Amounts) -> Grid:
    """Table 01: income on the left, functions on the right."""
    every, other = total(accounts.everything), total(accounts.other)
    received = {
        "income_general_public": total(accounts.general).revenue,
        "income_government_funds": total(accounts.funds).revenue,
        "income_state_capital": total(accounts.capital).revenue,
        "income_other": other.revenue,
    }

    def line(key: str, label: str, fen: int) -> list[Cell]:
        return [Cell(label), put("summary", key, "final", fen)]

    spent = levels(accounts.everything)
    left = [
        line(k, f"{ordinal(n)}、{label}", received.get(k, 0))
        for n, (k, label) in enumerate(INCOME, 1)
    ]
    right = [
        line(code, f"{ordinal(n)}、{name}", spent.get(code, Flow()).spent)
        for n, (code, name) in enumerate(classes(accounts.year), 1)
    ]
    left = pad(left, len(right))
    grand = every.revenue + every.opening
    surplus = "使用非财政拨款结余" + ("（含专用结余）" if accounts.year >= 2023 else "")
    left += [
        line("revenue_total", "本年收入合计", every.revenue),
        line("surplus_used", surplus, 0),
        line("opening_balance", "年初结转和结余", every.opening),
        line("revenue_grand_total", "总计", grand),
    ]
    right += [
        line("expenditure_total", "本年支出合计", every.spent),
        line("surplus_distributed", "结余分配", 0),
        line("closing_balance", "年末结转和结余", every.closing),
        line("expenditure_grand_total", "总计", grand),
    ]
    header = [
        ["收入", "", "", "支出", "", ""],
        ["项目", "行次", "决算数", "项目", "行次", "决算数"],
        ["栏次", "", "1", "栏次", "", "2"],
    ]
    if not layout.line_numbers:
        header = [["收入", "", "支出", ""], ["项目", "决算数", "项目", "决算数"]]
    return grid("summary", layout, accounts, header, _sides(left, right, layout, layout.right_from))


def appropriation_summary(accounts: Accounts, layout: Layout, put: Amounts) -> Grid:
    """Table 04: the three budgets."""
    budgets = (accounts.general, accounts.funds, accounts.capital)
    totals = [total(b) for b in budgets]
    tops = [levels(b) for b in budgets]
    every = total(accounts.appropriated)
    table = "appropriation_summary"
    keys = ("general_public", "government_funds", "state_capital")

    def income(key: str, label: str, fen: int) -> list[Cell]:
        return [Cell(label), put(table, key, "final", fen)]

    def spending(key: str, label: str, parts: Iterable[int]) -> list[Cell]:
        parts = list(parts)
        cells = [put(table, key, "total", sum(parts))]
        return [
            Cell(label),
            *cells,
            *(put(table, key, c, fen) for c, fen in zip(keys, parts, strict=True)),
        ]

    three = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
    right = [
        spending(code, f"{ordinal(n)}、{name}", (t.get(code, Flow()).spent for t in tops))
        for n, (code, name) in enumerate(classes(accounts.year), 1)
    ]
    left = pad(
        [
            income(f"income_{k}", f"{ordinal(n)}、{label}", t.revenue)
            for n, (k, label, t) in enumerate(zip(keys, three, totals, strict=True), 1)
        ],
        len(right),
    )
    left += [
        income("revenue_total", "本年收入合计", every.revenue),
        income("opening_balance", "年初财政拨款结转和结余", every.opening),
    ]
    left += [
        income(f"opening_{k}", label, t.opening)
        for k, label, t in zip(keys, three, totals, strict=True)
    ]
    left += [income("revenue_grand_total", "总计", every.revenue + every.opening)]
    right += [
        spending("expenditure_total", "本年支出合计", (t.spent for t in totals)),
        spending("closing_balance", "年末财政拨款结转和结余", (t.closing for t in totals)),
        *[[Cell()] * 5 for _ in range(3)],
        spending("expenditure_grand_total", "总计", (t.spent + t.closing for t in totals)),
    ]
    names4 = ["合计", *three]
    header = [
        ["收入", "", "", "支出", "", "", "", "", ""],
        ["项目", "行次", "金额", "项目", "行次", *names4],
        ["栏次", "", "1", "栏次", "", "2", "3", "4", "5"],
    ]
    if not layout.line_numbers:
        header = [["收入", "", "支出", "", "", "", ""], ["项目", "决算数", "项目", *names4]]
    return grid(table, layout, accounts, header, _sides(left, right, layout, 33))
