"""Terms lead to the report's own definition first, and to the glossary where it has none."""

from finalaccounts.model import Document, Line, Meta, Report
from finalaccounts.reference.terms import reading
from finalaccounts.render.definitions import definitions, own
from finalaccounts.render.sources import Sources
from finalaccounts.render.words import words

META = Meta("cn-000000-x-2023", "某局", "x", "000000", 2023, "某局2023年度部门决算")


def report(*texts):
    lines = tuple(Line(n, text) for n, text in enumerate(texts, 1))
    return Report(META, (Document("a.txt", lines),))


def explained(*texts, language="zh"):
    one = report(*texts)
    return dict(definitions(one, Sources(one), words(language)))


def test_the_report_itself_comes_first():
    found = explained(
        "第四部分 名词解释",
        "（目录里的标题不算）",
        "第四部分  专业名词解释",
        " 1. 基 本支出：指为保障机构正常运转发生的支出。",
        "（二）“三公”经费：指……",
    )
    assert found["基本支出"] == "d/000000/x/2023/source/index.html#L4"
    assert found["“三公”经费"].endswith("#L5")
    assert found["项目支出"] == "about/glossary/index.html#xiangmuzhichu"


def test_only_what_stands_below_the_heading_counts():
    texts = [
        "基本支出：12.00 万元",
        "名词解释",
        "二、项目支出：指……",
        "第五部分 附件",
        "基本支出：1",
    ]
    assert own(report(*texts)) == {"项目支出": ("a.txt", 3)}
    assert own(report("基本支出：指……")) == {}


def test_a_longer_term_is_another_term():
    assert own(report("名词解释", "其他基本支出：指……", "基本支出情况：见表")) == {}


def test_english_names_lead_to_the_same_lines():
    found = explained("名词解释", "1.基本支出：指……", language="en")
    assert found["Basic expenditure"].endswith("#L2")
    assert len(found) == len(reading().linked)
