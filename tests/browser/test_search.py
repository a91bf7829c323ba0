"""Search in a real browser, from disk and over http: it finds what is there, always."""

import json
import random
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from finalaccounts.site.search.entries import CODE, FIGURE, TEXT
from finalaccounts.site.search.fold import fold, without_separators
from tests.browser import chromium
from tests.search_site import cards, substrings, texts, write_site

pytestmark = pytest.mark.browser
# Compares what the index finds with a plain includes() over the same texts, in the page.
COMPARE = """async ([all, queries]) => {
  const engine = await mingzhang.open(document.getElementById("find").dataset.index), bad = [];
  for (const [raw, q, bare] of queries) {
    const numeric = /^[0-9][0-9.,]*$/.test(q), want = new Map();
    for (const [kind, text, folded, short, times] of all) {
      let hit = folded.includes(q) || short.includes(q) || short.includes(bare);
      if (kind === 0) { const name = folded.replace(/^[0-9]+/, ""); hit = folded.startsWith(q) || name.includes(q); }
      if (kind === 6) hit = numeric && folded.startsWith(bare);
      if (hit) want.set(kind + text, times);
    }
    const results = await engine.query(raw, {}), list = await results.page(0, 1e9), got = new Map();
    for (const item of list) if (item.type === "text") got.set(item.record.kind + item.record.text, item.hits.length);
    let count = 0, sum = 0;
    mingzhang.KINDS.forEach(kind => count += results.counts[kind]);
    want.forEach(n => sum += n);
    const same = got.size === want.size && [...want].every(([text, n]) => got.get(text) === n);
    if (!same || count !== sum) bad.push([raw, want.size, got.size, sum, count]);
  }
  return bad;
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return write_site(tmp_path_factory.mktemp("www") / "sub" / "path", later=2, block=300)


@pytest.fixture(scope="module")
def served(site):
    with chromium.served(site.parents[1]) as root:
        yield f"{root}sub/path/search/index.html"


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as p:
        browser = chromium.launch(p)
        yield browser
        browser.close()


@pytest.fixture(params=["disk", "http"])
def page(request, browser, site, served):
    page = browser.new_page()
    page.asked = []
    page.on("request", lambda r: page.asked.append(r.url))
    page.goto(served if request.param == "http" else (site / "search" / "index.html").as_uri())
    yield page
    page.close()


def until(page, expression):
    """Wait for an expression; the policy of the page lets nothing poll from within it."""
    for _ in range(300):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(expression)


def ask(page, text):
    page.fill("#q", text)
    page.press("#q", "Enter")
    until(
        page,
        "document.querySelector('#hits li') || document.querySelector('#count').textContent.length > 6",
    )
    until(page, "document.querySelector('#count').textContent.indexOf('……') < 0")
    return page.locator("#hits > li").all_inner_texts()


def queries(strings):
    return [[s, fold(s), without_separators(fold(s))] for s in sorted(strings) if fold(s)]


def test_every_piece_of_a_name_is_found(page):
    pieces = set()
    for kind, text, *_ in texts():
        if kind == CODE:
            digits = len(text) - len(text.lstrip("0123456789"))
            pieces |= substrings(text[digits:]) | {text[:n] for n in range(3, digits + 1)}
        elif kind not in (TEXT, FIGURE):
            pieces |= substrings(text) if len(text) < 60 else set()
    for card in cards():
        pieces |= substrings(card.entity)
    assert len(pieces) > 3000
    if page.url.startswith("http"):  # all of them from disk; the engine is the same
        pieces = set(sorted(pieces)[::10])
    assert page.evaluate(COMPARE, [texts(), queries(pieces)]) == []


def test_a_thousand_pieces_of_prose_are_found(page):
    r = random.Random(11)  # noqa: S311
    prose = [text for kind, text, *_ in texts() if kind == TEXT and len(text) > 8]
    pieces = set()
    while len(pieces) < (200 if page.url.startswith("http") else 1000):
        text = r.choice(prose)
        size = r.randint(2, 8)
        start = r.randint(0, len(text) - size)
        pieces.add(text[start : start + size])
    pieces |= {r.choice(prose)[:40] for _ in range(100)} | {r.choice(prose)[3] for _ in range(100)}
    assert page.evaluate(COMPARE, [texts(), queries(pieces)]) == []


def test_departments_equal_a_plain_in(page):
    names = sorted({card.entity for card in cards()})
    pieces = sorted(set().union(*(substrings(name, 1) for name in names)))
    found = page.evaluate(
        """async pieces => { const e = await mingzhang.open(""), out = [];
        for (const q of pieces) out.push((await e.query(q, {})).named.department.map(d => [d.entity.name, d.score]));
        return out; }""",
        pieces,
    )
    for piece, got in zip(pieces, found, strict=True):
        plain = {name for name, score in got if score >= 5}
        assert plain == {name for name in names if piece in name}, piece
        if piece in names:
            assert got[0][0] == piece


TYPED = {
    "changzhi": "长治市财政局", "zhangzhi": "长治市财政局", "shanxian": "单县教育局",
    "danxian": "单县教育局", "luan": "六安市民政局", "liuan": "六安市民政局",
    "chongqingshishenjiju": "重庆市审计局", "cqssjj": "重庆市审计局", "zqssjj": "重庆市审计局",
    "CZSCZJ": "长治市财政局", "医保局": "渠县医疗保障局", "秦皇岛医保局": "秦皇岛市医疗保障局",
    "渠縣醫療保障局": "渠县医疗保障局", "重庆人社局": "重庆市人力资源和社会保障局",
    "单县 教育": "单县教育局", "重庆 2022 审计局": "重庆市审计局", "渠县医疗保障局": "渠县医疗保障局",
}  # fmt: skip


def test_what_a_user_types_finds_the_department(page):
    for typed, first in TYPED.items():
        page.fill("#q", "")
        page.wait_for_selector("#found", state="hidden")
        assert first in ask(page, typed)[0], typed


def test_pinyin_and_initials_find_every_name(page):
    from finalaccounts.site.search.readings import spell

    names = sorted({card.entity for card in cards()})
    names += [t for kind, t, *_ in texts() if kind in (0, 1)]
    asked = []
    for name in names:
        syllables = spell(name)
        for start in range(len(syllables) - 1):
            for stop in (start + 2, min(start + 5, len(syllables)), len(syllables)):
                asked.append(["".join(syllables[start:stop]), name])
                asked.append(["".join(s[0] for s in syllables[start:stop]), name])
    missed = page.evaluate(
        """async asked => { const e = await mingzhang.open(""), cache = new Map(), missed = [];
        for (const [q, name] of asked) {
          if (!cache.has(q)) { const r = await e.query(q, {}); const l = await r.page(0, 1e9);
            cache.set(q, new Set(l.map(i => i.entity ? i.entity.name : i.record ? i.record.text : ""))); }
          if (!cache.get(q).has(name)) missed.push([q, name]);
        } return missed; }""",
        asked,
    )
    assert len(missed) <= len(asked) * 0.01, missed[:20]


def test_amounts_with_and_without_separators(page):
    for typed in ("1,234.56", "1234.56", "１，２３４.５６", "1234.56万"):
        page.fill("#q", "")
        page.wait_for_selector("#found", state="hidden")
        ask(page, typed)
        assert "7" in page.inner_text("#count"), typed
        assert page.locator("#hits mark").first.inner_text().startswith("１，２３４"), typed


def test_amount_in_a_table_leads_to_its_row(page):
    ask(page, "386.24")
    link = page.locator("#hits li", has_text="表中金额").first.locator("a").first
    assert link.get_attribute("href").endswith(
        "d/000000/shuiliju/2023/index.html#expenditure.2130301"
    )


def test_results_lead_to_the_line_and_mark_what_was_found(page):
    ask(page, "基金监管")
    item = page.locator("#hits > li", has=page.locator(".tag", has_text="原文")).first
    assert item.locator("mark").first.inner_text() == "基金监管"
    href = item.locator("a").first.get_attribute("href")
    assert re.fullmatch(r"\.\./d/\d{6}/yibaoju/\d{4}/source/(\d+/)?index\.html#L\d+", href)
    assert "行" in item.locator(".src").inner_text()


def test_filters_and_order_are_kept_in_the_address(page, browser):
    ask(page, "医疗保障")
    every = page.inner_text("#count")
    page.select_option("[name=place]", "510000")
    page.select_option("[name=order]", "year")
    until(page, f"document.querySelector('#count').textContent !== {json.dumps(every)}")
    few, address = page.inner_text("#count"), page.url
    assert "place=510000" in address and "order=year" in address
    other = browser.new_page()
    other.goto(address)
    other.wait_for_selector("#hits li")
    assert other.inner_text("#count") == few
    assert other.input_value("#q") == "医疗保障"
    assert all("渠县" in text for text in other.locator("#hits > li").all_inner_texts())
    other.close()


def test_filtered_counts_add_up(page):
    counts = page.evaluate(
        """async () => { const e = await mingzhang.open(""), out = [], sum = o => e.query("支出", o).then(
          r => mingzhang.KINDS.reduce((n, k) => n + r.counts[k], 0));
        const all = await sum({}); let parts = 0;
        for (const year of e.years) parts += await sum({ year });
        return [all, parts, await sum({ findings: "with" }) + await sum({ findings: "without" }), await sum({ order: "amount" })]; }"""
    )
    assert len(set(counts)) == 1 and counts[0] > 20


def test_nothing_is_read_before_something_is_asked(page):
    page.wait_for_timeout(200)
    assert not [url for url in page.asked if "/search/" in url and url.endswith(".js")]
    ask(page, "水利")
    hosts = {url.split("/")[2] for url in page.asked}
    assert len(hosts) == 1


def test_pages_turn_by_keyboard(page):
    first = ask(page, "支出")
    page.focus("#on")
    page.keyboard.press("Enter")
    until(page, "document.querySelector('#at').textContent.includes('2')")
    assert page.locator("#hits > li").all_inner_texts() != first
    assert "page=2" in page.url


def test_a_word_of_the_text_and_a_word_of_the_place(page):
    ask(page, "渠县 基金监管")
    assert all("渠县" in text for text in page.locator("#hits > li").all_inner_texts())


def test_nothing_found_is_said(page):
    page.fill("#q", "犇犇犇")
    page.press("#q", "Enter")
    until(page, "document.querySelector('#count').textContent.startsWith('没有找到')")


def test_text_is_never_markup(page):
    ask(page, "<img src=x onerror=alert(1)>")
    assert page.locator("#hits img").count() == 0


def test_lists_without_scripts(browser, site):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((site / "search" / "index.html").as_uri())
    assert "没有脚本" in page.inner_text(".note")
    for name in ("places", "letters", "codes"):
        page.goto((site / "search" / name / "index.html").as_uri())
        assert page.locator("li a").count() > 5
    page.context.close()


def test_axe_finds_nothing(page):
    ask(page, "医疗")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


def test_english_pages_have_the_search_too(browser, site):
    """Results lead to English pages, lines of a source to the one text there is."""
    page = browser.new_page()
    page.goto((site / "en" / "search" / "index.html").as_uri())
    ask(page, "白河县医疗保障局")
    first = page.locator("#hits > li a").first
    assert first.get_attribute("href") == "../../en/d/610929/yibaoju/index.html"
    assert first.get_attribute("lang") == "zh"
    assert "万元" not in page.inner_text("form")
    ask(page, "基金监管")
    lines = page.locator("#hits > li a[href*='source/']").first
    assert lines.get_attribute("href").startswith("../../d/")
    assert Axe().run(page).violations_count == 0
    page.set_viewport_size({"width": 320, "height": 900})
    page.evaluate(chromium.OPEN_ALL)
    page.wait_for_selector("#hits details ul a")
    assert page.evaluate(chromium.OVERFLOW) == 0, "long sentences among the results wrap"
    for name in ("places", "letters", "codes"):
        page.goto((site / "en" / "search" / name / "index.html").as_uri())
        assert page.locator("li a").count() > 5
    assert "Administrative operation" in page.inner_text("main")
    page.close()


def test_quotes_make_no_difference(page):
    counted = page.evaluate(
        """async all => { const e = await mingzhang.open(""), out = [];
        for (const q of all) out.push((await e.query(q, {})).counts);
        return out; }""",
        ["三公经费", "“三公”经费", '"三公"经费', "三公", '"三公"'],
    )
    assert counted[0] == counted[1] == counted[2]
    assert counted[3] == counted[4]
    assert sum(counted[0].values()) > 0


def test_the_name_in_addresses_finds_its_department(page):
    slugs = page.evaluate(
        """async () => { const e = await mingzhang.open(""), out = [];
        for (const d of e.entities) for (const q of [d.slug, d.slug.slice(0, 4)])
          out.push([q, (await e.query(q, {})).named.department.some(f => f.entity === d)]);
        return out; }"""
    )
    assert len(slugs) > 4
    assert [q for q, found in slugs if not found] == []


def test_on_a_phone_results_come_before_filters(page):
    page.set_viewport_size({"width": 390, "height": 844})
    ask(page, "经费")
    assert not page.is_visible("[name=place]")
    assert page.locator("#hits > li").first.bounding_box()["y"] < 600
    page.click(".sieve summary")
    assert page.is_visible("[name=place]")
