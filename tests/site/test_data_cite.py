"""Citations, and what programs look for first: sitemap, robots, llms.txt, feeds of the pages."""

import csv
import io
import re
import shutil
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import replace
from pathlib import Path

import yaml

from finalaccounts.assemble.inputs import options
from finalaccounts.exit_codes import ADDRESS
from finalaccounts.render import links
from finalaccounts.render.shell import File, SiteReport, site_facts
from finalaccounts.render.words import words
from finalaccounts.site.data.cite import Citer, anchor, entry_key, escape
from finalaccounts.site.data.feeds import escape as escape_xml
from finalaccounts.site.data.report import script
from finalaccounts.site.data.versions import Release
from tests.site import publishing
from tests.site.publishing import reports

ROOT = Path(__file__).resolve().parents[2]
V1 = Release("v1", "2026-11-22", "", b"", ())


def citer(tmp_path: Path, language: str = "zh", **site: str) -> Citer:
    return Citer(site_facts(publishing.folder(tmp_path / "data", **site)), words(language))


def test_a_report_in_three_styles(tmp_path):
    made = citer(tmp_path, site_url="https://example.org/x/")
    styles = dict(made.report(reports()[0].report.meta, V1))
    assert list(styles) == ["文字", "GB/T 7714", "BibTeX"]
    assert styles["文字"] == (
        "秦皇岛市医疗保障局：2023 年度部门决算，2024-09 公开。数据整理：明账，"
        "https://example.org/x/d/130300/yibaoju/2023/，版本 v1（2026-11-22）。"
    )
    assert styles["GB/T 7714"] == (
        "秦皇岛市医疗保障局. 秦皇岛市医疗保障局2023年度部门决算[DS/OL]. 明账, "
        "2026（2026-11-22）[引用日期]. https://example.org/x/d/130300/yibaoju/2023/."
    )
    assert styles["BibTeX"].startswith("@misc{cn-130300-yibaoju-2023,")
    assert "url = {https://example.org/x/d/130300/yibaoju/2023/}" in styles["BibTeX"]


def test_a_single_figure_with_its_anchor_and_line(tmp_path):
    made = citer(tmp_path, site_url="https://example.org/x/")
    report = reports()[0].report
    figure = next(f for f in report.figures if f.figure_id == "expenditure.total.basic")
    (_, plain), (_, gbt), (_, bibtex) = made.figure(report, figure, V1)
    assert "支出决算表“合计”基本支出 1483.68 万元" in plain
    assert f"原文第 {figure.source_line} 行" in plain
    for text in (plain, gbt):
        assert "https://example.org/x/d/130300/yibaoju/2023/#expenditure.total" in text
    assert "[DS/OL]" in gbt and "2026-11-22" in gbt
    assert bibtex.startswith("@misc{cn-130300-yibaoju-2023.expenditure.total.basic,")
    assert "year = {2026}" in bibtex and "1483.68 万元" in bibtex


def test_a_table_and_a_finding_have_citations_that_lead_to_them(tmp_path, published):
    made = citer(tmp_path, site_url="https://example.org/x/")
    one = reports()[0]
    meta, table = one.report.meta, one.report.tables[0]
    styles = dict(made.table(meta, table, V1))
    at = f"https://example.org/x/d/130300/yibaoju/2023/tables/#{table.table}"
    assert list(styles) == ["文字", "GB/T 7714", "BibTeX"] and all(at in t for t in styles.values())
    assert f"{meta.heading}：{table.title}[DS/OL]" in styles["GB/T 7714"]
    finding = one.reconciled.findings[0]
    styles = dict(made.finding(meta, finding, V1))
    anchor = f"d/130300/yibaoju/2023/#finding-{links.anchor(finding.finding_id)}"
    assert all(anchor in text for text in styles.values())
    assert styles["GB/T 7714"].startswith("明账. ")  # ours, not the department's
    archive = zipfile.ZipFile(io.BytesIO(published[f"{links.report(meta)}/{meta.report_id}.zip"]))
    cited = archive.read(f"{meta.report_id}/citations.csv").decode()
    rows = list(csv.DictReader(io.StringIO(cited, newline="")))
    assert {row["kind"] for row in rows} == {"report", "table", "finding", "figure"}
    keys = [re.match(r"@misc\{([A-Za-z0-9.:_-]+),$", r["bibtex"].split("\n")[0])[1] for r in rows]
    assert len(set(keys)) == len(keys)


def test_what_bibtex_forbids_in_a_key_is_told_apart_by_a_hash():
    assert entry_key("cn-1.a.b") == "cn-1.a.b"
    assert entry_key("cn-1.other:甲") != entry_key("cn-1.other:乙")
    assert re.fullmatch(r"[A-Za-z0-9.:_-]+", entry_key("a{b},c~2%#\\甲"))


