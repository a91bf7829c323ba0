"""A forge of forms in running text: rows made at random, printed as an extractor prints them.

Each cell wraps at its column's width; cells of one line share a line, wrapped cells stand on lines
of their own, merged cells stand at their first row. Reading it back must give the same rows.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

LEVELS = {
    "产出指标": ["数量指标", "质量指标", "时效指标", "成本指标"],
    "效益指标": ["经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"],
    "满意度指标": ["服务对象满意度指标"],
}
HEADS = {
    "target": "年度指标值",
    "actual": "实际完成值",
    "weight": "分值",
    "score": "得分",
    "reason": "偏差原因分析及改进措施",
}
ORDERS = (
    ("target", "actual", "weight", "score", "reason"),
    ("weight", "target", "actual", "score", "reason"),
    ("target", "weight", "actual", "score"),
)
WHO = [
    "培训",
    "道路",
    "管网",
    "图书",
    "学校",
    "困难群众",
    "参保居民",
    "农村饮水",
    "老旧小区",
    "信息系统",
    "退役军人",
    "环境监测",
]
WHAT = [
    "改造",
    "维护",
    "建设",
    "补助",
    "采购",
    "覆盖",
    "发放",
    "更新",
    "验收",
    "宣传",
    "保障",
    "检查",
]
MEASURE = [
    "数量",
    "完成率",
    "及时率",
    "合格率",
    "次数",
    "人数",
    "成本",
    "满意度",
    "覆盖率",
    "知晓率",
    "完成时间",
    "标准",
    "面积",
]
REASONS = [
    "资金由财政统筹安排",
    "因疫情原因推迟",
    "项目尚未验收，下一步加快进度",
    "部分群众外出务工，未能及时参加培训，今后加强宣传动员",
    "受天气影响工期延后；已督促施工单位加快进度",
    "无",
]
NARROW = "，。；、）%"


@dataclass(frozen=True)
class Row:
    level2: str
    level3: str
    target: str
    actual: str
    weight: str
    score: str
    reason: str


def values(rng: random.Random) -> tuple[str, str]:
    """Return a target and what was achieved."""
    kind = rng.random()
    if kind < 0.4:
        sign = rng.choice(["≥", "≤", "=", "＞", ""])
        return f"{sign}{rng.choice([85, 90, 95])}%", f"{rng.choice([90, 95, 99.5, 100])}%"
    if kind < 0.7:
        unit = rng.choice(["人", "个", "次", "万元", "公里", "台", "元/人", "万人次"])
        amount = rng.choice([3, 12, 120, 2000, 35.5])
        return f"{rng.choice(['≥', ''])}{amount}{unit}", f"{rng.choice([amount, amount + 1])}{unit}"
    if kind < 0.9:
        words = rng.choice(["逐步提高", "明显提升", "长期", "有效改善", "显著提高"])
        return words, rng.choice([words, "达到预期指标"])
    return rng.choice(["2023年12月底前", "2023年度"]), rng.choice(["2023年11月", "12/1/2023"])


def wrap(text: str, width: int) -> list[str]:
    """Break a text where a line of ``width`` full-width characters is full."""
    lines, line, filled = [], "", 0.0
    for ch in text:
        own = 0.5 if ord(ch) < 0x2000 else 1.0
        if filled + own > width and ch not in NARROW:
            lines.append(line)
            line, filled = "", 0.0
        line, filled = line + ch, filled + own
    return [*lines, line]


def form(seed: int, way: str = "cells") -> tuple[str, list[Row]]:
    """Return the text of a form, printed one of the ``WAYS``, and its rows."""
    rng = random.Random(seed)  # noqa: S311
    order = ORDERS[seed % len(ORDERS)]
    widths = {
        "name": rng.randint(8, 18),
        "target": rng.randint(6, 10),
        "actual": rng.randint(6, 10),
        "reason": rng.randint(7, 12),
    }
    narrow = rng.choice([4, 6, 10])
    lines = ["项目支出绩效自评表", f"项目名称 {rng.choice(WHO)}项目"]
    lines.append(" ".join(["一级指标 二级指标 三级指标", *(HEADS[c] for c in order)]))
    rows: list[Row] = []
    for level1, seconds in LEVELS.items():
        above = [wrap(level1 + rng.choice(["", "(50分)"]), narrow)]
        for level2 in seconds:
            above.append(wrap(level2, narrow))
            for _ in range(rng.choice([1, 1, 2, 3])):
                target, actual = values(rng)
                weight = rng.choice(["5", "10", "15", "2.5"])
                row = Row(
                    level2,
                    rng.choice(["", "指标1：", "全县"])
                    + rng.choice(WHO)
                    + rng.choice(WHAT)
                    + rng.choice(MEASURE),
                    target,
                    actual,
                    weight,
                    rng.choice([weight, "1.75"]),
                    rng.choice(REASONS) if "reason" in order and rng.random() < 0.25 else "",
                )
                cells = [*above, wrap(row.level3, widths["name"])]
                for column in order:
                    text = getattr(row, column)
                    if text:
                        cells.append(wrap(text, widths.get(column, 99)))
                above = []
                lines.extend(WAYS[way](cells))
                rows.append(row)
    lines.append("总分 100 99")
    return ("\n\n" if rng.random() < 0.5 else "\n").join(lines), rows


def _by_line(cells: list[list[str]]) -> list[str]:
    """The first line of every cell, then the second line of those that have one, and so on."""
    tallest = max(map(len, cells))
    return [" ".join(c[k] for c in cells if k < len(c)) for k in range(tallest)]


def _in_the_middle(cells: list[list[str]]) -> list[str]:
    """Every cell in the middle of its row, as its lines stand on the page."""
    tallest = max(map(len, cells))
    heights: dict[int, list[str]] = {}
    for cell in cells:  # in order, so that the pieces of a line stand in order
        for k, text in enumerate(cell):
            heights.setdefault(tallest - len(cell) + 2 * k, []).append(text)
    return [" ".join(heights[y]) for y in sorted(heights)]


def _printed(cells: list[list[str]]) -> list[str]:
    lines: list[str] = []
    line: list[str] = []
    for cell in cells:
        if len(cell) == 1:
            line.append(cell[0])
            continue
        if line:
            lines.append(" ".join(line))
            line = []
        lines.extend(cell)
    return [*lines, " ".join(line)] if line else lines


WAYS = {"cells": _printed, "lines": _by_line, "middle": _in_the_middle}
