"""The gate before reading: what is final accounts of a department, and what is refused."""

from __future__ import annotations

import pytest

from finalaccounts.extract.text import document
from finalaccounts.normalize.kind import Identity, identify

BODY = (
    "第一部分 部门概况\n一、主要职责\n负责有关工作。\n第二部分 部门决算表\n见附件。\n"
    "第三部分 部门决算情况说明\n一、收入支出决算总体情况说明\n收入总计100.00万元，支出总计100.00万元。"
)
BUDGET = (
    "第一部分 部门概况\n一、主要职责\n第二部分 部门预算情况说明\n一、收支预算总体情况\n"
    "2023年收支总预算1,286.40万元，较2022年预算增加58.20万元，2022年决算1,228.20万元。\n"
    "二、收入预算情况\n收入预算1,286.40万元。\n三、支出预算情况\n支出预算1,286.40万元。"
)


def gate(*texts: str) -> Identity:
    return identify([document(f"{i}.txt", t.split("\n")) for i, t in enumerate(texts)])


ACCOUNTS = [
    "青禾县教育局2023年度部门决算",
    "2023年度青禾县教育局部门决算公开",
    "2022年度\n岳水市国资委部门决算",
    "天河市审计局\n2022年度部门决算",
    "二〇二三年度\n青禾县人民法院\n部门决算",
    "关于青禾县水利局2022年度部门决算公开的说明",
    "青禾县水利局关于2021年度部门决算情况的说明",
    "江东市钱水区综合行政执法局(江东市钱水区城市管理局)2021年度部门决算",
    "首页 > 政务公开 > 部门决算\n青禾县人民检察院2020年度部门决算公开\n发布日期：2021-09-12 10:24 信息来源：青禾县检察院",
    "青禾县柳园镇人民政府2021年度决算公开",
    "中共青禾县委组织部2019年度部门决算及“三公”经费决算公开说明",
    "青禾县残疾人联合会2018年部门决算",
    "国家税务总局青禾县税务局2022年度部门决算",
    "水利部2023年度部门决算",
    "青禾县第一中学2023年度单位决算",
    "青禾县动物卫生检查站2022年度部门决算表",
    "青禾县社会保险基金管理中心2022年度部门决算",
    "青禾县预算绩效评价中心2022年度单位决算",
    "青禾县审计局2022年度部门决算公开报告",
    "青禾县招生考试办公室2022年度决算信息公开",
    "青禾县融媒体中心（日报社）2022年度部门决算",
    "2022年度部门决算公开文本\n青禾县民政局",
    "部门预算公开文本\n2023年度",  # the wrong word on the cover of real accounts
    "政府信息公开\n2024年部门预算\n2023年度部门决算\n青禾县供销合作社2023年度部门决算",
    "青禾县2022年度柳园乡人民政府决算",
    "青禾县水利局2023年部门决算信息公开目录",
    "附件1：\n2023年度青禾县水利局部门决算",
    "青禾县水利局2022年度部门决算和2023年度部门预算公开",
    "第一部分 概况",  # no title at all
]


@pytest.mark.parametrize("cover", ACCOUNTS)
def test_final_accounts_are_read(cover: str) -> None:
    assert not (found := gate(f"{cover}\n{BODY}")).refusal, found


SHORT = [
    "青禾县教育局2023年度部门决算\n报表详见附件。",
    "青禾县教育局2023年度部门决算\n2023年年初预算为50.00万元，预算调整后为60.00万元，年初预算安排项目3个。2023年部门预算已公开。",
    "青禾县财政局2023年度部门决算\n一、部门概况\n编制全县财政决算和政府决算草案。2023年全县一般公共预算收入完成12.00亿元，政府债务限额30亿元。\n"
    "二、政府债务余额情况\n三、转移支付情况\n四、全县财政收支情况\n五、税收返还和转移支付情况\n上解支出、调入资金、税收返还、补助下级。",
    "青禾县水利局2023年度部门决算\n收入总计9.00万元。\n附件：坡耕地治理项目绩效评价报告\n一、项目概况\n二、评价结论\n综合得分90分。\n"
    "三、绩效评价工作情况\n四、存在的问题\n五、有关建议\n项目背景\n评价等级为优。资金到位率100%。",
    "青禾县水利局2016年“三公”经费决算情况说明\n公务接待费2.00万元。",
    "收入支出决算总表\n公开01表\n部门：青禾县水利局\t单位：万元\n一、一般公共预算财政拨款收入\t9.00",
    "2022年度项目支出绩效自评表\n项目名称 水库除险\n产出指标 数量指标 水库数量 ≥3座 3座 10 10",
    "本部门2021年度收入合计100.00万元，支出决算为90.00万元，完成年初预算的90%。",
]


@pytest.mark.parametrize("text", SHORT, ids=lambda t: t[:16])
def test_short_or_mixed_final_accounts_are_read(text: str) -> None:
    assert not (found := gate(text)).refusal, found


