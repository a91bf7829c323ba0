"""A build after a change gives the bytes of a clean build, and makes only what the change touches."""

import os
import shutil
from pathlib import Path

import pytest

from finalaccounts.assemble import build
from finalaccounts.site.data import publication, shards
from tests import gallery
from tests.assemble.edits import printed_otherwise


def tree(out: Path) -> dict[str, bytes]:
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}


class Site:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = gallery.data_folder(folder, real=False)
        self.reports = self.data / "reports" / "000000" / "shuiliju"
        self.clean = 0

    def build(self):
        return build(self.data, self.folder / "site", cache=self.folder / "cache")

    def differs_from_clean(self) -> list[str]:
        self.clean += 1
        out = self.folder / f"clean-{self.clean}"
        build(self.data, out, cache=self.folder / f"cache-{self.clean}")
        here, there = tree(self.folder / "site"), tree(out)
        return sorted(n for n in here.keys() | there.keys() if here.get(n) != there.get(n))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    made = Site(tmp_path_factory.mktemp("incremental"))
    made.build()
    return made


def stamps(site: Site) -> dict[str, int]:
    return {
        p.relative_to(site.folder / "site").as_posix(): p.stat().st_mtime_ns
        for p in (site.folder / "site").rglob("*")
        if p.is_file()
    }


def test_nothing_changed_is_nothing_done(site):
    before = stamps(site)
    assert not site.build().changed
    os.utime(site.reports / "2024/figures.csv")  # another stamp, the same content
    assert not site.build().changed
    assert not site.build().changed
    after = stamps(site)
    assert after == before


def test_one_figure_changes_only_what_shows_it(site):
    printed_otherwise(site.reports / "2022", "expenditure.total.basic", "1.23")
    before = stamps(site)
    assert site.build().changed
    after = stamps(site)
    new = {name for name in after if after[name] != before.get(name)}
    assert "d/000000/shuiliju/2022/index.html" in new
    assert not {n for n in new if "/shuiliju/2021/" in n or "/shuiliju/2024/" in n}
    assert not {n for n in new if n.startswith(("about/", "rules/T01", "compare/"))}
    assert site.differs_from_clean() == []


def test_a_report_that_goes_comes_back_or_cannot_be_read(site):
    away = site.folder / "away"
    shutil.move(site.reports / "2021", away)
    site.build()
    assert not (site.folder / "site/d/000000/shuiliju/2021/index.html").exists()
    assert site.differs_from_clean() == []
    shutil.move(away, site.reports / "2021")
    (site.reports / "2021/figures.csv").write_text("no,such,columns\n", "utf-8")
    built = site.build()
    assert len(built.unread) == 1 and "figures.csv" in built.unread[0]
    page = (site.folder / "site/d/000000/shuiliju/2022/index.html").read_text("utf-8")
    assert "../2021/index.html" not in page
    assert site.build().unread == built.unread  # told again when nothing has changed
    assert site.differs_from_clean() == []


def test_what_was_taken_out_of_the_site_or_the_cache_is_made_again(site):
    (site.folder / "site/d/000000/shuiliju/2024/index.html").unlink()
    shutil.rmtree(site.folder / "cache")
    assert site.build().changed
    assert site.differs_from_clean() == []


def test_a_piece_of_the_data_changes_with_its_own_reports_only(site, monkeypatch):
    monkeypatch.setattr(publication, "shards", lambda parts: shards.shards(parts, most=1))
    printed_otherwise(site.reports / "2022", "expenditure.total.basic", "4.56")
    site.build()
    printed_otherwise(site.reports / "2022", "expenditure.total.basic", "7.89")
    before = stamps(site)
    site.build()
    after = stamps(site)
    new = {name for name in after if after[name] != before.get(name)}
    assert "data/2022-000000/figures.csv" in new
    assert not {n for n in new if n.startswith(("data/2024", "api/v1/figures/2024"))}
    assert site.differs_from_clean() == []
