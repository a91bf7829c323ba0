"""The index as files: exact by itself, the same for the same reports, small changes small."""

import json
import random
import re
import time

import numpy as np
import pytest

from finalaccounts.reference.places import divisions
from finalaccounts.reference.search import page_words, short_names, synonyms
from finalaccounts.site.search import extend
from finalaccounts.site.search.blocks import code
from finalaccounts.site.search.build import places
from finalaccounts.site.search.fold import fold
from finalaccounts.site.search.readings import readings, table
from finalaccounts.site.search.suffixes import DEEP, END, RARE, leaves, spans
from finalaccounts.site.search.ways import Row
from tests.search_site import ROOT, corpus, index_files, page_files, searched


def grams(texts):
    """Return gram -> numbers of texts, as the leaves tell it."""
    row = Row()
    row.add((i, text, range(0)) for i, text in enumerate(texts))
    ways, found = row.ways(), {}
    for low, high in spans(ways, at_once=50):
        part = leaves(ways, low, high)
        for i, depth in enumerate(part.depth):
            gram = "".join(map(chr, part.grams[i, :depth]))
            found[gram] = list(part.texts[part.starts[i] : part.starts[i + 1]])
    return found


def test_every_substring_is_under_exactly_its_leaves():
    r = random.Random(1)  # noqa: S311
    texts = ["".join(r.choices("甲乙丙丁", k=r.randint(1, 30))) for _ in range(60)]
    found = grams(texts)
    assert list(found) == sorted(found)
    for text in texts[:20]:
        for size in range(1, 9):
            for start in range(len(text) - size + 1):
                q = text[start : start + size]
                sure = {t for gram, ts in found.items() if gram.startswith(q) for t in ts}
                maybe = {
                    t for gram, ts in found.items() if q.startswith(gram) and gram != q for t in ts
                }
                plain = {i for i, t in enumerate(texts) if q in t}
                assert sure <= plain <= sure | maybe, q
                assert len(maybe) <= RARE


def test_leaves_end_with_their_text_or_are_deep():
    found = grams(["支出决算情况说明" * 3] * 20)
    assert all(len(gram) <= DEEP for gram in found)
    assert any(gram.endswith(chr(END)) for gram in found)


def test_numbers_as_characters():
    numbers = np.array([0, 87, 88, 1987, 1988, 5_000, 100_000_000])
    units, sizes = code(numbers)
    assert sizes.tolist() == [1, 1, 1, 1, 2, 2, 2]
    assert not ((units >= 0xD800) & (units < 0xE000)).any()


def test_characters_of_two_units_are_cut_as_the_browser_cuts_them():
    files = index_files(corpus(), block=60)
    scripts = {name: data.decode() for name, data in files.items()}  # decodes: no half is written
    keys = "".join(text for name, text in scripts.items() if name.startswith("m/n"))
    assert "\\ud842" in keys or "𠮷" in keys
    assert any("𬭸𠮷💩" in text for text in scripts.values())


def test_same_reports_same_bytes_whatever_their_order():
    assert index_files(corpus(), block=500) == index_files(tuple(reversed(corpus())), block=500)


def test_names_of_files_never_meet():
    files = index_files(corpus(), block=60)  # asserts it
    assert sum(name.startswith("m/t/_") for name in files) > 2 > len(files) / 10_000


def test_every_file_is_a_script_that_names_itself():
    for name, data in index_files(corpus()).items():
        text = data.decode()
        assert text.startswith(f'mz("{name.removesuffix(".js")}",')
        json.loads(text[text.index(",") + 1 : -1].replace("<\\/", "</"))


def test_one_report_more_is_quick_and_touches_only_its_part():
    [extra] = searched(corpus()[:1])
    start = time.process_time()
    names = [name for name, _ in extend([extra])]
    assert time.process_time() - start < 1
    assert all(name.startswith("r/") or name == "parts.js" for name in names)


@pytest.mark.parametrize(("ch", "every"), [("长", {"chang", "zhang"}), ("单", {"dan", "shan"}), ("六", {"liu", "lu"}), ("重", {"zhong", "chong"}), ("绿", {"lv"})])  # fmt: skip
def test_every_reading(ch, every):
    assert every <= set(readings(ch))


def test_readings_within_names_are_known():
    lines = dict(line.split(" ", 1) for line in table("乐亭荥六").splitlines())
    assert (
        "lao" in lines["乐"].split()
        and "ying" in lines["荥"].split()
        and "lu" in lines["六"].split()
    )


def test_words_in_both_languages():
    assert set(page_words("zh")) == set(page_words("en"))


def test_words_used_by_the_script_exist():
    script = (ROOT / "templates" / "assets" / "search.js").read_text("utf-8")
    used = set(re.findall(r"words\.(\w+)|say\(\"(\w+)\"", script))
    forgiving = (ROOT / "templates" / "assets" / "search-forgive.js").read_text("utf-8")
    remarks = set(re.findall(r"key: \"(\w+)\"", forgiving))
    assert len(remarks) >= 5
    beside = {"pages", "terms"}  # not words of the file: see search_page
    assert {a or b for a, b in used} - beside | remarks <= set(page_words("zh"))


def test_everyday_words_lead_to_official_ones():
    for said, official in synonyms().items():
        assert said not in official, said
        assert all(fold(name) == name or fold(name) for name in official)
    chained = {name for names in synonyms().values() for name in names} & set(synonyms())
    assert chained <= {"绩效自评"}, "an official word must not stand for another"


def test_every_place_there_is_can_be_told_from_other_words():
    lines = [
        line
        for _, data in places()
        for line in json.loads(data.decode().split(",", 1)[1][:-1]).split("\n")
    ]
    assert "北京市 北京市 北京" in lines
    assert any(line.endswith(" 石家庄市 石家庄") for line in lines)
    assert len(lines) >= len(divisions())


def test_short_names_have_one_usual_form():
    rows = short_names()
    assert len({row.short for row in rows}) == len(rows)
    assert all(row.short != row.full for row in rows)


def test_lists_hold_every_department():
    pages = {name: data.decode() for name, data in page_files().items() if name.endswith("html")}
    for item in corpus():
        for name in ("places", "letters"):
            assert item.report.meta.entity in pages[f"search/{name}/index.html"]
    assert "2130301 行政运行" in pages["search/codes/index.html"]
