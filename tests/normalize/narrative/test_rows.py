"""Small tables inside the narrative."""

TEXT = """
第五部分 附件
水利局整体支出绩效自评报告
“三公”经费预算安排 0.87 万元。具体情况如下表：
实际执行对比情况
2023
年
2022
年
同比
预算
数
执行
率
公务接待费用 0.06 0.07 -11.63% 0.87 6.9%
因公出国（境）费
公务用车购置及运行维护费 1.31 -100%
其中：公务用车购置费
合计 0.06 1.38 -95.65% 0.87 6.9%
"""


def rows(read, text, line):
    return [
        (s.item, str(s.amount), s.unit, s.direction, s.subject)
        for s in read(text).statements
        if s.source_line == line
    ]


def test_a_full_row_without_cells(read):
    assert rows(read, TEXT, 14) == [
        ("final", "0.06", "万元", "", "公务接待费用"),
        ("prior_final", "0.07", "万元", "", "公务接待费用"),
        ("yoy_rate", "11.63", "%", "decrease", "公务接待费用"),
        ("budget", "0.87", "万元", "", "公务接待费用"),
        ("completion_rate", "6.9", "%", "", "公务接待费用"),
    ]


def test_missing_cells_are_found_by_what_the_row_says_itself(read):
    subject = "公务用车购置及运行维护费"
    assert rows(read, TEXT, 16) == [
        ("prior_final", "1.31", "万元", "", subject),
        ("yoy_rate", "100", "%", "decrease", subject),
    ]


def test_undecided_columns_are_other(read):
    text = "第五部分 附件\n具体情况如下。\n单位：万元\n年初预算数 决算数 执行率\n合计 5.00 4.00 80%\n会议费 5.00 80%\n"
    assert [r[0] for r in rows(read, text, 5)] == ["initial_budget", "final", "completion_rate"]
    assert {r[0] for r in rows(read, text, 6)} <= {"other", "completion_rate"}


def test_cells_take_unit_and_item_from_their_head(read, uncovered):
    text = (
        "九、预算绩效情况说明\n序号\t项目名称\t自评得分\t预算数（万元）\t评价结果\n"
        "1\t下达2023年补助资金\t96.3\t186\t优\n2\t运行经费\t100\t\t优"
    )
    assert rows(read, text, 3) == [
        ("self_evaluation_score", "96.3", "分", "", "下达2023年补助资金"),
        ("budget", "186", "万元", "", "下达2023年补助资金"),
    ]
    assert rows(read, text, 4) == [("self_evaluation_score", "100", "分", "", "运行经费")]
    assert uncovered(text) == []


def test_a_number_under_a_head_without_unit_is_left_to_the_ledger(read, uncovered):
    text = "九、预算绩效情况说明\n名称\t备注\n甲\t7"
    assert read(text).statements == ()
    assert uncovered(text) == [(3, "7")]


def test_numbers_of_a_list_are_no_quantities(read, uncovered):
    text = "二、部门决算单位构成\n序号 单位名称\n1 青岚县水利局本级\n2 青岚县水利工程站\n三、部门人员情况\n人员编制5人。"
    assert [str(s.amount) for s in read(text).statements] == ["5"]
    assert uncovered(text) == []


def test_a_form_that_nobody_took_gives_no_statements_but_is_listed(read, uncovered):
    text = """
十三、预算绩效情况说明
年初预算数 全年预算数 全年执行数 分值 执行率 得分
年度资金总额 100 75.1 75.1 10 75.10% 10
产出指标 印发资料 ≥30 万份 20 20
（二）部门整体支出绩效自评结果
部门整体支出自评得分98。
"""
    assert [(s.source_line, s.item) for s in read(text).statements] == [
        (6, "self_evaluation_score")
    ]
    assert {line for line, _ in uncovered(text)} == {3, 4}
