"""Sections are told by headings, in any order and numbering."""

import pytest

from finalaccounts.normalize.narrative.headings import ordinal


def sections(read, text, **options):
    return [s.section for s in read(text, **options).statements]


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("一、部门职责", "profile"),
        ("二、部门决算单位构成", "profile"),
        ("三、部门人员情况", "staff"),
        ("（三）部门人员和车辆的编制及实有情况", "staff"),
        ("一、收入支出决算总体情况说明", "summary"),
        ("二、收入支出决算总表情况说明", "summary"),
        ("二、收入决算情况说明", "revenue"),
        ("三、支出决算情况说明", "expenditure"),
        ("四、财政拨款收入支出决算总体情况说明", "appropriation_summary"),
        ("四、财政拨款收支决算总体情况", "appropriation_summary"),
        ("五、一般公共预算财政拨款支出决算情况说明", "general_expenditure"),
        ("六、一般公共预算财政拨款基本支出决算情况说明", "basic_expenditure"),
        ("七、政府性基金预算财政拨款收入支出决算情况说明", "government_funds"),
        ("八、国有资本经营预算财政拨款支出决算情况说明", "state_capital"),
        ("九、财政拨款“三公”经费支出决算情况说明", "three_public"),
        ("七、“三公”经费财政拨款支出决算情况说明", "three_public"),
        ("十、机关运行经费支出情况说明", "agency_operation"),
        ("（一）机关运行经费支出情况", "agency_operation"),
        ("十一、政府采购支出情况说明", "procurement"),
        ("（三）国有资产占用情况", "assets"),
        ("十二、国有资产占用及购置情况说明", "assets"),
        ("十三、预算绩效情况说明", "performance"),
        ("九、预算绩效管理工作开展情况", "performance"),
        ("十四、其他需要说明的情况", "other"),
        ("六、乡村振兴情况", "other"),
    ],
)
def test_heading(read, heading, section):
    assert sections(read, f"{heading}\n全年共5万元。") == [section]


def test_a_heading_over_two_lines(read):
    text = "九、财政拨款“三公”经费及会议费、培训费支出\n决算情况说明\n支出决算5万元。"
    assert sections(read, text) == ["three_public"]


def test_subsections_return_to_their_section(read):
    text = """
十、其他重要事项的情况说明
（一）机关运行经费支出情况
机关运行经费支出5万元。
（二）政府采购支出情况
政府采购支出总额6万元。
十一、国有资产占用情况说明
共有车辆2辆。
"""
    assert sections(read, text) == ["agency_operation", "procurement", "assets"]


def test_a_list_that_starts_again_at_one_stays_in_its_section(read):
    text = """
十三、预算绩效情况说明
（一）绩效管理工作开展情况
一、绩效目标设定
完成目标15个。
二、年度主要任务及完成情况
完成任务3个。
十四、机关运行经费支出情况说明
机关运行经费支出5万元。
"""
    assert sections(read, text) == ["performance", "performance", "agency_operation"]


def test_the_table_of_contents_is_not_read(read, uncovered):
    text = """
目  录
第一部分 部门概况 ........ 1
第二部分 2023年度部门决算情况说明 ........ 15
一、收入支出决算总体情况说明 ........ 16
第一部分 部门概况
一、部门职责
共有水库15座。
第二部分 2023年度部门决算情况说明
一、收入支出决算总体情况说明
收入总计5万元。
"""
    assert sections(read, text) == ["profile", "summary"]
    assert {line for line, _ in uncovered(text)} <= {2, 3, 4}
    assert read(text).ranges[0].first == 5


def test_glossary_and_cover_are_not_read(read):
    text = """
青岚县水利局2023年度部门决算
预算代码：450
第二部分 2023年度部门决算情况说明
一、收入支出决算总体情况说明
收入总计5万元。
第三部分 名词解释
一、机关运行经费：指为保障5个单位运行的各项资金6万元。
"""
    assert sections(read, text) == ["summary"]
    assert (read(text).ranges[0].first, read(text).ranges[-1].last) == (3, 5)


