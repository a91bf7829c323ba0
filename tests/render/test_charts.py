"""Charts: page, file and specification show the same values; what the colours mean is said."""

import csv
import dataclasses
import io
import json
import re
from decimal import Decimal
from html import unescape

import altair
import pytest
import vl_convert
from lxml import etree

from finalaccounts.model import Figure, Meta, Report
from finalaccounts.render.charts import marks
from finalaccounts.render.charts.drawn import draw, files, table
from finalaccounts.render.charts.marks import Bar, Bullet, MarkRow, Segment, YearColumn
from finalaccounts.render.charts.report import function
from finalaccounts.render.charts.svg import Box, Text, Undrawable, inline, picture, shapes
from finalaccounts.render.charts.views import ChartView, _bullet
from finalaccounts.render.facts import Fact, Facts
from finalaccounts.render.words import words

ROWS = {
    "total": ("合计", "9"),
    "208": ("社会保障和就业支出", "4"),
    "2080501": ("行政单位离退休", "4"),
    "210": ("卫生健康支出", "5"),
    "2101501": ("行政运行", "5"),
}


def _view(lines, table="expenditure", column="total"):
    figures = tuple(
        Figure(
            figure_id=f"{table}.{line}.{column}",
            table=table,
            line=line,
            line_label=ROWS[line][0],
            column=column,
            amount=Decimal(ROWS[line][1]),
            state="value",
            unit="万元",
            source="source.txt",
            source_line=n,
        )
        for n, line in enumerate(lines, 1)
    )
    report = Report(Meta("cn-000000-x-2023", "某局", "x", "000000", 2023, ""), (), figures=figures)
    return function(Facts(report), words("zh"))


def test_the_colours_of_classes_are_named():
    view = _view(ROWS)
    assert view.key == (("c1", "卫生健康支出"), ("c2", "社会保障和就业支出"))


def test_a_class_that_is_not_printed_is_named_by_its_code():
    assert _view(["total", "2080501", "2101501"]).key == (("c1", "210"), ("c2", "208"))


def test_one_class_needs_no_legend():
    assert _view(["total", "210", "2101501"]).key == ()


def test_bars_that_are_classes_have_one_colour():
    view = _view(["208", "210"], "summary", "final")
    assert view.key == ()
    assert 'class="c2"' not in _page(view)
    assert 'class="c2"' in _page(_view(ROWS))


def test_the_files_of_a_chart_carry_the_legend_and_no_year_as_a_line():
    lines = [("a#L1", "7"), ("b#L2", "2021 年度决算")]
    drawn = draw(_view(ROWS), ("d/x", "某局"), lines, words("zh"))
    svg = next(files(drawn, "d/x")).data.decode()
    for label in ("卫生健康支出", "社会保障和就业支出", "某局", "第 7 行", "2021 年度决算"):
        assert label in svg
    assert "第 2021" not in svg


def test_the_csv_of_a_chart_holds_numbers_a_program_reads():
    view = _view(ROWS)
    view = dataclasses.replace(view, rows=(("甲", "1,234.50", "61.7%"), ("乙", "−2.00", "未列")))
    assert table(view).decode().splitlines()[1:] == ["甲,1234.50,61.7%", "乙,-2.00,未列"]


def test_what_was_not_found_is_not_called_none() -> None:
    fact = Fact(Decimal("3.20"), "万元", "source.txt", 1, "x")
    zero = fact._replace(amount=Decimal("0.00"))
    told = words("zh").charts
    for budget, final, text in (
        (None, None, told.neither),
        (None, fact, words("zh")("charts.no_budget", final="3.20")),
        (zero, fact, words("zh")("charts.zero_budget", final="3.20")),
        (zero, zero, told.nothing),
        (zero, None, told.unprinted),
    ):
        bullet = _bullet(words("zh"), "公务接待费", budget, final)
        assert bullet is not None
        assert bullet.shown == text


D = Decimal
SPLIT = (
    Segment("基本支出", D("12.40"), "62.0%", "c1"),
    Segment("项目支出", D("7.50"), "37.5%", "c2"),
    Segment("其余", D("0.10"), "0.5%", "c4"),
)
DRAWINGS = {
    "bars": marks.bars(
        [
            Bar("行政运行", D("120.50"), "120.50", "96.4%"),
            Bar("名字很长的一个科目，比图上留给它的地方长得多", D("4.50"), "4.50", "3.6%", "c2"),
            Bar("几乎没有", D("0.01"), "0.01", "0.0%", "c3"),
            Bar("没有", D(0), "0.00", "", "c4"),
        ]
    ),
    "bars_below_zero": marks.bars(
        [Bar("收回", D("-30.00"), "−30.00"), Bar("支出", D(90), "90.00")]
    ),
    "bullets": marks.bullets(
        [
            Bullet("公务接待费", D("0.67"), D("0.05"), "0.05 / 0.67", "7.5%"),
            Bullet("运行费", D("5.00"), D("6.00"), "6.00 / 5.00", "120.0%"),
            Bullet("没有读到", None, None, "没有读到"),
            Bullet("没有决算", D("2.00"), None, "未列 / 2.00"),
            Bullet("没有预算", None, D("1.00"), "1.00"),
        ]
    ),
    "stacked": marks.stacked(SPLIT),
    "stacked_rows": marks.stacked_rows(
        [MarkRow("甲局", "20.00", SPLIT), MarkRow("乙局", "3", SPLIT[:1])]
    ),
    "columns": marks.columns(
        [
            YearColumn("2021", D("50.00"), "50.00"),
            YearColumn("2022", None, "缺"),
            YearColumn("2023", D(100), "1"),
        ]
    ),
}
KEY = (("kt", "全年预算"), *((c, f"一个名字很长的类 {c} & <b>") for c in marks.KEYS))


