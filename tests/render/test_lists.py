"""Lists of places and comparisons: every level of an address is a page, and its breadcrumb leads there."""

import pytest

import build
from finalaccounts.model import Reconciled
from finalaccounts.render import SiteReport
from finalaccounts.render.entries import entries
from finalaccounts.render.pages import compare, regions
from finalaccounts.render.words import words
from tests import gallery


@pytest.fixture(scope="module")
def listed():
    folders = build.folders(gallery.ROOT / "data")
    site = [SiteReport(report, Reconciled()) for report in map(build.load, folders)]
    return entries(site, words("zh"))


def _levels(pages):
    found = {page.path: page for page in pages}
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
