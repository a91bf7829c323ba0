"""What a finding says stands where it says: table, row, column, subject, and number."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import build
from finalaccounts.model import Finding, Report
from finalaccounts.reconcile import reconcile
from finalaccounts.reconcile.view import View
from finalaccounts.reference.findings import findings as words
from tests import forge
from tests.forge.compare import read
from tests.forge.misprints import misprinted

FOLDERS = build.folders(Path(build.ROOT / "data"))
NUMBER = r"(?P<number>-?[\d,]+(?:\.\d+)?)"
IN_TABLE = re.compile(rf"(?P<table>公开\d+表|《[^》]+》)“(?P<line>[^”]+)”一行(?:的(?P<column>[^印“”，。；]+))?印(?:{NUMBER}|空白)")  # fmt: skip
IN_TEXT = re.compile(rf"文字里“(?P<subject>[^”]+)”的(?P<item>[^印“”，。；]+)印{NUMBER}")
ALONE = re.compile(rf"文字里的“(?P<item>[^”]+)”印{NUMBER}")
IN_FORM = re.compile(rf"“(?P<form>[^”]+)”自评表(?:“(?P<row>[^”]+)”一行)?的(?P<field>[^印“”，。；]+)印{NUMBER}")  # fmt: skip


def plain(text: str) -> str:
    return re.sub(r"[\s“”‘’]", "", text).rstrip("…")


def digits(number: str | None) -> str:
    return (number or "").replace(",", "").rstrip("%")


def reports() -> list[tuple[str, Report]]:
    out = [(p.parts[-3], build.load(p)) for p in FOLDERS]
    for seed, layout in enumerate(("central", "henan", "sichuan")):
        text = forge.write(forge.accounts(seed), layout, "tabs", forge.NONE).decode()
        for tables in (True, False):
            wrong, _ = misprinted(text, 3, seed, tables=tables)
            out.append((f"{layout}-{tables}", read(wrong.encode(), "tabs")))
    return out


@pytest.fixture(scope="module")
def told() -> list[tuple[Report, Finding]]:
    return [(r, f) for _, r in reports() for f in reconcile(r).findings]


def test_every_number_stands_in_the_table_row_and_column_that_is_named(told: list[tuple[Report, Finding]]) -> None:  # fmt: skip
    seen: Counter[str] = Counter()
    columns = {w.zh: key for key, w in words().columns.items()}
    for report, finding in told:
        view = View(report)
        for hit in IN_TABLE.finditer(finding.message_zh):
            names = {t.table for t in report.tables if t.number == hit["table"]}
            names |= {k for k, w in words().tables.items() if f"《{w.zh}》" == hit["table"]}
            rows = [f for f in report.figures if f.table in names and plain(f.line_label) == plain(hit["line"])]  # fmt: skip
            wanted = columns.get(hit["column"] or "", "")
            rows = [f for f in rows if (f.column == wanted if wanted else f.column in ("total", "final", f.column))]  # fmt: skip
            amounts = {str(f.amount) if f.amount is not None else "" for f in rows}
            assert digits(hit["number"]) in amounts, (finding.finding_id, hit.group(), amounts)
            seen["table"] += 1
        for hit in IN_TEXT.finditer(finding.message_zh):
            said = [s for s in report.statements if plain(s.subject).startswith(plain(hit["subject"]))]  # fmt: skip
            assert digits(hit["number"]) in {str(s.amount) for s in said}, (finding.finding_id, hit.group())  # fmt: skip
            seen["text"] += 1
        for hit in ALONE.finditer(finding.message_zh):
            assert digits(hit["number"]) in {str(s.amount) for s in report.statements}, (finding.finding_id, hit.group())  # fmt: skip
            seen["alone"] += 1
        for hit in IN_FORM.finditer(finding.message_zh):
            forms = [e for e in report.evaluations if plain(e.project_name or e.competent_department).startswith(plain(hit["form"]))]  # fmt: skip
            assert forms, (finding.finding_id, hit.group())
            printed = {str(f.amount) for e in forms for f in view.funds(e)}
            printed |= {digits(f.printed) for e in forms for f in view.funds(e)}
            printed |= {digits(str(getattr(e, n))) for e in forms for n in ("execution_rate", "total_score", "full_year_budget", "executed", "initial_budget", "budget_score", "total_weight")}  # fmt: skip
            rows = [r for e in forms for r in view.indicators.get(e.evaluation_id, ()) if plain(r.level3) == plain(hit["row"] or "")]  # fmt: skip
            printed |= {n for r in rows for cell in (r.target, r.actual, r.weight, r.score) for n in re.findall(r"\d+(?:\.\d+)?", cell)}  # fmt: skip
            assert digits(hit["number"]) in printed, (finding.finding_id, hit.group(), printed)
            seen["form"] += 1
    assert min(seen[k] for k in ("table", "text", "alone", "form")) >= 3, seen


def test_sentences_are_whole(told: list[tuple[Report, Finding]]) -> None:
    rule = re.compile(r"[A-Z]{1,2}\d*\.R\d\d")
    for _, f in told:
        for text in (f.title_zh, f.message_zh, f.title_en, f.message_en):
            assert text, f.finding_id
            assert not rule.search(text), text
            assert not re.search(r"\bNone\b|[{}]|。。|，，|；；|，。|\s{2}| ：", text), text
            assert "—" not in text.replace("——", ""), text
        assert f.message_zh.endswith(("。", "）")), f.message_zh
        for left, right in ("“”", "《》", "（）"):
            assert f.message_zh.count(left) == f.message_zh.count(right), f.message_zh


def test_a_finding_that_is_named_says_what_it_should_be(told: list[tuple[Report, Finding]]) -> None:
    named = [(r, f) for r, f in told if f.diagnosis == "cell" and len(f.suspects) == 1]
    assert len(named) >= 8
    for report, f in named:
        cell = next((x for x in report.figures if x.figure_id == f.suspects[0]), None)
        if cell is not None and cell.amount is not None:
            assert f"印{cell.amount}" in f.message_zh
