"""Invented forms in other shapes: other titles, orders of columns, units, page breaks, unknowns."""

from __future__ import annotations

from dataclasses import replace

from finalaccounts.model import Document, Line
from finalaccounts.normalize.forms import read_forms
from finalaccounts.normalize.parts import Range

RUNNING = """\
项目支出绩效自评表
（2022年度）
项目名称 农村饮水巩固提升
主管部门 云岭县水务局 实施单位 云岭县供水站
项目资金（万元） 年初预算数 全年预算数 全年执行数 分值 执行率 得分
年度资金总额 300.00 280.50 266.48 10 95.00% 9.50
其中：当年财政拨款 300.00 280.50 266.48 — 95.00% —
上年结转资金 0.00 0.00 0.00 — — —
其他资金 — — — — — —
年度总体目标
预期目标 实际完成情况
完成12个村的管网改造，受益人口1.2万人。 完成11个村的管网改造。
绩效指标
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施
产出指标
(50分)
数量指标
指标1：改造供水管网的
行政村数量
12个 11个 15 13.75 一个村因修路推迟，
改到次年四月完工
指标2：新装水表 ≥2000块 2160块 10 10
质量指标 指标1：工程验收合格率 ≥98% 100% 10 10
- 12 -
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施
时效指标 指标1：完工时间 2022年11月底前 2022年12月 10 8
成本指标 指标1：每村平均成本 ≤25万元 24.2万元 5 5
效益指标
(30分)
社会效益指标 指标1：受益人口 ≥1.2万人 1.15万人 30 28
满意度指标
(10分)
服务对象满意度
指标
指标1：用水户满意度 ≥90% 92% 10 10
总分 100 94.25
第三部分 名词解释
"""


def test_running_text_with_page_break_and_wrapped_names(text):
    case = text(RUNNING)
    (form,) = case.forms
    assert (form.project_name, form.unit, form.last_line) == ("农村饮水巩固提升", "万元", 36)
    assert (form.execution_rate, form.budget_score, form.total_score) == ("95.00%", "9.50", "94.25")
    assert case.row(18) == (
        "产出指标(50分)|数量指标|指标1：改造供水管网的行政村数量||12个||11个|15|13.75||"
        "一个村因修路推迟，改到次年四月完工"
    )
    assert (
        case.row(26) == "产出指标(50分)|时效指标|指标1：完工时间||2022年11月底前||2022年12月|10|8||"
    )
    assert case.row(35) == (
        "满意度指标(10分)|服务对象满意度指标|指标1：用水户满意度||≥90%||92%|10|10||"
    )
    assert len(case.rows("project.1")) == 7
    assert case.unread == []


def test_national_form_with_columns_in_another_order(text):
    """Weight before target, score after the value: the columns follow the header."""
    case = text(
        "2023年部门整体支出绩效自评表\n"
        "部门名称 海湾区文化局\n"
        "一级指标 二级指标 三级指标 分值 年度指标值 实际完成值 得分\n"
        "产出指标 数量指标 举办展览 20 8场 9场 20\n"
        "质量指标 藏品完好率 30 100% 99.5% 29\n"
        "效益指标 社会效益指标 参观人次 40 30万人次 28万人次 36\n"
        "满意度指标 服务对象满意度指标 观众满意度 10 95% 96% 10\n"
        "总分 100 95\n"
    )
    assert [case.row(line) for line in (4, 5, 6, 7)] == [
        "产出指标|数量指标|举办展览||8场||9场|20|20||",
        "产出指标|质量指标|藏品完好率||100%||99.5%|30|29||",
        "效益指标|社会效益指标|参观人次||30万人次||28万人次|40|36||",
        "满意度指标|服务对象满意度指标|观众满意度||95%||96%|10|10||",
    ]
    assert case.forms[0].kind == "department"
    assert case.forms[0].total_score == "95"


