"""The hand-written pages: built by MkDocs, in the site's shell, filled from data, whole."""

import csv
import re
from types import SimpleNamespace

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

import build
from finalaccounts import corrections
from finalaccounts.model import Reconciled
from finalaccounts.reference import ReferenceDataError
from finalaccounts.reference.terms import terms
from finalaccounts.render.about import About
from finalaccounts.render.entries import entry
from finalaccounts.render.shell import Shell, SiteReport, site_facts
from finalaccounts.responses import read_responses
from finalaccounts.site.handwritten import HandwrittenError, handwritten, tables

ROOT = build.ROOT
HAN = re.compile(r"[\u4e00-\u9fff]")


def written(config=ROOT / "mkdocs.yml", facts=None):
    shell = Shell(site_facts(ROOT / "data"))
    if facts:
        shell.facts = shell.facts.model_copy(update=facts)
    reports = [build.load(folder) for folder in build.folders(ROOT / "data")]
    about = About(
        shell, [entry(SiteReport(report, Reconciled()), shell.words("zh")) for report in reports]
    )
    return dict(handwritten(config, about.facts, about.around, about.finish))


@pytest.fixture(scope="module")
def pages():
    return {path: data.decode() for path, data in written().items()}


def test_the_pages_are_there_in_both_languages(pages):
    topics = ("accessibility", "corrections", "dictionary", "library", "method", "rules-map")
    for topic in topics:
        assert f"about/{topic}/index.html" in pages
        assert f"en/about/{topic}/index.html" in pages
    for topic in ("add", "first", "glossary", "layout", "limits", "messages", "publish"):
        assert f"about/{topic}/index.html" in pages
    assert all(path.endswith("index.html") for path in pages)


def test_every_page_wears_the_shell(pages):
    for path, html in pages.items():
        tree = HTMLParser(html)
        language = "en" if path.startswith("en/") else "zh-CN"
        assert tree.css_first("html").attributes["lang"] == language, path
        assert len(tree.css("h1")) == 1, path
        assert tree.css_first("header.top nav a[aria-current]"), path
        assert tree.css_first("nav.crumb [aria-current=page]"), path
        assert tree.css_first("meta[name=description]").attributes["content"], path
        assert "{{" not in html, path
        assert "{%" not in html, path
        links = [a.attributes["href"] or "" for a in tree.css("a[href]")]
        assert not [x for x in links if x.startswith("/")], path


def test_all_are_linked_from_one_list(pages):
    for start in ("about", "en/about"):
        links = set(re.findall(r'href="([^"#]+)', pages[f"{start}/index.html"]))
        for path in pages:
            if path.startswith(f"{start}/") and path != f"{start}/index.html":
                assert path.removeprefix(f"{start}/") in links, path


def test_every_heading_has_an_address_of_its_own(pages):
    for path, html in pages.items():
        ids = [h.attributes.get("id", "") for h in HTMLParser(html).css("main h2")]
        assert all(ids), path
        assert not [i for i in ids if re.fullmatch(r"_\d+", i or "")], path
        assert len(set(ids)) == len(ids), path


def test_tables_have_names_and_scopes(pages):
    for path, html in pages.items():
        tree = HTMLParser(html)
        names = [t.attributes["aria-label"] for t in tree.css("main .tw")]
        assert len(set(names)) == len(names), path
        assert len(names) == len(tree.css("main table")), path
        assert all(th.attributes.get("scope") for th in tree.css("main th")), path


def test_no_number_of_the_reports_is_typed_by_hand():
    """Amounts are never written into the pages; what can be counted is filled in."""
    for path in (ROOT / "site_src").rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\d,\d{3}|\d份报告|\d 份报告|\d+ 条规则|\d+ rules", text), path


def test_glossary_quotes_the_reports_and_links_their_lines(pages):
    tree = HTMLParser(pages["about/glossary/index.html"])
    anchors = {dt.attributes["id"] for dt in tree.css("dt[id]")}
    assert {"jibenzhichu", "sangongjingfei", "weicha"} <= anchors
    for term, told in terms().items():
        assert told[0].anchor in anchors, term
        for row in told:
            folder = ROOT / "data" / "reports" / row.report_id.removeprefix("cn-").replace("-", "/")
            text = "".join((folder / "source.txt").read_text("utf-8").split())
            before, found, after = text.partition(f"{row.definition}")
            assert found, (term, row.report_id)
            assert before.endswith((f"{term}：", f"{term}:")), (term, row.report_id)
            # whole: what follows is the next term, the next part, or nothing
            assert re.match(r"$|第.部分|[(（]?[0-9一二三四五六七八九十]+[)）.、]", after), row
    links = [a.attributes["href"] for a in tree.css("dd a")]
    assert "../../d/130300/yibaoju/2023/source/2/index.html#L787" in links


