"""Right tables with further columns and broken heads: no number in a wrong column, none lost."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from finalaccounts.model import Document, Line
from finalaccounts.normalize import normalize
from finalaccounts.reconcile import reconcile

TABLES = {
    "收入决算表": {
        "本年收入合计": "total", "财政拨款收入": "appropriation", "上级补助收入": "superior_subsidy",
        "事业收入": "institutional", "经营收入": "business", "附属单位上缴收入": "affiliates",
        "其他收入": "other",
    },
    "支出决算表": {
        "本年支出合计": "total", "基本支出": "basic", "项目支出": "project", "上缴上级支出": "remitted",
        "经营支出": "business", "对附属单位补助支出": "subsidies",
    },
    "一般公共预算财政拨款支出决算表": {"小计": "total", "基本支出": "basic", "项目支出": "project"},
}  # fmt: skip
FURTHER = {
    "年初预算数": "initial_budget", "上年决算数": "prior_final", "统筹支出": "other:统筹支出",
    "完成年初预算的百分比": "completion_rate", "比上年增减率": "change_rate",
}  # fmt: skip
ITEMS = ("2010101", "2010102", "2130101")
CENT = Decimal("0.01")
Cells = dict[str, dict[str, Decimal]]


def _amounts(rng: random.Random, columns: dict[str, str], own: list[str], full: bool) -> Cells:
    """Return the amounts of all lines by column; parts add up to totals, items to their codes."""
    rows: Cells = {}
    for item in ITEMS:
        for column in columns.values():
            if column == "total" or column.endswith("_rate"):
                continue
            amount = Decimal(rng.randint(100, 99999)) / 100 if full or rng.random() < 0.6 else 0
            for line in ("total", item[:3], item[:5], item):
                cells = rows.setdefault(line, {})
                cells[column] = cells.get(column, Decimal(0)) + amount
    for cells in rows.values():
        cells["total"] = sum((cells[c] for c in own), Decimal(0))
        for rate, base, less in (("completion_rate", "initial_budget", 0), ("change_rate", "prior_final", 1)):  # fmt: skip
            if rate in columns.values():
                share = cells["total"] / cells[base] - less if cells.get(base) else Decimal(0)
                cells[rate] = (share * 100).quantize(CENT)
    return rows


def _head(rng: random.Random, heads: list[str]) -> list[str]:
    """Return the lines of a header; heads may be broken over them, as cells of a PDF are."""
    lines: list[list[str]] = [[], [], []]
    mode = rng.choice(["whole", "stacked", "some"])
    for head in heads:
        if mode == "whole" or len(head) < 4 or (mode == "some" and rng.random() < 0.6):
            lines[mode != "whole"].append(head)
            continue
        cut = rng.randint(1, len(head) - 1)
        lines[0].append(head[:cut])
        lines[2 if mode == "some" else 1].append(head[cut:])
    return [" ".join(line) for line in lines if line]


@pytest.mark.parametrize("seed", range(40))
def test_no_number_stands_in_a_wrong_column(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    title = rng.choice(list(TABLES))
    columns = list(TABLES[title].items())
    own = [key for _, key in columns[1:]]
    for further in rng.sample(list(FURTHER.items()), rng.choice([0, 1, 2, 3])):
        columns.insert(rng.randint(0, len(columns)), further)
    full = rng.random() < 0.5
    rows = _amounts(rng, dict(columns), own, full)
    text = [title, "单位：万元", *_head(rng, ["科目编码", "科目名称", *(h for h, _ in columns)])]
    printed: list[str] = []
    for line in ["total", *sorted(k for k in rows if k != "total")]:
        numbers = [f"{rows[line][c]:.2f}" for _, c in columns if rows[line][c] or full]
        printed += numbers
        text.append(" ".join(["合计" if line == "total" else f"{line} 某某支出", *numbers]))
    document = Document("r.txt", tuple(Line(i, t) for i, t in enumerate(text, 1)))
    report = normalize([document], None)
    for figure in report.figures:
        if figure.placed != "ambiguous" and not figure.column.startswith("other:"):
            assert rows[figure.line][figure.column] == figure.amount, figure.figure_id
    read = [f.printed for f in report.figures] + [u.token for u in report.unread]
    assert not set(printed) - set(read)
    assert not [f for f in reconcile(report).findings if f.severity != "note"]
