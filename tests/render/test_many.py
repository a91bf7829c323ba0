"""Pages over all reports stay light however many there are, and lose nobody."""

import gzip
import re
from dataclasses import replace

import pytest

from finalaccounts.reference.places import divisions
from finalaccounts.render import links
from finalaccounts.render.entries import entry, in_order, places
from finalaccounts.render.pages import codes, compare, coverage, regions
from finalaccounts.render.pages.cut import by_region
from finalaccounts.render.shell import Page, Shell, site_facts
from finalaccounts.render.words import words
from tests.site.publishing import DATA, reports

PAGE, PACKED = 60_000, 15_000  # with the stylesheets
REPORTS = 640


@pytest.fixture(scope="module")
def many():
    """640 reports of 160 departments in 40 counties of three provinces, one of each in 2023."""
    made = [entry(one, words("zh")) for one in reports()]
    counties = [d.code for d in divisions().values() if d.level == "county"]
    chosen = [code for code in sorted(counties) if code[:2] in ("13", "41", "51")][:400:10]
    found = []
    for number in range(REPORTS):
        source = made[number % len(made)]
        division = chosen[number // 16]
        slug, year = f"d{number // 4 % 4}", 2021 + number % 4
        meta = replace(source.meta, division=division, slug=slug, fiscal_year=year)
        meta = replace(meta, report_id=f"cn-{division}-{slug}-{year}")
        page, hub = links.page(links.report(meta)), links.page(links.department(meta))
        at = places(division, words("zh"))
        uses = {kind: listed[:5] for kind, listed in source.uses.items()}
        found.append(
            replace(source, meta=meta, year=year, href=page, hub=hub, places=at, uses=uses)
        )
    return in_order(found)


@pytest.mark.parametrize("module", [codes, compare, coverage, regions], ids=lambda m: m.__name__)
def test_pages_of_many_reports_stay_light_and_list_every_department(many, module):
    shell = Shell(site_facts(DATA))
    styles = [shell.css.data, shell.more.data]
    drawn = {}
    for page in module.pages(many, words("zh")):
        if isinstance(page, Page):
            file = shell.draw(page)
            assert file.path not in drawn
            drawn[file.path] = file.data.decode()
            packed = sum(len(gzip.compress(data)) for data in (file.data, *styles))
            assert len(file.data) + sum(map(len, styles)) <= PAGE, (file.path, len(file.data))
            assert packed <= PACKED, (file.path, packed)
    linked = "".join(drawn.values())
    departments = {e.hub.removesuffix("/index.html") for e in many}
    for department in departments:
        assert re.search(rf"{department}/", linked), department


def test_a_list_is_cut_by_region_and_holds_everything_once(many):
    for most in (1, 10, 100, REPORTS):
        pages = list(by_region(many, lambda e: e, most))
        held = [e.meta.report_id for page in pages for e in page.here]
        assert sorted(held) == sorted(e.meta.report_id for e in many)
        assert pages[0].all == tuple(many) and not pages[0].trail
        for page in pages:
            assert len(page.here) <= max(most, 16)  # a county is never cut
            assert sum(n for _, n in page.regions) + len(page.here) == len(page.all)
    # One report more changes the pages of its own regions only.
    one, *rest = many
    before = {page.trail: page for page in by_region(rest, lambda e: e, 10)}
    after = {page.trail: page for page in by_region(many, lambda e: e, 10)}
    assert {t for t in after if after[t] != before.get(t)} <= {one.places[:n] for n in range(4)}
