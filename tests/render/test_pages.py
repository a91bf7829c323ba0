"""What a built site promises: it resolves, it is light, it is the same twice, its numbers agree."""

import dataclasses
import gzip
import posixpath
import re

import pytest
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser as HTMLParser

import build
from finalaccounts.reconcile import reconcile
from finalaccounts.render import SiteReport, report, shared, shell
from finalaccounts.render.entries import entries
from finalaccounts.render.languages import LANGUAGES
from finalaccounts.render.shell import Page, Shell, site_facts
from finalaccounts.render.words import words
from finalaccounts.site.check import broken
from finalaccounts.site.search.page import search_page
from tests import gallery

PAGE, TYPICAL, ZIPPED, CHART = 100_000, 60_000, 15_000, 2_500
REAL = [
    p.parent.relative_to(gallery.ROOT / "data" / "reports").as_posix()
    for p in sorted((gallery.ROOT / "data" / "reports").glob("*/*/*/source.toml"))
]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return gallery.data_folder(tmp_path_factory.mktemp("render"))


@pytest.fixture(scope="module")
def site(data):
    build.build_site(data, data.parent / "site")
    return data.parent / "site"


@pytest.fixture(scope="module")
def files(site):
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def reports(data):
    loaded = [build.load(folder) for folder in build.folders(data)[2:4]]
    return [SiteReport(report, reconcile(report)) for report in loaded]


def rendered(reports, data):
    """Yield the pages of reports without downloads, and the pages over all of them."""
    shell = Shell(site_facts(data))
    yield from shell.assets
    for one in reports:
        yield from report(one, [one.report.meta.fiscal_year], shell)
    for language in LANGUAGES:
        listed = entries(reports, shell.words(language))
        for item in shared(listed, shell, language):
            yield shell.draw(item) if isinstance(item, Page) else item


def test_rendering_twice_gives_the_same_bytes(reports, data):
    first = {file.path: file.data for file in rendered(reports, data)}
    assert {file.path: file.data for file in rendered(reports, data)} == first


def test_pages_that_the_search_names_exist(files):
    """Their addresses stand in a script: the check of links does not see them."""
    for language in LANGUAGES:
        for place, *_ in search_page([], language).site_pages:
            path, _, anchor = place.partition("#")
            assert path in files, place
            assert not anchor or re.search(rf'id="?{anchor}[" >]', files[path].decode()), place


def test_no_page_is_heavier_than_its_budget(files):
    heavy = {p: len(d) for p, d in files.items() if p.endswith(".html") and len(d) > PAGE}
    assert heavy == {}
    seen = 0
    for path, page in files.items():
        if re.fullmatch(r"(en/)?d/\d+/\w+/\d+/index\.html", path):
            seen += 1
            sheets = HTMLParser(page.decode()).css("link[rel=stylesheet]:not([media])")
            css = b"".join(files[_at(path, sheet.attributes["href"])] for sheet in sheets)
            assert len(css) <= 15_000, path
            assert len(page) + len(css) <= TYPICAL, path
            assert len(gzip.compress(page)) + len(gzip.compress(css)) <= ZIPPED, path
            for svg in re.findall(rb"<svg.*?</svg>", page):
                assert len(svg) <= CHART, path
    assert seen == 2 * (len(REAL) + len(gallery.FORGED_YEARS))


def _at(path, href):
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), href))


@pytest.mark.parametrize("path", REAL)
def test_a_page_holds_every_table_of_a_report_of_this_size(files, path):
    page = HTMLParser(files[f"d/{path}/index.html"].decode())
    whole = HTMLParser(files[f"d/{path}/tables/index.html"].decode())
    assert words("zh").tables.elsewhere not in page.css_first("#tables").text()
    for section in whole.css("section[id]"):
        key = section.id
        here = page.css_first(f"details[id='{key}']")
        rows = [row for row in section.css("tbody tr") if _numbers(c.text() for c in row.css("td"))]
        for row in rows:
            assert page.css_first(f"[id='{row.id}']"), row.id
        same = here.css_first("p a[href^='#']")
        places = [here] + ([page.css_first(same.attributes["href"])] if same else [])
        shown = {n for place in places for n in _numbers(c.text() for c in place.css("td, p.sm"))}
        assert set(_numbers(c.text() for row in rows for c in row.css("td"))) <= shown, key


