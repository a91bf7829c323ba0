"""Versions: what changed and why, one row per change, feeds that only move with the data."""

import csv
import io
import json
import shutil
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from typer.testing import CliRunner

import build
from finalaccounts import corrections
from finalaccounts.handtyped import TypedError
from finalaccounts.model import Correction
from finalaccounts.reference import ReferenceDataError
from finalaccounts.render import links
from finalaccounts.render.shell import SiteReport
from finalaccounts.site.data.changes import Change, diff, from_csv, state, to_csv
from finalaccounts.site.data.sheets import resources
from finalaccounts.site.data.versions import ReleaseError
from tests.site import publishing
from tests.site.publishing import reports

ATOM = "{http://www.w3.org/2005/Atom}"
FIGURE = "expenditure.total.basic"


def changed(one: SiteReport, figure_id: str = FIGURE, **values: object) -> SiteReport:
    """Return the report with another figure, judged as before."""
    figures = tuple(
        replace(f, **values) if f.figure_id == figure_id else f for f in one.report.figures
    )
    assert figures != one.report.figures
    return SiteReport(replace(one.report, figures=figures), one.reconciled)


def later() -> list[SiteReport]:
    first, *others = reports()
    return [changed(first, amount=Decimal("1.50"), printed="1.50"), *others]


@pytest.fixture
def data(released, tmp_path) -> Path:
    """A data folder with release v1 that a test may write to."""
    at = publishing.folder(tmp_path / "data")
    shutil.copytree(released / "releases", at / "releases")
    return at


@pytest.fixture(scope="module")
def second(released, tmp_path_factory) -> dict[str, bytes]:
    """The publication after one figure has changed and v2 was released."""
    at = publishing.folder(tmp_path_factory.mktemp("second") / "data")
    shutil.copytree(released / "releases", at / "releases")
    publishing.publication(later(), at).release("v2", "2026-12-01", "one figure")
    return publishing.publish(later(), at)


def entries(data: bytes) -> list[ElementTree.Element]:
    return ElementTree.fromstring(data).findall(f"{ATOM}entry")  # noqa: S314  our own file


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def test_two_builds_without_change_are_the_same_bytes(published, released):
    assert publishing.publish(reports(), released) == published


def test_one_changed_figure_is_one_row(second):
    [row] = rows(second["data/archive/v2/changes.csv"])
    first = reports()[0].report
    old = next(f.amount for f in first.figures if f.figure_id == FIGURE)
    assert row == {
        "report_id": first.meta.report_id,
        "resource": "figures",
        "id": FIGURE,
        "change": "changed",
        "column": "amount",
        "old": str(old),
        "new": "1.50",
        "why": "re_reading",
        "also": "printed",
    }


def test_one_changed_figure_is_one_entry_in_every_feed_that_has_it(published, second):
    hub = links.department(reports()[0].report.meta)
    for name in ("feed.xml", f"{hub}/feed.xml"):
        before, after = entries(published[name]), entries(second[name])
        assert len(after) == len(before) + 1
        # What was there stays as it was, byte for byte.
        kept = [ElementTree.tostring(entry) for entry in after[1:]]
        assert kept == [ElementTree.tostring(entry) for entry in before]
    before, after = (json.loads(made["feed.json"])["items"] for made in (published, second))
    assert after[1:] == before and after[0]["date_published"] == "2026-12-01T00:00:00Z"
    assert "1.50" in after[0]["content_text"]
    assert published["findings/feed.xml"] == second["findings/feed.xml"]


def test_only_files_that_hold_the_figure_change(published, second):
    meta = reports()[0].report.meta
    own, hub = links.report(meta), links.department(meta)
    whole = ("data.csv", "data.json", "tables.xlsx")
    figures = [f"data/figures.{end}" for end in ("csv", "parquet")]
    packed = (
        "all.sqlite",
        "all.zip",
        "catalog.jsonld",
        "datapackage.json",
        "fiscal.datapackage.json",
    )
    listed = ("files.csv", "versions.json", "changes/index.html", "index.html", "api/index.html")
    holds = {
        *(f"{own}/{name}" for name in whole),
        f"{own}/{meta.report_id}.zip",
        *figures,
        *(f"data/{name}" for name in packed + listed),
        *(f"en/data/{name}" for name in listed if name.endswith(".html")),
        f"api/v1/reports/{meta.report_id}.json",
        f"api/v1/reports/{meta.report_id}/figures.json",
        "api/v1/index.json",
        *("feed.xml", "feed.json", f"{hub}/feed.xml", f"{hub}/feed.json"),
    }
    differing = {name for name in published if published[name] != second[name]}
    assert differing <= holds, sorted(differing - holds)
    assert {f"{own}/{name}" for name in whole} | set(figures) <= differing
    new = second.keys() - published.keys()
    assert new == {"data/archive/v2/package.zip", "data/archive/v2/changes.csv"}


