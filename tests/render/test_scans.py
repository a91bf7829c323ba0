"""A report read in a picture: its page says what is not confirmed, and nothing is built on it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import build
from finalaccounts import certificate, package, pieces
from finalaccounts.model import Recognition
from finalaccounts.recognition import ENDING, to_json
from tests.extract.test_scan import ROWS, changed, picture, report, sheet

ROOT = Path(__file__).resolve().parents[2]
DOT = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()


def test_an_unconfirmed_number_is_marked_on_the_page_and_in_the_data(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "reports" / "000000" / "shuiliju" / "2023"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "data" / "site.toml", tmp_path / "data")
    data = picture()
    (folder / "source.pdf").write_bytes(data)
    made = changed(sheet(ROWS), "600.50", score=0.6)
    record = to_json(Recognition(hashlib.sha256(data).hexdigest(), "test", [made]))
    (folder / f"source.pdf{ENDING}").write_text(record, encoding="utf-8")
    read = build.read([folder / "source.pdf"], anyway=True)
    meta = replace(
        read.meta, fiscal_year=2023, slug="shuiliju", report_id="cn-000000-shuiliju-2023"
    )
    pictured = {"expenditure.total.total": DOT, "expenditure.208.total": DOT}
    (folder / f"source.pdf{pieces.ENDING}").write_text(json.dumps(pictured), encoding="utf-8")
    build.write(folder, replace(read, meta=meta))
    package.write_text(folder / "source.toml", certificate.to_text(meta))
    assert (folder / f"source.pdf{ENDING}").read_text("utf-8") == record
    build.build_site(tmp_path / "data", tmp_path / "site")
    page = (tmp_path / "site/d/000000/shuiliju/2023/index.html").read_text("utf-8")
    assert page.count("由图像识别，未确认") == 1
    found = re.findall(r"([\d.]+)(?:</a>)?<small[^>]*> <a href=[\"']?([^>\"']+)[^>]*>由图像", page)
    # The mark leads to the picture: the page of the file as received, enlarged at the number.
    assert found == [("600.50", "source.pdf#page=1&amp;zoom=300,290,120")]
    assert (tmp_path / "site/d/000000/shuiliju/2023/source.pdf").read_bytes() == data
    # Its piece stands beside its line; one of a number that is confirmed by now does not.
    source = (tmp_path / "site/d/000000/shuiliju/2023/source/index.html").read_text("utf-8")
    assert re.findall(r"<img src=[\"']?([^\"' >]+)[^>]*>([^<]*)", source) == [
        ("pieces/1.png", " 由图像识别，未确认")
    ]
    written = sorted((tmp_path / "site/d/000000/shuiliju/2023/source/pieces").iterdir())
    assert [path.read_bytes() for path in written] == [base64.b64decode(DOT)]
    english = (tmp_path / "site/en/d/000000/shuiliju/2023/index.html").read_text("utf-8")
    assert "recognised in a picture, not confirmed" in english


def test_pieces_are_cut_while_the_page_is_at_hand() -> None:
    cv2 = pytest.importorskip("cv2", reason="NOT TESTED: text recognition is not installed")
    made = changed(sheet(ROWS), "600.50", score=0.6)
    found = report(made)
    (document,) = found.documents
    assert pieces.cut(document, found.figures) == ""
    assert document.recognition is not None
    white = np.full((round(842 * 200 / 72), round(595 * 200 / 72)), 255, np.uint8)
    document.recognition.sheets[0].picture = cv2.imencode(".jpg", white)[1].tobytes()
    read = json.loads(pieces.cut(document, found.figures))
    assert list(read) == ["expenditure.total.total"]
    shown = cv2.imdecode(
        np.frombuffer(base64.b64decode(read["expenditure.total.total"]), np.uint8), 0
    )
    # A cell of 80 by 20 points and three around it, at 200 dots in an inch.
    assert shown.shape == (72, 239) and shown.min() == 255
