"""How the tables of a report look in different places: titles, order, columns, shapes."""

from __future__ import annotations

from dataclasses import dataclass, field

CENTRAL = {
    "summary": "收入支出决算总表",
    "revenue": "收入决算表",
    "expenditure": "支出决算表",
    "appropriation_summary": "财政拨款收入支出决算总表",
    "general_expenditure": "一般公共预算财政拨款支出决算表",
    "basic_expenditure": "一般公共预算财政拨款基本支出决算明细表",
    "government_funds": "政府性基金预算财政拨款收入支出决算表",
    "state_capital": "国有资本经营预算财政拨款支出决算表",
    "three_public": "财政拨款“三公”经费支出决算表",
}


@dataclass(frozen=True)
class Layout:
    """One way of printing the tables."""

    titles: dict[str, str]
    order: tuple[str, ...] = tuple(CENTRAL)
    tables_first: bool = False
    line_numbers: bool = True
    number: str = "公开{:02}表"
    entity: str = "部门："
    unit: str = "金额单位：万元"
    right_from: int = 32
    blocks: int = 3
    # rows (budget and final one below the other), halves, or pairs side by side.
    public: str = "halves"
    meetings: bool = False
    codes_apart: bool = False
    total_last: bool = False
    capital_flows: bool = False
    flags: bool = False
    cover: str = "{entity}\n{year}年度部门决算"
    words: dict[str, str] = field(default_factory=dict)


def _titles(**changed: str) -> dict[str, str]:
    return {**CENTRAL, **changed}


# Further tables that Sichuan prints; two more, by economic codes, are not forged.
_SICHUAN = (
    *("summary", "revenue", "expenditure", "appropriation_summary", "general_expenditure"),
    *("basic_expenditure", "general_projects", "government_funds", "state_capital_summary"),
    *("state_capital", "three_public"),
)
_SHANGHAI = tuple(k for k in CENTRAL if k != "three_public")

LAYOUTS: dict[str, Layout] = {
    "central": Layout(_titles(), entity="部门：", public="halves"),
    "shaanxi": Layout(
        _titles(three_public="财政拨款“三公”经费及会议费、培训费支出决算表"),
        entity="编制部门：",
        unit="单位：万元",
        right_from=31,
        public="rows",
        meetings=True,
        flags=True,
    ),
    "henan": Layout(_titles(), tables_first=True, number="公开 {:02} 表"),
    "hebei": Layout(
        _titles(state_capital="国有资本经营预算财政拨款收入支出决算表"),
        tables_first=True,
        entity="部门（单位）：",
        cover="{year} 年度\n部门决算公开文本\n预算代码：450\n部门名称：{entity}\n二〇二四年九月",
    ),
    "shanghai": Layout(
        _titles(
            basic_expenditure="一般公共预算财政拨款基本支出决算表",
            three_public="一般公共预算财政拨款“三公”经费支出决算表",
            government_funds="政府性基金预算财政拨款收入支出决算表",
            state_capital="国有资本经营预算财政拨款收入支出决算表",
        ),
        order=(*_SHANGHAI[:6], "three_public", *_SHANGHAI[6:]),
        tables_first=True,
        line_numbers=False,
        number="",
        entity="编制部门：",
        unit="单位：万元",
        blocks=2,
        public="pairs",
        codes_apart=True,
        total_last=True,
        capital_flows=True,
        cover="{entity}\n{year}年度部门决算",
    ),
    "sichuan": Layout(
        _titles(
            basic_expenditure="一般公共预算财政拨款基本支出决算表",
            three_public="财政拨款“三公”经费支出决算表",
            general_projects="一般公共预算财政拨款项目支出决算表",
            state_capital_summary="国有资本经营预算财政拨款收入支出决算表",
        ),
        order=_SICHUAN,
        words={"总计": "收、支总计", "均": "各"},
    ),
}
