"""Lists of places and comparisons: every level of an address is a page, and its breadcrumb leads there."""

import csv
import dataclasses
import re
from decimal import Decimal

import pytest

import build
from finalaccounts.model import Reconciled
from finalaccounts.reconcile import reconcile
from finalaccounts.render import SiteReport
from finalaccounts.render.entries import entries
from finalaccounts.render.pages import codes, compare, findings, home, regions
from finalaccounts.render.shell import Page, Shell, SiteFacts
from finalaccounts.render.words import words
from tests import gallery


@pytest.fixture(scope="module")
def listed():
    folders = build.folders(gallery.ROOT / "data")
    site = [SiteReport(report, Reconciled()) for report in map(build.load, folders)]
    return entries(site, words("zh"))


def _levels(pages):
    found = {page.path: page for page in pages if isinstance(page, Page)}
    for page in found.values():
        for crumb in page.crumbs[1:-1]:
            assert crumb.href in found, page.path
    return found


def test_every_region_is_below_the_page_of_all_regions(listed):
    found = _levels(regions.pages(listed, words("zh")))
    tree = found["r/index.html"].context
    assert sum(count for _, count, _ in tree.provinces) + tree.placeless == len(listed)
    for place, count, below in tree.provinces:
        assert place.href in found
        assert sum(number for _, number in below) <= count


def test_every_comparison_is_below_the_page_of_its_function(listed):
    found = _levels(compare.pages(listed, words("zh")))
    assert "compare/yibaoju/index.html" in found
    kinds = found["compare/index.html"].context.sets
    assert [href for href, *_ in kinds] == ["compare/yibaoju/index.html"]
    for _, _, count, years in kinds:
        assert count == sum(len(found[path].context.rows) for path, _ in years)


@pytest.fixture(scope="module")
def found():
    folders = build.folders(gallery.ROOT / "data")
    site = [SiteReport(report, reconcile(report)) for report in map(build.load, folders)]
    listed = entries(site, words("zh"))
    made = list(findings.pages(listed, words("zh")))
    return listed, {item.path: item for item in made}


def test_every_list_of_findings_is_linked_counted_and_a_csv(found):
    listed, made = found
    everything = sum(len(e.cards) for e in listed)
    top = made["findings/index.html"].context
    assert [name for name, _ in top.narrow] == [
        "按差额大小",
        "按地区",
        "按类型",
        "按年度",
        "按部门",
    ]
    for group, members in top.narrow:
        assert sum(count for _, _, count in members) == everything, group
        for label, href, count in members:
            if not href.startswith("findings/"):
                continue  # the report's own page
            page = made[href].context
            rows = list(csv.DictReader(made[page.csv].data.decode().splitlines()))
            assert len(rows) == count, label
            assert [row["finding_id"] for row in rows[: len(page.cards)]] == [
                card.finding.finding_id for card in page.cards
            ]


def test_sizes_are_shares_of_spending(found):
    _, made = found
    for row in csv.DictReader(
        made["findings/size/over-10/findings.csv"].data.decode().splitlines()
    ):
        assert Decimal(row["share"]) >= Decimal("0.1")
    for row in csv.DictReader(made["findings/size/none/findings.csv"].data.decode().splitlines()):
        assert row["share"] == ""


def test_a_very_long_list_ends_and_says_so(found, monkeypatch):
    listed, _ = found
    monkeypatch.setattr(findings, "PER_PAGE", 2)
    monkeypatch.setattr(findings, "MOST_PAGES", 3)
    made = {item.path: item for item in findings.pages(listed, words("zh"))}
    pages = [p for p in made if p.startswith("findings/") and p.count("/") == 2 and "/" in p]
    assert "findings/3/index.html" in pages and "findings/4/index.html" not in pages
    last = made["findings/3/index.html"].context
    everything = sum(len(e.cards) for e in listed)
    assert last.left == everything - 6
    assert len(made[last.csv].data.decode().splitlines()) == everything + 1
    assert all(
        href in made
        for _, _, href, _ in ((*s[:2], s[2].partition("#")[0], s[3]) for s in last.sections)
        if href
    )


def test_a_department_is_one_row_with_its_years(found):
    listed, _ = found
    first = listed[0]
    years = [
        dataclasses.replace(first, year=year, href=f"d/{year}") for year in (2024, 2023, 2022, 2021)
    ]
    shell = Shell(SiteFacts(title="x"))
    macro = shell.environment.get_template("_list.html").module.reports
    html = str(macro([*years, listed[1]], words("zh"), lambda path: path, "x"))
    assert html.count("<tr>") == 3  # the head and two departments
    assert re.findall(r'href="d/(20\d\d)">\1', html) == ["2024", "2023", "2022"]
    assert "全部 4 个年度" in html


def test_the_home_page_of_many_departments_counts_places_and_kinds(found):
    listed, _ = found
    many = tuple(
        dataclasses.replace(
            e, hub=f"{e.hub}-{n}", meta=dataclasses.replace(e.meta, slug=f"kind{n % 3}")
        )
        for n in range(6)
        for e in listed
    )
    (page,) = home.pages(many, words("zh"))
    context = page.context
    assert not context.few and len(context.shown) == home.NEWEST
    assert sum(count for _, count in context.regions) == len(many) == context.departments
    assert sum(count for _, _, count in context.kinds) == len(many)
    assert context.places == len({e.places for e in listed})
    (small,) = home.pages(listed, words("zh"))
    assert small.context.few and small.context.shown == tuple(listed)


def test_bars_stand_in_the_rows_of_a_code(found):
    listed, _ = found
    made = {page.path: page.context for page in codes.pages(listed, words("zh"))}
    rows = made["f/2101501/2023/index.html"].rows
    assert [row.bar for row in rows] == ["100.0", "79.7"]
    alone = made["f/2101501/index.html"].rows  # one department: nothing to compare
    assert [row.bar for row in alone] == [""]


def test_a_comparison_has_its_numbers_as_csv_and_shares_beside_them(found):
    listed, _ = found
    made = {item.path: item for item in compare.pages(listed, words("zh"))}
    page = made["compare/yibaoju/2023/index.html"].context
    rows = list(csv.DictReader(made[page.csv].data.decode().splitlines()))
    assert len(rows) == page.count == len(page.rows)
    for row, (entry, cells) in zip(rows, page.rows, strict=True):
        assert row["report_id"] == entry.meta.report_id
        for key, cell in zip(compare.KEYS, cells, strict=True):
            assert bool(row[key]) == bool(cell.text)
            if row[key]:
                assert Decimal(row[key]) == Decimal(cell.text.split()[0].replace(",", ""))
        shares = [Decimal(c.more.rstrip("%")) for c in cells[1:3] if c.more]
        # A number that a finding is about has no share.
        assert len(shares) < 2 or abs(sum(shares) - 100) <= Decimal("0.2")
    assert not [c.more for _, cells in page.rows for c in cells[5:] if c.more]
