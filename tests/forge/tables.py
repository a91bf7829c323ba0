"""The nine tables of a department's accounts in a layout, every figure with its place."""

from __future__ import annotations

from collections.abc import Callable

from tests.forge.accounts import PUBLIC, Accounts, Flow, levels, total
from tests.forge.blocks import Cell, Grid
from tests.forge.codes import economic_names, names
from tests.forge.halves import Amounts, appropriation_summary, grid, pad, summary
from tests.forge.layouts import Layout


def _codes(
    accounts: Accounts,
    layout: Layout,
    key: str,
    budget: dict[str, Flow],
    columns: list[tuple[str, str, Callable[[Flow], int]]],
    put: Amounts,
) -> Grid:
    """A table of function codes: a total row and classes, sections, items."""
    named = names(accounts.year)
    lines = [(code, named.get(code, ""), flow) for code, flow in levels(budget).items()]
    whole = ("total", "合计", total(budget))
    lines = [*lines, whole] if layout.total_last else [whole, *lines]
    rows = []
    for code, label, flow in lines:
        cells = [put(key, code, column, amount(flow)) for column, _, amount in columns]
        if layout.codes_apart:
            parts = ["", "", ""] if code == "total" else [code[:3], code[3:5], code[5:7]]
            rows.append([*map(Cell, parts), Cell(label), *cells])
        else:
            rows.append([Cell("" if code == "total" else code), Cell(label), *cells])
    words = [word for _, word, _ in columns]
    if layout.codes_apart:
        header = [
            ["功能分类科目编码", "", "", "科目名称", *words],
            ["类", "款", "项", "", *[""] * len(words)],
        ]
    else:
        header = [
            ["科目代码", "科目名称", *words],
            ["栏次", "", *(str(n + 1) for n in range(len(words)))],
        ]
    return grid(key, layout, accounts, header, rows, empty=not budget)


def codes(accounts: Accounts, layout: Layout, put: Amounts) -> dict[str, Grid]:
    """Tables 02, 03, 05, 07 and 08, and two more that some places print."""

    def zero(_: Flow) -> int:
        return 0

    three = [
        ("total", "合计", lambda f: f.spent),
        ("basic", "基本支出", lambda f: f.basic),
        ("project", "项目支出", lambda f: f.project),
    ]
    flows = [
        ("opening_balance", "年初结转和结余", lambda f: f.opening),
        ("revenue", "本年收入", lambda f: f.revenue),
        ("expenditure", "小计", lambda f: f.spent),
        *three[1:],
        ("closing_balance", "年末结转和结余", lambda f: f.closing),
    ]
    spending = [
        ("total", "本年支出合计", lambda f: f.spent),
        *three[1:],
        ("remitted", "上缴上级支出", zero),
        ("business", "经营支出", zero),
        ("subsidies", "对附属单位补助支出", zero),
    ]
    found = {
        "expenditure": _codes(accounts, layout, "expenditure", accounts.everything, spending, put),
        "general_expenditure": _codes(
            accounts, layout, "general_expenditure", accounts.general, three, put
        ),
        "government_funds": _codes(
            accounts, layout, "government_funds", accounts.funds, flows, put
        ),
        "state_capital": _codes(
            accounts,
            layout,
            "state_capital",
            accounts.capital,
            flows if layout.capital_flows else three,
            put,
        ),
    }
    if "general_projects" in layout.order:
        projects = {c: Flow(project=f.project) for c, f in accounts.general.items() if f.project}
        found["general_projects"] = _codes(
            accounts,
            layout,
            "general_projects",
            projects,
            [("total", "合计", lambda f: f.project)],
            put,
        )
        found["state_capital_summary"] = _codes(
            accounts, layout, "state_capital_summary", accounts.capital, flows, put
        )
    # Income by origin needs both budgets of a code: the appropriated and the other part.
    given = levels(accounts.appropriated)
    given["total"] = total(accounts.appropriated)
    rest = levels(accounts.other)
    rest["total"] = total(accounts.other)
    words = [
        "本年收入合计",
        "财政拨款收入",
        "上级补助收入",
        "事业收入",
        "经营收入",
        "附属单位上缴收入",
        "其他收入",
    ]
    keys = [
        "total",
        "appropriation",
        "superior_subsidy",
        "institutional",
        "business",
        "affiliates",
        "other",
    ]
    columns = [(key, word, zero) for key, word in zip(keys, words, strict=True)]
    received = _codes(accounts, layout, "revenue", accounts.everything, columns, put)
    for row in received.rows:
        for at, cell in enumerate(row):
            if cell.place:
                _, line, column = cell.place
                a, b = given.get(line, Flow()).revenue, rest.get(line, Flow()).revenue
                fen = {"total": a + b, "appropriation": a, "other": b}.get(column, 0)
                row[at] = put("revenue", line, column, fen)
    found["revenue"] = received
    return found