def test_numbers_of_a_table_that_nobody_claimed_are_listed(read, uncovered):
    text = """
第二部分 2023年度部门决算表
收入支出决算总表
本年收入 558.64
第三部分 2023年度部门决算情况说明
一、收入决算情况说明
本年收入合计5万元。
"""
    assert sections(read, text) == ["revenue"]
    assert [r.key for r in read(text).ranges] == ["tables", "other", "revenue"]
    assert {line for line, _ in uncovered(text)} == {3}


def test_annexed_reports_name_their_project(read):
    text = """
第五部分 附件
2020年中央医疗救助补助资金
项目支出绩效自评报告
一、项目概况
下达指标2430万元。
二、机关运行经费支出情况说明
机关运行经费支出5万元。
附件 2
城乡供水
项目绩效自评报告
一、项目概况
到位资金130万元。
"""
    read_ = read(text)
    assert {s.section for s in read_.statements} == {"annex"}
    assert [s.subject for s in read_.statements] == [
        "2020年中央医疗救助补助资金项目",
        "2020年中央医疗救助补助资金项目",
        "城乡供水项目",
    ]


def test_a_document_without_headings_is_narrative_when_it_has_sentences(read):
    assert sections(read, "本年度共支出5万元。") == ["other"]
    assert sections(read, "合计 5万元") == []


def test_sources_are_read_one_by_one():
    from finalaccounts.model import Document, Line
    from finalaccounts.normalize.narrative import read_narrative

    one = Document("a.txt", (Line(1, "一、收入决算情况说明"), Line(2, "本年收入合计5万元。")))
    two = Document("b.txt", (Line(1, "一、收入决算情况说明"), Line(2, "本年收入合计6万元。")))
    statements = read_narrative((one, two), (), {}, 2023).statements
    assert [(s.source, s.statement_id) for s in statements] == [
        ("a.txt", "text.revenue.revenue_total"),
        ("b.txt", "text.revenue.revenue_total~2"),
    ]


@pytest.mark.parametrize(
    ("text", "value"), [("一", 1), ("十", 10), ("十三", 13), ("二十", 20), ("二十一", 21), ("7", 7)]
)
def test_ordinal(text, value):
    assert ordinal(text) == value


def test_headings_without_numbers(read):
    """Numbering by the word processor is lost in some formats; the words are enough."""
    text = """
2023年度部门决算情况说明
收入支出决算总体情况说明
收入总计5万元。
其他重要事项的情况说明
机关运行经费支出情况
机关运行经费支出6万元。
政府采购支出情况
本部门无政府采购支出
国有资产占用情况
共有车辆2辆。
名词解释
机关运行经费：指7万元。
"""
    assert sections(read, text) == ["summary", "agency_operation", "assets"]
    assert [e.section for e in read(text).explanations] == ["procurement"]


@pytest.mark.parametrize(
    "text",
    [
        # The text follows its heading on the same line.
        "三、“三公”经费情况 “三公”经费支出5万元。",
        "三、“三公”经费支出决算情况说明2023年度“三公”经费支出5万元。",
        # A line that happens to end in a word of headings is none; the heading before it is whole.
        "三、“三公”经费支出决算情况说明\n2023年度“三公”经费支出决算\n5万元。",
    ],
)
def test_text_beside_a_heading_stands_in_its_section(read, text):
    ((section, amount),) = [(s.section, str(s.amount)) for s in read(text).statements]
    assert (section, amount) == ("three_public", "5")


def test_the_path_of_an_item_broken_over_lines_is_whole(read):
    text = (
        "五、一般公共预算财政拨款支出决算情况说明\n2.一般公共服务支出（类）财政事务（款）一般行政管\n"
        "理事务（项）。年初预算为10万元，支出决算为9万元。"
    )
    assert {s.subject for s in read(text).statements} == {"一般行政管理事务"}