def test_who_runs_the_site_is_said_or_said_to_be_unknown(pages):
    named = {"operator": "某某小组", "corrections": "a@example.org"}
    known = written(facts=named)["about/index.html"].decode()
    assert "本站由某某小组运行" in known
    assert "a@example.org" in known
    assert "没有写明由谁运行" in pages["about/index.html"]


def test_dictionary_describes_every_column(pages):
    for path in ("about/dictionary/index.html", "en/about/dictionary/index.html"):
        tree = HTMLParser(pages[path])
        assert tree.css_first("#figures")
        rows = [[c.text() for c in tr.css("th,td")] for tr in tree.css("main tbody tr")]
        assert all(all(cell.strip() for cell in row) for row in rows), path


def test_rules_of_the_other_checker_are_all_mapped(pages):
    config = (ROOT / "data" / "reference" / "cn" / "govbudgetchecker.csv").read_text("utf-8")
    page = HTMLParser(pages["about/rules-map/index.html"])
    assert len(page.css("main tbody tr")) == len(config.strip().splitlines()) - 1


def test_the_same_inputs_give_the_same_bytes(pages):
    assert {path: data.decode() for path, data in written().items()} == pages


def test_a_page_without_a_description_is_named(tmp_path):
    for name in ("templates",):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "mkdocs.yml").write_text((ROOT / "mkdocs.yml").read_text("utf-8"), "utf-8")
    (tmp_path / "site_src").mkdir()
    (tmp_path / "site_src" / "x.md").write_text("---\ntitle: X\n---\n# X\n", "utf-8")
    with pytest.raises(HandwrittenError, match=r"x\.md: no 'description'"):
        written(tmp_path / "mkdocs.yml")


def test_tables_are_named_after_their_heading():
    html = "<h2>A &amp; B</h2><table><thead><tr><th>x</th></tr></thead><tr><td>1</td></tr></table>"
    done = tables(html)
    assert 'aria-label="A &amp; B 1"' in done
    assert '<th scope="col">x</th>' in done
    assert '<th scope="row">1</th>' in done


def test_configuration_has_no_plugins_and_no_network():
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert "plugins: []" in text
    assert "http" not in text


def test_the_files_that_people_type_are_told_as_they_are_read(tmp_path):
    text = (ROOT / "site_src/about/add/index.md").read_text("utf-8")
    blocks = re.findall(r"(?s)```\n(.*?)```", text)
    answers = [b for b in blocks if b.startswith("[[")]
    for block in answers:
        (tmp_path / f"{block[2 : block.index(']')]}.toml").write_text(block, "utf-8")
    (tmp_path / "reply.toml").rename(tmp_path / "replies.toml")
    text = (
        (tmp_path / "replies.toml")
        .read_text("utf-8")
        .replace("说明发布的网址，没有就删掉这一行", "")
    )
    (tmp_path / "replies.toml").write_text(text, "utf-8")
    said = read_responses(tmp_path)
    assert len(answers) == 2 and said.replies and said.withdrawn
    typed = next(b for b in blocks if b.startswith("place,"))
    (tmp_path / "corrections.csv").write_text(typed, "utf-8")
    with (ROOT / "tests/golden/example/figures.csv").open(encoding="utf-8", newline="") as handle:
        known = {row["figure_id"] for row in csv.DictReader(handle)}
    place, printed = typed.splitlines()[1].split(",")[:2]
    assert place in known
    with pytest.raises(ReferenceDataError, match="no number"):
        corrections.read(tmp_path, (), ())
    figure = SimpleNamespace(figure_id=place, printed=printed)
    assert corrections.read(tmp_path, (figure,), ())[0].place == place


def test_the_page_of_messages_shows_them_as_they_are_said(pages):
    tree = HTMLParser(pages["about/messages/index.html"])
    shown = {cell.text() for cell in tree.css("table code")}
    with (ROOT / "data/reference/cn/messages.csv").open(encoding="utf-8", newline="") as handle:
        listed = {row["message"] for row in csv.DictReader(handle)}
    assert listed <= shown