def test_no_address_is_lost_between_two_builds(published, second):
    assert published.keys() <= second.keys()
    assert published["data/archive/v1/package.zip"] == second["data/archive/v1/package.zip"]


def test_a_rebuild_between_releases_moves_no_feed(published, data):
    made = publishing.publish(later(), data)
    for name in published:
        if name.endswith(("feed.xml", "feed.json")):
            assert made[name] == published[name]
    assert len(rows(made["data/changes.csv"])) == 1
    assert json.loads(made["data/versions.json"])["unreleased_changes"] == 1


def why(base: list[SiteReport], now: list[SiteReport]) -> list[tuple[str, str, str]]:
    found = diff(state(resources(base)), state(resources(now)))
    return [(c.resource, c.change, c.why) for c in found]


def test_reasons_are_told_from_the_data():
    first, *others = reports()
    now = SiteReport(
        replace(
            first.report,
            corrections=(Correction(FIGURE, "x", Decimal(1), "typing error", "2026-01-01"),),
        ),
        first.reconciled,
    )
    assert why([first], [now]) == [("figures", "changed", "correction")]
    source = replace(first.report.meta.sources[0], sha256="0" * 64)
    meta = replace(first.report.meta, sources=(source,))
    now = changed(first, amount=Decimal(7))
    now = SiteReport(replace(now.report, meta=meta), now.reconciled)
    assert set(why([first], [now])) == {
        ("sources", "changed", "new_source"),
        ("figures", "changed", "new_source"),
    }
    findings = first.reconciled.findings[1:]
    now = SiteReport(first.report, replace(first.reconciled, findings=findings))
    assert why([first], [now]) == [("findings", "removed", "rules")]
    told = why(list(others), list(reports()))
    assert told[0] == ("reports", "added", "new_report")
    assert {w for _, _, w in told} == {"new_report"}
    told = why(list(reports()), list(others))
    assert told[0] == ("reports", "removed", "withdrawn_report")


def test_a_moved_line_or_a_new_wording_is_no_change():
    first = reports()[0]
    moved = changed(first, source_line=1)
    findings = tuple(replace(f, message_zh="-") for f in first.reconciled.findings)
    now = SiteReport(moved.report, replace(first.reconciled, findings=findings))
    assert why([first], [now]) == []


def test_removed_and_added_figures():
    first = reports()[0]
    fewer = tuple(f for f in first.report.figures if f.figure_id != FIGURE)
    now = SiteReport(replace(first.report, figures=fewer), first.reconciled)
    assert why([first], [now]) == [("figures", "removed", "re_reading")]
    assert why([now], [first]) == [("figures", "added", "re_reading")]


def test_change_lists_are_read_as_written():
    change = Change("r", "figures", "a,b", "changed", "amount", "1\n2", '"', "rules", ("x", "y"))
    assert from_csv(to_csv([change])) == (change,)


def test_releases_are_never_rewritten(data):
    publication = publishing.publication(later(), data)
    with pytest.raises(ReleaseError, match="never rewritten"):
        publication.release("v1", "2026-12-01")
    with pytest.raises(ReleaseError, match="before the last"):
        publication.release("v2", "2020-01-01")
    with pytest.raises(ReleaseError, match="name"):
        publication.release("../v2", "2026-12-01")
    with pytest.raises(ReleaseError, match="nothing has changed"):
        publishing.publication(reports(), data).release("v2", "2026-12-01")
    with pytest.raises(ReleaseError, match="no release 'v9'"):
        publication.since("v9")


def test_diff_and_release_on_the_command_line(data, capsys):
    with pytest.raises(SystemExit):
        build.app(["diff", "v9", "--data", str(data)])
    assert "no release 'v9'; there are: v1" in " ".join(capsys.readouterr().err.split())
    with pytest.raises(SystemExit) as done:
        build.app(["diff", "--data", str(data)])
    assert done.value.code == 0
    assert "changed since v1: nothing" in capsys.readouterr().out
    assert CliRunner().invoke(build.app, ["release", "v2"]).exit_code == 2


