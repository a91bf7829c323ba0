"""A report full of hostile texts becomes pages on which nothing runs, beside sound neighbours."""

import json
import re
from dataclasses import replace

import pytest
from playwright.sync_api import sync_playwright
from selectolax.lexbor import LexborHTMLParser

from finalaccounts import certificate, package
from finalaccounts.characters import gate
from finalaccounts.loading import load
from finalaccounts.model import Explanation, Unread
from finalaccounts.reading import read, write
from tests import gallery
from tests.browser import chromium
from tests.hostile.strings import ALL, HIT
from tests.test_build import run

_ADDRESSES = re.compile(r"^(?:https?:|mailto:|data:,|[#./?]|[^:]*$)")


def hostile_report(data):
    """Write a report whose words are all hostile: the forged one, its texts replaced in turn."""
    folder = data / "reports" / "000000" / "evil" / "2023"
    folder.mkdir(parents=True)
    lines = [gate(text.replace("\t", " ").replace("\n", " ")) for text in ALL]
    lines = [line for line in lines if line.strip()]
    given = gallery.of_year(2024)
    (folder / "source.txt").write_text(given + "\n".join(lines) + "\n", "utf-8")
    report = read([folder / "source.txt"], anyway=True)
    texts = iter(lines * 40)
    first = len(given.split("\n"))

    def dressed(rows, *names):
        return tuple(replace(row, **{name: next(texts) for name in names}) for row in rows)

    place = {"source": "source.txt", "page": "", "box": "", "cell": ""}
    report = replace(
        report,
        meta=replace(
            report.meta,
            entity=lines[0],
            title=lines[1],
            slug="evil",
            division="000000",
            fiscal_year=2023,
            found={"contact": lines[2], "units": [lines[3]]},
        ),
        tables=dressed(report.tables, "title", "reason", "unit", "number"),
        figures=dressed(report.figures, "line_label", "unit"),
        statements=dressed(report.statements, "label", "subject", "unit", "approx"),
        evaluations=dressed(
            report.evaluations,
            *("project_name", "competent_department", "implementing_unit", "grade", "choices"),
        ),
        funds=dressed(report.funds, "label", "unit"),
        indicators=dressed(
            report.indicators,
            *("level1", "level2", "target", "target_unit", "actual", "deviation", "reason"),
        ),
        explanations=tuple(
            Explanation("summary", "", "reason", text, source_line=first + n, **place)
            for n, text in enumerate(lines)
        ),
        unread=tuple(
            Unread("1", text, "unplaced", source_line=first + n, **place)
            for n, text in enumerate(lines)
        ),
    )
    write(folder, report)
    package.write_text(folder / "source.toml", certificate.to_text(report.meta))
    load(folder)
    return folder


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """Return the site without and with the hostile report."""
    folder = tmp_path_factory.mktemp("hostile")
    data = gallery.data_folder(folder, real=False)
    for name in ("without", "with"):
        if name == "with":
            hostile_report(data)
        done = run("build", "--strict", "--data", data, "--out", folder / name)
        assert done.returncode == 0, done.stderr
    return folder / "without", folder / "with"


def test_the_neighbours_are_as_they_were(sites):
    without, with_it = sites
    for year in gallery.FORGED_YEARS:
        for path in (without / "d/000000/shuiliju" / str(year)).rglob("*"):
            if path.is_file():
                there = with_it / path.relative_to(without)
                assert there.read_bytes() == path.read_bytes(), path


def test_pages_hold_no_script_and_no_strange_address(sites):
    seen = 0
    for path in sites[1].rglob("*.html"):
        tree = LexborHTMLParser(path.read_text("utf-8"))
        policy = tree.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"]
        assert policy.startswith("default-src 'none'") and "unsafe" not in policy
        for node in tree.css("*"):
            for name, value in node.attributes.items():
                assert not name.startswith("on") and name != "style", (path, name)
                if name in ("href", "src", "action"):
                    assert _ADDRESSES.match(value or ""), (path, value)
                    assert "evil.example" not in (value or ""), path
            assert node.tag not in ("iframe", "object", "embed", "plaintext", "math"), path
        for script in tree.css("script"):
            outside = "src" in script.attributes
            assert outside or "json" in script.attributes["type"], path
            if not outside:
                json.loads(script.text())
        seen += 1
    assert seen > 50


def test_every_text_arrives_whole(sites):
    source = "".join(
        LexborHTMLParser(path.read_text("utf-8")).body.text()
        for path in (sites[1] / "d/000000/evil/2023/source").rglob("*.html")
    )
    for text in ("𬭸", "𠮷", "💩", "<script>", "{{ 7*7 }}", "=cmd|' /C calc'!A0"):
        assert text in source
    rows = (sites[1] / "d/000000/evil/2023/data.csv").read_text("utf-8")
    assert "𬭸" in rows and "💩" in rows


@pytest.mark.browser
def test_nothing_runs_in_a_browser(sites):
    site = sites[1]
    every = sorted(p.relative_to(site) for p in site.rglob("*.html"))
    pages = [p.as_posix() for p in {p.parts[:2]: p for p in every}.values()]
    pages += [p.relative_to(site).as_posix() for p in (site / "d/000000/evil").rglob("*.html")][:25]
    pages += ["en/d/000000/evil/2023/index.html", "search/index.html#q=𬭸"]
    with sync_playwright() as p, chromium.served(site) as root:
        browser = chromium.launch(p)
        page = browser.new_page()
        asked, said = [], []
        page.on("request", lambda r: asked.append(r.url))
        page.on("console", lambda m: said.append(m.text))
        page.on("dialog", lambda d: (said.append(f"dialog {d.message}"), d.dismiss()))
        page.on("pageerror", lambda e: said.append(str(e)))
        for address in pages:
            page.goto(root + address)
            assert page.evaluate("window.__hit") is None, address
        browser.close()
    assert not [url for url in asked if not url.startswith((root, "data:,"))]
    assert said == []
    assert HIT in "".join(
        p.read_text("utf-8") for p in (site / "d/000000/evil/2023/source").rglob("*.html")
    )
