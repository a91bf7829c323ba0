"""What a report says of itself, and the division proposed from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from finalaccounts.extract.text import document
from finalaccounts.model import Meta
from finalaccounts.normalize.division import place
from finalaccounts.normalize.metadata import read_metadata
from finalaccounts.reference import places
from finalaccounts.summary import entity_row

REPORTS = Path(__file__).parents[2] / "data" / "reports"
EXAMPLE = Path(__file__).parents[1] / "golden" / "example" / "report.txt"


def read(text: str):  # type: ignore[no-untyped-def]
    return read_metadata([document("report.txt", text.split("\n"))])


@pytest.mark.parametrize(
    "file", sorted(REPORTS.glob("*/*/*/source.txt")), ids=lambda f: f.parts[-4]
)
def test_a_real_report_says_who_it_is(file: Path) -> None:
    meta = read(file.read_text(encoding="utf-8"))
    assert f"{meta.division}/{meta.slug}/{meta.fiscal_year}" == "/".join(file.parts[-4:-1])
    assert meta.entity.endswith("医疗保障局")
    assert "warnings" not in meta.found


def test_the_example_has_no_known_division() -> None:
    meta = read(EXAMPLE.read_text(encoding="utf-8"))
    assert meta.report_id == "cn-000000-shuiliju-2023"
    assert (meta.entity, meta.scope, meta.title) == (
        "青岚县水利局",
        "汇总",
        "青岚县水利局2023年度部门决算",
    )
    assert "青岚县" in meta.found["warnings"][0]


def test_cover_facts() -> None:
    meta = read(
        "2023 年度\n部门决算公开文本\n预算代码：450\n部门名称：秦皇岛市医疗保障局\n二〇二四年九月\n"
        "保密审查情况：已审查\n目 录\n金额单位：万元\n联系电话：（0335）3850000。"
    )
    assert meta.found["published_month"] == "2024-09"
    assert meta.found["budget_code"] == "450"
    assert meta.found["reviews"] == ["保密审查情况:已审查"]
    assert meta.found["contact"] == "(0335)3850000"
    assert meta.fiscal_year == 2023


def test_a_typo_in_one_cell_is_outvoted() -> None:
    cells = ["部门：渠县医疗保障局（本级）  单位：万元"] * 3 + ["部门：渠县医疗保障属 单位：万元"]
    meta = read("2023年度部门决算\n" + "\n".join(cells))
    assert (meta.entity, meta.scope) == ("渠县医疗保障局", "本级")


def test_a_broken_title_on_the_cover() -> None:
    meta = read("2022年度\n北京市朝阳区 教育委员会\n部门决算\n目录\n")
    assert (meta.entity, meta.division, meta.fiscal_year) == (
        "北京市朝阳区教育委员会",
        "110105",
        2022,
    )


def test_what_a_person_settled_wins() -> None:
    text = EXAMPLE.read_text(encoding="utf-8").split("\n")
    meta = read_metadata(
        [document("r.txt", text)], {"division": "610929", "slug": "shuiliju2", "title": ""}
    )
    assert meta.report_id == "cn-610929-shuiliju2-2023"
    assert "warnings" not in meta.found
    assert meta.title == "青岚县水利局2023年度部门决算"


def test_nothing_known_is_said_aloud() -> None:
    meta = read("通知\n请查收附件")
    assert meta.report_id.startswith("cn-000000-")
    assert len(meta.found["warnings"]) == 3


@pytest.mark.parametrize(
    ("name", "text", "code", "department"),
    [
        ("陕西省安康市白河县医疗保障局", "", "610929", "医疗保障局"),
        ("阳泉市郊区医疗保障局", "", "140311", "医疗保障局"),
        ("中共白河县委办公室", "", "610929", "中共委办公室"),
        ("恩施州教育局", "", "422800", "教育局"),
        ("金平县医疗保障局", "", "532530", "医疗保障局"),
        ("内蒙古自治区财政厅", "", "150000", "财政厅"),
        ("成都市市场监督管理局", "", "510100", "市场监督管理局"),
        ("吉林市水务局", "", "220200", "水务局"),
        ("普陀区财政局", "上海市的财政", "310107", "财政局"),
        ("普陀区财政局", "", "000000", "财政局"),
        ("鼓楼区民政局", "江苏省南京市", "320106", "民政局"),
        ("市中区教育局", "", "000000", "教育局"),
        ("合肥市高新区财政局", "", "000000", "高新区财政局"),
        ("青岚县水利局", "岚县水利局", "000000", "水利局"),
        ("广州市白河县医保局", "", "000000", "医保局"),
        ("水利部", "河南省水利部门", "000000", "水利部"),
        ("医疗保障局", "渠县医疗保障局与渠县医疗保障局", "511725", "医疗保障局"),
    ],
)
def test_division(name: str, text: str, code: str, department: str) -> None:
    placed = place(name, text)
    assert (placed.code, placed.department) == (code, department)
    assert placed.code != places.UNKNOWN or placed.warning


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("医疗保障局", "yibaoju"),
        ("教育局", "jiaoyuju"),
        ("财政局", "caizhengju"),
        ("水利局", "shuiliju"),
        ("会计服务中心", "kuaijifuwuzhongxin"),
        ("12345热线中心", "12345rexianzhongxin"),
        ("", "entity"),
    ],
)
def test_slug(name: str, word: str) -> None:
    assert places.slug(name) == word


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("长治", "changzhi"),
        ("单县", "shanxian"),
        ("陕西省", "shaanxisheng"),
        ("六安", "luan"),
        ("吕梁", "lvliang"),
    ],
)
def test_readings_that_packages_get_wrong(name: str, reading: str) -> None:
    assert places.pinyin(name) == reading


def test_every_division_has_its_parent() -> None:
    rows = places.divisions()
    assert len(rows) > 3100
    assert all(row.parent in rows for row in rows.values() if row.level != "province")


@pytest.mark.parametrize(
    ("text", "report", "entity"),
    [
        (
            "上海市普陀区财政局 年度部门决算表\n2024\n目录",
            "cn-310107-caizhengju-2024",
            "上海市普陀区财政局",
        ),
        (
            "首页 > 财政\n渠县人民政府\n渠县教育局2023年度部门决算公开\n一、部门职责",
            "cn-511725-jiaoyuju-2023",
            "渠县教育局",
        ),
        (
            "监督索引号53252500212300111\n金平县医疗保障局2022年度部门决算\n目录",
            "cn-532530-yibaoju-2022",
            "金平县医疗保障局",
        ),
        (
            "苍南县医疗保障局（汇总）2022年度部门决算\n目录",
            "cn-330327-yibaoju-2022",
            "苍南县医疗保障局",
        ),
        (
            "二〇二三年度\n浙江省苍南县医疗保障局部门决算\n目录",
            "cn-330327-yibaoju-2023",
            "浙江省苍南县医疗保障局",
        ),
        (
            "2023年昆明市五华区人民政府办公室部门决算公开说明\n目录",
            "cn-530102-zhengfuban-2023",
            "昆明市五华区人民政府办公室",
        ),
        ("2023年度\n水利部部门决算\n目录", "cn-000000-shuilibu-2023", "水利部"),
        (
            "目录\n编制单位：杭州市西湖区司法局      2023年度      金额单位：万元",
            "cn-330106-sifaju-2023",
            "杭州市西湖区司法局",
        ),
        (
            "2022年度北京市朝阳区医疗保障局机关部门决算公开\n目录",
            "cn-110105-yibaoju-2022",
            "北京市朝阳区医疗保障局机关",
        ),
        (
            "新疆生产建设兵团第三师教育局2023年度部门决算",
            "cn-000000-xinjiangshengchanjianshebingtuandisanshijiaoyuju-2023",
            "新疆生产建设兵团第三师教育局",
        ),
    ],
)
def test_covers_of_many_places(text: str, report: str, entity: str) -> None:
    meta = read(text)
    assert (meta.report_id, meta.entity) == (report, entity)


REST = (
    "\n目录\n第一部分 部门概况\n一、主要职责\n第二部分 部门决算情况说明\n"
    "一、收入支出决算总体情况说明\n收入总计100.00万元。"
)


@pytest.mark.parametrize(
    ("cover", "entity", "scope"),
    [
        (
            "杭州市钱塘区人民政府前进街道办事处2021年度部门决算公开",
            "杭州市钱塘区人民政府前进街道办事处",
            "",
        ),
        (
            "杭州市钱塘区综合行政执法局 (杭州市钱塘区城市管理局) 2021年度部门决算",
            "杭州市钱塘区综合行政执法局(杭州市钱塘区城市管理局)",
            "",
        ),
        (
            "岳阳楼区洛王街道办事处2022年部门决算公开\n来源:洛王街道办事处   2023-09-20 14:45\n2022年度\n洛王街道办事处部门决算",
            "岳阳楼区洛王街道办事处",
            "",
        ),
        ("2023年度岳阳市岳阳楼区枫桥湖街道办事处\n部门决算", "岳阳市岳阳楼区枫桥湖街道办事处", ""),
        ("岳阳市国资委2022年度部门决算公开", "岳阳市国资委", ""),
        ("2022年度内蒙古自治区巴彦淖尔市审计局\n部门决算公开", "内蒙古自治区巴彦淖尔市审计局", ""),
        (
            '贵州省黔南州罗甸县人民法院\n2021年度部门决算及"三公"经费决算公开说明',
            "贵州省黔南州罗甸县人民法院",
            "",
        ),
        ("共青团青禾县委员会2020年度部门决算", "共青团青禾县委员会", ""),
        ("青禾县妇女联合会2020年度部门决算", "青禾县妇女联合会", ""),
        ("青禾县工商业联合会（本级）2020年度部门决算", "青禾县工商业联合会", "本级"),
        (
            "中国人民政治协商会议青禾县委员会办公室2019年度部门决算公开",
            "中国人民政治协商会议青禾县委员会办公室",
            "",
        ),
        ("青禾县人大常委会办公室2019年部门决算", "青禾县人大常委会办公室", ""),
        ("中共青禾县委政法委员会2019年部门决算", "中共青禾县委政法委员会", ""),
        ("青禾县总工会2019年部门决算说明", "青禾县总工会", ""),
        ("青禾经济技术开发区管理委员会2021年度部门决算", "青禾经济技术开发区管理委员会", ""),
        ("青禾高新区财政局2021年度部门决算", "青禾高新区财政局", ""),
        ("青禾县第一人民医院2021年度单位决算", "青禾县第一人民医院", ""),
        ("青禾县城关镇中心幼儿园2021年度单位决算公开", "青禾县城关镇中心幼儿园", ""),
        ("国家税务总局白河县税务局2022年度部门决算", "国家税务总局白河县税务局", ""),
        ("水利部2023年度部门决算", "水利部", ""),
        ("财政部2022年度部门决算", "财政部", ""),
        ("国家医疗保障局2022年度部门决算", "国家医疗保障局", ""),
        ("中共中央组织部2022年度部门决算", "中共中央组织部", ""),
        ("全国妇联2022年度部门决算", "全国妇联", ""),
        ("国务院办公厅2022年度部门决算", "国务院办公厅", ""),
        ("青禾县教育局（含所属单位）2022年度部门决算", "青禾县教育局", "汇总"),
        ("青禾县教育局本级2022年度单位决算", "青禾县教育局", "本级"),
        ("青禾县教育局2022年度本级部门决算", "青禾县教育局", "本级"),
        ("2022年度青禾县教育局部门决算（汇总）", "青禾县教育局", "汇总"),
        (
            "首页>信息公开>青禾县人民政府\n青禾县人民政府\n青禾县公安局交通警察大队2022年度单位决算\n发布时间：2023-09-01 主管部门：青禾县公安局",
            "青禾县公安局交通警察大队",
            "",
        ),
        ("二○二一年度\n青禾县老年大学\n单位决算\n二○二二年九月", "青禾县老年大学", ""),
        ("青禾县档案馆\n2024年度部门决算", "青禾县档案馆", ""),
        (
            "2021年度部门决算\n单位名称：青禾县残疾人联合会\n单位负责人：某某",
            "青禾县残疾人联合会",
            "",
        ),
        ("青禾县12345政务服务便民热线中心2022年度单位决算", "青禾县12345政务服务便民热线中心", ""),
        ("青禾县委办公室2022年度部门决算", "青禾县委办公室", ""),
        (
            "中共青禾县委党校（青禾县行政学校）2022年度部门决算",
            "中共青禾县委党校(青禾县行政学校)",
            "",
        ),
        ("关于2022年度青禾县司法局部门决算公开的说明", "青禾县司法局", ""),
        ("青禾县青禾镇人民政府2022年度部门决算公开报告", "青禾县青禾镇人民政府", ""),
        ("青禾县小河苗族乡人民政府\n二〇二二年度部门决算", "青禾县小河苗族乡人民政府", ""),
        ("青禾县国有林场2022年度部门决算", "青禾县国有林场", ""),
        ("青禾县自然保护区管护中心2022年单位决算信息公开", "青禾县自然保护区管护中心", ""),
        ("青禾县疾控中心2022年度部门决算", "青禾县疾控中心", ""),
        (
            "青禾县水库移民后期扶持服务中心2022年度部门决算公开情况说明",
            "青禾县水库移民后期扶持服务中心",
            "",
        ),
        ("海原县审批服务管理局", "海原县审批服务管理局", ""),
        ("青禾县公共资源交易中心2022年度部门决算公开目录", "青禾县公共资源交易中心", ""),
        ("某省水利厅所属某省水文局2022年度单位决算", "某省水文局", ""),
        ("青禾监狱2022年度部门决算", "青禾监狱", ""),
        ("青禾海关2022年度部门决算", "青禾海关", ""),
        ("九三学社青禾市委员会2022年度部门决算", "九三学社青禾市委员会", ""),
        ("青禾县农业农村局2022年度部门决算公开（部门汇总）", "青禾县农业农村局", "汇总"),
        ("青禾市预算绩效评价中心2023年度单位决算公开", "青禾市预算绩效评价中心", ""),
        ("2016年度部门决算公开情况说明\n单位名称：青禾县林业局（公章）", "青禾县林业局", ""),
    ],
    ids=lambda v: v[:16],
)
def test_entities_of_all_kinds(cover: str, entity: str, scope: str) -> None:
    meta = read(cover + REST)
    assert (meta.entity, meta.scope) == (entity, scope)


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("青禾县柳园镇人民政府", "township"),
        ("云桥区松汀街道办事处(汇总)", "township"),
        ("青禾县小河苗族乡人民政府", "township"),
        ("青禾县乡村振兴局", ""),
        ("青禾县城镇供水管理所", ""),
        ("水利部", "central"),
    ],
)
def test_bodies_of_townships_and_streets_have_their_level(name: str, level: str) -> None:
    assert entity_row(Meta("r", name, "s", "000000", 2023, "")).level == level


WRAPPED = (
    "青禾县城市管理行政执法局2016年一般公共预算财政拨款“三公”经费支出决算情况说明\n"
    "一、“三公”经费支出总体情况\n"
    "我局2016年“三公”经费支出决算为58.6万元，2015年度决算数为66.9万元，减少8.3万元，主要原因是厉行节约、"
    "压缩公务接待和公务用车支出，严格执行各项规定，控制接待的范围、标准和人数，减少车辆的使用。\n"
    "二、公务接待费\n"
    "公务接待费21.2万元，2015年度决算数为25.0万元，年末公务用车保有量为3辆，全年公务接待12批次，80人次，"
    "与上年相比批次减少2批次，人次减少16人次，主要原因是来访减少、会议合并召开。\n"
)


@pytest.mark.parametrize("width", [20, 28, 34])
def test_a_wrapped_text_says_what_it_says_unwrapped(width: int) -> None:
    lines = (
        line[at : at + width] for line in WRAPPED.split("\n") for at in range(0, len(line), width)
    )
    meta, whole = read("\n".join(lines)), read(WRAPPED)
    assert (meta.fiscal_year, meta.entity, meta.title) == (2016, whole.entity, whole.title)


def test_a_clause_is_no_name_and_a_menu_no_title() -> None:
    meta = read(
        "第一部分 概况\n某某市第二实验小学是某某市教育局直属的事业单位，主要职责是义务教育。\n"
        "第二部分 2018年度部门决算报表（见附表）"
    )
    assert (meta.entity, meta.found["parent"]) == ("某某市第二实验小学", "某某市教育局")
    assert meta.title == ""
    meta = read(
        "首页 > 政府信息公开 > 部门决算 > 2018年\n2018年度某某县贾塘乡中心小学部门决算\n第一部分部门概况"
    )
    assert meta.title == "2018年度某某县贾塘乡中心小学部门决算"


def test_the_title_is_printed_as_it_stands_or_empty() -> None:
    assert read("青禾县水利局（汇总）\n２０２３年度部门决算\n目录").title == (
        "青禾县水利局（汇总）２０２３年度部门决算"
    )
    assert read("收入支出决算总表\n部门：青禾县水利局 单位：万元").title == ""
    alone = read("财政拨款“三公”经费支出决算表\n公开09表\n部门：青禾县水利局 单位：万元\n9.00")
    assert (alone.title, alone.entity) == ("", "青禾县水利局")