def basic_expenditure(accounts: Accounts, layout: Layout, put: Amounts) -> Grid:
    """Table 06: blocks of code, name, amount side by side."""
    named = economic_names(accounts.year)
    key = "basic_expenditure"
    sums: dict[str, int] = dict(accounts.economic)
    for code, fen in accounts.economic.items():
        sums[code[:3]] = sums.get(code[:3], 0) + fen

    def block(*heads: str) -> list[list[Cell]]:
        return [
            [Cell(code), Cell(name), put(key, code, "final", sums.get(code, 0))]
            for code, name in sorted(named.items())
            if code[:3] in heads
        ]

    running = [("302",), ("310",)] if layout.blocks == 3 else [("302", "310")]
    blocks = [block("301", "303"), *(block(*heads) for heads in running)]
    height = max(map(len, blocks))
    rows = [
        [cell for part in parts for cell in part]
        for parts in zip(*(pad(b, height) for b in blocks), strict=True)
    ]
    staff = sum(v for c, v in accounts.economic.items() if c[:3] in ("301", "303"))
    rest = sum(accounts.economic.values()) - staff
    last = [
        Cell("人员经费合计"),
        Cell(),
        put(key, "personnel_total", "final", staff),
        Cell("公用经费合计"),
        Cell(),
    ]
    last += [Cell()] * (len(rows[0]) - 6) + [put(key, "operating_total", "final", rest)]
    header = [
        ["人员经费", "", "", "公用经费", *[""] * (3 * len(blocks) - 4)],
        ["科目代码", "科目名称", "决算数"] * len(blocks),
    ]
    return grid(key, layout, accounts, header, [*rows, last])


def three_public(accounts: Accounts, layout: Layout, put: Amounts) -> Grid:
    """Table 09 in one of its three shapes."""
    columns = [
        "total",
        "abroad",
        "vehicles",
        "vehicle_purchase",
        "vehicle_operation",
        "hospitality",
    ]
    words = [
        "合计",
        "因公出国（境）费",
        "小计",
        "公务用车购置费",
        "公务用车运行维护费",
        "公务接待费",
    ]
    if layout.meetings:
        columns, words = [*columns, "meetings", "training"], [*words, "会议费", "培训费"]

    def amounts(of: dict[str, int]) -> dict[str, int]:
        vehicles = of["vehicle_purchase"] + of["vehicle_operation"]
        return {**of, "vehicles": vehicles, "total": of["abroad"] + vehicles + of["hospitality"]}

    both = {"budget": amounts(accounts.budget), "final": amounts(accounts.final)}
    cells = {
        line: [put("three_public", line, c, of[c]) for c in columns] for line, of in both.items()
    }
    top = ["合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费", *words[6:]]
    below = ["", "", "小计", "公务用车购置费", "公务用车运行维护费", "", *[""] * len(words[6:])]
    size = len(columns)
    if layout.public == "rows":
        header = [["项目", *top], ["", *below], ["栏次", *(str(n + 1) for n in range(size))]]
        rows = [[Cell("预算数"), *cells["budget"]], [Cell("决算数"), *cells["final"]]]
    elif layout.public == "halves":
        header = [
            ["预算数", *[""] * (size - 1), "决算数", *[""] * (size - 1)],
            top * 2,
            below * 2,
            [str(n + 1) for n in range(2 * size)],
        ]
        rows = [[*cells["budget"], *cells["final"]]]
    else:
        wide = "公务用车购置及运行维护费"
        header = [
            ["合计", "", "因公出国（境）费", "", wide, *[""] * 5, "公务接待费", ""],
            [*[""] * 4, "小计", "", "公务用车购置费", "", "公务用车运行维护费", "", "", ""],
            ["预算数", "决算数"] * size,
        ]
        rows = [[c for pair in zip(cells["budget"], cells["final"], strict=True) for c in pair]]
    empty = not any(
        accounts.budget[k] or accounts.final[k] for k in (PUBLIC if layout.meetings else PUBLIC[:4])
    )
    return grid("three_public", layout, accounts, header, rows, empty=empty)


def tables(accounts: Accounts, layout: Layout, put: Amounts) -> list[Grid]:
    """Return the nine tables in the order of the layout."""
    found = {
        "summary": summary(accounts, layout, put),
        "appropriation_summary": appropriation_summary(accounts, layout, put),
        "basic_expenditure": basic_expenditure(accounts, layout, put),
        "three_public": three_public(accounts, layout, put),
        **codes(accounts, layout, put),
    }
    return [found[key] for key in layout.order]