def _page(view):
    return inline(view, picture(view, "来源").svg)


def _drawing(kind, key=KEY):
    told = ("标题“<&>”，长得要分成两行的标题，长得要分成两行", "副标题，万元")
    rows = tuple((str(row["name"]), row.get("shown", "")) for row in DRAWINGS[kind].data)
    return ChartView(kind, *told, key, DRAWINGS[kind], "说明 <&>", ("项目", "金额"), rows, ())


def _on_page(svg):
    """Return what the SVG of a page shows: boxes and texts, rounded as it is written."""
    found = []
    for classes, d in re.findall(r'<path class="([^"]+)" d="([^"]+)"', svg):
        for x, y, w, h in re.findall(r"M([-\d.]+) ([-\d.]+)h([-\d.]+)v([-\d.]+)h[-\d.]+z", d):
            found.append(Box(float(x), float(y), float(w), float(h), classes))
    for classes, x, y, text in re.findall(
        r'<text(?: class="([^"]*)")?(?: x="([-\d.]+)")? y="([-\d.]+)">([^<]*)',
        svg.replace('text-anchor="middle" class="', 'class="m '),
    ):
        found.append(Text(float(x or 0), float(y), unescape(text), classes))
    assert len(found) == len(re.findall(r"M[-\d]", svg)) + svg.count("<text")
    return sorted(found, key=repr)


def _in_drawing(svg):
    return sorted(
        (
            type(one)(*(round(v, 1) + 0.0 if isinstance(v, float) else v for v in one))
            for one in shapes(svg)
            if isinstance(one, Box) or one.words
        ),
        key=repr,
    )


@pytest.mark.parametrize("kind", DRAWINGS)
def test_page_file_and_specification_show_the_same(kind):
    view = _drawing(kind)
    drawn = draw(view, ("d/x", "某局"), [("a#L1", "7")], words("zh"))
    made = {file.path.rpartition("/")[2]: file.data for file in files(drawn, "d/x")}
    spec = json.loads(made[f"{kind}.vl.json"])
    altair.LayerChart.from_dict(spec)  # valid by the schema of Vega-Lite
    page = _on_page(str(drawn.svg))
    assert page == _in_drawing(made[f"{kind}.svg"].decode())
    assert page == _in_drawing(vl_convert.vegalite_to_svg(spec))
    # The values: names and amounts as they are, in data, in the table, and in the picture.
    data = DRAWINGS[kind].data
    assert spec["data"]["values"] == list(data)
    listed = list(csv.reader(io.StringIO(made[f"{kind}.csv"].decode())))[1:]
    assert [row[0] for row in listed] == [row["name"] for row in data]
    told = {one.words for one in page if isinstance(one, Text)}
    for row in data:
        assert {row.get("label", row.get("row", row["name"])), row.get("shown", "")} - {
            ""
        } <= told | {row["name"]}
    assert spec["description"] == view.alt
    assert "".join(spec["title"]["text"]) == view.title


@pytest.mark.parametrize("kind", DRAWINGS)
@pytest.mark.parametrize("key", [(), KEY])
def test_nothing_of_a_file_is_cut_off(kind, key):
    root = etree.fromstring(picture(_drawing(kind, key), "某局 来源：第 7 行").svg.encode())
    places = []
    for text in root.iter("{http://www.w3.org/2000/svg}text"):
        y = 0.0
        for element in (text, *text.iterancestors()):
            if moved := element.get("transform"):
                y += float(moved.partition(",")[2].rstrip(")"))
        places.append(y)
    assert min(places) >= 12
    assert max(places) <= float(root.get("height")) - 8


def test_lengths_are_amounts():
    (bars, budget) = (
        [b for b in _on_page(_page(_drawing(k))) if isinstance(b, Box)] for k in ("bars", "bullets")
    )
    amount = {row["colour"]: row["amount"] for row in DRAWINGS["bars"].data if row["amount"] > 1}
    for box in bars:
        value = amount.get(marks.COLOURS.get(box.classes))
        assert value is None or abs(box.width - value / 120.5 * 360) < 0.06
    assert [b.width for b in bars if b.classes == "c3"] == [1]  # not zero: seen
    assert not [b for b in bars if b.classes == "c4"]  # zero: nothing
    assert {round(b.width / 60) for b in budget if b.classes == "ct"} == {1, 2, 5}
    assert sorted(round(b.width) for b in budget if b.classes == "c1") == [3, 60, 360]


@pytest.mark.parametrize(
    "change",
    [
        lambda spec: spec["layer"].append({"mark": "line", "encoding": {"x": {"datum": 1}}}),
        lambda spec: spec["layer"].append({"mark": {"type": "circle", "color": "#1b6f8f"}}),
        lambda spec: spec["layer"].append({"mark": {"type": "bar", "color": "#123456"}}),
        lambda spec: spec["layer"].append(
            {"mark": {"type": "bar", "color": "#1b6f8f", "opacity": 0.5}}
        ),
        lambda spec: spec["layer"].append({"mark": {"type": "text", "text": "x", "fontSize": 9}}),
        lambda spec: spec["layer"].append({"mark": {"type": "text", "text": "x", "angle": 45}}),
        lambda spec: spec["layer"][0]["mark"].update(cornerRadius=2),
        lambda spec: spec["config"]["view"].update(stroke="#182226"),
    ],
)
def test_what_a_page_cannot_show_is_an_error(change):
    view = _drawing("bars")
    spec = json.loads(picture(view, "来源").spec)
    change(spec)
    with pytest.raises(Undrawable, match="chart bars: "):
        inline(view, vl_convert.vegalite_to_svg(spec))
