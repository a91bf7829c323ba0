"""Letters to a department: one for every finding worth asking about, neutral, with its places."""

import re
from dataclasses import replace

import pytest

import build
from finalaccounts.reconcile import reconcile
from finalaccounts.render.cards import cards
from finalaccounts.render.letters import letters
from finalaccounts.render.shell import SiteReport
from finalaccounts.render.sources import Sources
from finalaccounts.render.words import words
from tests import gallery

ZH = words("zh")


@pytest.fixture(scope="module")
def checked():
    report = build.load(gallery.ROOT / "data/reports/610929/yibaoju/2023")
    return SiteReport(report, reconcile(report))


def _page(checked, site_url="", mail="", only=None):
    found = cards(checked, Sources(checked.report), ZH)
    found = found if only is None else only(found)
    return letters(found, checked.report.meta, "名称", "d/index.html", site_url, mail, ZH)


def test_a_letter_names_both_numbers_their_lines_and_asks(checked):
    page = _page(checked)
    by_id = {one.card.finding.finding_id: one for one in page.letters}
    one = by_id["T05.R01.general_expenditure.22102"]
    for told in (
        "白河县医疗保障局",
        "26.77 万元",
        "25.77 万元",
        "公开05表",
        "差异不等于违规",
        "申请人：",
    ):
        assert told in one.text, told
    for value in one.card.values:
        assert f"第 {value.spots[0].line}" in one.text
    assert "http" not in one.text


def test_every_finding_but_rounding_has_one_and_none_is_left_half_filled(checked):
    page = _page(checked)
    asked = {one.card.id for one in page.letters}
    every = cards(checked, Sources(checked.report), ZH)
    assert asked == {card.id for card in every if card.chapter != "tails"}
    assert {card.id for card in every} - asked, "this report has rounding differences"
    for one in page.letters:
        assert not re.search(r"[{}]|第 +行|：（|\n\n\n", one.text), one.text
        assert "请以发布单位的解释为准" not in one.text
        assert one.card.ask.endswith(f"/ask/index.html#{one.card.id}")
    assert not re.search("违法|违纪|贪|虚报|造假", "".join(one.text for one in page.letters))


def test_a_finding_without_lines_or_numbers_still_makes_a_whole_letter(checked):
    page = _page(checked, only=lambda found: [replace(found[0], lines=(), values=())])
    assert "有关的行" not in page.letters[0].text
    assert "\n\n申请公开：" in page.letters[0].text


def test_with_the_address_of_the_site_a_letter_leads_to_its_finding(checked):
    page = _page(checked, "https://example.org/")
    assert f"https://example.org/{page.letters[0].card.href}" in page.letters[0].text
