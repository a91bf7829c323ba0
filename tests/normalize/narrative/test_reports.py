"""The narratives of the five real reports: what was counted and compared with the text by hand."""

from pathlib import Path

import pytest

from finalaccounts.model import Document, Line
from finalaccounts.normalize.narrative import read_narrative
from finalaccounts.normalize.parts import Range

REPORTS = Path(__file__).parents[3] / "data" / "reports"
# What the readers of tables and forms claim.
TAKEN = {
    "610929/yibaoju/2023": [(696, 923), (1084, 2367), (2425, 2934)],
    "410503/yibaoju/2022": [(74, 1855)],
    "130300/yibaoju/2023": [(91, 403), (535, 764)],
    "511725/yibaoju/2023": [
        (1028, 1336), (1590, 1689), (1915, 2015), (2230, 2335), (2558, 2661), (2894, 2999),
        (3210, 3309), (3524, 3657), (3871, 3965), (4203, 4333), (4605, 4709), (4710, 4731),
    ],
    "611022/yibaoju/2024": [(286, 314), (327, 383), (409, 752)],
}  # fmt: skip
COUNTS = {
    "610929/yibaoju/2023": 202,
    "410503/yibaoju/2022": 160,
    "130300/yibaoju/2023": 157,
    "511725/yibaoju/2023": 355,
    "611022/yibaoju/2024": 103,
}


@pytest.fixture(scope="module", params=sorted(COUNTS))
def report(request):
    text = (REPORTS / request.param / "source.txt").read_text(encoding="utf-8")
    lines = tuple(Line(i, t.replace("\r", "")) for i, t in enumerate(text.split("\n"), 1))
    taken = [Range("source.txt", a, b, "table", "x") for a, b in TAKEN[request.param]]
    year = int(request.param[-4:])
    return request.param, lines, read_narrative((Document("source.txt", lines),), taken, {}, year)


def test_every_statement_was_counted(report):
    name, _, read = report
    assert len(read.statements) == COUNTS[name]
    ids = [s.statement_id for s in read.statements]
    assert len(set(ids)) == len(ids)


def test_every_number_is_accounted_for(report):
    """Only two zeros of a form left blank ('0 车') stay open, for the ledger to list."""
    name, lines, read = report
    covered = {(s.line, i) for s in read.spans for i in range(s.start, s.end)}
    inside = {n for r in read.ranges for n in range(r.first, r.last + 1)}
    missing = [
        line.number
        for line in lines
        if line.number in inside
        for i, ch in enumerate(line.text)
        if ch.isdigit() and (line.number, i) not in covered
    ]
    assert missing == ([2018, 2018] if name == "410503/yibaoju/2022" else [])


# report, line, section, item, amount, unit, direction
QUIRKS = [
    ("610929/yibaoju/2023", 173, "appropriation_summary", "revenue_grand_total", "558.64", "万元", ""),
    ("610929/yibaoju/2023", 203, "general_expenditure", "completion_rate", "102.74", "%", ""),
    ("610929/yibaoju/2023", 511, "performance", "other", "10", "场次", ""),
    ("610929/yibaoju/2023", 513, "performance", "other", "10", "万份", ""),
    ("610929/yibaoju/2023", 949, "performance", "executed", "75.1", "万元", ""),
    ("610929/yibaoju/2023", 2378, "performance", "self_evaluation_score", "100", "分", ""),
    ("610929/yibaoju/2023", 3245, "annex", "other", "18.05", "万人", ""),
    ("410503/yibaoju/2022", 1861, "summary", "yoy_rate", "43", "%", "increase"),
    ("410503/yibaoju/2022", 1973, "basic_expenditure", "operating_total", "12.01", "万元", ""),
    ("410503/yibaoju/2022", 2049, "procurement", "procurement_sme", "0", "万元", ""),
    ("130300/yibaoju/2023", 424, "expenditure", "basic", "1483.68", "万元", ""),
    ("130300/yibaoju/2023", 447, "appropriation_summary", "budget_change", "397.9", "元", "increase"),
    ("130300/yibaoju/2023", 475, "three_public", "yoy_rate", "17.0", "%", "increase"),
    ("130300/yibaoju/2023", 768, "performance", "self_evaluation_score", "96.3", "分", ""),
    ("511725/yibaoju/2023", 88, "summary", "yoy_change", "6006.82", "万元", "decrease"),
    ("511725/yibaoju/2023", 279, "three_public", "vehicles_purchased", "0", "辆", ""),
    ("511725/yibaoju/2023", 316, "agency_operation", "agency_operation", "100.59", "万元", ""),
    ("511725/yibaoju/2023", 695, "annex", "other", "20", "万份", ""),
    ("511725/yibaoju/2023", 736, "annex", "other", "467.97", "元", ""),
    ("511725/yibaoju/2023", 807, "annex", "yoy_rate", "11.63", "%", "decrease"),
    ("511725/yibaoju/2023", 817, "annex", "prior_final", "1.38", "万元", ""),
    ("511725/yibaoju/2023", 3841, "annex", "other", "15", "元/人/天", ""),
    ("611022/yibaoju/2024", 63, "profile", "other", "99", "%", ""),
    ("611022/yibaoju/2024", 115, "summary", "yoy_change", "43.03", "万元", "increase"),
    ("611022/yibaoju/2024", 178, "general_expenditure", "other", "100", "万", ""),
    ("611022/yibaoju/2024", 244, "agency_operation", "yoy_change", "169.26", "万元", "increase"),
]  # fmt: skip


def test_quirks(report):
    name, _, read = report
    rows = {
        (s.source_line, s.section, s.item, str(s.amount), s.unit, s.direction)
        for s in read.statements
    }
    missing = [q for q in QUIRKS if q[0] == name and q[1:] not in rows]
    assert missing == []