def test_an_english_page_cites_in_english(tmp_path):
    made = citer(tmp_path, "en")
    (_, plain), *_ = made.page("Findings", "en/findings/index.html", V1)
    assert plain == "Findings. 明账, (on this site) /en/findings/, version v1 (2026-11-22)."


def test_without_an_address_nothing_pretends_to_have_one(published):
    assert not [name for name in published if name.startswith("sitemap")]
    assert b"Sitemap" not in published["robots.txt"]
    feed = published["feed.xml"].decode()
    assert 'href="index.html"' in feed and "http" not in re.sub(r'xmlns="[^"]*"', "", feed)


def test_with_an_address_the_sitemap_has_every_page(tmp_path):
    data = publishing.folder(tmp_path / "data", site_url="https://example.org/x/")
    pages = [File("index.html", b""), File("d/1/x/2023/index.html", b"")]
    made = publishing.publish(reports()[:1], data, pages)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = [e.text for e in ElementTree.fromstring(made["sitemap.xml"]).iter(f"{space}loc")]  # noqa: S314
    assert {"https://example.org/x/", "https://example.org/x/d/1/x/2023/"} <= set(found)
    assert b"Sitemap: https://example.org/x/sitemap.xml" in made["robots.txt"]
    assert b'href="https://example.org/x/feed.xml"' in made["feed.xml"]


def test_llms_txt_leads_to_the_markdown_twins(published):
    text = published["llms.txt"].decode()
    assert text.startswith("# 明账\n\n> ")
    for one in reports():
        assert f"({links.report(one.report.meta)}/index.md)" in text


def test_every_page_finds_its_feed(publication):
    made = publication[0]
    assert made.alternates("d/130300/yibaoju/2023/index.html")[0][1] == "d/130300/yibaoju/feed.xml"
    assert made.alternates("findings/y/2023/index.html")[0][1] == "findings/feed.xml"
    assert made.alternates("en/index.html")[1] == ("application/feed+json", "feed.json")


def test_report_text_is_data_in_every_format(tmp_path):
    assert escape("A_{b}%\\end") == r"A\_\{b\}\%\textbackslash end"
    assert escape_xml("a\x0b<b>") == "a?&lt;b&gt;"
    assert "</script>" not in script({"name": "</script><script>"})
    first = reports()[0]
    meta = replace(first.report.meta, entity='<b>"x" & ]]></b>', title="=1+1")
    one = SiteReport(replace(first.report, meta=meta), first.reconciled)
    data = publishing.folder(tmp_path / "data")
    made = publishing.publish([one], data)
    ElementTree.fromstring(made["feed.xml"])  # noqa: S314
    assert "'=1+1" in made["data/reports.excel.csv"].decode("utf-8-sig")
    assert "\n=1+1" not in made["data/reports.csv"].decode() and ",=1+1," in (
        made["data/reports.csv"].decode()
    )


def test_anchor_of_a_figure_printed_twice():
    report = reports()[0].report
    again = replace(report.figures[0], figure_id=f"{report.figures[0].figure_id}~2")
    assert anchor(report.meta, again).endswith("~2")


def test_citation_file_is_complete():
    read = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= read.keys()


def test_a_page_is_cited_in_the_version_of_what_it_shows(tmp_path, released):
    data = publishing.folder(tmp_path / "data")
    shutil.copytree(released / "releases", data / "releases")
    first, *others = reports()
    figures = tuple(
        replace(f, amount=f.amount + 1) if f.figure_id == "expenditure.2101501.basic" else f
        for f in first.report.figures
    )
    now = [SiteReport(replace(first.report, figures=figures), first.reconciled), *others]
    publishing.publication(now, data).release("v2", "2026-12-01")
    made = publishing.publication(now, data)

    def version(path: str) -> str:
        text = made.cited("x", path, "en" if path.startswith("en/") else "zh")[0][1]
        return re.search(r"v\d", text)[0]

    assert version("d/130300/yibaoju/2023/tables/index.html") == "v2"
    assert version("en/d/130300/yibaoju/index.html") == "v2"
    assert version("d/611022/yibaoju/2024/tables/index.html") == "v1"
    assert version("d/611022/yibaoju/index.html") == "v1"
    assert version("f/2101501/2023/index.html") == "v2"
    assert version("f/2101101/index.html") == version("en/f/2101101/index.html") == "v1"
    assert version("findings/index.html") == version("index.html") == "v2"


def test_who_publishes_says_the_address_of_the_site(tmp_path, monkeypatch):
    data = publishing.folder(tmp_path / "data", site_url="https://example.org/x/")
    assert site_facts(data).site_url == "https://example.org/x/"
    before = options()
    monkeypatch.setenv(ADDRESS, "https://pages.example/y/")
    assert site_facts(data).site_url == "https://pages.example/y/"
    assert options() != before  # a site built for another address is built anew