RULED = """\
项目支出绩效自评表\t\t\t\t\t\t\t\t\t
项目名称\t森林防火\t\t\t\t\t\t\t\t
主管部门\t青松市林业局\t\t\t实施单位\t青松市护林站\t\t\t\t
项目资金（元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\t\t
\t年度资金总额\t1,200,000.00\t1,150,000.00\t1,035,000.00\t10\t90.00\t9.00\t\t
\t其中：财政拨款\t1,200,000.00\t1,150,000.00\t1,035,000.00\t\t\t\t\t
联系电话\t65432100\t\t\t\t\t\t\t\t
一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
产出指标\t数量指标\t新建瞭望塔\t＝\t3\t座\t3\t25.00\t25.00\t
\t时效指标\t巡护及时率\t≥\t95\t%\t93\t25.00\t24.00\t大雪封山
\t\t……\t\t\t\t\t\t\t
效益指标\t生态效益指标\t火灾损失\t定性\t明显下降\t\t基本达到\t30分\t26分\t
满意度指标\t服务对象满意度指标\t林农满意度\t≥\t90\t%\t94\t10.00\t10.00\t
总分\t\t\t\t\t\t\t100.00\t94.00\t自评等级：优
备注：\t无
其他支出说明
"""


def test_ruled_form_in_yuan_with_sign_value_and_unit(text):
    case = text(RULED)
    (form,) = case.forms
    assert (form.unit, str(form.full_year_budget), form.grade) == ("元", "1150000.00", "优")
    assert (form.execution_rate, form.budget_score, form.last_line) == ("90.00", "9.00", 15)
    assert case.row(9) == "产出指标|数量指标|新建瞭望塔|＝|3|座|3|25.00|25.00||"
    assert case.row(10) == "产出指标|时效指标|巡护及时率|≥|95|%|93|25.00|24.00||大雪封山"
    assert case.row(12) == "效益指标|生态效益指标|火灾损失|定性|明显下降||基本达到|30分|26分||"
    assert case.funds("project.1")["appropriation", "executed"] == "1,035,000.00"
    assert case.unread == []  # the telephone number is no amount


def test_cells_of_a_spreadsheet_keep_their_address():
    lines = [Line(i, row) for i, row in enumerate(RULED.split("\n"), 1)]
    cells = tuple(f"自评表!{chr(65 + i)}9" for i in range(10))
    lines[8] = replace(lines[8], cells=cells, page=3)
    read = read_forms([Document("forms.xlsx", tuple(lines))])
    row = next(r for r in read.indicators if r.source_line == 9)
    assert (row.source, row.cell, row.page) == ("forms.xlsx", "自评表!C9", "3")


def test_a_list_of_contents_is_no_form(text):
    case = text(
        "目录\n部门整体支出绩效自评表\n项目支出绩效自评表\n第一部分 部门概况\n一、主要职责\n"
        "附件1：项目支出绩效自评表\n附件2：名词解释\n"
    )
    assert case.forms == ()
    assert case.read.ranges == ()


def test_a_title_printed_again_continues_the_form(text):
    case = text(
        "项目支出绩效自评表\n项目名称\t道路养护\n"
        "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
        "产出指标\t数量指标\t养护里程\t40公里\t40公里\t50\t50\n"
        "- 7 -\n项目支出绩效自评表\n"
        "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
        "效益指标\t社会效益指标\t通行时间\t缩短\t缩短\t40\t38\n总分\t\t\t\t\t100\t98\n"
    )
    assert len(case.forms) == 1
    assert [row.level3 for row in case.rows("project.1")] == ["养护里程", "通行时间"]
    assert case.forms[0].total_score == "98"


def test_unknown_rows_are_listed_not_invented(text):
    """The head is read; a body without a known header gives no indicator, and its numbers stay."""
    case = text(
        "项目支出绩效自评表\n项目名称\t智慧停车\n主管部门\t南湖区城管局\n年度资金总额（万元）\t86.40\n"
        "考核方面\t考核要点\t标准\t结果\n建设\t泊位\t500\t480\n"
    )
    (form,) = case.forms
    assert (form.project_name, str(form.full_year_budget)) == ("智慧停车", "86.40")
    assert case.read.indicators == ()
    assert case.unread == ["500", "480"]


def test_an_unknown_form_of_running_text_ends_at_the_next_heading(text):
    case = text(
        "项目支出绩效自评表\n项目名称 智慧停车\n年度资金总额 86.40\n考核要点 标准\n泊位 500 480\n"
        "（四）财政重点评价结果\n本部门2023年无财政重点评价项目。\n"
    )
    assert (case.read.ranges[0].first, case.read.ranges[0].last) == (1, 5)
    assert case.unread == ["500", "480"]


