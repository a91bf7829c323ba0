"""A forged corpus for benchmarks: many department-years that read like real ones.

Places and departments are those of the reference data. Each province has its own wording of the
fixed parts (as the real ones do), filled with each report's names and figures; each report has
prose of its own, drawn from a chain of fragments of the five real reports and of names of codes
and departments, so that rare strings are as plentiful as in real text. The same seed gives the
same corpus.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from finalaccounts import model
from finalaccounts.reference import load_csv
from finalaccounts.reference.places import DepartmentName, Division, divisions, path, slug

ROOT = Path(__file__).resolve().parents[1]
PIECES = re.compile(r"[^，。；、：]+[，。；、：]?")


@dataclass(frozen=True, slots=True)
class Forged:
    """A report with what checking it gave; what the builders of the site take."""

    report: model.Report
    reconciled: model.Reconciled


def codes(name: str) -> list[tuple[str, str]]:
    """Return code and name of the rows of a classification of the reference data."""
    import csv

    with (ROOT / "data" / "reference" / "cn" / name).open(encoding="utf-8") as handle:
        return [(row["code"], row["name"]) for row in csv.DictReader(handle)]


class Chain:
    """Prose out of fragments: what followed a fragment's last two characters may follow again."""

    def __init__(self, texts: list[str], extra: list[str]) -> None:
        self.follow: dict[str, list[str]] = {}
        self.heads: list[str] = []
        self.extra = extra
        for text in texts:
            for sentence in re.split(r"(?<=[。；])", text):
                words = re.findall(r"[0-9.,%]+|.{1,4}", sentence)
                if len(words) > 3:
                    self.heads.append(words[0])
                    for a, b in pairwise(words):
                        self.follow.setdefault(a[-1:], []).append(b)

    def text(self, r: random.Random, length: int) -> str:
        word = r.choice(self.heads)
        out, size = [word], len(word)
        while size < length:
            if r.random() < 0.06:
                word = r.choice(self.extra)
            else:
                word = r.choice(self.follow.get(word[-1:]) or self.heads)
            if word[0].isdigit():
                word = f"{r.uniform(0, 3000):.2f}"
            out.append(word)
            size += len(word)
        return "".join(out).rstrip("，、：；") + "。"


def real_texts() -> list[str]:
    """Return the paragraphs of the real reports."""
    texts = []
    for source in sorted((ROOT / "data" / "reports").glob("*/*/*/source.txt")):
        text = source.read_text(encoding="utf-8")
        for part in re.split(r"\n\s*\n", text):
            part = re.sub(r"\s+", "", part)
            if len(part) > 12 and "\t" not in part:
                texts.append(part)
    return texts


def forge(count: int, seed: int = 7) -> Iterator[Forged]:
    """Yield ``count`` department-years: departments in many places, each over five years."""
    r = random.Random(seed)  # noqa: S311
    departments = [row.name for row in load_csv("departments.csv", DepartmentName)]
    counties = sorted(
        (d for d in divisions().values() if d.level != "province"), key=lambda d: d.code
    )
    functional, economic = codes("functional.csv"), codes("economic.csv")
    texts = real_texts()
    chain = Chain(texts, [n for _, n in functional + economic] + departments)
    fixed: dict[str, list[str]] = {}
    made: set[tuple[str, str]] = set()
    done = 0
    while done < count:
        division, department = r.choice(counties), r.choice(departments)
        if (division.code, department) in made:
            continue
        made.add((division.code, department))
        province = path(division.code)[0]
        if province.code not in fixed:
            fixed[province.code] = [chain.text(r, r.randint(20, 160)) for _ in range(60)]
        duties = [chain.text(r, r.randint(30, 120)) for _ in range(12)]
        projects = [chain.text(r, r.randint(6, 18))[:-1] for _ in range(10)]
        items = r.sample(functional, 22)
        for year in range(2020, 2025):
            if done >= count:
                return
            yield _report(
                r,
                chain,
                division,
                department,
                year,
                fixed[province.code],
                duties,
                projects,
                items,
                economic,
            )
            done += 1


