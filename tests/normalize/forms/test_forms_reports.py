"""The five reports: number of forms and rows, sums against printed totals, and the hard rows.

Sums are a check of the reading, never a means of it; where a report itself does not add up, the
printed numbers are expected as they are and the reason is told.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

BAIHE = "data/reports/610929/yibaoju/2023/source.txt"
BEIGUAN = "data/reports/410503/yibaoju/2022/source.txt"
QINHUANGDAO = "data/reports/130300/yibaoju/2023/source.txt"
QUXIAN = "data/reports/511725/yibaoju/2023/source.txt"
DANFENG = "data/reports/611022/yibaoju/2024/source.txt"

ROWS = {
    BAIHE: [26, 9, 10, 17, 12, 23, 13, 12, 18, 15, 15],
    BEIGUAN: [25, 6, 6, 6],
    QINHUANGDAO: [11, 19, 19, 19, 11, 7, 6, 18],
    QUXIAN: [35, 8, 8, 8, 8, 8, 8, 10, 7, 10, 6],
    DANFENG: [14, 13, 12],
}
LINES = {
    BAIHE: [
        (696, 919),
        (1084, 1184),
        (1188, 1289),
        (1293, 1407),
        (1411, 1540),
        (1544, 1785),
        (1789, 1895),
        (1899, 2005),
        (2009, 2127),
        (2131, 2249),
        (2253, 2364),
    ],
    BEIGUAN: [(979, 1203), (1204, 1433), (1434, 1693), (1694, 1855)],
    QINHUANGDAO: [
        (535, 558),
        (560, 592),
        (594, 626),
        (628, 660),
        (662, 686),
        (688, 708),
        (710, 729),
        (731, 763),
    ],
    QUXIAN: [
        (1028, 1333),
        (1590, 1689),
        (1915, 2015),
        (2230, 2335),
        (2558, 2661),
        (2894, 2999),
        (3210, 3309),
        (3524, 3654),
        (3871, 3965),
        (4203, 4333),
        (4605, 4709),
    ],
    DANFENG: [(286, 313), (327, 354), (356, 382)],
}


@pytest.mark.parametrize("report", ROWS)
def test_forms_and_rows(file, report):
    case = file(report)
    assert [len(case.rows(form.evaluation_id)) for form in case.forms] == ROWS[report]
    assert [(form.first_line, form.last_line) for form in case.forms] == LINES[report]
    assert [form.seq for form in case.forms] == list(range(1, len(case.forms) + 1))


def test_37_forms_and_478_rows_in_all(file):
    assert sum(len(file(report).forms) for report in ROWS) == 37
    assert sum(len(file(report).read.indicators) for report in ROWS) == 478


@pytest.mark.parametrize("report", ROWS)
def test_every_number_of_the_forms_is_accounted_for(file, report):
    assert file(report).unread == []


def total(rows, column):
    return sum((Decimal(getattr(row, column)) for row in rows if getattr(row, column)), Decimal(0))


@pytest.mark.parametrize("report", [BAIHE, BEIGUAN, QINHUANGDAO, DANFENG])
def test_scores_add_up_to_the_printed_total(file, report):
    case = file(report)
    for form in case.forms:
        funds = case.funds(form.evaluation_id)
        management = [
            v for (o, c), v in funds.items() if o.startswith("management") and c == "score"
        ]
        extra = [Decimal(form.budget_score or "0"), *map(Decimal, management)]
        difference = (
            total(case.rows(form.evaluation_id), "score") + sum(extra) - Decimal(form.total_score)
        )
        if (report, form.evaluation_id) == (QINHUANGDAO, "project.1"):
            assert difference == Decimal("-8.003558")  # 553: the row lost its last cell, score 8
        else:
            assert abs(difference) < Decimal("0.005"), form


@pytest.mark.parametrize("report", [BAIHE, QINHUANGDAO, DANFENG])
def test_weights_add_up_to_100(file, report):
    case = file(report)
    for form in case.forms:
        weights = total(case.rows(form.evaluation_id), "weight") + Decimal(
            form.budget_weight or "0"
        )
        assert weights == 100, form


HARD = {
    BAIHE: [
        # a whole-department form: weight before the target, notes beside the names
        "743:部门管理（40）|资金投入|预算调整率||0||1%|2|1.5||因城乡居民县级补助标准提高，每年均追加资金。",
        "748:部门管理（40）|资金投入|支出进度率||半年进度：进度率=50%，前三季度进度：进度率=75%。||"
        "半年进度为30.12%，前三季度进度为58.32%，全年为62.78%。|2|1.5||"
        "因财政代列医疗救助资金为及时到位，使总执行进度低，今后加强业务股室沟通，加快支出进度。",
        '766:部门管理（40）|资金投入|"三公经费"控制率||≤100%||100%|2|2||',
        "789:部门管理（40）|采购管理|政府采购执行率||≥95%||0|3.5|3.5||单位采购量小，2023年不存在政府采购。",
        "820:部门管理（40）|内控管理|内部控制制度的科学性、合理性和适用性||内部控制制度科学、合理、适用||"
        "内部控制制度科学、合理、适用|3.5|3.5||",
        # one text between weight and score: what was achieved
        "884:项目产出（35分）|产出时效|完成及时性||||个别项目因资金到位不及时，使项目耗用时间超出预期。|8|7||"
        "进一步提高项目完成的时效性。",
        # labels over two lines, a bracket that is never closed, a typing slip in level 2
        "1151:产出指标（50分）|数量指标|临聘人员||5人||5人|10|10||",
        "1182:满意度指标(10)|服务兑现满意度指标|职工满意度||≥95%||≥95%|10|10||",
        "1384:效益指标（30分|社会效益|提高医疗服务水平||逐步提高||逐步提高|5|5||",
        "1352:产出指标（50分）|数量指标|建成乡镇（街道）医保经办服务站||11个||11个|3|3||",
        # a reason over four lines, then name and target over lines of their own
        "1493:产出指标（50分）|成本指标|总成本||36万元||23.52万元|10|10||"
        "缴费基数降低，人员自然减员，支出根据医保审核数据按需支付。",
        "1503:产出指标（50分）|成本指标|大病救助缴费标准||参保缴费基数1%||参保缴费基数1%|5|5||"
        "基数不同，人均缴费金额不同",
        # names, targets and values wrapped; level 1 printed in the middle of its rows
        "1611:产出指标（50分）|数量指标|购买办公用品批次；会议、培训批次：购买电脑||4批；2次；5台；||"
        "4批；2次；5台；|2|2||",
        "1687:产出指标（50分）|成本指标|提升医保服务能力工作会议费用||2万元(按会议费规定不超标准）||"
        "2万元(按会议费规定不超标准）|3|3||",
        "1742:产出指标（50分）|成本指标|医保政策宣传活动费用||23.6万元（据实结算）||13.6万元（据实结算）|3|3||",
        "2209:产出指标（50分）|成本指标|总成本||1004.09万元||641.42万元|5|5||资金由财政统筹安排",
        "2217:产出指标（50分）|成本指标|门诊补助费用||200.89万元||75.42万元|5|5||",
        # a level-2 cell that ends after its row, on the line of the total
        "2247:满意度指标（10分）|服务对象满意度指标|救助对象满意度||≧70%||≧70%|10|10||",
    ],
    BEIGUAN: [
        # merged cells printed in the middle of their rows, glued to a number
        "1066:投入管理指标|工作目标管理|年度履职目标相关性||相关||100%||1|0.00|",
        "1076:投入管理指标|工作目标管理|绩效指标合理性||合理||100%||1|0.00|",
        "1081:投入管理指标|预算和财务管理|预算编制完整性||完整||100%||1|0.00|",
        "1100:投入管理指标|预算和财务管理|“三公经费”控制率||≤100%||100%||1|0.00|",
        "1130:投入管理指标|绩效管理|绩效目标编制完成率||=100%||100%||2|0.00|",
        "1156:产出指标|重点工作任务完成|完成城乡居民基本医疗保险区级配套资金||≥95%||95%||5|0.00|",
        "1164:产出指标|重点工作任务完成|城乡居民医保委托管理费||≥95%||95%||10|0.00|",
        "1169:产出指标|履职目标实现|负责全区医疗报销及时到位||≥95%||95%||10|0.00|",
        "1177:效益指标|履职效益|参保人员减轻医疗费用生活负担||生活水平提高||100%||15|0.00|",
        "1186:效益指标|满意度|全区参保群众满意度||≥90%||85%||18.89|-5.56|"
        "由于22年疫情原因，未及时医保政策宣传到位，以后会加强宣传力度，把医保政策普及到每位参保居民中。",
        # one character per line; a date with spaces; a deviation cut behind its point
        "1352:产出指标|数量指标|居民医保保障人数||≥150000人||150000人|10|10|0.00|",
        "1378:产出指标|时效指标|完成时间||22年12月31号前||100%|10|10|0.00|",
        "1636:产出指标|时效指标|完成时间||2022年12月31日前||100%|10|10|0.00|",
        "1579:成本指标|经济成本指标|专家慢病鉴定费||2万元||24%|10|2.4|-76.00|"
        "由于2022年新冠疫情严重，未能每月及时开展慢性病鉴定工作",
        "1784:成本指标|经济成本指标|完成对全区参保困难群众的报销医疗费||87万元||66%|10|6.6|-34.00|"
        "没有精准的预算出困难群众所需报销费用，以后更好的做好资金预算",
        "1802:产出指标|数量指标|第五重保障人数||>4000人||4000人|10|10|0.00|",
        "1829:效益指标|社会效益指标|第五重困难人员减轻医疗负担，提升生活水平||大幅提升||100%|25|25|0.00|",
    ],
    QINHUANGDAO: [
        "545:产出指标|数量指标|能力提升项目开展数量|≤|5项||全省第二名,团体二等奖|8.00|8||",
        "553:效益指标|经济效益指标|参保群众政策知晓率|≥|90%||0.9|8.00|||",
        "554:效益指标|可持续影响指标|保障医保基金安全运行|文字描述|持续影响||同比上年持续影响|8.00|8||",
        "585:产出指标|成本指标|办公云桌面系统服务项目成本|≤|38.5|万元|38.39万元|5.00|5||",
        "589:满意度指标|服务对象满意度指标|服务对象满意度|≥|90|%|0.9|4.00|4||",
        "606:产出指标|数量指标|历年数据整理迁移情况|文字描述|完成历年财务数据整理迁移||已完成|5.00|5||",
        "620:产出指标|成本指标|医保电话咨询第三方引入项目成本|≤|39.41|万元|39万元|5.00|5||",
        "677:产出指标|时效指标|对经办机构的评估检查完成时限|文字描述|上半年||已完成|7.50|7.5||",
        "743:产出指标|数量指标|医疗保险基金收入|≥|560000|万元|677442万元|10.00|10||",
        "750:产出指标|质量指标|托管档案的丢失率|=||%|0|3.00|3||",
    ],
    QUXIAN: [
        "1208:产出指标|数量指标|基金监管日常检查医药机构数量|＝|439|个|439个|3|||",
        "1243:产出指标|时效指标|持续推进DRG支付方式改革|定性|持续推进||持续推进中|3|||",
        "1250:产出指标|时效指标|基金监管工作任务完成及时性|定性|按计划完成||已按计划完成|3|||",
        "1291:效益指标|社会效益指标|参保群众政策普及率，定点医药机构法制底线意识|定性|显著提高||显著提高|3|||",
        "1333:成本指标|经济成本指标|项目经费|＝|639.15|万元|639.15|3|||",
        # level-3 names that look like level-2 names
        "1684:满意度指标|服务对象满意度指标|服务对象满意度指标|≥|90|%|95|10|||",
        "1689:成本指标|社会成本指标|经济成本指标|＝|130|万元|130|10|||",
        "3942:产出指标|时效指标|伙食补助费保障年度|定性|1|年|1|10|||",
        # the end of the name stands on the next page, below the row's numbers
        "4315:产出指标|社会效益指标|资金及时拨付率|＝|100|%|100|8|||",
    ],
    DANFENG: [
        "303:产出指标（50分）|时效指标|指标1：项目完成时限||2024年12月底前||12/1/2024|10|10||",
        "347:效益指标(30分)|社会效益指标|指标1：：落实离休干部参保医疗政策||效果明显||效果明显|5|5||",
        "349:效益指标(30分)|生态效益指标|指标1：不适用||不适用||不适用|5|0||本单位不涉及",
        "381:满意度指标（10分）|服务对象满意度指标|指标2：社会公众满意度||≥95%||96%|10|10||",
    ],
}


@pytest.mark.parametrize(
    ("report", "row"), [(report, row) for report, rows in HARD.items() for row in rows]
)
def test_hard_rows(file, report, row):
    line, fields = row.split(":", 1)
    assert file(report).row(int(line)) == fields


def head(form):
    amounts = (form.initial_budget, form.full_year_budget, form.executed)
    return (
        form.project_name,
        form.competent_department,
        form.implementing_unit,
        *("" if a is None else str(a) for a in amounts),
        *(form.execution_rate, form.budget_score, form.total_score, form.unit),
    )


@pytest.mark.parametrize(
    ("report", "seq", "fields"),
    [
        (BAIHE, 1, "|白河县医疗保障局(本级）|||||||98|"),
        (
            BAIHE,
            3,
            "2022年干部职工体检费|白河县医疗保障局|白河县医疗保障局|100|75.1|75.1|75.10%|10|100|万元",
        ),
        (BEIGUAN, 1, "|安阳市北关区医疗保障局||1801.32|2591.78|2587.78|99.85%|10|98.89|万元"),
        (
            BEIGUAN,
            3,
            "慢性病专家鉴定费|安阳市北关区医疗保障局|安阳市北关区医疗保障局|2|0.24|0.24|100.0%|10.00|92.4|万元",
        ),
        (
            QINHUANGDAO,
            1,
            "下达2023年中央财政医疗服务与保障能力提升补助资金||450001-秦皇岛市医疗保障局本级||186.000000|135.713830|72.96|"
            "7.296442|96.3|万元",
        ),
        (QUXIAN, 1, "|医疗保障部门|||1406.77|||||万元"),
        (QUXIAN, 9, "2023年伙食补助||渠县医疗保障局||37.62|||||万元"),
        (DANFENG, 1, "|丹凤县医疗保障局|||1044.2|1044.22|100%|10|90|万元"),
    ],
)
def test_heads(file, report, seq, fields):
    assert "|".join(head(file(report).forms[seq - 1])) == fields


def test_funds_by_origin(file):
    funds = file(BEIGUAN).funds("department.1")
    assert funds["appropriation", "full_year"] == "2436.78"
    assert funds["unit", "executed"] == "155"
    assert funds["special_account", "rate"] == "0.00%"
    funds = file(BEIGUAN).funds("project.3")
    assert funds["management:拨付合规性", "weight"] == "5"
    funds = file(QINHUANGDAO).funds("project.1")
    assert funds["total", "arrived"] == "135.713830"
    assert funds["other", "full_year"] == "0"
    funds = file(DANFENG).funds("department.1")
    assert funds["task:任务2", "executed"] == "160.9"
    assert funds["appropriation", "full_year"] == "1044.22"
    funds = file(QUXIAN).funds("project.9")
    assert funds["appropriation", "full_year"] == "37.62"


def test_ticked_boxes_are_kept(file):
    """Which way was chosen shows only through the boxes of a symbol font (U+F052 is ticked)."""
    empty, ticked = "\uf0a3", "\uf052"
    form = file(QUXIAN).forms[1]
    assert form.choices == (
        f"绩效分配方式{empty}因素法{empty}项目法{ticked}据实据效{empty}因素法与项目法相结合"
    )
    lines = {s.line for s in file(QUXIAN).read.spans if s.what == "form_choice"}
    assert lines >= {1611, 1612, 1615}
