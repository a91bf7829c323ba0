"""Citizens' words in the search: what is typed, the first answer, and what is said above it."""

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.test_search import until
from tests.search_site import write_site

pytestmark = pytest.mark.browser

# What is typed, what the first result holds, what the remarks above the results hold.
QUERIES = (
    # everyday words
    ("招待费", "公务接待费", "公务接待费"),
    ("吃喝", "公务接待费", "公务接待费"),
    ("公款吃喝", "公务接待费", "公务接待费"),
    ("公车", "公务用车", "公务用车"),
    ("买车", "公务用车购置", "公务用车购置"),
    ("油钱", "公务用车运行维护费", "仍按“油钱”找"),
    ("出国", "因公出国", "因公出国（境）"),
    ("出境", "因公出国", ""),
    ("工资", "工资", "工资福利支出"),
    ("薪水", "工资福利支出", "工资福利支出"),
    ("社保", "社会保", "社会保"),
    ("五险一金", "社会保障缴费", ""),
    ("退休金", "离退休", "离退休"),
    ("会务费", "会议费", "会议费"),
    ("出差", "差旅费", "差旅费"),
    ("三公消费", "三公", "“三公”经费"),
    ("医保费", "基本医疗保险", ""),
    # quotes, radicals, variants, widths
    ("三公经费", "三公", ""),
    ("“三公”经费", "三公", ""),
    ('"三公"经费', "三公", ""),
    ("⺠政局", "六安市民政局", ""),
    ("公务⽤⻋", "公务用车", ""),
    ("醫療保障局", "医疗保障局", ""),
    ("２１０１５０１", "2101501", ""),
    # short names, pinyin, addresses
    ("医保局", "医疗保障局", ""),
    ("秦皇岛医保局", "秦皇岛市医疗保障局", ""),
    ("yibaoju", "医疗保障局", ""),
    ("yibao", "医疗保障局", ""),
    ("ybj", "医疗保障局", ""),
    ("人社局", "人力资源和社会保障局", ""),
    # name and year
    ("2023年 渠县", "渠县医疗保障局 2023", ""),
    ("渠县 2023", "渠县医疗保障局 2023", ""),
    ("渠县2023年度决算", "渠县医疗保障局 2023", ""),
    ("2023年渠县医保局", "渠县医疗保障局 2023", ""),
    ("丹凤2024年花了多少钱", "丹凤县医疗保障局 2024", ""),
    # one character, one syllable
    ("医保居", "医疗保障局", "您要找的是"),
    ("医疗保章局", "医疗保障局", "您要找的是"),
    ("丹风", "丹凤县", "您要找的是"),
    ("曲县医疗保障局", "渠县医疗保障局", "您要找的是"),
    ("白河县医疗保障居", "白河县医疗保障局", "您要找的是"),
    ("公务接待废", "公务接待费", "您要找的是"),
    ("职业年金缴废", "职业年金缴费", "您要找的是"),
    ("养老保鲜缴费", "养老保险缴费", "您要找的是"),
    ("yibaozhangju", "医疗保障局", "您要找的是"),
    ("qinhuandao", "秦皇岛市", "您要找的是"),
    # places that are not here
    ("北京", "", "北京市：还没有收录"),
    ("海港区", "", "河北省秦皇岛市海港区：还没有收录"),
    ("石家庄 医保局", "医疗保障局", "石家庄市：还没有收录"),
    ("北京教育局", "教育局", "北京市：还没有收录"),
    # questions
    ("白河有什么问题", "白河县医疗保障局", "数字对不上的地方"),
    ("什么是机关运行经费", "机关运行经费", "机关运行经费是什么意思"),
    ("北关区2022年三公经费是多少", "安阳市北关区医疗保障局 2022", ""),
    ("哪些部门买车", "公务用车购置", "公务用车购置"),
    ("怎么引用", "", "怎样引用"),
    ("在哪里下载csv", "", "下载数据"),
    ("报错", "", "反馈或更正"),
    ("犇犇犇", "", ""),
)  # fmt: skip


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    site = write_site(tmp_path_factory.mktemp("asked"))
    with sync_playwright() as play:
        browser = chromium.launch(play)
        page = browser.new_page()
        page.goto((site / "search" / "index.html").as_uri())
        yield page
        browser.close()


def ask(page, typed):
    before = page.get_attribute("#find", "data-done") or ""
    page.fill("#q", typed)
    page.press("#q", "Enter")
    until(page, f"document.querySelector('#find').dataset.done > {before or 0}")
    hits = page.locator("#hits > li").all_inner_texts()
    return hits[0] if hits else "", page.inner_text("#notes"), page.inner_text("#count")


def test_citizens_words_find_what_is_meant(page):
    wrong = []
    for typed, first, remark in QUERIES:
        hit, notes, count = ask(page, typed)
        fine = first in hit if first else not hit and count.startswith("没有")
        if not fine or remark not in notes or (not remark and "您要找的是" in notes):
            wrong.append((typed, hit[:40], notes))
    assert wrong == []
    assert len(QUERIES) >= 50


def test_what_was_typed_can_be_searched_all_the_same(page):
    ask(page, "疫情")
    page.click("#notes button")
    until(page, "document.querySelector('#notes').textContent === ''")
    assert "疫情" in page.locator("#hits > li mark").first.inner_text()
    assert "exact=1" in page.url
    ask(page, "招待费")  # other words are forgiven again
    assert "exact" not in page.url


def test_the_count_on_a_kind_is_that_of_its_results(page):
    ask(page, "医疗")
    for button in range(page.locator("#kinds button").count()):
        chip = page.locator("#kinds button").nth(button)
        many = chip.inner_text().split()[-1]
        chip.click()
        until(page, f"document.querySelector('#count').textContent.includes(' {many} ')")
        page.locator("#kinds button[aria-pressed=true]").click()