def _report(
    r: random.Random,
    chain: Chain,
    division: Division,
    department: str,
    year: int,
    fixed: list[str],
    duties: list[str],
    projects: list[str],
    items: list[tuple[str, str]],
    economic: list[tuple[str, str]],
) -> Forged:
    entity = division.name + department
    word = slug(department)
    report_id = f"cn-{division.code}-{word}-{year}"
    total = Decimal(r.randint(10_000, 3_000_000)) / 100

    def amount() -> str:
        number = Decimal(r.randint(1, 300_000)) / 100
        return f"{number:,.2f}" if r.random() < 0.5 else f"{number:.2f}"

    lines = [f"{entity}{year}年度部门决算", "第一部分部门概况", "一、部门职责"]
    lines += [f"{i}.{t}" for i, t in enumerate(duties, 1)]
    lines += ["第二部分" + f"{year}年度部门决算情况说明"]
    numerals = "一二三四五六七八九十"
    for i in range(10):
        lines.append(
            f"{numerals[i]}、{year}年度{('收入支出', '收入', '支出', '财政拨款', '一般公共预算', '基本支出', '基金预算', '三公经费', '机关运行经费', '政府采购')[i]}决算情况说明"
        )
        lines.append(
            f"{entity}{year}年度收入总计{amount()}万元，与上年相比增加{amount()}万元，增长{r.uniform(0, 90):.2f}%。主要原因是"
            + chain.text(r, r.randint(20, 160))
        )
        lines += [
            f"{i + 1}.{name}（项）。年初预算为{amount()}万元，支出决算为{amount()}万元，完成年初预算的{r.uniform(40, 130):.2f}%。"
            for _, name in items[i * 2 : i * 2 + 2]
        ]
        lines += [re.sub(r"[0-9]+\.[0-9]+", lambda m: amount(), t) for t in r.sample(fixed[:30], 2)]
    lines += ["第三部分绩效评价情况"]
    for name in projects[:8]:
        lines.append(
            f"{name}项目自评得分{r.randint(60, 100)}分。" + chain.text(r, r.randint(60, 300))
        )
    lines += [chain.text(r, r.randint(30, 220)) for _ in range(30)]
    lines += ["第四部分名词解释"] + [f"{i}.{t}" for i, t in enumerate(fixed[30:], 1)]
    document = model.Document("source.txt", tuple(model.Line(i, t) for i, t in enumerate(lines, 1)))
    figures = []
    for table, rows, columns in (
        ("expenditure", items, ("total", "basic", "project")),
        ("general_expenditure", items, ("total", "basic", "project")),
        ("revenue", items, ("total", "appropriation")),
        ("basic_expenditure", r.sample(economic, 30), ("final",)),
    ):
        for code, name in [("total", "合计"), *rows]:
            for column in columns:
                printed = amount() if code != "total" else f"{total:.2f}"
                figures.append(
                    model.Figure(
                        f"{table}.{code}.{column}",
                        table,
                        code,
                        name,
                        column,
                        "printed",
                        printed,
                        Decimal(printed.replace(",", "")),
                        "万元",
                        "position",
                        (),
                        (),
                        "source.txt",
                        1,
                        "",
                        "",
                        "",
                    )
                )
    evaluations = tuple(
        model.Evaluation(
            evaluation_id=f"project.{i}",
            seq=i,
            kind="project",
            project_name=name,
            executed=Decimal(r.randint(1, 99999)) / 100,
            first_line=40 + i,
            last_line=41 + i,
            source="source.txt",
        )
        for i, name in enumerate(projects, 1)
    )
    explanations = tuple(
        model.Explanation(
            section="summary",
            kind="reason",
            text=chain.text(r, 25)[:-1],
            source="source.txt",
            source_line=20 + i,
        )
        for i in range(12)
    )
    tables = tuple(
        model.Table(
            table=key,
            title=title,
            source="source.txt",
            first_line=0,
            last_line=0,
            state="with_figures",
        )
        for key, title in (
            ("summary", "收入支出决算总表"),
            ("revenue", "收入决算表"),
            ("expenditure", "支出决算表"),
            ("general_expenditure", "一般公共预算财政拨款支出决算表"),
        )
    )
    findings = tuple(
        model.Finding(
            finding_id=f"N05.R04.{i}",
            report_id=report_id,
            rule="N05.R04",
            severity=r.choice(("error", "note")),
            title_zh=f"{name}完成年初预算：印的是{r.uniform(0, 100):.2f}%，按金额计算为{r.uniform(0, 100):.2f}%",
        )
        for i, (_, name) in enumerate(items[: r.randint(0, 4)])
    )
    meta = model.Meta(report_id, entity, word, division.code, year, f"{entity}{year}年度部门决算")
    report = model.Report(
        meta,
        (document,),
        tables=tables,
        figures=tuple(figures),
        evaluations=evaluations,
        explanations=explanations,
    )
    return Forged(report, model.Reconciled(findings=findings))