REFUSED = [
    ("budget", f"青禾县水利局2023年部门预算公开说明\n{BUDGET}"),
    ("budget", f"2023年度青禾县水利局单位预算\n{BUDGET}"),
    ("budget", BUDGET),
    (
        "budget",
        "青禾县2024年财政预算（草案）\n一、收入预算情况\n全县一般公共预算收入预算5.00亿元。",
    ),
    (
        "budget",
        "关于青禾县2022年预算执行情况和2023年预算（草案）的报告\n各位代表：\n受县人民政府委托。",
    ),
    ("budget", "青禾县水利局2023年“三公”经费预算情况说明\n公务接待费预算2.00万元。"),
    (
        "government_final_accounts",
        "青禾县2022年财政决算公开\n一、一般公共预算收支决算情况\n全县一般公共预算收入完成9.00亿元。",
    ),
    ("government_final_accounts", "2022年云水区人民政府决算公开\n第一部分 决算报告"),
    (
        "government_final_accounts",
        "关于青禾县2022年财政决算（草案）和2023年上半年预算执行情况的报告\n主任、各位副主任：\n收入总计9.00亿元。",
    ),
    (
        "government_final_accounts",
        "青禾县人民政府关于2021年决算情况的报告\n一、全县收支决算情况\n（一）一般公共预算\n收入总计929393万元，支出总计929393万元。",
    ),
    (
        "government_final_accounts",
        "青禾县柳园镇2022年财政决算报告\n2022年全镇一般公共预算收入完成900万元。",
    ),
    (
        "government_final_accounts",
        "2022年度全县财政总决算报表\n一般公共预算收入决算表\n税收返还和转移支付表",
    ),
    (
        "evaluation_report",
        "青禾县2022年坡耕地治理项目支出绩效评价报告\n一、项目概况\n概算总投资2,460.00万元。",
    ),
    (
        "evaluation_report",
        "青禾县水利局2022年部门整体支出绩效自评报告\n一、部门概况\n收入总计9.00万元。",
    ),
    (
        "approval",
        "关于批复2022年度部门决算的通知\n县水利局：\n经审核，同意你单位2022年度部门决算，收入总计100.00万元，支出总计100.00万元，本年收入合计100.00万元。",
    ),
    ("approval", "青禾县财政局关于青禾县水利局2022年度部门决算的批复\n收入总计100.00万元。"),
    (
        "notice",
        "青禾县财政局关于做好2023年度部门决算公开工作的通知\n各预算单位：\n请于9月20日前公开。特此通知。",
    ),
    ("notice", "部门决算管理办法\n第一条 为规范部门决算管理，制定本办法。"),
    ("checklist", "部门决算公开检查清单\n1. 收入支出决算总表是否公开\n2. 支出决算情况说明是否完整"),
    ("checklist", f"2023年度部门决算公开自查表\n{BODY}"),
    ("template", f"2023年度部门决算公开模板\n{BODY}"),
    ("template", f"XX县XX局2023年度部门决算（参考文本）\n{BODY}"),
    ("template", f"青禾县某局2023年度部门决算\n（样本）\n{BODY}"),
    ("notice", "青禾县水利局关于报送2023年度部门决算的函\n县财政局：\n收入总计100万元。"),
    ("news", "青禾县46家单位晒出2022年度决算账本\n本报讯（记者 某某）昨日，收入总计9.00亿元。"),
    (
        "news",
        "一百零二个中央部门将公开二〇二二年部门决算\n本报北京7月25日电（记者某某）今年的表包括收入支出决算总表、收入决算表。",
    ),
    (
        "audit_report",
        "青禾县2022年度本级预算执行和其他财政收支审计结果公告\n查出问题金额3.00亿元。",
    ),
    (
        "other_accounts",
        "青禾县城南水库工程竣工财务决算报告\n概算总投资2,460.00万元，实际完成2,386.50万元。",
    ),
    ("other_accounts", "青禾水务有限公司2023年度财务决算报告\n营业收入900.00万元。"),
    (
        "procurement_notice",
        "青禾县中医院医疗设备采购项目竞争性磋商公告\n项目概况\n预算金额：286.00万元\n潜在供应商应获取采购文件，具有2022年度财务报告或决算报表。",
    ),
    (None, "苹果3斤12元，梨2斤8元。\n今天天气好。"),
    (None, "小区物业2023年收支公示\n总收入20万元，总支出19万元。"),
    (None, "序号,名称,金额\n1,铅笔,3.50\n2,橡皮,2.00"),
    (None, "会议室使用登记\n张三 3月5日 2小时"),
    (None, "房屋租赁合同\n甲方：某某\n月租金2,000元，押金4,000元，共12个月。"),
]


@pytest.mark.parametrize(("kind", "text"), REFUSED, ids=lambda v: str(v)[:16])
def test_what_is_no_final_accounts_is_refused(kind: str | None, text: str) -> None:
    found = gate(text)
    assert found.refusal and (found.kind.key if found.kind else None) == kind, found
    assert "line " in found.refusal, found.refusal


def test_two_reports_in_one_file_are_named() -> None:
    one = f"青禾县教育局2023年度部门决算\n{BODY}"
    assert not gate(one).refusal
    two = gate(f"{one}\n青禾县体育局2023年度部门决算\n{BODY}").refusal
    assert "two entities" in two and "青禾县教育局" in two and "青禾县体育局" in two
    years = gate(f"{one}\n青禾县教育局2022年度部门决算\n{BODY}").refusal
    assert "two years" in years and "2022" in years
    # The same name spelled with and without its place, and a title on every page, are one report.
    assert not gate(f"{one}\n教育局2023年度部门决算\n{BODY}\n青禾县教育局2023年度部门决算").refusal


def test_two_files_of_two_reports_are_named() -> None:
    one, other = "青禾县教育局2023年度部门决算", "青禾县体育局2023年度部门决算"
    assert "two entities" in gate(f"{one}\n{BODY}", f"{other}\n{BODY}").refusal
    assert not gate(f"{one}\n{BODY}", "收入支出决算总表\n部门：青禾县教育局").refusal
