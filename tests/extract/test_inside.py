"""Pictures inside Word and HTML: read from the record kept beside the file, or listed."""

from __future__ import annotations

import base64
import hashlib
import io

import docx
import pytest
from PIL import Image

from finalaccounts.collect import kinds
from finalaccounts.extract import extract
from finalaccounts.extract.scan import installed
from finalaccounts.model import Document, Recognition, Source
from finalaccounts.normalize import normalize
from finalaccounts.recognition import to_json
from finalaccounts.reconcile import confirmed
from tests.extract.test_scan import ROWS, changed, sheet


def png() -> bytes:
    out = io.BytesIO()
    Image.new("L", (800, 400), 250).save(out, "PNG")
    return out.getvalue()


def word() -> bytes:
    opened = docx.Document()
    opened.add_paragraph("青岚县水利局2023年度部门决算")
    opened.add_picture(io.BytesIO(png()))
    opened.add_paragraph("完")
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def page() -> bytes:
    held = f"data:image/png;base64,{base64.b64encode(png()).decode()}"
    lines = "<p>青岚县水利局2023年度部门决算</p>{}<p>完</p>"
    return lines.format(f"<p><img src='{held}'></p>").encode()


FILES = {"docx": (word, kinds.DOCX), "html": (page, kinds.HTML)}


def read(form: str, *, score: float = 0.99, record: bool = True) -> Document:
    make, kind = FILES[form]
    data = make()
    sha = hashlib.sha256(data).hexdigest()
    made = changed(sheet(ROWS), "400.25", score=score)
    kept = to_json(Recognition(sha, "test", [made])).encode() if record else b""
    return extract(Source(f"a.{form}", kind, sha, len(data), data, kept))


@pytest.mark.parametrize("form", FILES)
def test_a_table_that_is_a_picture_is_read_where_it_stands(form: str) -> None:
    found = read(form)
    lines = [line for line in found.lines if line.text]
    assert (lines[0].text, lines[-1].text) == ("青岚县水利局2023年度部门决算", "完")
    assert {line.page for line in lines[1:-1]} == {1} and lines[0].page is lines[-1].page is None
    assert [(o.kind, o.done) for o in found.objects] == [("picture", "read")]
    report = confirmed(normalize([found]))
    assert len(report.figures) == 21 and {f.read_by for f in report.figures} == {"ocr"}
    assert {f.certain for f in report.figures} == {"yes"}


@pytest.mark.parametrize("form", FILES)
def test_a_weak_character_in_it_is_never_certain(form: str) -> None:
    report = confirmed(normalize([read(form, score=0.6)]))
    assert [str(f.amount) for f in report.figures if f.certain == "no"] == ["400.25"]


@pytest.mark.skipif(installed(), reason="text recognition is installed and would read it")
@pytest.mark.parametrize("form", FILES)
def test_without_record_and_engine_it_is_listed(form: str) -> None:
    found = read(form, record=False)
    assert [(o.kind, o.done) for o in found.objects] == [("picture", "not_read")]
    assert found.recognition is None
