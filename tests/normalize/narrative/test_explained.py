"""Reasons, problems, measures and remarks of emptiness, verbatim without white space."""

import pytest

FIVE = "五、一般公共预算财政拨款支出决算情况说明\n"


def explained(read, text, **options):
    return [(e.kind, e.section, e.text) for e in read(text, **options).explanations]


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("支出增加5万元，主要原因是：年中新招录两人。", "年中新招录两人"),
        ("支出增加5万元，增长2%。主要是人员新增。", "人员新增"),
        ("支出减少5万元，主要变动原因是上级补助减少。", "上级补助减少"),
        ("决算数小于预算数的主要原因是为足额保障工资；其他持平。", "为足额保障工资"),
        ("支出减少5万元，减少原因：压缩。", "压缩"),
        ("支出减少5万元，主要由于退休两人。", "退休两人"),
        ("支出减少5万元，主要原因分析：退休两人。", "退休两人"),
    ],
)
def test_reason(read, sentence, text):
    assert explained(read, FIVE + sentence) == [("reason", "general_expenditure", text)]


def test_words_that_give_no_reason(read):
    assert explained(read, "十二、国有资产占用情况说明\n其他用车2辆，主要是业务用车。") == []
    assert explained(read, FIVE + "由于疫情原因，未按月开展。") == []


def test_a_reason_over_lines_begins_where_its_text_begins(read):
    (reason,) = read(FIVE + "支出增加5万元，主要原因\n是年中新\n招 录两人。").explanations
    assert (reason.text, reason.source_line) == ("年中新招录两人", 3)


def test_the_reason_of_an_item_has_its_code(read):
    text = (
        FIVE + "1.农林水支出（类）水利（款）防汛（项）。支出决算5万元，增加的主要原因是：补充物资。"
    )
    (reason,) = read(text, names={"防汛": ("2130314",)}).explanations
    assert reason.code == "2130314"


def test_problem_and_measure_in_one_paragraph(read):
    text = "十三、预算绩效情况说明\n发现的问题及原因：一是登记慢；二是台账乱。下一步改进措施：按季核对。"
    assert explained(read, text) == [
        ("problem", "performance", "一是登记慢；二是台账乱"),
        ("measure", "performance", "按季核对"),
    ]


def test_problems_and_measures_under_headings(read):
    text = """
第五部分 附件
水库除险加固
项目绩效自评报告
五、存在的主要问题
（一）资金到位不及时。
（二）队伍不强。
六、改进工作的建议
建议优先拨付。
七、其他需要说明的内容
无。
"""
    assert explained(read, text) == [
        ("problem", "annex", "资金到位不及时"),
        ("problem", "annex", "队伍不强"),
        ("measure", "annex", "建议优先拨付"),
    ]


@pytest.mark.parametrize(
    ("heading", "sentence", "section"),
    [
        (
            "七、政府性基金预算财政拨款收入支出决算情况说明",
            "本部门2023年度无政府性基金预算财政拨款收支，已公开空表",
            "government_funds",
        ),
        (
            "八、国有资本经营预算财政拨款支出决算情况说明",
            "本部门没有国有资本经营预算财政拨款收入和支出",
            "state_capital",
        ),
        (
            "十、其他需要说明的情况",
            "政府性基金预算财政拨款无收支，故公开07表以空表列示",
            "government_funds",
        ),
        ("十一、政府采购支出情况说明", "本部门2023年度无政府采购事项", "procurement"),
    ],
)
def test_emptiness(read, heading, sentence, section):
    assert explained(read, f"{heading}\n{sentence}。") == [("empty_table", section, sentence)]


def test_no_misuse_is_no_emptiness(read):
    assert explained(read, "十三、预算绩效情况说明\n资金使用无截留、挪用、虚列支出等情况。") == []
