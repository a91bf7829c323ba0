"""What of a report can be found, and where it leads."""

from finalaccounts.model import Document, Line, Table
from finalaccounts.site.search.entries import (
    CODE,
    FIGURE,
    FINDING,
    HEADING,
    PROJECT,
    TEXT,
    card,
    entries,
    paragraphs,
)
from tests.search_site import corpus


def document(*lines):
    return Document("a.txt", tuple(Line(i, text) for i, text in enumerate(lines, 1)))


def example():
    return next(item for item in corpus() if item.report.meta.slug == "shuiliju")


def found(kind):
    item = example()
    return [e for e in entries(item.report, item.reconciled.findings) if e.kind == kind]


def test_wrapped_lines_are_one_paragraph_over_page_numbers():
    lines = document(
        "一、部门职责",
        "1.组织起草医疗保险、生育保险、医疗救助等医疗保障的规",
        "",
        "- 2 -",
        "范性文件。",
        "2.监督。",
    )
    assert [(p.line, p.text, p.heading, p.section) for p in paragraphs(lines, set())] == [
        (1, "一、部门职责", True, ""),
        (
            2,
            "1.组织起草医疗保险、生育保险、医疗救助等医疗保障的规范性文件。",
            False,
            "一、部门职责",
        ),
        (6, "2.监督。", False, "一、部门职责"),
    ]


def test_a_wrapped_line_numbered_like_a_heading_is_none():
    lines = document("（一）负责实施城乡居民基本医疗保险、大病保险、大", "病补充保险政策。")
    assert [p.heading for p in paragraphs(lines, set())] == [False]


def test_codes_once_per_report_with_their_amount():
    codes = {e.text: e for e in found(CODE)}
    assert codes["2130301行政运行"].place == "expenditure.2130301"
    assert codes["2130301行政运行"].amount == "386.24"
    assert len(codes) == len(found(CODE))


def test_projects_findings_and_tables():
    assert "水库除险加固工程" in {e.text for e in found(PROJECT)}
    assert found(FINDING)[0].place.startswith("finding-")
    assert ("收入支出决算总表", "summary") in {(e.text, e.place) for e in found(HEADING)}


def test_amounts_are_without_separators_and_say_what_they_are():
    entry = next(e for e in found(FIGURE) if e.place == "summary.income_general_public")
    assert entry.text == "1279.42"
    assert entry.label.startswith("summary.final ")


def test_rows_of_tables_are_no_prose():
    assert not [e for e in found(TEXT) if "行次" in e.text]


def test_listed_tables_lead_to_their_line():
    tables = [
        t for t in example().report.tables if isinstance(t, Table) and t.state == "listed_only"
    ]
    places = {e.text: e.place for e in found(HEADING)}
    for table in tables:
        assert places[table.title].startswith("L")


def test_card():
    item = example()
    got = card(item.report, item.reconciled.findings)
    assert (got.entity, got.year, got.findings) == ("青岚县水利局", "2023", 1)
    assert got.amount == "1285.67"