def test_a_big_report_moves_tables_and_keeps_their_addresses(reports, data, monkeypatch):
    monkeypatch.setattr("finalaccounts.render.PAGE_BYTES", 50_000)
    files = {file.path: file.data for file in rendered(reports[1:], data)}
    path = next(p for p in files if re.fullmatch(r"d/\d+/\w+/\d+/index\.html", p))
    page = HTMLParser(files[path].decode())
    whole = HTMLParser(files[path.replace("index.html", "tables/index.html")].decode())
    assert len(files[path]) < 50_000
    moved = [d for d in page.css("details[id]") if words("zh").tables.elsewhere in d.text()]
    assert moved and page.css_first(".paper").text().endswith("/tables/")
    for details in moved:
        ids = [a.id for a in details.css("a[id]")]
        assert ids and all(whole.css_first(f"[id='{i}']") for i in ids if i.startswith(details.id))


def test_a_reason_says_what_it_is_about(files):
    page = HTMLParser(files["d/130300/yibaoju/2023/index.html"].decode())
    told = [(li.css_first("b").text(), li.text()) for li in page.css("#plain ul:not(.hun) li")]
    assert told[0][0].startswith(words("zh").topics.summary)
    assert any("机关运行经费" in topic and "按上级要求压减经费" in text for topic, text in told)


def test_every_internal_link_and_anchor_resolves(site):
    assert list(broken(site)) == []


def test_a_gap_between_years_stays_visible(files):
    hub = HTMLParser(files[f"{gallery.HUB}/index.html"].decode())
    years = [li.text(strip=True) for li in hub.css("ul.years li")]
    assert years == ["2021", "2022", words("zh")("hub.absent", year=2023), "2024"]
    assert len(hub.css("figure svg")) == 1
    page = HTMLParser(files[f"{gallery.HUB}/2024/index.html"].decode())
    assert words("zh").report.not_collected in page.css_first("ul.years").text()


def _numbers(texts):
    return [n for text in texts for n in re.findall(r"\d[\d,]*\.\d+", text.replace("\u2212", "-"))]


def test_markdown_twin_shows_the_numbers_of_the_tables(files):
    reader = MarkdownIt("commonmark").enable("table")
    for path in files:
        if not path.endswith("/index.md") or path.startswith("en/"):
            continue
        twin = HTMLParser(reader.render(files[path].decode()))
        page = HTMLParser(files[path.replace("index.md", "tables/index.html")].decode())
        shown = set(_numbers(td.text() for td in page.css("table.d td")))
        told = set(_numbers(td.text() for td in twin.css("td")))
        assert shown <= told, path


def test_report_text_never_becomes_markup(reports, data):
    bad = "<script>alert(1)</script>|[x](javascript:y)"
    one = reports[0]
    tables = tuple(dataclasses.replace(t, title=bad) for t in one.report.tables)
    figures = tuple(dataclasses.replace(f, line_label=bad) for f in one.report.figures)
    told = dataclasses.replace(one.report.meta, entity=bad)
    bent = dataclasses.replace(one.report, tables=tables, figures=figures, meta=told)
    for file in rendered([SiteReport(bent, one.reconciled)], data):
        if file.path.endswith((".html", ".svg")):
            assert b"<script>alert" not in file.data, file.path
        if file.path.endswith(".md"):
            html = MarkdownIt("commonmark").enable("table").render(file.data.decode())
            assert "<script>" not in html and 'href="javascript' not in html


def test_both_languages_have_the_same_words():
    assert sorted(words("zh").keys()) == sorted(words("en").keys())


def _contexts():
    from finalaccounts.render import annexes, cards, department, entries, rows, sentences, tiles
    from finalaccounts.render.charts import drawn
    from finalaccounts.render.pages import MODULES, coverage

    for module in (
        *MODULES,
        coverage,
        annexes,
        cards,
        department,
        drawn,
        entries,
        rows,
        sentences,
        tiles,
    ):
        for value in vars(module).values():
            if dataclasses.is_dataclass(value) and value.__module__ == module.__name__:
                yield value


def test_every_field_of_a_page_context_is_documented():
    assert [f for context in _contexts() for f in shell.fields_documented(context)] == []


def test_every_field_of_a_page_context_is_used_by_a_template():
    texts = [
        p.read_text(encoding="utf-8")
        for p in shell.TEMPLATES.glob("**/*.*")
        if p.suffix in (".html", ".md")
    ]
    used = set(re.findall(r"\.(\w+)", "".join(texts)))
    unused = [
        f"{context.__name__}.{f.name}"
        for context in _contexts()
        if context.__name__.endswith("Page")
        for f in dataclasses.fields(context)
        if f.name not in used
    ]
    assert unused == []


def test_templates_print_no_words_of_their_own():
    han = re.compile(r"[\u4e00-\u9fff]")
    for path in shell.TEMPLATES.glob("*.html"):
        text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
        assert not han.search(text), path.name
