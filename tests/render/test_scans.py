"""A report read in a picture: its page says what is not confirmed, and nothing is built on it."""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import replace
from pathlib import Path

import build
from finalaccounts import certificate, package
from finalaccounts.model import Recognition
from finalaccounts.recognition import ENDING, to_json
from tests.extract.test_scan import ROWS, changed, picture, sheet

ROOT = Path(__file__).resolve().parents[2]


def test_an_unconfirmed_number_is_marked_on_the_page_and_in_the_data(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "reports" / "000000" / "shuiliju" / "2023"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "data" / "site.toml", tmp_path / "data")
    data = picture()
    (folder / "source.pdf").write_bytes(data)
    made = changed(sheet(ROWS), "600.50", score=0.6)
    record = to_json(Recognition(hashlib.sha256(data).hexdigest(), "test", [made]))
    (folder / f"source.pdf{ENDING}").write_text(record, encoding="utf-8")
    report = build.read([folder / "source.pdf"], anyway=True)
    meta = replace(
        report.meta, fiscal_year=2023, slug="shuiliju", report_id="cn-000000-shuiliju-2023"
    )
    build.write(folder, replace(report, meta=meta))
    package.write_text(folder / "source.toml", certificate.to_text(meta))
    assert (folder / f"source.pdf{ENDING}").read_text("utf-8") == record
    build.build_site(tmp_path / "data", tmp_path / "site")
    page = (tmp_path / "site/d/000000/shuiliju/2023/index.html").read_text("utf-8")
    assert page.count("由图像识别，未确认") == 1
    found = re.findall(r"([\d.]+)(?:</a>)?<small[^>]*> <a href=[\"']?([^>\"']+)[^>]*>由图像", page)
    # The mark leads to the picture: the page of the file as received, enlarged at the number.
    assert found == [("600.50", "source.pdf#page=1&amp;zoom=300,290,120")]
    assert (tmp_path / "site/d/000000/shuiliju/2023/source.pdf").read_bytes() == data
    english = (tmp_path / "site/en/d/000000/shuiliju/2023/index.html").read_text("utf-8")
    assert "recognised in a picture, not confirmed" in english