def test_diff_is_cell_by_cell(data):
    name, cells = publishing.publication(later(), data).since("")
    lead = (reports()[0].report.meta.report_id, "figures", FIGURE, "re_reading")
    printed = next(f for f in reports()[0].report.figures if f.figure_id == FIGURE)
    assert name == "v1"
    assert cells == [
        (*lead, "amount", str(printed.amount), "1.50"),
        (*lead, "printed", printed.printed, "1.50"),
    ]


def corrected(folder: Path, line: str) -> tuple[Correction, ...]:
    folder.mkdir(exist_ok=True)
    (folder / "corrections.csv").write_text(f"place,printed,used,reason,date\n{line}\n", "utf-8")
    report = reports()[0].report
    return corrections.read(folder, report.figures, report.statements)


def test_a_correction_is_applied_with_a_mark_and_the_printed_value_stays(tmp_path, released):
    first = reports()[0].report
    printed = next(f for f in first.figures if f.figure_id == FIGURE)
    found = corrected(tmp_path / "r", f'{FIGURE},"{printed.printed}",1.5,typing error,2026-01-02')
    now = SiteReport(replace(first, corrections=found), reports()[0].reconciled)
    made = publishing.publish([now], released)
    [row] = [r for r in rows(made["data/figures.csv"]) if r["figure_id"] == FIGURE]
    assert row["amount"] == str(printed.amount) and row["printed"] == printed.printed
    assert (row["used"], row["correction"]) == ("1.5", "2026-01-02: typing error")
    [listed] = rows(made["data/corrections.csv"])
    assert listed["place"] == FIGURE and listed["reason"] == "typing error"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f"{FIGURE},9.99,1.5,why,2026-01-02", "has expired.*9.99.*now prints"),
        ("nowhere.x.y,1,1.5,why,2026-01-02", "has no number 'nowhere.x.y'"),
        ("expenditure.totl.basic,1,1.5,why,2026-01-02", f"the nearest one is '{FIGURE}'"),
    ],
)
def test_a_strange_or_expired_correction_stops_the_build(tmp_path, line, message):
    with pytest.raises(ReferenceDataError, match=f"corrections.csv:2.*{message}"):
        corrected(tmp_path / "r", line)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f"{FIGURE},1,many,why,2026-01-02", "used"),
        (f"{FIGURE},1,NaN,why,2026-01-02", "used"),
        (f"{FIGURE},1,1.5,,2026-01-02", "reason"),
        (f"{FIGURE},1,1.5,why,yesterday", "date"),
        (f"{FIGURE},1,1.5,why,2026-02-30", "date"),
        (f"{FIGURE},1", "used"),
    ],
)
def test_a_correction_that_cannot_be_understood_sets_its_report_aside(tmp_path, line, message):
    with pytest.raises(TypedError, match=f"corrections.csv:2.*{message}"):
        corrected(tmp_path / "r", line)


def test_a_correction_saved_by_a_spreadsheet_program_is_understood(tmp_path):
    first = reports()[0].report
    printed = next(f for f in first.figures if f.figure_id == FIGURE).printed
    for number, encoding in enumerate(("utf-8-sig", "gb18030", "utf-16")):
        folder = tmp_path / str(number)
        folder.mkdir()
        text = f'place,printed,used,reason,date\r\n{FIGURE},"{printed}",1.5,录入错误,2026/1/2\r\n'
        (folder / "corrections.csv").write_bytes(text.encode(encoding))
        [found] = corrections.read(folder, first.figures, first.statements)
        assert (found.reason, found.date) == ("录入错误", "2026-01-02")


def test_the_page_of_changes_is_short(second):
    """A report that came whole is one line; a report that changed can be unfolded."""
    page = HTMLParser(second["data/changes/index.html"].decode())
    [changed] = page.css("details:has(ul.tight)")
    assert "1.50" in changed.css_first("ul.tight li").text()
    titles = {row["title"] for row in rows(second["data/reports.csv"])}
    assert changed.css_first("summary").text().split("：")[0] in titles
    assert page.css("main table") == []
    assert len(page.text()) < 5_000