def test_a_number_without_a_certain_column_is_left_out(text):
    """Two amounts under three columns and nothing that says which: neither is placed."""
    case = text(
        "项目支出绩效自评表\n项目名称 水质监测\n年初预算数 全年预算数 全年执行数 分值 执行率 得分\n"
        "年度资金总额 20.00 18.00 18.00 10 100% 10\n其他资金 3.00 2.00\n"
        "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分\n"
        "产出指标 数量指标 监测断面 10个 10个 90 90\n总分 100 100\n"
    )
    assert ("other", "initial") not in case.funds("project.1")
    assert case.unread == ["3.00", "2.00"]


def test_lines_of_other_readers_are_left_alone(text):
    form = "项目支出绩效自评表\n项目名称 甲\n一级指标 二级指标 三级指标 分值 得分\n"
    assert len(text(form).forms) == 1
    assert text(form, (Range("report.txt", 1, 3, "table", "summary"),)).forms == ()


def test_unlisted_levels_of_ruled_forms_are_kept(text):
    case = text(
        "单位整体支出绩效自评表\n单位名称\t北岭气象台\n"
        "一级指标\t二级指标\t三级指标\t指标值\t完成值\t权重\t得分\n"
        "智慧气象\t观测站网\t新建站点\t6个\t6个\t60\t60\n\t\t站点完好率\t98%\t97%\t40\t39\n"
        "合计\t\t\t\t\t100\t99\n"
    )
    assert case.row(4).startswith("智慧气象|观测站网|新建站点|")
    assert case.row(5).startswith("智慧气象|观测站网|站点完好率|")
    assert (case.forms[0].kind, case.forms[0].total_score) == ("department", "99")


def test_an_unknown_column_is_listed_and_the_others_are_read(text):
    """A label that no list holds: its column's numbers go to the ledger, with the reason."""
    for gap in ("\t", " "):
        rows = [
            ["一级指标", "二级指标", "三级指标", "设想值", "实际完成值", "分值", "得分"],
            ["产出指标", "数量指标", "植树面积", "≥80亩", "86亩", "50", "50"],
            ["效益指标", "生态效益指标", "林木成活率", "≥90%", "88%", "40", "38"],
            ["总分", "100", "98"] if gap == " " else ["总分", "", "", "", "", "100", "98"],
        ]
        case = text(
            "项目支出绩效自评表\n项目名称" + gap + "造林\n" + "\n".join(map(gap.join, rows))
        )
        assert case.row(4) == "产出指标|数量指标|植树面积||||86亩|50|50||"
        assert case.row(5) == "效益指标|生态效益指标|林木成活率||||88%|40|38||"
        assert case.unread == ["80", "90"]
        assert {s.what for s in case.read.spans if s.kind == "unread"} == {"unknown_column"}


def test_a_second_project_without_a_title_of_its_own(text):
    header = "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
    row = "产出指标\t数量指标\t{}\t3次\t3次\t90\t{}\n总分\t\t\t\t\t100\t{}\n"
    case = text(
        "项目支出绩效自评表\n项目名称\t演练\n"
        + header
        + row.format("演练次数", 90, 100)
        + "项目名称\t巡查\n"
        + header
        + row.format("巡查次数", 80, 90)
    )
    assert [(f.project_name, f.first_line, f.total_score) for f in case.forms] == [
        ("演练", 1, "100"),
        ("巡查", 6, "90"),
    ]


def test_a_row_cut_by_the_end_of_a_page_is_one_row():
    text = (
        "项目支出绩效自评表\n项目名称\t演练\n"
        "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
        "产出指标\t数量指标\t组织防汛和\t3次\t3次\t90\t90\n"
        "\t\t消防演练次数\t\t\t\t\n总分\t\t\t\t\t100\t100"
    )
    lines = [Line(i, line, page=1 + i // 5) for i, line in enumerate(text.split("\n"), 1)]
    read = read_forms([Document("report.pdf", tuple(lines))])
    assert [row.level3 for row in read.indicators] == ["组织防汛和消防演练次数"]
