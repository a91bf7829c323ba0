"""Names and units on pages in another language than that of the reports."""

import pytest

from finalaccounts.model import Meta
from finalaccounts.reference.places import divisions, kinds_en
from finalaccounts.render import named
from finalaccounts.render.languages import marked
from finalaccounts.render.words import words

EN, ZH = words("en"), words("zh")


@pytest.mark.parametrize(
    ("division", "entity", "english"),
    [
        ("130300", "秦皇岛市医疗保障局", "Qinhuangdao City Healthcare Security Bureau"),
        (
            "410503",
            "安阳市北关区医疗保障局",
            "Anyang City Beiguan District Healthcare Security Bureau",
        ),
        ("511725", "渠县医疗保障局", "Quxian County Healthcare Security Bureau"),
        ("610000", "陕西省财政厅", "Shaanxi Province Department of Finance"),
        ("140400", "长治市教育局", "Changzhi City Education Bureau"),
        ("150100", "呼和浩特市数据局", "Huhehaote City Data Bureau"),
        # A kind that nobody translated is romanised; a name without its place stays one.
        ("130300", "秦皇岛市某某研究所", "Qinhuangdao City Moumouyanjiusuo"),
        ("130300", "医疗保障局", "Healthcare Security Bureau"),
        ("000000", "医疗保障局", "Healthcare Security Bureau"),
    ],
)
def test_departments_in_english(division, entity, english):
    meta = Meta("id", entity, "x", division, 2023, "")
    assert named.department(meta, EN) == english
    assert named.department(meta, ZH) == entity


def test_every_place_has_a_name_in_latin_letters():
    for row in divisions().values():
        english = named.place(row, EN)
        assert english.isascii() and english[0].isupper(), row.name
        assert named.place(row, ZH) == row.name
    assert all(name.isascii() for name in kinds_en().values())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1,234.56 万元", "1,234.56 ten thousand yuan"),
        ("1,234.56万元.", "1,234.56 ten thousand yuan."),
        ("Unit: 万元", "Unit: ten thousand yuan"),
        ("26 人", "26 persons"),
    ],
)
def test_units_are_translated(text, told):
    assert marked(f"<p>{text}</p>") == f"<p>{told}</p>"


@pytest.mark.parametrize("text", ["“减少0.23万元，降低”", "年初预算20万元。", "以万元为单位"])
def test_units_in_quoted_words_stay_as_printed(text):
    assert text in marked(f"<p>{text}</p>")
