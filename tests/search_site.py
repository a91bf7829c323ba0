"""A small site for the search tests: the real reports' texts, the golden example, the pages."""

import csv
from dataclasses import fields
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from finalaccounts import package
from finalaccounts.model import Document, Finding, Line, Meta, Reconciled, Report
from finalaccounts.render.languages import LANGUAGES
from finalaccounts.render.shell import Shell, SiteFacts
from finalaccounts.site.search import build, extend, found, part
from finalaccounts.site.search.entries import card, entries
from finalaccounts.site.search.fold import fold, without_separators
from finalaccounts.site.search.pages import files, pages

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "tests" / "golden" / "example"
NAMES = {
    "130300": "秦皇岛市医疗保障局",
    "410503": "安阳市北关区医疗保障局",
    "511725": "渠县医疗保障局",
    "610929": "白河县医疗保障局",
    "611022": "丹凤县医疗保障局",
}


def document(path, source):
    lines = path.read_text("utf-8").replace("\r", "").split("\n")
    return Document(source, tuple(Line(i, text) for i, text in enumerate(lines, 1)))


def checked(report, findings=()):
    return SimpleNamespace(report=report, reconciled=Reconciled(findings=tuple(findings)))


@cache
def corpus():
    """Return the five reports, the example, and departments whose names are hard to read."""
    listed = []
    for path in sorted((ROOT / "data" / "reports").glob("*/*/*/source.txt")):
        division, slug, year = path.parts[-4:-1]
        meta = Meta(f"cn-{division}-{slug}-{year}", NAMES[division], slug, division, int(year), "")
        rows = package.read_resources(path.parent) if (path.parent / "figures.csv").exists() else {}
        listed.append(checked(Report(meta, (document(path, "source.txt"),), **rows)))
    rows = {
        name: example(name)
        for name in ("tables", "figures", "statements", "evaluations", "indicators", "explanations")
    }
    meta = Meta("cn-000000-shuiliju-2023", "青岚县水利局", "shuiliju", "000000", 2023, "")
    findings = [
        Finding(finding_id="N05.R04.a", severity="error", title_zh="完成年初预算：印的是96.2%")
    ]
    listed.append(
        checked(Report(meta, (document(EXAMPLE / "report.txt", "report.txt"),), **rows), findings)
    )
    for division, name, slug in (
        ("140400", "长治市财政局", "caizhengju"),
        ("371722", "单县教育局", "jiaoyuju"),
        ("341500", "六安市民政局", "minzhengju"),
        ("500000", "重庆市审计局", "shenjiju"),
        ("500000", "重庆市人力资源和社会保障局", "rensheju"),
        ("371722", "单县财政局下属乡镇财政管理服务中心", "caizheng-fuwu"),
        ("320100", "南京市𬭸𠮷💩𬭸𠮷𠮷研究所", "yanjiusuo"),
    ):
        meta = Meta(f"cn-{division}-{slug}-2022", name, slug, division, 2022, "")
        text = Document("a.txt", (Line(1, f"{name}２０２２年度支出１，２３４．５６萬元。"),))
        listed.append(checked(Report(meta, (text,))))
    return tuple(listed)


def example(name):
    """Return the rows of a golden file, which has the agreed columns and not all of ours."""
    record = package.READ[name]
    kinds = {f.name: f.metadata["kind"] for f in fields(record)}
    with (EXAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(
            record(**{key: package._value(text, kinds[key]) for key, text in row.items()})
            for row in csv.DictReader(handle)
        )


def cards():
    return [card(item.report, item.reconciled.findings) for item in corpus()]


def texts():
    """Return ``[kind, folded text, the same without separators, times]`` of everything."""
    times = {}
    for item in corpus():
        for entry in entries(item.report, item.reconciled.findings):
            times[entry.kind, entry.text] = times.get((entry.kind, entry.text), 0) + 1
    return [
        [kind, text, fold(text), without_separators(fold(text)), n]
        for (kind, text), n in times.items()
    ]


def page_files():
    """Return the search page, the lists and the scripts as they are published."""
    shell = Shell(SiteFacts(title="明账"))
    items = searched(corpus())
    made = [shell.draw(page) for language in LANGUAGES for page in pages(items, shell, language)]
    made += [file for file in files(items) if file.path.startswith("assets/")]
    return {sheet.path: sheet.data for sheet in shell.assets} | dict(made)


def searched(items):
    """Return what can be found of reports."""
    return [found(item.report, item.reconciled.findings) for item in items]


def index_files(items, later=0, block=part.BLOCK):
    """Return the files of the index; the last ``later`` reports come as an extension.

    With small blocks a small corpus takes every path that a large one takes.
    """
    items = searched(items)
    first, last = items[: len(items) - later], items[len(items) - later :]
    usual, part.BLOCK = part.BLOCK, block
    try:
        made = [*build(first), *(extend(last) if later else ())]
    finally:
        part.BLOCK = usual
    names = [name for name, _ in made]
    assert len(set(names)) == len(names) - (1 if later else 0)  # parts.js is told again
    return dict(made)


def write_site(folder, later=0, block=part.BLOCK):
    """Write a site with search only."""
    files = index_files(corpus(), later, block)
    files = {f"search/{name}": data for name, data in files.items()} | page_files()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def substrings(text, shortest=2, longest=8):
    return {text[i : i + n] for n in range(shortest, longest + 1) for i in range(len(text) - n + 1)}
