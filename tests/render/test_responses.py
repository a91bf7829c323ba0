"""A department's reply stands with the finding; a withdrawn finding keeps its address."""

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

import build
from finalaccounts.reconcile import reconcile
from finalaccounts.render.department import department
from finalaccounts.render.shell import Shell, SiteReport, site_facts
from finalaccounts.render.words import words
from finalaccounts.responses import read_responses

FOLDER = build.ROOT / "data" / "reports" / "610929" / "yibaoju" / "2023"
REPLY = """
[[reply]]
finding = "{}"
date = 2025-03-01
by = "某局 <办公室>"
text = "两处口径不同"
url = "https://example.org/reply"
"""
WITHDRAWN = """
[[withdrawn]]
finding = "{}"
date = 2025-04-02
reason_zh = "读错了一格"
reason_en = "a cell was misread"
[[withdrawn]]
finding = "T99.R01.gone"
date = 2025-04-03
reason_zh = "来源已更正"
reason_en = "the source was corrected"
title_zh = "旧的标题"
title_en = "An old title"
"""


@pytest.fixture(scope="module")
def checked():
    report = build.load(FOLDER)
    return report, reconcile(report)


def site(checked, folder):
    report, built = checked
    said = read_responses(folder)
    return SiteReport(report, said.upon(built), said, said.taken_back(built.findings))


def drawn(one, language):
    shell = Shell(site_facts(build.ROOT / "data"))
    pages = department(one, words(language), (), (), "", language=language)
    return [shell.draw(page).data.decode() for page in pages]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_reply_and_withdrawal_on_the_page_and_its_twin(checked, tmp_path, language):
    first, second = [f.finding_id for f in checked[1].findings if f.severity == "error"][:2]
    (tmp_path / "replies.toml").write_text(REPLY.format(first), "utf-8")
    (tmp_path / "withdrawn.toml").write_text(WITHDRAWN.format(second), "utf-8")
    one = site(checked, tmp_path)
    assert second not in {f.finding_id for f in one.reconciled.findings}
    html, twin = drawn(one, language)
    tree = HTMLParser(html)
    card = tree.css_first(f'[id="finding-{first}"]').text()
    assert "两处口径不同" in card
    assert "2025-03-01" in card
    assert "某局 <办公室>" in card
    taken = tree.css_first(f'li[id="finding-{second}"]').text()
    assert "2025-04-02" in taken
    assert ("读错了一格" if language == "zh" else "a cell was misread") in taken
    gone = tree.css_first('li[id="finding-T99.R01.gone"]').text()
    assert ("旧的标题" if language == "zh" else "An old title") in gone
    assert "两处口径不同" in twin
    assert "2025-04-02" in twin


def test_without_responses_nothing_is_said(checked, tmp_path):
    one = site(checked, tmp_path)
    assert one.reconciled == checked[1]
    html, _ = drawn(one, "zh")
    assert words("zh").findings.withdrawn not in html
