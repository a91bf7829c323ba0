"""Charts: what the colours mean is said, in the page and in the files."""

from decimal import Decimal

from finalaccounts.model import Figure, Meta, Report
from finalaccounts.render.charts.drawn import draw, files
from finalaccounts.render.charts.report import function
from finalaccounts.render.charts.svg import inline
from finalaccounts.render.charts.views import _bullet
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
    assert 'class="c2"' not in inline(view.drawing, "x")
    assert 'class="c2"' in inline(_view(ROWS).drawing, "x")


def test_the_files_of_a_chart_carry_the_legend_and_no_year_as_a_line():
    drawn = draw(_view(ROWS), "d/x", [("a#L1", "7"), ("b#L2", "2021 年度决算")], words("zh"))
    svg = next(files(drawn, "d/x", "某局", words("zh"))).data.decode()
    for label in ("卫生健康支出", "社会保障和就业支出", "第 7 行", "2021 年度决算"):
        assert label in svg
    assert "第 2021" not in svg


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
