"""A small site for the search tests: the real reports' texts, the golden example, the pages."""

from functools import cache
from pathlib import Path
from types import SimpleNamespace

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader

from finalaccounts import package
from finalaccounts.model import Document, Finding, Line, Meta, Reconciled, Report
from finalaccounts.site.search import build, extend
from finalaccounts.site.search.entries import card, entries
from finalaccounts.site.search.fold import fold, without_separators
from finalaccounts.site.search.page import by_code, by_letter, by_place, search_page

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "tests" / "golden" / "example"
NAMES = {
    "130300": "秦皇岛市医疗保障局",
    "410503": "安阳市北关区医疗保障局",
    "511725": "渠县医疗保障局",
    "610929": "白河县医疗保障局",
    "611022": "丹凤县医疗保障局",
}
BASE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{{ page.words.title }}</title>
<meta name="viewport" content="width=device-width"></head><body><main>{% block main %}{% endblock %}</main></body></html>"""


def document(path, source):
    lines = path.read_text("utf-8").replace("\r", "").split("\n")
    return Document(source, tuple(Line(i, text) for i, text in enumerate(lines, 1)))


def checked(report, findings=()):
    return SimpleNamespace(report=report, reconciled=Reconciled(findings=tuple(findings)))


@cache
def corpus():
    """Return the five reports, the example, and departments whose names are hard to read."""
    found = []
    for path in sorted((ROOT / "data" / "reports").glob("*/*/*/source.txt")):
        division, slug, year = path.parts[-4:-1]
        meta = Meta(f"cn-{division}-{slug}-{year}", NAMES[division], slug, division, int(year), "")
        rows = package.read_resources(path.parent) if (path.parent / "figures.csv").exists() else {}
        found.append(checked(Report(meta, (document(path, "source.txt"),), **rows)))
    rows = {
        name: package.read_csv(EXAMPLE / f"{name}.csv", package.READ[name])
        for name in ("tables", "figures", "statements", "evaluations", "indicators", "explanations")
        if (EXAMPLE / f"{name}.csv").exists() and readable(name)
    }
    meta = Meta("cn-000000-shuiliju-2023", "青岚县水利局", "shuiliju", "000000", 2023, "")
    findings = [
        Finding(finding_id="N05.R04.a", severity="error", title_zh="完成年初预算：印的是96.2%")
    ]
    found.append(
        checked(Report(meta, (document(EXAMPLE / "report.txt", "report.txt"),), **rows), findings)
    )
    for division, name, slug in (
        ("140400", "长治市财政局", "caizhengju"),
        ("371722", "单县教育局", "jiaoyuju"),
        ("341500", "六安市民政局", "minzhengju"),
        ("500000", "重庆市审计局", "shenjiju"),
        ("500000", "重庆市人力资源和社会保障局", "rensheju"),
        ("371722", "单县财政局下属乡镇财政管理服务中心", "caizheng-fuwu"),
    ):
        meta = Meta(f"cn-{division}-{slug}-2022", name, slug, division, 2022, "")
        text = Document("a.txt", (Line(1, f"{name}２０２２年度支出１，２３４．５６萬元。"),))
        found.append(checked(Report(meta, (text,))))
    return tuple(found)


def readable(name):
    try:
        package.read_csv(EXAMPLE / f"{name}.csv", package.READ[name])
    except package.PackageError:
        return False
    return True


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


def page_files(root="../"):
    """Return the search page and the lists, rendered over a bare base page."""
    env = Environment(
        loader=ChoiceLoader(
            [DictLoader({"base.html": BASE}), FileSystemLoader(ROOT / "templates")]
        ),
        autoescape=True,
    )
    page = search_page(cards())
    yield "index.html", env.get_template("search.html").render(page=page, root=root, index="")
    lists = {
        "places": by_place(cards()),
        "letters": by_letter(cards()),
        "codes": by_code(item.report for item in corpus()),
    }
    for name, context in lists.items():
        html = env.get_template("search_list.html").render(page=context, root="../../")
        yield f"{name}/index.html", html


def write_site(folder, later=0):
    """Write a site with search only; the last ``later`` reports come as an extension."""
    items = list(corpus())
    files = dict(build(items[: len(items) - later]))
    if later:
        files |= dict(extend(items[len(items) - later :]))
    files |= {name: html.encode() for name, html in page_files()}
    for name, data in files.items():
        path = folder / "search" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / "assets").mkdir(exist_ok=True)
    for name in ("search-index.js", "search-query.js", "search.js"):
        (folder / "assets" / name).write_bytes((ROOT / "templates" / "assets" / name).read_bytes())
    return folder


def substrings(text, shortest=2, longest=8):
    return {text[i : i + n] for n in range(shortest, longest + 1) for i in range(len(text) - n + 1)}
